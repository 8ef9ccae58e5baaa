"""The central world: the whole world economy before and after each item, and what its change is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from detente.case import CaseError, NotConverged
from detente.economy.effects.items import said_of, shock_set
from detente.economy.effects.problem import Centre, Horizon, Problem
from detente.economy.effects.records import Array, Central, Decomposition
from detente.economy.effects.steps import STEPS, from_one_to_another
from detente.economy.trade import (
    Baseline,
    Contributions,
    Equilibrium,
    Shock,
    chained,
    first_order,
    group_rows,
    output_hat,
    solve,
)

PARTS = tuple(f.name for f in fields(Contributions))

BANS_CHANGE = "A ban is set or lifted, and a ban cannot be taken in steps."
STEP_FAILED = "A step on the way did not clear its markets."


@dataclass(frozen=True, slots=True, eq=False)
class SolvedCentre:
    """One horizon: arrays by name for each set of shocks, why a set has no parts (empty: it has), and counts."""

    measures: Mapping[frozenset[str], Mapping[str, Array]]
    parts: Mapping[frozenset[str], Mapping[str, Array]]
    unknown: Mapping[frozenset[str], str]
    solved: int
    failed: int


def solve_central(problem: Problem, horizon: Horizon) -> SolvedCentre:
    """Solve the world before any measure, the status quo and every other set with every estimate at its mode.

    Raises
    ------
    NotConverged
        With the name of the item, when a market of the central world does not clear.
    """
    centre = problem.centres[horizon]
    before = _solved(centre.baseline, centre.before, "The world before the measures", horizon)
    found = {
        named: _solved(centre.baseline, centre.shocks[named], said_of(problem.items, named), horizon)
        for named in problem.sets
    }
    moves = {named: (found[frozenset()] if named else before, found[named]) for named in problem.sets}
    measures = {named: _measure(problem, centre.step(named), *pair) for named, pair in moves.items()}
    split = {named: _split(centre, named, *pair) for named, pair in moves.items()}
    failed = sum(STEPS) * sum(why == STEP_FAILED for _, why in split.values())
    steps = sum(STEPS) * sum(not why for _, why in split.values())
    return SolvedCentre(
        measures=measures,
        parts={named: parts for named, (parts, _) in split.items()},
        unknown={named: why for named, (_, why) in split.items()},
        solved=1 + len(found) + steps,
        failed=failed,
    )


def _solved(baseline: Baseline, shock: Shock, said: str, horizon: str) -> Equilibrium:
    try:
        return solve(baseline, shock)
    except CaseError as error:
        raise CaseError(f"{said}: {error}") from error
    except NotConverged as error:
        raise NotConverged(
            f"{said}, {horizon} run, every estimate at its mode: {error}\nAsk for the other horizon to have the rest."
        ) from error


def _measure(problem: Problem, step: Shock | None, before: Equilibrium, after: Equilibrium) -> dict[str, Array]:
    """What `Central` holds of one change."""
    moved = from_one_to_another(before, after, after.shock if step is None else step)
    abroad = 1 - np.eye(len(moved.baseline.regions))
    groups = group_rows(moved, problem.groups)
    return {
        "real_income_change": moved.real_income_hat - 1,
        "real_wage_change": moved.real_wage_hat - 1,
        "living_cost_change": moved.living_cost_hat - 1,
        "first_order_change": np.full(len(abroad), np.nan) if step is None else first_order(moved).total,
        "output_change": output_hat(moved) - 1,
        "price_change": moved.price_hat - 1,
        "income_before": moved.baseline.income,
        "trade_before": moved.baseline.border_flow * abroad,
        "trade_after": moved.after.border_flow * abroad,
        "group_change": np.array([row.real_income_change for row in groups]),
        "residual": np.array(moved.residual),
    }


def _split(
    centre: Centre, named: frozenset[str], before: Equilibrium, after: Equilibrium
) -> tuple[dict[str, Array], str]:
    """Parts of one change with the remainder, or blanks and the reason."""
    step, exact = centre.step(named), np.log(after.real_income_hat / before.real_income_hat)
    why = BANS_CHANGE if step is None else ""
    if step is not None:
        try:
            parts = extrapolated(before.after, step)
        except NotConverged:
            why = STEP_FAILED
    if why:
        sectors, regions = before.baseline.expenditure.shape
        flows = np.full((sectors, regions, regions), np.nan)
        parts = Contributions(flows, flows, flows, flows[:, :, 0], flows[0, :, 0])
    return {**{name: getattr(parts, name) for name in PARTS}, "remainder": exact - parts.total}, why


def extrapolated(baseline: Baseline, shock: Shock) -> Contributions:
    """Parts of a change from two numbers of steps, without the error that falls with the square of the steps.

    ``parts(2n) + (parts(2n) - parts(n)) / 3``, as the parts are sums of the trapezoid kind [Richardson1911]_.
    """
    coarse, fine = (chained(baseline, shock, steps) for steps in STEPS)
    return Contributions(*((4 * getattr(fine, name) - getattr(coarse, name)) / 3 for name in PARTS))


def central_of(problem: Problem, solved: Sequence[SolvedCentre]) -> Central:
    """One record of all horizons, in their order."""
    tables = [[found.measures[shock_set(item)] for item in problem.items] for found in solved]
    return Central(**{f.name: _stacked(tables, f.name) for f in fields(Central)})


def decomposition_of(problem: Problem, solved: Sequence[SolvedCentre]) -> Decomposition:
    """The same of the parts."""
    tables = [[found.parts[shock_set(item)] for item in problem.items] for found in solved]
    unknown = tuple(tuple(found.unknown[shock_set(item)] for item in problem.items) for found in solved)
    return Decomposition(**{name: _stacked(tables, name) for name in (*PARTS, "remainder")}, unknown=unknown)


def _stacked(tables: Sequence[Sequence[Mapping[str, Array]]], name: str) -> Array:
    return np.array([[table[name] for table in row] for row in tables])
