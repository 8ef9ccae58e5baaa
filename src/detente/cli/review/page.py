"""From the desk to what the page shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from detente.cli.review.desk import Desk
from detente.plots import Names, names_of
from detente.positions.review import Merge, Outcome, Written, compare_coders, merges_of
from detente.report.review import (
    ReviewPage,
    cards_of,
    disputes_of,
    party_timelines,
    segments_of,
    unknown_cells,
)
from detente.report.review.page import DocumentPart
from detente.report.review.parts import as_shown

MOST_PHRASES = 200
NOBODY = "\0"
"""Stands for a reader who has not said who it is: no decision is shown."""
VIEWS = ("read", "compare", "time", "unknown", "names")


def page_of(desk: Desk, view: str, document: str, coder: str) -> ReviewPage:
    """One part of the live page: the text and cards of one document, or one of the other views."""
    view = view if view in VIEWS else VIEWS[0]
    document = document if document in desk.reads else next(iter(desk.reads), "")
    return _page(desk, (view,), [document] if document else [], coder or NOBODY)


def whole_page(desk: Desk) -> ReviewPage:
    """Everything at once, for the file to hand on; decisions are those that stand."""
    return _page(desk, VIEWS, list(desk.reads), "")


def _page(desk: Desk, views: tuple[str, ...], documents: Iterable[str], coder: str) -> ReviewPage:
    case = desk.current_case()
    names, outcomes, written = names_of(case), desk.outcomes(), desk.written()
    return ReviewPage(
        case=case,
        names=names,
        view=views[0],
        coder="" if coder == NOBODY else coder,
        coders=desk.coders(),
        documents=tuple(_progress(desk, coder, outcomes)) if "read" in views else (),
        parts=tuple(_part(desk, name, coder, (names, outcomes, written)) for name in documents),
        agreements=compare_coders(outcomes.values()) if "compare" in views else (),
        disputes=disputes_of(outcomes.values(), names) if "compare" in views else (),
        timelines=party_timelines(case, names) if "time" in views else (),
        unknown=unknown_cells(case, names) if "unknown" in views else {},
        phrases=tuple(_phrases(desk)) if "names" in views else (),
        written=len(written.rows),
        waiting=written.waiting,
    )


def _progress(desk: Desk, coder: str, outcomes: Mapping[str, Outcome]) -> Iterable[tuple[str, int, int]]:
    """Each document with the counts of its proposals and of those that this coder has decided."""
    decided: dict[str, set[str]] = {}
    for outcome in outcomes.values():
        if not coder or coder in outcome.decisions:
            decided.setdefault(str(outcome.of["document"]), set()).add(outcome.proposal)
    for name, read in desk.reads.items():
        done = decided.get(name, set())
        yield name, len({proposal.id for proposal in read.proposals} | done), len(done)


def _part(desk: Desk, name: str, coder: str, settled: tuple[Names, Mapping[str, Outcome], Written]) -> DocumentPart:
    names, outcomes, written = settled
    read, proposals = desk.reads[name], list(desk.proposals(name))
    text = as_shown(read.document.reading.text)
    about = read.document.about
    known = (about.title, about.publisher, about.published_on.isoformat() if about.published_on else "undated")
    return DocumentPart(
        name=name,
        about=", ".join(filter(None, known)),
        segments=segments_of(text, [(p.id, *p.place) for p, _ in proposals]),
        cards=cards_of(proposals, outcomes, written.waiting, coder, names),
        reliability=desk.reliability().get(name),
    )


def _phrases(desk: Desk) -> Iterable[tuple[str, str, str]]:
    """Names merged so far, then the free words of proposals that nobody has led to an element, most frequent first."""
    merges = merges_of(desk.log.events)
    shown = {(e.what, e.name.casefold()): e.name for e in desk.log.events if isinstance(e, Merge)}
    for (what, folded), into in merges.items():
        if into is not None:
            yield what, shown.get((what, folded), folded), into
    counts: dict[str, int] = {}
    for read in desk.reads.values():
        for proposal in read.proposals:
            words = str(proposal.row["element"])
            if words != "*" and words not in desk.known.options and merges.get(("element", words.casefold())) is None:
                counts[words] = counts.get(words, 0) + 1
    for words in sorted(counts, key=lambda name: (-counts[name], name))[:MOST_PHRASES]:
        yield "element", words, ""
