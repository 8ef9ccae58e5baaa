"""Chapter 2, who ranks what first: rank acceptability, central weights, and what would be regretted least."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from detente.analysis import Analysis
from detente.deals import Advice, PartyRanks, Regret
from detente.plots import Names, ShareGroup, ShareRow, draw_share_rows, of_100
from detente.report.blocks import Cell, Exhibit, Note, Table, drawn_twice, number
from detente.report.lookups import complete_choices, headline, joined, required_parties, run_words

HEAVIEST = 3
"""Elements named as those that weigh most where a package comes first."""

NO_DEAL = "no deal"

RARELY = 0.01
"""A package first in fewer worlds is left out of the figure."""

OFTEN = 0.05
"""From this share of worlds on, the weights under which a package comes first are told."""

STANDS_OUT = 1.2
"""A weight is named from this multiple of its average on."""


def first_choices(analysis: Analysis, advice: Advice, names: Names) -> Exhibit | None:
    """Draw in how many worlds each required party likes each named package best, no deal among them."""
    packages = [names.package(p) for p in advice.acceptability.packages]
    needed = required_parties(analysis)
    shown = [p for p in advice.acceptability.parties if p.party in needed]
    shown.sort(key=lambda p: needed.index(p.party))
    if not packages or not shown:
        return None
    groups = [ShareGroup(names.party(p.party), _rows(p, packages)) for p in shown]
    same = {int(p.first.argmax()) for p in shown}
    title = "No package is the first choice of all who would have to sign"
    if len(same) == 1:
        title = f"All who would have to sign like “{[*packages, NO_DEAL][same.pop()]}” best more often than the others"
    exhibit = Exhibit(
        key="first-choices",
        kind="First choices",
        title=title,
        sub="Worlds of 100 in which a party likes a package best, no deal among the alternatives; packages that come "
        "first in fewer than 1 of 100 worlds are in the table",
        tables=(_ranks_table(shown, packages, names),),
        folded=_weights_tables(shown, analysis, advice, names),
        source=f"Source: this assessment, {run_words(analysis)}; {advice.acceptability.method}.",
        notes=(
            Note(
                "How to read",
                "A package that crosses a red line of the party ranks below no deal. The table shows under which "
                "weights a package comes first, and how sure that would make its place.",
            ),
        ),
    )
    description = "; ".join(f"{names.party(p.party).name}: {_best(p, packages)}" for p in shown)
    return drawn_twice(exhibit, description, lambda frame: draw_share_rows(groups, frame))


def _rows(party: PartyRanks, packages: list[str]) -> tuple[ShareRow, ...]:
    """Packages that the party likes best in 1 of 100 worlds or more, the most often first, and no deal."""
    rows = [ShareRow(name, float(s)) for name, s in zip(packages, party.first, strict=False) if s >= RARELY]
    rows.sort(key=lambda row: -row.share)
    return (*rows, ShareRow(NO_DEAL.capitalize(), float(party.first[-1]), quiet=True))


def _best(party: PartyRanks, packages: list[str]) -> str:
    place = int(party.first.argmax())
    return f"{[*packages, NO_DEAL][place]} first in {of_100(float(party.first[place]))} of 100 worlds"


def _ranks_table(parties: list[PartyRanks], packages: list[str], names: Names) -> Table:
    rows = []
    for party in parties:
        for k, name in enumerate([*packages, NO_DEAL]):
            rows.append(
                (
                    Cell(names.party(party.party).name),
                    Cell(name),
                    *(number(of_100(float(s))) for s in (party.first[k], party.rank_acceptability[k, -1])),
                    number(f"{party.holistic[k]:.2f}"),
                    _confidence(party, k),
                )
            )
    head = (
        "Party",
        "Package",
        "First, worlds of 100",
        "Last, worlds of 100",
        "Mean place (1 first, 0 last)",
        "First if it had these weights, worlds of 100",
    )
    return Table("Ranks of the packages", head, tuple(rows))


def _confidence(party: PartyRanks, k: int) -> Cell:
    """How often an alternative would come first with the weights under which it does; of no use where it never does."""
    confidence = party.confidence[k]
    if confidence is not None:
        return number(of_100(confidence))
    return Cell("never first" if party.first[k] == 0 else "told in confidence, not shown")


def _weights_tables(parties: list[PartyRanks], analysis: Analysis, advice: Advice, names: Names) -> tuple[Table, ...]:
    """Weights that stand out where a package comes first often enough to tell; nothing where none do."""
    elements = analysis.preferences.axes.elements
    usual = {
        p.party: analysis.preferences.weights[:, analysis.preferences.axes.party(p.party)].mean(axis=0) for p in parties
    }
    rows = []
    for party in parties:
        for k, package in enumerate(advice.acceptability.packages):
            central = party.central_weights[k]
            if central is None or party.first[k] < OFTEN:
                continue
            more = central - usual[party.party]
            heavy = [
                f"{names.element(elements[e])} ({100 * central[e]:.0f} points of 100)"
                for e in np.argsort(-more, kind="stable")[:HEAVIEST]
                if central[e] > STANDS_OUT * usual[party.party][e]
            ]
            if not heavy:
                continue
            rows.append(
                (
                    Cell(names.party(party.party).name),
                    Cell(names.package(package)),
                    Cell(joined(heavy)),
                )
            )
    head = ("Party", "Package", "Elements that weigh a fifth more than on average, or heavier, where it comes first")
    return (Table("Central weights", head, tuple(rows)),) if rows else ()


def regrets(analysis: Analysis, names: Names) -> Exhibit | None:
    """List packages by what is missed with them on average, against the fairest package of each world."""
    found = sorted(analysis.deals.regrets, key=lambda r: r.mean)
    if not found:
        return None
    groups: dict[tuple[tuple[str, str], ...], list[Regret]] = {}
    for regret in found:
        groups.setdefault(complete_choices(analysis, regret.choices), []).append(regret)
    candidates = {c.name: c.joint_as_is for c in (*analysis.deals.candidates, *analysis.deals.solutions)}
    shares = {p.id: float(p.joint_as_is.mean()) for p in analysis.deals.packages} | candidates
    rows = tuple(_regret_row(group, shares, names) for group in groups.values())
    first, own = next(iter(groups.values())), headline(analysis)
    mine = next((r for r in found if own and r.package == own.id), None)
    best = next((f"“{names.packages[r.package]}”" for r in first if r.package in names.packages), "")
    best = best or f"a package of the search ({first[0].package})"
    title = f"Least is missed with {best}: {100 * first[0].mean:.0f} percent on average"
    if mine and mine not in first:
        title += f", against {100 * mine.mean:.0f} with “{names.package(mine.package)}”"
    head = (
        "Package",
        "Missed on average, percent",
        "Missed in the worst 5 of 100 worlds",
        "Signed by all, worlds of 100",
    )
    return Exhibit(
        key="regrets",
        kind="Regret",
        title=title,
        sub="What the least served party misses against the fairest package of the same world, as a share of all it "
        "could gain there; a world without any deal counts nothing",
        tables=(Table("Regret", head, rows[:6]),),
        folded=(Table("More packages", head, rows[6:]),) if rows[6:] else (),
        source=f"Source: this assessment, {run_words(analysis)}; among named packages and candidates of the search.",
    )


def _regret_row(group: Sequence[Regret], shares: Mapping[str, float], names: Names) -> tuple[Cell, ...]:
    """One package under all its names."""
    share = next((shares[r.package] for r in group if r.package in shares), None)
    words = _regret_name(group, names)
    return (
        Cell(words[:1].upper() + words[1:]),
        number(f"{100 * group[0].mean:.0f}"),
        number(f"{100 * group[0].worst:.0f}"),
        Cell("not evaluated", "unknown") if share is None else number(of_100(share)),
    )


def _regret_name(group: Sequence[Regret], names: Names) -> str:
    """Named packages by title, then candidates of the search by theirs."""
    titles = [f"“{names.packages[r.package]}”" for r in group if r.package in names.packages]
    return joined(titles + [r.package for r in group if r.package not in names.packages], len(group))
