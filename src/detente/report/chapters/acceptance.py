"""Chapter 2, who would sign: shares of worlds in which each party accepts each package."""

from __future__ import annotations

from collections.abc import Mapping

from detente.analysis import Analysis
from detente.deals import PackageResult, PartyAcceptance
from detente.plots import MOST_PACKAGES, Names, count_words, draw_acceptance, of_100, range_of_100
from detente.report.blocks import Cell, Exhibit, Note, Table, drawn_twice, number
from detente.report.lookups import (
    headline,
    heard_parties,
    joined,
    joint,
    party_names,
    ratifiers,
    required_parties,
    run_words,
)

SHOWN_PARTIES = 8

NOT_HEARD = Cell("not heard", "unknown")

ACCEPTANCE_NOTES = (
    Note(
        "How to read",
        "The black tick is the share with unnamed elements as today. Dark: signed whatever "
        "they become. Hatched: up to the best they could become.",
    ),
    Note("Which parties", "Those whose yes some package needs come first. All parties are in the table."),
)
NOT_HEARD_NOTE = Note(
    "Not heard",
    "The case holds no statement, stake or money of these parties. Their answers would be assumptions alone, and are "
    "not shown; where the yes of one is needed, the row of all together rests on them.",
)


def acceptance(analysis: Analysis, names: Names) -> Exhibit:
    """Draw who accepts which package; parties of which nothing is known are hatched."""
    packages, heard = analysis.deals.packages, heard_parties(analysis.case)
    unheard = frozenset(p.id for p in analysis.case.parties if p.id not in heard)
    exhibit = Exhibit(
        key="acceptance",
        kind="Acceptance",
        title=_title(headline(analysis) or packages[0], heard, names),
        sub="Worlds of 100 in which a party gains over no deal and no red line of it is crossed; in brackets the "
        "range by what unnamed elements become",
        tables=tuple(_table(p, analysis, unheard, names) for p in packages),
        source=f"Source: this assessment, {run_words(analysis)}."
        + (
            ""
            if len(packages) <= MOST_PACKAGES
            else f" {count_words(len(packages) - MOST_PACKAGES, 'more package')} in the table."
        ),
        notes=(*ACCEPTANCE_NOTES, NOT_HEARD_NOTE) if unheard else ACCEPTANCE_NOTES,
    )
    shown, parties = _shown_packages(analysis), _shown_parties(analysis, heard)
    description = "; ".join(f"{p.title}: all required in {of_100(joint(p)[0])} of 100 worlds" for p in shown)
    return drawn_twice(exhibit, description, lambda frame: draw_acceptance(shown, parties, names, frame, unheard))


def _title(package: PackageResult, heard: frozenset[str], names: Names) -> str:
    """Who of those whose yes is needed accepts the package least often, as far as they were heard."""
    asked = [p for p in package.parties if p.party in package.signatories and p.party in heard]
    least = min(asked, key=lambda p: p.as_is, default=None)
    if least is None:
        return "Shares of worlds in which each party accepts each package"
    if least.as_is == max(p.as_is for p in asked):
        return f"Every party heard whose yes “{package.title}” needs accepts it in {of_100(least.as_is)} of 100 worlds"
    who = names.party(least.party).name
    share = of_100(least.as_is)
    return f"{who} accepts “{package.title}” in {share} of 100 worlds, the fewest of those whose yes it needs"


def _shown_packages(analysis: Analysis) -> list[PackageResult]:
    """The headline package first, then the others in case order, as many as fit."""
    first = headline(analysis)
    others = [p for p in analysis.deals.packages if p is not first]
    return ([first] if first else []) + others[: MOST_PACKAGES - 1]


def _shown_parties(analysis: Analysis, heard: frozenset[str]) -> list[str]:
    """Those that some package requires, the voices that ratify for them, then others, the heard ones first."""
    ratifying = dict.fromkeys(p for found in analysis.deals.packages for p in ratifiers(found))
    needed = list(dict.fromkeys([*required_parties(analysis), *ratifying]))
    others = sorted((p.id for p in analysis.case.parties if p.id not in needed), key=lambda p: p not in heard)
    return needed[: SHOWN_PARTIES * 2] + others[: max(0, SHOWN_PARTIES - len(needed))]


def _table(package: PackageResult, analysis: Analysis, unheard: frozenset[str], names: Names) -> Table:
    as_is, surely, possibly = joint(package)
    first = (
        Cell("All it requires, together"),
        Cell(party_names(package.signatories, names, len(package.signatories))),
        number(of_100(as_is)),
        number(range_of_100(surely, possibly)),
        Cell(""),
        Cell(""),
    )
    ranked = sorted(package.parties, key=lambda p: (not p.required, p.party not in package.signatories))
    shown = [p for p in ranked if p.party in package.signatories or p.party not in unheard]
    rows = [_row(p, package, analysis, p.party in unheard, names) for p in shown]
    left = [p.party for p in ranked if p not in shown]
    open_words = f"{len(package.unnamed)} of {len(package.named) + len(package.unnamed)} elements are not named"
    return Table(
        f"{package.title}: {open_words}",
        ("Party", "Required", "Accepts, worlds of 100", "Range", "Counted", "Red lines crossed, in worlds of 100"),
        (first, *rows, *_left_row(left, names)),
    )


def _row(
    party: PartyAcceptance, package: PackageResult, analysis: Analysis, is_unheard: bool, names: Names
) -> tuple[Cell, ...]:
    required = "yes" if party.required else "no"
    if party.party in ratifiers(package):
        required = f"ratifies for {names.party(analysis.case.party(party.party).voice_of).name}"
    crossed = [f"{names.element(e)} ({of_100(s)})" for e, s in _by_share(party.crossed)]
    shares = (number(of_100(party.as_is)), number(range_of_100(party.surely, party.possibly)))
    return (
        Cell(names.party(party.party).name),
        Cell(required),
        *((NOT_HEARD, NOT_HEARD) if is_unheard else shares),
        Cell(party.basis),
        Cell(joined(crossed, 3) or "none"),
    )


def _left_row(parties: list[str], names: Names) -> tuple[tuple[Cell, ...], ...]:
    """One row for all that were not heard and need not sign."""
    if not parties:
        return ()
    listed = party_names(parties, names, len(parties))
    many = Cell(count_words(len(parties), "other party", "other parties"), small=listed)
    return ((many, Cell("no"), NOT_HEARD, NOT_HEARD, Cell(""), Cell("")),)


def _by_share(crossed: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(((e, s) for e, s in crossed.items() if s > 0), key=lambda c: -c[1])
