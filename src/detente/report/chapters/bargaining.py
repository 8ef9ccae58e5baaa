"""The bargaining part of chapter 2: the deal map, and packages that textbook rules or the search propose."""

from __future__ import annotations

from detente.analysis import Analysis
from detente.deals import Solution
from detente.plots import MapPoint, Names, about_count, count_words, draw_deal_map, of_100, signed
from detente.report.blocks import UNKNOWN, Cell, Exhibit, Note, Table, drawn_twice, number
from detente.report.lookups import headline, joined, party_names, run_words

SHOWN_CHANGES = 3


MAP_NOTES = (
    Note(
        "How to read",
        "Each dot is a package. Right and up is better for the one and the other; the heavy "
        "lines are no deal. One world only: the one with mean values.",
    ),
)
OTHERS_SIGN = Note(
    "Below the curve",
    "More than two parties sign. A solution may lie below the edge of the dots, because the others must gain too.",
)


def deal_map(analysis: Analysis, names: Names) -> Exhibit | None:
    """Draw the frontier of the central world for the first two required parties; None where there is none."""
    frontier = next((f for f in analysis.deals.frontiers if len(f.parties) >= 2), None)
    if frontier is None:
        return None
    first, second = frontier.parties[:2]
    points = [MapPoint(f"“{names.package(p)}”", u[0], u[1]) for p, u in frontier.packages.items()]
    points += [
        MapPoint(f"{s.name} solution", s.gains[first], s.gains[second])
        for s in analysis.deals.solutions
        if first in s.gains and second in s.gains
    ]
    others = max(len(frontier.parties), len(package.required) if (package := headline(analysis)) else 0) - 2
    exhibit = Exhibit(
        key="deal-map",
        kind="Deal map",
        title=f"From {count_words(frontier.points_total, 'package')} of the central world nobody can gain more "
        "without a loss to another",
        sub="Gain over no deal, as a share of what lies between a party’s worst and best"
        + (f"; {count_words(others, 'more party signs', 'more parties sign')} and are not drawn" if others else ""),
        tables=(_map_table(points, names.party(first).name, names.party(second).name),) if points else (),
        source=f"Source: exact merging of all {about_count(frontier.packages_total)} packages, between "
        f"{party_names(frontier.parties, names)}.",
        notes=(*MAP_NOTES, OTHERS_SIGN) if others > 0 else MAP_NOTES,
    )
    description = f"{names.party(first).name} to the right, {names.party(second).name} upwards; " + "; ".join(
        f"{p.words}: {signed(p.x)} and {signed(p.y)}" for p in points
    )
    return drawn_twice(exhibit, description, lambda frame: draw_deal_map(frontier, points, names, frame))


def _map_table(points: list[MapPoint], first: str, second: str) -> Table:
    rows = tuple((Cell(p.words), number(signed(p.x)), number(signed(p.y))) for p in points)
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
    rows = [_solution_row(s, analysis, names) for s in found]
    shown = max(3, len(analysis.deals.solutions)) + 1
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


def _solution_row(solution: Solution, analysis: Analysis, names: Names) -> tuple[Cell, ...]:
    package = next((p for p in analysis.case.packages if p.id == analysis.deals.headline), None)
    choices = dict(package.choices) if package else {}
    differs = [
        f"{names.element(e)}: {names.option(e, o)}"
        for e, o in solution.choices.items()
        if o != choices.get(e, analysis.case.element(e).status_quo)
    ]
    smallest = min(solution.gains.items(), key=lambda g: g[1], default=None)
    return (
        Cell(solution.name[:1].upper() + solution.name[1:]),
        number(of_100(solution.joint_as_is)),
        number(signed(smallest[1]), small=names.party(smallest[0]).name) if smallest else UNKNOWN,
        Cell(joined(differs, SHOWN_CHANGES) or "nothing", small=count_words(len(differs), "element")),
        Cell(solution.proof),
    )
