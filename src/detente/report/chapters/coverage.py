"""Chapter 1, what is open: which parts "several" may mean, and what somebody raised and a package leaves out."""

from __future__ import annotations

from detente.analysis import Analysis
from detente.deals import Advice, RaisedElement, Uncovered
from detente.plots import Names, ShareGroup, ShareRow, count_words, day, draw_share_rows, of_100
from detente.preferences import PartOdds
from detente.report.blocks import UNKNOWN, Cell, Exhibit, Note, Table, drawn_twice, number
from detente.report.lookups import joined, party_names

SHOWN_WORDS = 2
SHOWN = 8
SHOWN_PARTS = 6
SHOWN_PARTIES = 4


def meant_parts(analysis: Analysis, names: Names) -> Exhibit | None:
    """Draw how likely each part of an acceptance in part is meant; None where nobody accepted in part."""
    claims = _open_claims(analysis)
    if not claims:
        return None
    latest = {parts[0].party: parts for parts in claims.values()}
    groups = [
        ShareGroup(
            names.party(party),
            tuple(
                ShareRow(names.element(o.element), o.p_accepted)
                for o in sorted(parts, key=lambda o: -(o.p_accepted or 0.0))[:SHOWN_PARTS]
                if o.p_accepted is not None
            ),
        )
        for party, parts in list(latest.items())[:SHOWN_PARTIES]
    ]
    case = analysis.case
    by = "its other statements and interests" if case.several_weighted_by == "interests" else "nothing"
    exhibit = Exhibit(
        key="parts",
        kind="Parts accepted",
        title=f"Which parts are meant is open in {count_words(len(claims), 'statement')}",
        sub=f"Worlds of 100, of those in which the statement counts, in which a part is among those accepted; the "
        f"likeliest {SHOWN_PARTS} of each party’s latest",
        folded=tuple(_parts_table(claim, parts, names) for claim, parts in claims.items()),
        source=f"Source: claims that accept some parts; at least {case.several_means_at_least} are meant, and which "
        f"ones is weighted by {by}.",
        notes=(
            Note(
                "How to read",
                "Nobody said which parts. The bars follow from what else is known of the party, and from what "
                "“several” is taken to mean.",
            ),
        ),
    )
    description = "; ".join(f"{r.words}: {of_100(r.share)} of 100" for g in groups for r in g.rows)
    return drawn_twice(exhibit, description, lambda frame: draw_share_rows(groups, frame))


def _open_claims(analysis: Analysis) -> dict[str, list[PartOdds]]:
    """Claims that leave open which of two or more parts they mean, oldest first."""
    claims: dict[str, list[PartOdds]] = {claim: [] for claim in analysis.positions.in_order}
    for odds in analysis.preferences.part_odds:
        claims.setdefault(odds.claim, []).append(odds)
    return {claim: parts for claim, parts in claims.items() if len(parts) > 1}


def _parts_table(claim: str, parts: list[PartOdds], names: Names) -> Table:
    rows = tuple(
        (
            Cell(names.element(o.element), small=names.option(o.element, o.option)),
            number(of_100(o.prior)),
            UNKNOWN if o.p_accepted is None else number(of_100(o.p_accepted)),
        )
        for o in parts
    )
    head = ("Part", "Serves the party, worlds of 100", "Among those accepted")
    return Table(f"{names.party(parts[0].party).name}, {claim}: parts that may be meant", head, rows)


def coverage(analysis: Analysis, advice: Advice, names: Names) -> Exhibit | None:
    """List elements raised by anyone's words but absent from the headline package; other packages fold."""
    found = {c.package: c for c in advice.coverage}
    own = found.get(analysis.deals.headline)
    if own is None:
        return None
    others = [c for c in advice.coverage if c is not own and c.raised]
    title = f"Everything that was raised has a place in “{names.package(own.package)}”"
    if own.raised:
        title = f"{count_words(len(own.raised), 'element was', 'elements were')} raised and left out of "
        title += f"“{names.package(own.package)}”"
    head = ("Element", "Raised by", "In words")
    rows = tuple(_row(r, names) for r in own.raised)
    more = rows[SHOWN:]
    folded = ((Table("More elements left out", head, more),) if more else ()) + tuple(
        Table(f"Left out of “{names.package(c.package)}”", head, tuple(_row(r, names) for r in c.raised))
        for c in others
    )
    return Exhibit(
        key="coverage",
        kind="Coverage",
        title=title,
        sub="Elements on which somebody said something, whatever the stance, and which the package does not name",
        tables=(Table("Raised and left out", head, rows[:SHOWN]),) if rows else (),
        folded=folded,
        source="Source: claims.csv." + _silent(own, names),
    )


def _row(raised: RaisedElement, names: Names) -> tuple[Cell, ...]:
    words = [
        f"{w.speaker or names.party(w.party).name}: {w.words}" + (f" ({day(w.said_on)})" if w.said_on else "")
        for w in raised.words
        if w.words
    ]
    signing = f"of those who would sign: {party_names(raised.by_signatories, names)}" if raised.by_signatories else ""
    first = raised.words[0] if raised.words else None
    return (
        Cell(names.element(raised.element)),
        Cell(party_names(raised.parties, names), small=signing),
        Cell(joined(words, SHOWN_WORDS) or "no words on record", href=f"#claim-{first.claim}" if first else ""),
    )


def _silent(own: Uncovered, names: Names) -> str:
    if not own.unraised:
        return ""
    listed = joined([names.element(e) for e in own.unraised])
    return f" Named by the package, and by nobody’s words: {listed}."
