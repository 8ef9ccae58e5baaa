"""Does the status quo show the trade that its measures state?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.economy.effects.central import SolvedCentre
from detente.economy.effects.problem import Horizon, Problem
from detente.economy.effects.records import MeasureOnTrade
from detente.economy.shock_cells import Array, DrawnRow
from detente.economy.status_quo import is_met
from detente.economy.trade import Baseline


def measures_on_trade(problem: Problem, solved: Sequence[SolvedCentre]) -> tuple[MeasureOnTrade, ...]:
    """Each measure in force on trade beside what the status quo shows of it; `solved` is in the order of horizons."""
    return tuple(
        _measure(horizon, centre.baseline, entry, flows)
        for (horizon, centre), found in zip(problem.centres.items(), solved, strict=True)
        for entry, flows in zip(centre.on_trade, found.on_trade.swapaxes(0, 1), strict=True)
    )


def _measure(horizon: Horizon, baseline: Baseline, entry: DrawnRow, flows: Array) -> MeasureOnTrade:
    """`flows`: before and after, by sector."""
    row, (before, after) = entry.row, flows
    traded = np.flatnonzero(before > 0)
    is_fitted = row.as_seen and horizon == "long"
    cost = np.exp(-entry.size * entry.draws[0] / baseline.theta)
    with np.errstate(invalid="ignore"):
        modelled, mean_cost = after.sum() / before.sum(), (cost * before).sum() / before.sum()
    return MeasureOnTrade(
        horizon=horizon,
        measure=row.id,
        origin=row.origin,
        destination=row.destination,
        sectors=row.sector,
        as_seen=row.as_seen,
        stated=row.factor.mode,
        modelled=float(modelled),
        missed=tuple(
            baseline.sectors[j] for j in traded if is_fitted and not is_met(row.factor.mode, after[j] / before[j])
        ),
        trade_before=float(before.sum()),
        cost_change=float(mean_cost - 1),
    )
