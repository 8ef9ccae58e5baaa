"""Frontier and bargaining solutions of a scenario whose preferences are told exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import CaseError, Scenario
from detente.deals.scenario.notes import (
    NO_ZONE,
    UNDECIDED,
    bounded_note,
    coarse_note,
    left_out_note,
    notes_on,
    resolution_note,
)
from detente.deals.scenario.points import choose_points
from detente.deals.scenario.record import ScenarioPackage, ScenarioResult
from detente.deals.scenario.search import search_solutions
from detente.deals.scenario.supported import supported_packages
from detente.deals.scenario.table import Table, scenario_table
from detente.deals.search.frontier import epsilon_frontier, merge_blocks, undominated

LARGEST, LARGEST_OF_MANY = 100_000, 20_000
"""Most points of an exact frontier, for up to `FEW` parties and for more. Beyond it an approximate one is kept."""

FEW = 5
"""Up to this many parties frontiers are narrow enough to be held far out."""

HELD = 20_000_000
"""Most choices of all points held while merging: scenarios with very many elements keep fewer points."""

COARSE, COARSE_OF_MANY, COARSE_HELD = 2_000, 500, 1_000_000
"""Most points of an approximate frontier, for few parties and for more, and most choices in all of them."""

LONGEST = 2_000
"""Most elements of a scenario of three parties or more."""

SEARCHED = 1_000
"""Most options in all for which solutions are searched by optimisation; beyond it they come from the points kept."""

SOLUTIONS = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian", "maximin")

SHOWN_POINTS, SHOWN_CHOICES = 10_000, 1_000_000
"""Most points handed on, and most choices in all of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Points that leave nobody worse off (point, party), their rows (point, block), and the rows of each solution."""

    points: NDArray[np.int64]
    rows: NDArray[np.int64]
    solutions: dict[str, NDArray[np.int64]]
    epsilon: NDArray[np.int64]
    complete: bool
    method: str
    notes: tuple[str, ...] = ()


def solve_scenario(scenario: Scenario, largest: int | None = None) -> ScenarioResult:
    """Find the frontier of a scenario and its solutions among packages that leave nobody below no deal.

    Utilities are raw, ``u_i(p) = sum_e w_i[e] v_i[e, p_e]``, summed exactly as they are written. No deal is worth
    ``d_i = max(reservation_i, min_p u_i(p))``. Discounts are not used. The frontier is merged element by element
    [NemhauserUllmann1969]_ with at most `largest` points on the way, by default as many as are held in seconds. Beyond
    that, points within a stated epsilon stand for it, and solutions come from branch and bound, proven to a
    millionth of the ranges; above a thousand options in all they come from these points.

    Where a party's numbers have more than fourteen digits, utilities closer than ``1e-12`` of its range count as
    equal: such digits are noise of the program that wrote them.

    Raises
    ------
    CaseError
        Three parties or more decide on more elements than can be merged in seconds.
    NotConverged
        It could not be decided whether any package leaves nobody worse off.

    Examples
    --------
    >>> from decimal import Decimal
    >>> from detente.case import ScenarioElement
    >>> one, two, three = Decimal(1), Decimal(2), Decimal(3)
    >>> elements = (ScenarioElement("tariff", ("low", "middle", "high")),)
    >>> scores, nothing = (((one, two, three),), ((three, two, one),)), (None, None)
    >>> trade = Scenario("trade", ("North", "South"), elements, ((one,), (one,)), scores, nothing, nothing)
    >>> result = solve_scenario(trade)
    >>> result.frontier_size, result.nash.package, result.nash.utilities
    (3, {'tariff': 'middle'}, (2.0, 2.0))
    """
    table = tabulate(scenario)
    return present(scenario, table, search(table, largest))


def tabulate(scenario: Scenario) -> Table:
    """Put a scenario into integers, ready to be searched: the first step of `solve_scenario`."""
    if len(scenario.parties) > 2 and len(scenario.elements) > LONGEST:
        size = f"{len(scenario.elements):,} elements and {len(scenario.parties)} parties"
        raise CaseError(f"{scenario.name}: {size} are too many.\nTake two parties, or at most {LONGEST:,} elements.")
    return scenario_table(scenario)


def search(table: Table, largest: int | None = None) -> Found:
    """Find frontier and solutions as points and rows: the second step of `solve_scenario`, and the long one."""
    floor = table.floor()
    if any(low > high for low, high in zip(floor, table.highest, strict=True)):
        return _nobody(table, "no deal is worth more to someone than any package")
    most = largest or (LARGEST if len(floor) <= FEW else LARGEST_OF_MANY)
    most = max(1, min(most, HELD // len(table.blocks)))
    reach = np.array(floor, dtype=np.int64)
    merged = merge_blocks(table.blocks, most, reach)
    if merged is None:
        return _approximate(table, reach, most)
    if (table.step == 1).all():
        return _exact(table, merged.points, merged.rows)
    # Rounded to the nearest step, so that noise around a round number does not fall into two steps.
    kept = undominated((merged.points + table.step // 2) // table.step)
    return _exact(table, merged.points[kept], merged.rows[kept])


def _exact(table: Table, points: NDArray[np.int64], rows: NDArray[np.int64]) -> Found:
    if not len(points):
        return _nobody(table, "merging with nothing left above no deal")
    solutions = _on_points(table, points, rows)
    return Found(points, rows, solutions, np.zeros_like(table.step), True, "exact frontier by merging")


def _on_points(table: Table, points: NDArray[np.int64], rows: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
    chosen = choose_points(table.near_utilities(points), table.gains(points), table.spread())
    return {name: rows[row] for name, row in chosen.items()}


def _nobody(table: Table, method: str) -> Found:
    none = np.empty((0, len(table.step)), dtype=np.int64)
    rows = np.empty((0, len(table.blocks)), dtype=np.int64)
    return Found(none, rows, {}, np.zeros_like(table.step), True, method, (NO_ZONE,))


def _approximate(table: Table, floor: NDArray[np.int64], most: int) -> Found:
    """Points within epsilon of the frontier, and solutions by optimisation, or among the points when it is too long."""
    wanted = COARSE if len(floor) <= FEW else COARSE_OF_MANY
    coarse = max(1, min(most, wanted, COARSE_HELD // len(table.blocks)))
    merged = epsilon_frontier(table.blocks, coarse, floor)
    fine = np.flatnonzero(np.logical_and.reduce(merged.points >= floor, axis=1))
    points, rows = merged.points[fine], merged.rows[fine]
    below = len(merged.points) - len(fine)
    method = "frontier within epsilon by merging"
    if sum(map(len, table.blocks)) <= SEARCHED:
        return _searched(table, floor, Found(points, rows, {}, merged.epsilon, False, method), below)
    supported = supported_packages(table)
    served = np.flatnonzero(np.logical_and.reduce(supported.points >= floor, axis=1))
    among = np.concatenate([points, supported.points[served]]), np.concatenate([rows, supported.rows[served]])
    solutions = _on_points(table, *among) if len(among[0]) else {}
    found = bounded_note(supported.smallest, supported.mean) if solutions else UNDECIDED
    notes = (coarse_note(len(points), below), found)
    return Found(points, rows, solutions, merged.epsilon, False, f"{method}; solutions among supported packages", notes)


def _searched(table: Table, floor: NDArray[np.int64], found: Found, below: int) -> Found:
    searched = search_solutions(table.scaled())
    if searched.empty:
        return _nobody(table, "branch and bound")
    sure = {name: rows for name, rows in searched.rows.items() if np.all(table.sums(rows) >= floor)}
    unsure = [*searched.unproven, *(name for name in searched.rows if name not in sure)]
    notes = (coarse_note(len(found.points), below), *((left_out_note(unsure),) if unsure else ()))
    method = f"{found.method}; solutions by branch and bound, proven"
    return Found(found.points, found.rows, sure, found.epsilon, False, method, notes)


def present(scenario: Scenario, table: Table, found: Found) -> ScenarioResult:
    """Name the options and utilities of what was found: the last step of `solve_scenario`."""
    count, elements = len(found.points), len(scenario.elements)
    shown = max(1, min(count, SHOWN_POINTS, SHOWN_CHOICES // elements))
    at = np.unique(np.linspace(0, max(count - 1, 0), shown).round().astype(np.int64))[:count]
    points = table.utilities(found.points[at])
    packages = (_package(scenario, rows, point) for rows, point in zip(found.rows[at], points, strict=True))
    resolution = (resolution_note(),) if (table.step > 1).any() else ()
    return ScenarioResult(
        name=scenario.name,
        parties=scenario.parties,
        elements=scenario.elements,
        disagreement=tuple(float(d) for d in table.disagreement),
        packages_total=scenario.packages_total,
        frontier_size=count if found.complete else None,
        frontier=tuple(packages),
        **{name: _solution(scenario, table, found.solutions.get(name)) for name in SOLUTIONS},
        epsilon=tuple(float(int(e) * unit) for e, unit in zip(found.epsilon, table.units, strict=True)),
        exact=found.complete,
        method=found.method,
        notes=(*found.notes, *notes_on(scenario), *resolution),
    )


def _solution(scenario: Scenario, table: Table, rows: NDArray[np.int64] | None) -> ScenarioPackage | None:
    if rows is None:
        return None
    return _package(scenario, rows, table.utilities(table.sums(rows)[None, :])[0])


def _package(scenario: Scenario, rows: NDArray[np.int64], utilities: NDArray[np.float64]) -> ScenarioPackage:
    chosen = zip(scenario.elements, rows.tolist(), strict=True)
    return ScenarioPackage({element.name: element.options[row] for element, row in chosen}, tuple(utilities.tolist()))
