"""The central world: the whole world economy before and after each item, and what its change is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from detente.case import CaseError, NotConverged
from detente.economy.effects.items import said_of, shock_set
from detente.economy.effects.problem import Centre, Horizon, Problem, central_gdp
from detente.economy.effects.records import GDP, Array, Central, Decomposition
from detente.economy.effects.steps import STEPS, from_one_to_another
from detente.economy.status_quo import flows_of
from detente.economy.trade import (
    Baseline,
    Contributions,
    Equilibrium,
    Shock,
    chained,
    first_order,
    output_hat,
    solve,
)
from detente.economy.trade.groups import membership

PARTS = tuple(f.name for f in fields(Contributions))

STEP_FAILED = "A step on the way did not clear its markets."


@dataclass(frozen=True, slots=True, eq=False)
class SolvedCentre:
    """One horizon: arrays by name for each set of shocks, why a set has no parts (empty: it has), and counts.

    `on_trade`: trade of the measures on trade before them and in the status quo, shape (2, measure, sector).
    """

    measures: Mapping[frozenset[str], Mapping[str, Array]]
    on_trade: Array
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
    measures = {named: _measure(problem, centre, named, pair) for named, pair in moves.items()}
    split = {named: _split(centre, named, *pair) for named, pair in moves.items()}
    cost = {named: sum(STEPS) + (centre.bans_first(named) is not None) for named in problem.sets}
    worlds = (before.after, found[frozenset()].after)
    return SolvedCentre(
        measures=measures,
        on_trade=np.array([flows_of(centre.on_trade, world) for world in worlds]),
        parts={named: parts for named, (parts, _) in split.items()},
        unknown={named: why for named, (_, why) in split.items()},
        solved=1 + len(found) + sum(cost[named] for named, (_, why) in split.items() if not why),
        failed=sum(cost[named] for named, (_, why) in split.items() if why),
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


def _measure(
    problem: Problem, centre: Centre, named: frozenset[str], pair: tuple[Equilibrium, Equilibrium]
) -> dict[str, Array]:
    """What `Central` holds of one change."""
    before, after = pair
    bans_change = centre.bans_first(named) is not None
    moved = from_one_to_another(before, after, after.shock if bans_change else centre.step(named))
    abroad = 1 - np.eye(len(moved.baseline.regions))
    return {
        "real_income_change": moved.real_income_hat - 1,
        "real_wage_change": moved.real_wage_hat - 1,
        "living_cost_change": moved.living_cost_hat - 1,
        "first_order_change": np.full(len(abroad), np.nan) if bans_change else first_order(moved).total,
        "output_change": output_hat(moved) - 1,
        "price_change": moved.price_hat - 1,
        "income_before": moved.baseline.income,
        "trade_before": moved.baseline.border_flow * abroad,
        "trade_after": moved.after.border_flow * abroad,
        "group_change": _of_groups(problem, moved, not named),
        "residual": np.array(moved.residual),
    }


def _of_groups(problem: Problem, moved: Equilibrium, is_status_quo: bool) -> Array:
    """Change of real income of groups: members weigh by GDP before the change where all have one, else by income."""
    hat, gdp = moved.real_income_hat, central_gdp(problem)
    # GDP of the price year holds the measures in force: before them it was another.
    gdp = gdp / hat if is_status_quo else gdp
    table = membership(moved.baseline, problem.groups)
    by_gdp = np.array([problem.weights[group] == GDP for group in problem.groups], dtype=bool)
    weight = np.where(by_gdp[:, None], np.nan_to_num(gdp), moved.baseline.income) * table
    return np.asarray((weight * (hat - 1)).sum(axis=1) / weight.sum(axis=1))


def _split(
    centre: Centre, named: frozenset[str], before: Equilibrium, after: Equilibrium
) -> tuple[dict[str, Array], str]:
    """Parts of one change with the remainder, or blanks and the reason. Bans come first, as a part of their own."""
    exact = np.log(after.real_income_hat / before.real_income_hat)
    try:
        first = centre.bans_first(named)
        start = before if first is None else solve(centre.baseline, first)
        parts, why = extrapolated(start.after, centre.step(named)), ""
        bans = np.log(start.real_income_hat / before.real_income_hat)
    except NotConverged:
        sectors, regions = before.baseline.expenditure.shape
        flows, bans = np.full((sectors, regions, regions), np.nan), np.full(regions, np.nan)
        parts, why = Contributions(flows, flows, flows, flows[:, :, 0], flows[0, :, 0]), STEP_FAILED
    return {
        **{name: getattr(parts, name) for name in PARTS},
        "bans": bans,
        "remainder": exact - parts.total - bans,
    }, why


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
    return Decomposition(**{name: _stacked(tables, name) for name in (*PARTS, "bans", "remainder")}, unknown=unknown)


def _stacked(tables: Sequence[Sequence[Mapping[str, Array]]], name: str) -> Array:
    return np.array([[table[name] for table in row] for row in tables])
