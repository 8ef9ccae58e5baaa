"""What each binding margin costs: its dual, the saving without it, and one more month until snapback."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from detente.case import Case
from detente.durability.breaches import Way
from detente.durability.design.chance import Chosen
from detente.durability.design.plan import places_of
from detente.durability.design.program import MarginProgram, Solution
from detente.durability.design.records import Reading
from detente.durability.design.rows import Group, MarginRows, Strain, margin_rows

MONTH_YEARS = 1 / 12
FREE = 1e-9


@dataclass(frozen=True, slots=True)
class _Month:
    cost: float
    escrow: float


def read_out(case: Case, chosen: Chosen, most: int) -> tuple[Reading, ...]:
    """Read the dearest margins of a solution, by dual summed over worlds, and solve again around each.

    The dual is exact for small changes of the floor. A month is added to the time between two looks where the breach
    waits to be seen, and to the time until snapback where it is seen at once; everything else may adapt.
    """
    rows = chosen.program.rows
    prices = np.bincount(rows.group, weights=chosen.solution.duals, minlength=len(rows.groups))
    order = [int(g) for g in np.argsort(-prices, kind="stable") if prices[g] > FREE]
    return tuple(_reading(case, chosen, g, float(prices[g])) for g in order[:most])


def _reading(case: Case, chosen: Chosen, group: int, price: float) -> Reading:
    one = chosen.program.rows.groups[group]
    without = _solve_with(chosen, _without(chosen.program.rows, group))
    saving = 0.0 if without is None else max(0.0, chosen.solution.cost - without.cost)
    month = _one_more_month(chosen, one)
    return Reading(
        party=case.parties[chosen.program.agreement.parties[one.party]].id,
        phase=case.phases[one.phase].id,
        way=str(one.way),
        price=price,
        saving_without=saving,
        month_cost=None if month is None else month.cost,
        month_escrow_usd_bn=None if month is None else month.escrow,
    )


def _one_more_month(chosen: Chosen, group: Group) -> _Month | None:
    seen_at_once = group.way in (Way.EXIT, Way.SEIZE)
    strain = Strain(
        group.party,
        group.phase,
        lag_years=0.0 if seen_at_once else MONTH_YEARS,
        snapback_years=MONTH_YEARS if seen_at_once else 0.0,
    )
    program = chosen.program
    rows = margin_rows(program.agreement, program.allowed, exact=program.exact, strain=strain)
    found = _solve_with(chosen, rows)
    if found is None:
        return None
    return _Month(found.cost - chosen.solution.cost, _escrow(program, found) - _escrow(program, chosen.solution))


def _solve_with(chosen: Chosen, rows: MarginRows) -> Solution | None:
    return replace(chosen.program, rows=rows).solve(chosen.counts)


def _without(rows: MarginRows, group: int) -> MarginRows:
    kept = rows.group != group
    return replace(
        rows,
        coefficients=rows.coefficients[kept],
        constant=rows.constant[kept],
        world=rows.world[kept],
        group=rows.group[kept],
    )


def _escrow(program: MarginProgram, solution: Solution) -> float:
    places = places_of(program.agreement)
    return float(solution.vector[places.escrow : places.paid].sum())
