"""Chapter 2: could they agree?"""

from __future__ import annotations

from detente.analysis import Analysis
from detente.deals import NearPackage, PackageResult
from detente.plots import Names, count_words, of_100, range_of_100
from detente.report.blocks import Cell, Chapter, Exhibit, Note, Table, number
from detente.report.chapters.acceptability import first_choices, regrets
from detente.report.chapters.acceptance import acceptance
from detente.report.chapters.as_wholes import as_wholes
from detente.report.chapters.asking import questions
from detente.report.chapters.bargaining import deal_map, solutions
from detente.report.chapters.bridging import bridge, trade_offs
from detente.report.chapters.coalitions import blockers, leverage, outsiders
from detente.report.chapters.conflict import conflict
from detente.report.chapters.dividing import divisions, rounds
from detente.report.lookups import changes_something, everyone, headline, joint, party_names, ratifiers, run_words

OTHERS = 3
"""Packages with other signatures that the finding names, those that most worlds sign."""


def deals_chapter(analysis: Analysis, names: Names) -> Chapter:
    """Show who would sign which package, what few changes help, what blocks, and what to ask."""
    package = headline(analysis)
    if package is None:
        lead = (
            "Name packages in case.yaml, with those whose signature each requires: then this chapter says who signs.",
        )
        return Chapter("c2", "Deals", "Could they agree?", "Unknown: the case names no package.", lead, ())
    finding = f"“{package.title}” would be signed by all it requires in {of_100(joint(package)[0])} of 100 worlds."
    finding += _furthest(analysis, package) + _with_others(analysis, package, names)
    blocks = [
        acceptance(analysis, names),
        _near(analysis, names),
        as_wholes(analysis, names),
        _blocked(analysis, names),
        questions(analysis, names),
        *_advised(analysis, names),
    ]
    lead = (
        f"A share is a count of worlds: {analysis.worlds.count:,} were drawn from the assumptions in the annex “How "
        "sure”. It is not a probability of history. "
        "What a package does not name stays as it is today; the range in brackets goes "
        "from the worst to the best that the unnamed elements could become.",
    )
    return Chapter("c2", "Deals", "Could they agree?", finding, lead, tuple(b for b in blocks if b is not None))


def _furthest(analysis: Analysis, package: PackageResult) -> str:
    """Which of the packages that need the same yes as the headline package goes furthest; nothing where it is alone."""
    alike = [p for p in _changing(analysis) if set(p.signatories) == set(package.signatories)]
    if len(alike) < 2:
        return ""
    best = max(alike, key=lambda p: joint(p)[0])
    who = everyone(len(package.signatories))
    where = f" Among packages that {who} must {'ratify or sign' if ratifiers(package) else 'sign'}, "
    if best is package:
        return f"{where}it goes furthest."
    return f"{where}“{best.title}” goes furthest: {_share_words(best)}."


def _with_others(analysis: Analysis, package: PackageResult, names: Names) -> str:
    """Packages that need the yes of others, and of whom: their shares are no comparison."""
    others = [p for p in _changing(analysis) if set(p.signatories) != set(package.signatories)]
    words = ""
    for other in sorted(others, key=lambda p: -joint(p)[0])[:OTHERS]:
        only = " only" if set(other.signatories) < set(package.signatories) else ""
        needed = party_names(other.signatories, names) or "nobody"
        words += f" “{other.title}” needs {needed}{only}: {_share_words(other)}."
    return words


def _changing(analysis: Analysis) -> list[PackageResult]:
    return [p for p in analysis.deals.packages if changes_something(analysis, p)]


def _share_words(package: PackageResult) -> str:
    """The share as it is, and the range by what open elements become where there is one."""
    as_is, surely, possibly = joint(package)
    ends = range_of_100(surely, possibly)
    return of_100(as_is) if ends == of_100(as_is) else f"{of_100(as_is)} ({ends})"


