"""Every item solved in every anchor world: exact changes of real income, and what they are worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.case import NotConverged
from detente.economy.anchors import Anchors, counted, solve_anchors
from detente.economy.effects.items import said_of, shock_set
from detente.economy.effects.problem import Horizon, Problem, gdp_of, in_run
from detente.economy.effects.records import STATUS_QUO, Array, OverWorlds
from detente.economy.income_solver import DIGITS, TOLERANCE
from detente.economy.shock_cells import draw_rows
from detente.economy.trade import Each, setting_of
from detente.economy.trade.groups import membership
from detente.workers import ALONE, Workers


@dataclass(frozen=True, slots=True, eq=False)
class SolvedWorlds:
    """One horizon: logarithm of real income (set, world, region), which worlds converged (set, world), and counts."""

    log_change: Array
    converged: NDArray[np.bool_]
    solved: int
    failed: int


def solve_over_worlds(problem: Problem, horizon: Horizon, workers: Workers = ALONE) -> SolvedWorlds:
    """Solve every set of shocks in every world, others than the status quo from where the status quo ended.

    The status quo is measured against the world before any measure, which is the baseline unless deficits are closed;
    all others against the status quo, as payoffs are.

    Raises
    ------
    NotConverged
        When a set has no world in which it and what it is measured against converged.
    """
    anchors = _anchors(problem, horizon)
    (now,) = solve_anchors(anchors, problem.sets[:1], workers)
    others = solve_anchors(replace(anchors, start=now.state), problem.sets[1:], workers)
    empty = replace(anchors, rows=())
    before = [] if anchors.deficits == "kept" else solve_anchors(empty, problem.sets[:1], workers)
    pairs = [(now, *before), *((after, now) for after in others)]
    usable = np.array([np.logical_and.reduce([each.converged for each in pair]) for pair in pairs])
    for named, worlds in zip(problem.sets, usable, strict=True):
        if not worlds.any():
            raise NotConverged(_nowhere(problem, horizon, named))
    solves, failed = np.add(
        counted(anchors, problem.sets, [now, *others]), counted(empty, [frozenset()] * len(before), before)
    )
    return SolvedWorlds(np.array([_log_change(*pair) for pair in pairs]), usable, int(solves - failed), int(failed))


def _anchors(problem: Problem, horizon: Horizon) -> Anchors:
    baseline, scale = problem.baselines[horizon], problem.case.economy.elasticity_scale
    drawn = np.ones(problem.worlds.count) if scale is None else problem.worlds.estimate(scale)
    return Anchors(
        setting=setting_of(baseline, TOLERANCE),
        rows=draw_rows(in_run(problem.case, horizon), problem.worlds, baseline),
        theta=baseline.theta * drawn[:, None],
        deficits=problem.case.economy.deficits,
    )


def _log_change(after: Each, before: Each | None = None) -> Array:
    """Logarithm of real income over that before; over the baseline's without one. Unknown where either is."""
    ratio = after.real_income_hat / (1.0 if before is None else before.real_income_hat)
    return np.asarray(np.round(np.log(ratio), DIGITS))


def _nowhere(problem: Problem, horizon: str, named: frozenset[str]) -> str:
    return (
        f"{said_of(problem.items, named)}: the trade model cleared its markets in none of {problem.worlds.count} "
        f"worlds, {horizon} run. Make the ranges of its shocks in economy/shocks.csv smaller, or ask for the other "
        "horizon."
    )


def worth_over_worlds(problem: Problem, solved: Sequence[SolvedWorlds]) -> OverWorlds:
    """From changes of regions to money of regions, parties and groups; `solved` is in the order of the horizons.

    GDP of the price year holds the measures in force. An option is worth ``(W'/W - 1) GDP``; the measures are worth
    ``(1 - W0/W) GDP``, with ``W0`` real income before them, so that undoing them is worth the same with the other sign.
    """
    at = [problem.sets.index(shock_set(item)) for item in problem.items]
    log_change = np.array([found.log_change[at] for found in solved])
    gdp = gdp_of(problem)
    before = gdp * np.exp(-log_change * _counts_back(problem))
    share = np.expm1(log_change)
    money = share * before
    weights = _party_shares(problem)
    party_money = _summed(money, weights)
    baseline = next(iter(problem.baselines.values()))
    return OverWorlds(
        converged=np.array([found.converged[at] for found in solved]),
        real_income_share=share,
        usd_bn_per_year=money,
        party_share=party_money / _summed(before, weights),
        party_usd_bn_per_year=party_money,
        group_usd_bn_per_year=_summed(money, membership(baseline, problem.groups)[None]),
    )


def _counts_back(problem: Problem) -> Array:
    """1 where GDP of the price year is that after the change, as with the status quo; else 0. Shape (item, 1, 1)."""
    return np.array([float(item.kind == STATUS_QUO) for item in problem.items])[:, None, None]


def _summed(values: Array, weights: Array) -> Array:
    """Weighted sums over regions, the last axis, worlds being the one before; what has no weight may be unknown.

    `weights` has the shape (world, row, region), or (1, row, region) where worlds do not differ.
    """
    weights = np.broadcast_to(weights, (values.shape[-2], *weights.shape[1:]))
    total = np.einsum("...wr,wir->...wi", np.nan_to_num(values), weights)
    unknown = np.einsum("...wr,wir->...wi", np.isnan(values).astype(float), (weights > 0).astype(float))
    return np.asarray(np.where(unknown > 0, np.nan, total))


def _party_shares(problem: Problem) -> Array:
    """The part of each region's income that is a party's own, shape (world, party, region)."""
    regions = next(iter(problem.baselines.values())).regions
    shares = np.zeros((problem.worlds.count, len(problem.parties), len(regions)))
    for i, name in enumerate(problem.parties):
        for region, estimate in problem.case.party(name).regions.items():
            shares[:, i, regions.index(region)] = problem.worlds.estimate(estimate)
    return shares
