"""The bargaining part of chapter 2: the deal map, and packages that textbook rules or the search propose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from detente.analysis import Analysis
from detente.deals import Frontier, PackageResult, Solution
from detente.plots import MapPoint, Names, about_count, count_words, draw_deal_map, of_100, signed
from detente.report.blocks import UNKNOWN, Cell, Exhibit, Note, Table, drawn_twice, number
from detente.report.lookups import complete_choices, headline, joined, party_names, run_words, same_side

SHOWN_CHANGES = 3

OFTEN = 0.5
"""From this share of worlds on a crossed red line is marked on the map."""

MAP_NOTES = (
    Note(
        "How to read",
        "Each dot is a package. Right and up is better for the one and the other; the heavy lines are no deal. A "
        "hollow disc with a cross: the package crosses a red line of someone whose yes it needs in half of the worlds "
        "or more. One world only: the one with mean values.",
    ),
)
OTHERS_SIGN = Note(
    "Below the curve",
    "More than two parties sign. A solution may lie below the edge of the dots, because the others must gain too.",
)


def deal_map(analysis: Analysis, names: Names) -> Exhibit | None:
    """Draw the frontier of the central world for two sides whose yes is needed; None where there is none."""
    frontier = _between_sides(analysis)
    if frontier is None:
        return None
    first, second = frontier.parties[:2]
    points = _map_points(analysis, frontier, names)
    others = max(len(frontier.parties), len(package.signatories) if (package := headline(analysis)) else 0) - 2
    exhibit = Exhibit(
        key="deal-map",
        kind="Deal map",
        title=f"From {count_words(frontier.points_total, 'package')} of the central world nobody can gain more "
        "without a loss to another",
        sub="Gain over no deal, as a share of what lies between a party’s worst and best"
        + (
            f"; {count_words(others, 'more party signs and is', 'more parties sign and are')} not drawn"
            if others
            else ""
        ),
        tables=(_map_table(points, names.party(first).name, names.party(second).name),) if points else (),
        source=f"Source: exact merging of all {about_count(frontier.packages_total)} packages, between "
        f"{party_names(frontier.parties, names)}.",
        notes=(*MAP_NOTES, OTHERS_SIGN) if others > 0 else MAP_NOTES,
    )
    description = f"{names.party(first).name} to the right, {names.party(second).name} upwards; " + "; ".join(
        f"{p.legend}: {signed(p.x)} and {signed(p.y)}" for p in points
    )
    return drawn_twice(exhibit, description, lambda frame: draw_deal_map(frontier, points, names, frame))


def _between_sides(analysis: Analysis) -> Frontier | None:
    """The first frontier with two parties that are not one side, these two in front; None where there is none."""
    for frontier in analysis.deals.frontiers:
        count = len(frontier.parties)
        for pair in combinations(range(count), 2):
            if not same_side(analysis.case, *(frontier.parties[i] for i in pair)):
                order = [*pair, *(i for i in range(count) if i not in pair)]
                return replace(
                    frontier,
                    parties=tuple(frontier.parties[i] for i in order),
                    utilities=frontier.utilities[:, order],
                    reservation=frontier.reservation[order],
                    packages={p: tuple(u[i] for i in order) for p, u in frontier.packages.items()},
                )
    return None


def _map_points(analysis: Analysis, frontier: Frontier, names: Names) -> list[MapPoint]:
    """Named packages, those that cross a red line marked, and solutions, each package once."""
    first, second = frontier.parties[:2]
    results = {p.id: p for p in analysis.deals.packages}
    points = [
        MapPoint(f"“{names.package(p)}”", u[0], u[1], _crosses(results[p], names)) for p, u in frontier.packages.items()
    ]
    return points + [
        MapPoint(_together(group, "solution"), group[0].gains[first], group[0].gains[second])
        for group in _distinct(analysis, analysis.deals.solutions)
        if first in group[0].gains and second in group[0].gains
    ]


def _crosses(package: PackageResult, names: Names) -> str:
    """Those whose yes it needs and whose red line some option of it crosses in half of the worlds or more."""
    asked = [p for p in package.parties if p.party in package.signatories]
    crossed = [p.party for p in asked if max(p.crossed.values(), default=0.0) >= OFTEN]
    return party_names(crossed, names)


def _distinct(analysis: Analysis, found: Sequence[Solution]) -> list[list[Solution]]:
    """Solutions with identical choices together, in the order found."""
    groups: dict[tuple[tuple[str, str], ...], list[Solution]] = {}
    for solution in found:
        groups.setdefault(complete_choices(analysis, solution.choices), []).append(solution)
    return list(groups.values())


def _together(group: Sequence[Solution], noun: str = "") -> str:
    """All names of one package."""
    words = joined([s.name for s in group], len(group)) + (f" {noun}" if noun else "")
    return words[:1].upper() + words[1:]


def _map_table(points: list[MapPoint], first: str, second: str) -> Table:
    rows = tuple((Cell(p.legend), number(signed(p.x)), number(signed(p.y))) for p in points)
    return Table(
        "Packages and solutions on the map",
        ("Package or solution", f"{first}, share of range", f"{second}, share of range"),
        rows,
    )


def solutions(analysis: Analysis, names: Names) -> Exhibit | None:
    """List solutions and candidates with what they change and how they were found."""
    found = [*analysis.deals.solutions, *(c for c in analysis.deals.candidates if c not in analysis.deals.solutions)]
    if not found:
        return None
    best = max(found, key=lambda s: s.joint_as_is)
    named = best.name if best in analysis.deals.solutions else "a candidate of the search"
    head = ("Package", "Signed by all, worlds of 100", "Smallest gain", "Differs from the headline package on", "Proof")
    groups = _distinct(analysis, found)
    rows = [_solution_row(group, analysis, names) for group in groups]
    shown = max(3, len(_distinct(analysis, analysis.deals.solutions))) + 1
    fairest = analysis.deals.fairest
    gap = f" World by world: {fairest.method}." if fairest else ""
    if analysis.deals.unproven:
        gap += f" Left out, because the search stopped before it was sure: {joined(analysis.deals.unproven)}."
    return Exhibit(
        key="solutions",
        kind="Solutions",
        title=f"The package found that most worlds sign: {of_100(best.joint_as_is)} of 100 ({named})",
        sub="Textbook solutions in the central world, and candidates tried in all worlds",
        tables=(Table("Solutions and the best candidate", head, tuple(rows[:shown])),),
        folded=(Table("More candidates", head, tuple(rows[shown:])),) if rows[shown:] else (),
        source=f"Source: this assessment, {run_words(analysis)}.{gap}",
        notes=(
            Note(
                "What it does not say",
                "A solution divides gains by a rule. Whether the rule is fair is for the parties to say.",
            ),
        ),
    )


def _solution_row(group: Sequence[Solution], analysis: Analysis, names: Names) -> tuple[Cell, ...]:
    solution = group[0]
    package = next((p for p in analysis.case.packages if p.id == analysis.deals.headline), None)
    choices = dict(package.choices) if package else {}
    differs = [
        f"{names.element(e)}: {names.option(e, o)}"
        for e, o in solution.choices.items()
        if o != choices.get(e, analysis.case.element(e).status_quo)
    ]
    smallest = min(solution.gains.items(), key=lambda g: g[1], default=None)
    return (
        Cell(_together(group)),
        number(of_100(solution.joint_as_is)),
        number(signed(smallest[1]), small=f"of its range, {names.party(smallest[0]).name}") if smallest else UNKNOWN,
        Cell(joined(differs, SHOWN_CHANGES) or "nothing", small=count_words(len(differs), "element")),
        Cell("; ".join(dict.fromkeys(s.proof for s in group))),
    )
