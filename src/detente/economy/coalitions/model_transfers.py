"""Transfers inside the trade model: money moves, and wages, prices and the burden move with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.case import NotConverged
from detente.economy.coalitions.effects import CoalitionEffects, real_incomes
from detente.economy.coalitions.sanctions import Array, shock_of
from detente.economy.coalitions.schemes import MODEL, Scheme, Transfers, joint_loss, member_regions, scheme_of
from detente.economy.trade import Baseline, Shock
from detente.workers import ALONE, Workers

TOLERANCE = 1e-11
"""Largest relative gap on a market; finer than what the transfers are asked to hit."""

CLOSE = 1e-9
"""How far real incomes may be from what the rule asks for, as a share."""

ROUNDS = 12

NUDGE = 1e-4
"""Size of the transfer by which slopes are measured, as a share of the region's income."""

SLOW = 0.2
"""A round that leaves more than this of the gap asks for new slopes."""


def in_model(
    baseline: Baseline, effects: CoalitionEffects, rule: str, threshold: float | None = None, workers: Workers = ALONE
) -> Transfers:
    """Transfers in the full coalition that meet a rule in equilibrium; the rules are those of `by_bookkeeping`.

    Newton's method on ``read @ change(transfers) = goal``: slopes come from one equilibrium for each unknown, solved
    side by side, and are used until they no longer help. In the model transfers are shares of world value added and
    sum to zero. In money they are shares of the members' joint income, at their joint GDP of the price year, which
    sums to zero too. Who pays for others does so in proportion to income in the baseline.

    Raises
    ------
    Infeasible
        When everybody loses more than the threshold.
    NotConverged
        When an equilibrium is not found, or the gap does not close.
    """
    places = member_regions(effects)
    before, income = effects.change[effects.grand, places], baseline.income[places]
    limit = joint_loss(effects) if threshold is None else threshold
    scheme = scheme_of(rule, before, income, limit)
    market = _Market(baseline, effects, places, scheme, workers)
    unknown, after = _newton(market, np.zeros(len(scheme.goal)))
    given = scheme.spread @ unknown * baseline.value_added.sum()
    received = given / income.sum() * effects.gdp[places].sum()
    left = float(np.abs(market.gap(after)).max(initial=0.0))
    return Transfers(rule, MODEL, limit, places, received, given / income, before, after, left)


def _newton(market: _Market, unknown: Array) -> tuple[Array, Array]:
    """The unknowns that close the gap, and the changes of real income there."""
    slope, last = None, np.inf
    for _ in range(ROUNDS):
        after = market.look(unknown[None])[0]
        gap = market.gap(after)
        size = float(np.abs(gap).max(initial=0.0))
        if size <= CLOSE:
            return unknown, after
        if slope is None or not size < SLOW * last:
            slope = market.slope(unknown, after)
        unknown, last = unknown - np.linalg.solve(slope, gap), size
    raise NotConverged(
        f"The transfers did not settle: a gap of {size:.2g} of income after {ROUNDS} rounds, {CLOSE:.0e} wanted. "
        "Smaller shocks, or bookkeeping, may do."
    )


@dataclass(slots=True)
class _Market:
    """The world with all sanctions, as a function of the unknowns of a scheme."""

    baseline: Baseline
    effects: CoalitionEffects
    places: NDArray[np.int64]
    scheme: Scheme
    workers: Workers

    def gap(self, change: Array) -> Array:
        return np.asarray(self.scheme.read @ change - self.scheme.goal)

    def look(self, unknowns: Array) -> Array:
        """Change of real income of the members' regions, shape (guess, region), for unknowns (guess, unknown)."""
        sanctions = self.effects.sanctions
        nobody = np.zeros(len(sanctions.senders), dtype=bool)
        shocks = [shock_of(sanctions, nobody), *self._with_transfers(unknowns)]
        income = real_incomes(self.baseline, shocks, self._name, tolerance=TOLERANCE, workers=self.workers)
        return np.asarray(income[1:, self.places] / income[0, self.places] - 1)

    def _name(self, row: int) -> str:
        return f"transfers of guess {row}" if row else "nobody's sanctions"

    def _with_transfers(self, unknowns: Array) -> Iterator[Shock]:
        sanctions = self.effects.sanctions
        shock = shock_of(sanctions, np.ones(len(sanctions.senders), dtype=bool))
        for unknown in unknowns:
            given = np.zeros(len(self.baseline.regions))
            given[self.places] = self.scheme.spread @ unknown
            yield replace(shock, transfer=shock.transfer + given)

    def slope(self, unknown: Array, change: Array) -> Array:
        """How the gap answers to each unknown, shape (unknown, unknown), by small steps."""
        share = self.baseline.income[self.places] / self.baseline.value_added.sum()
        step = NUDGE * np.array([share[column != 0].min() for column in self.scheme.spread.T])
        moved = self.look(unknown + np.diag(step))
        return np.asarray(self.scheme.read @ ((moved - change) / step[:, None]).T)
