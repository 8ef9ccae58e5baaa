"""The one loop: sweep, propose, accelerate, until every draw has cleared its markets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.economy.trade.anderson import Anderson
from detente.economy.trade.baseline import Array
from detente.economy.trade.steps import Responses, propose, wage_response
from detente.economy.trade.system import State, Sweep, System, sweep

LOST = 4.0
"""A residual this many times the best so far means that the draw has lost its way."""

LEAST_CAUTION = 0.02


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop, and how boldly to go.

    `tolerance` is the largest gap left on any market, `memory` the number of steps remembered, `caution` the
    part of the proposed wage step that is taken, `stride` the largest change of a logarithm in one step.
    """

    tolerance: float = 1e-10
    iterations: int = 300
    memory: int = 5
    caution: float = 0.5
    stride: float = 0.7


@dataclass(frozen=True, slots=True)
class Found:
    """Where the loop stopped, for each draw."""

    state: State
    iterations: NDArray[np.int64]
    residual: Array


def iterate(system: System, responses: Responses, start: State, limits: Limits) -> Found:
    """Look for the equilibrium of every draw; those that do not get there keep their last residual.

    Draws that have arrived are set aside once they are half of those on their way; until then they only get better.
    Markets can clear at prices that leave a region less than nothing to spend: that is no equilibrium, and its residual
    is infinite.
    """
    sectors, regions = system.baseline.expenditure.shape
    search = _Search(system, responses, pack(start), limits)
    ended = search.point.copy()
    residual, count = np.full(len(ended), np.inf), np.zeros(len(ended), dtype=np.int64)
    for round_ in range(limits.iterations + 1):
        found = search.look()
        rows = search.rows
        in_debt = (found.residual <= limits.tolerance) & np.logical_or.reduce(found.income <= 0, axis=1)
        residual[rows], count[rows], ended[rows] = np.where(in_debt, np.inf, found.residual), round_, search.point
        going = (found.residual > limits.tolerance) & np.isfinite(found.residual)
        if not going.any() or round_ == limits.iterations:
            break
        search.move(found)
        if going.sum() <= len(going) // 2:
            search.keep(going)
    return Found(unpack(ended, sectors, regions), count, residual)


class _Search:
    """The draws still on their way: where each is, and how cautiously it goes."""

    def __init__(self, system: System, responses: Responses, point: Array, limits: Limits) -> None:
        self.point = point
        self.rows = np.arange(len(point))
        self._system, self._responses, self._limits = system, responses, limits
        self._wages = wage_response(responses, system.theta)
        self._solver = Anderson(limits.memory, *point.shape)
        self._caution: Array = np.full(len(point), limits.caution)
        self._best: Array = np.full(len(point), np.inf)

    def look(self) -> Sweep:
        return sweep(self._system, self._state())

    def _state(self) -> State:
        return unpack(self.point, *self._system.baseline.expenditure.shape)

    def move(self, found: Sweep) -> None:
        """Take the accelerated step; a draw that got lost forgets its past and goes on with more caution."""
        lost = found.residual > LOST * self._best
        if lost.any():
            self._solver.forget(lost)
            self._caution[lost] = np.maximum(self._caution[lost] / 2, LEAST_CAUTION)
        self._best = np.minimum(self._best, found.residual)
        step = propose(self._system, self._responses, self._wages, self._state(), found, self._caution)
        sectors, regions = self._system.baseline.expenditure.shape
        after = self._solver.next(self.point, pack(step))
        self.point = _bounded(self.point, after, regions * (1 + sectors), self._limits.stride)

    def keep(self, going: NDArray[np.bool_]) -> None:
        """Go on with some of the draws."""
        self.rows, self.point = self.rows[going], self.point[going]
        self._caution, self._best, self._wages = self._caution[going], self._best[going], self._wages[going]
        self._system = self._system.take(going)
        self._solver.keep(going)


def _bounded(point: Array, after: Array, logarithms: int, stride: float) -> Array:
    """Keep wages and prices, the first columns, within a stride; spending answers linearly and may jump."""
    bounded = after.copy()
    near = point[:, :logarithms]
    bounded[:, :logarithms] = near + np.clip(after[:, :logarithms] - near, -stride, stride)
    return bounded


def pack(state: State) -> Array:
    """One row per draw."""
    rows = len(state.wage)
    return np.concatenate([state.wage, state.price.reshape(rows, -1), state.spending.reshape(rows, -1)], axis=1)


def unpack(point: Array, sectors: int, regions: int) -> State:
    """The inverse of `pack`."""
    goods = sectors * regions
    price = point[:, regions : regions + goods].reshape(-1, sectors, regions)
    return State(point[:, :regions], price, point[:, regions + goods :].reshape(-1, sectors, regions))
