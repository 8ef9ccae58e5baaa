"""The main path: from a case to what each of its clauses does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from detente.economy.effects.central import central_of, decomposition_of, solve_central
from detente.economy.effects.measures import measures_on_trade
from detente.economy.effects.over_worlds import solve_over_worlds, worth_over_worlds
from detente.economy.effects.problem import Problem, plan_of
from detente.economy.effects.records import Effects
from detente.economy.world_economy import describe
from detente.workers import ALONE, Workers


def effects_of(
    problem: Problem, workers: Workers = ALONE, report_stage: Callable[[str], None] = lambda _: None
) -> Effects:
    """Solve what the status quo, each option with shocks and each package of such options do in the trade model.

    Every world of the problem is solved exactly, and the central world besides. Options and packages are measured
    against the status quo: the change of exact real income [CaliendoParro2015]_ is ``W'/W - 1``. The status quo itself
    is measured against the world before any measure. `report_stage` is told what is being solved.

    Raises
    ------
    NotConverged
        When an item has no solved world at all, or does not clear its markets in the central world.
    """
    over, centre = [], []
    for horizon in problem.baselines:
        # The central world first: a shock that makes no sense is then named with the item that brings it.
        report_stage(f"{horizon} run, central world")
        centre.append(solve_central(problem, horizon))
        report_stage(f"{horizon} run, {problem.worlds.count} worlds")
        over.append(solve_over_worlds(problem, horizon, workers))
    baseline = next(iter(problem.baselines.values()))
    economy = problem.case.economy
    return Effects(
        regions=baseline.regions,
        sectors=baseline.sectors,
        parties=problem.parties,
        groups=problem.groups,
        weights=problem.weights,
        measures=measures_on_trade(problem, centre),
        items=problem.items,
        horizons=tuple(problem.baselines),
        verdict_horizon=economy.horizon,
        descriptions=_descriptions(problem),
        price_year=problem.case.price_year,
        baseline_year=baseline.year,
        baseline_unit=baseline.unit,
        elasticities=economy.elasticities,
        deficits=economy.deficits,
        plan=plan_of(problem),
        solved=sum(found.solved for found in over) + sum(found.solved for found in centre),
        failed=sum(found.failed for found in over) + sum(found.failed for found in centre),
        over_worlds=worth_over_worlds(problem, over),
        central=central_of(problem, centre),
        decomposition=decomposition_of(problem, centre),
    )


def _descriptions(problem: Problem) -> tuple[str, ...]:
    case = problem.case
    return tuple(
        describe(replace(case, economy=replace(case.economy, horizon=horizon)), baseline)
        for horizon, baseline in problem.baselines.items()
    )
