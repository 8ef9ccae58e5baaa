"""The careful step: Newton's method on all markets of a single draw, with the true slope at every point."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse.linalg import LinearOperator, gmres

from detente.economy.trade.baseline import Array
from detente.economy.trade.iterate import Found, pack, unpack
from detente.economy.trade.steps import Responses, respond_at, wage_response
from detente.economy.trade.system import State, Sweep, System, spending_scale, sweep

ROUNDS, DIRECTIONS, HALVINGS = 20, 50, 8
LONGEST_STEP = 1.5
"""Largest change of a logarithm in one step."""

NUDGE = 1e-7
"""How far the slope is felt for, in logarithms: the square root of what a number resolves, and a bit."""

LOOSEST, TIGHTEST = 0.1, 1e-4
"""How exactly a step is solved for: far away less, near by more."""


def newton(system: System, start: State, tolerance: float) -> Found:
    """Look for the equilibrium of a single draw from a point near it, where the approximate steps go astray.

    Newton's method with steps solved by GMRES ([KnollKeyes2004]_): the slope along a direction is one more sweep, and
    the approximate step of `propose` at the point itself is the preconditioner. Steps are halved until the gaps shrink.
    """
    here = _Look.at(system, pack(start)[0])
    sweeps = 0
    for _ in range(ROUNDS):
        if not np.isfinite(here.residual) or here.residual <= tolerance:
            break
        step, tried = _step(system, here)
        after, halved = _shorter(system, here, step)
        sweeps += tried + halved
        if after is None:
            break
        here = after
    return Found(here.state(system), np.array([sweeps]), np.array([here.residual]))


@dataclass(frozen=True, slots=True)
class _Look:
    """A point, packed, with the gaps there."""

    point: Array
    gaps: Array
    found: Sweep

    @classmethod
    def at(cls, system: System, point: Array) -> _Look:
        """Sweep at a point. The level of wages means nothing; a gap of its own holds it where it started."""
        found = sweep(system, unpack(point[None], *system.baseline.expenditure.shape))
        value_added = system.baseline.value_added
        level = np.log((np.exp(point[: len(value_added)]) * value_added).sum() / value_added.sum())
        gaps = pack(State(found.wage_gap - level, found.price_gap, found.spending_gap))[0]
        return cls(point, gaps, found)

    @property
    def residual(self) -> float:
        """Largest gap left on any market."""
        return float(self.found.residual[0])

    def state(self, system: System) -> State:
        return unpack(self.point[None], *system.baseline.expenditure.shape)


def _step(system: System, here: _Look) -> tuple[Array, int]:
    """The step that closes all gaps to first order, and the sweeps it took."""
    nearly = _NearlyInverse(system, here)
    tried = 0

    def slope(direction: Array) -> Array:
        nonlocal tried
        tried += 1
        move = nearly(direction)
        size = NUDGE / max(float(np.abs(move).max()), np.finfo(np.float64).tiny)
        return np.asarray((here.gaps - _Look.at(system, here.point + size * move).gaps) / size)

    count = len(here.point)
    operator = LinearOperator((count, count), matvec=slope, dtype=np.float64)
    exactness = min(LOOSEST, max(TIGHTEST, here.residual))
    weights, _ = gmres(operator, here.gaps, rtol=exactness, restart=DIRECTIONS, maxiter=1)
    return nearly(weights), tried


class _NearlyInverse:
    """From gaps to the approximate step at a point; linear, unlike `propose`."""

    def __init__(self, system: System, here: _Look) -> None:
        state = here.state(system)
        self._responses: Responses = respond_at(system, state)
        self._wages: Array = wage_response(self._responses, system.theta)[0]
        self._scale = spending_scale(system.baseline)
        self._spending = state.spending[0]
        self._hired = here.found.bundle.value_added_share[0] * self._responses.own_share
        self._value_added = np.exp(state.wage[0]) * system.baseline.value_added

    def __call__(self, gaps: Array) -> Array:
        """The step, packed like the gaps."""
        gap = unpack(gaps[None], *self._scale.shape)
        loop = self._responses.own_loop
        spending = np.einsum("nkj,kn->jn", loop, gap.spending[0] * self._scale)
        wage = self._wages @ (gap.wage[0] + (self._hired * spending).sum(axis=0) / self._value_added)
        price = np.einsum("njk,kn->jn", loop, gap.price[0]) + self._responses.trade_share @ wage
        spent = spending / self._scale + self._spending * wage
        return np.asarray(pack(State(wage[None], price[None], spent[None]))[0])


def _shorter(system: System, here: _Look, step: Array) -> tuple[_Look | None, int]:
    """The longest of ever shorter steps that brings the gaps down, or None; and how many were tried."""
    logarithms = len(here.point) - system.baseline.expenditure.size
    part = min(1.0, LONGEST_STEP / max(float(np.abs(step[:logarithms]).max()), np.finfo(np.float64).tiny))
    before = np.linalg.norm(here.gaps)
    for tried in range(1, HALVINGS + 1):
        point = here.point + part * step
        # Spending may not turn negative on the way: it falls to a tenth instead.
        point[logarithms:] = np.where(point[logarithms:] < 0, 0.1 * here.point[logarithms:], point[logarithms:])
        after = _Look.at(system, point)
        if np.linalg.norm(after.gaps) < before * (1 - 0.1 * part):
            return after, tried
        part /= 2
    return None, HALVINGS