def _advised(analysis: Analysis, names: Names) -> list[Exhibit | None]:
    """What builds on acceptance, in the order in which a mediator would ask."""
    advice, maps = analysis.deals.advice, [deal_map(analysis, names), solutions(analysis, names)]
    if advice is None:
        return maps
    return [
        first_choices(analysis, advice, names),
        bridge(analysis, advice, names),
        trade_offs(analysis, advice, names),
        divisions(analysis, advice, names),
        rounds(analysis, advice, names),
        blockers(analysis, advice, names),
        outsiders(analysis, advice, names),
        leverage(analysis, advice, names),
        conflict(analysis, advice, names),
        *maps,
        regrets(analysis, names),
    ]


def _near(analysis: Analysis, names: Names) -> Exhibit | None:
    package = headline(analysis)
    if package is None:
        return None
    others = tuple(
        _near_row(p, n, names) for p in analysis.deals.packages if p is not package for n in _without_repeats(p)
    )
    share = joint(package)[0]
    best = max(package.near, key=lambda n: n.joint_as_is, default=None)
    head = ("Package", "Changes", "As written", "With changes", "How found")
    own = tuple(_near_row(package, n, names) for n in _without_repeats(package))
    title = f"No change of up to three elements raises “{package.title}”"
    if best and best.changes and best.joint_as_is > share:
        changed = count_words(len(best.changes), "element")
        title = f"Changing {changed} raises “{package.title}” from {of_100(share)} to {of_100(best.joint_as_is)} "
        title += "of 100 worlds"
    elif package.near:
        own = ((Cell(package.title), Cell("none helps"), *(number(of_100(share)),) * 2, Cell(package.near[-1].proof)),)
    return Exhibit(
        key="near",
        kind="Few changes",
        title=title,
        sub="Worlds of 100 in which all whose yes it needs sign; the best package within one, two and three changes",
        tables=(Table("What few changes help", head, own),) if own else (),
        folded=(Table("Few changes to the other packages", head, others),) if others else (),
        source=f"Source: this assessment, {run_words(analysis)}.",
        notes=(
            Note(
                "How to read",
                "Each row moves the elements named, and nothing else. It says what all whose yes the package needs "
                "would sign, not what is good; others may lose by it.",
            ),
        ),
    )


def _without_repeats(package: PackageResult) -> list[NearPackage]:
    """Leave out a row that found nothing beyond the row before it."""
    kept: list[NearPackage] = []
    for near in package.near:
        if near.changes and near.changes not in [k.changes for k in kept]:
            kept.append(near)
    return kept


def _near_row(package: PackageResult, near: NearPackage, names: Names) -> tuple[Cell, ...]:
    changes = "; ".join(
        f"{names.element(c.element)}: {names.option(c.element, c.before)} → {names.option(c.element, c.after)}"
        for c in near.changes
    )
    return (
        Cell(package.title),
        Cell(changes, small=count_words(len(near.changes), "change")),
        number(of_100(joint(package)[0])),
        number(of_100(near.joint_as_is)),
        Cell(near.proof),
    )


def _blocked(analysis: Analysis, names: Names) -> Exhibit | None:
    blocked = analysis.deals.blocked
    if not blocked:
        return None
    first = blocked[0]
    rows = tuple(
        (Cell(names.element(b.element)), number(of_100(b.share)), Cell(party_names(b.parties, names, 8)))
        for b in blocked
    )
    head = ("Element", "Worlds of 100", "Whose red lines")
    return Exhibit(
        key="blocked",
        kind="What blocks",
        title=f"On {names.element(first.element)} every option crosses a red line of someone required in "
        f"{of_100(first.share)} of 100 worlds",
        sub="In these worlds no package passes until one of the red lines moves",
        tables=(Table("Elements without a passable option", head, rows),),
        source="Source: claims marked as red lines, each in force in as many worlds as its reliability says.",
    )
