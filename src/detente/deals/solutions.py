"""Bargaining solutions by their textbook definitions, on a frontier or by optimisation with a proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from detente.case import NotConverged

CUTS = 60
"""Most rounds of outer approximation for the Nash product; each adds a tangent at the last package."""

PROVEN = 1e-6
"""Gap in the sum of logarithms, so the product of gains is proven best to one part in a million."""


def nash_solution(utility: NDArray[np.float64], disagreement: NDArray[np.float64]) -> int | None:
    """Pick the package with the largest product of gains over no deal.

    Maximises ``prod_i (u[k, i] - d[i])`` over packages ``k`` with ``u[k] >= d``: the solution of [Nash1950]_ on a
    finite set. Ties go to the first row; None when every package leaves someone worse off.

    Examples
    --------
    >>> utility = np.array([[0.9, 0.2], [0.6, 0.6], [0.3, 0.8]])
    >>> nash_solution(utility, disagreement=np.array([0.1, 0.1]))
    1
    """
    gain = utility - disagreement
    acceptable = (gain >= 0).all(axis=1)
    if not acceptable.any():
        return None
    product = np.where(acceptable, gain.prod(axis=1), -np.inf)
    return int(product.argmax())


def egalitarian_solution(utility: NDArray[np.float64], disagreement: NDArray[np.float64]) -> int | None:
    """Pick the package whose smallest gain over no deal is largest [Kalai1977]_.

    Maximises ``min_i (u[k, i] - d[i])`` over packages with ``u[k] >= d``; ties go to the larger sum of gains.

    Examples
    --------
    >>> egalitarian_solution(np.array([[0.9, 0.2], [0.6, 0.5]]), np.array([0.1, 0.1]))
    1
    """
    gain = utility - disagreement
    acceptable = (gain >= 0).all(axis=1)
    if not acceptable.any():
        return None
    smallest = np.where(acceptable, gain.min(axis=1), -np.inf)
    best = np.flatnonzero(smallest >= smallest.max() - 1e-12)
    return int(best[gain[best].sum(axis=1).argmax()])


def kalai_smorodinsky_solution(utility: NDArray[np.float64], disagreement: NDArray[np.float64]) -> int | None:
    """Pick the package whose smallest gain, as a share of what each party could gain at best, is largest.

    Maximises ``min_i (u[k, i] - d[i]) / (ideal[i] - d[i])`` with ``ideal[i] = max_k u[k, i]`` over packages that
    leave nobody worse off: the discrete max-min form of [KalaiSmorodinsky1975]_.

    Examples
    --------
    >>> kalai_smorodinsky_solution(np.array([[1.0, 0.1], [0.5, 0.6], [0.2, 1.0]]), np.array([0.0, 0.0]))
    1
    """
    acceptable = (utility >= disagreement).all(axis=1)
    if not acceptable.any():
        return None
    room = np.maximum(utility[acceptable].max(axis=0) - disagreement, 1e-300)
    return egalitarian_solution(utility / room, disagreement / room)


@dataclass(frozen=True, slots=True, eq=False)
class Optimum:
    """A package found by optimisation: the row chosen in each block, its gains, and the proven bound."""

    rows: NDArray[np.int64]
    gains: NDArray[np.float64]
    value: float
    bound: float


def max_min_optimum(blocks: Sequence[NDArray[np.float64]], constant: NDArray[np.float64]) -> Optimum | None:
    """The package with the largest smallest gain, by mixed-integer optimisation; None if it is below zero.

    ``max t  s.t.  constant_i + sum_b blocks[b][x_b, i] >= t`` with one row per block; HiGHS proves it optimal.
    Rows with a gain of minus infinity are forbidden. Gains are over no deal, in the units to be compared.
    """
    model = _Model(blocks, constant)
    row, value, bound = model.solve(model.smallest_gain())
    gains = model.gains(row)
    return Optimum(row, gains, value, bound) if value >= -1e-9 else None


def nash_optimum(blocks: Sequence[NDArray[np.float64]], constant: NDArray[np.float64]) -> Optimum | None:
    """The package with the largest product of gains, by outer approximation of ``sum_i log gain_i``.

    The concave logarithms are replaced by the tangents found so far [Duran1986]_: the value of each round bounds the
    optimum from above, and the best package so far from below. The linear relaxation comes first and gives most
    tangents; then rounds with whole choices close the gap to `PROVEN`.
    """
    start = max_min_optimum(blocks, constant)
    if start is None or start.gains.min() <= 0:
        return start
    model = _Model(blocks, constant)
    tangents = [np.maximum(start.gains, 1e-6)]
    for _ in range(CUTS):
        mixed, bound = model.relax(model.log_gains(tangents))
        if bound - float(np.log(np.maximum(mixed, 1e-300)).sum()) <= PROVEN:
            break
        tangents.append(np.maximum(mixed, 1e-6))
    best = start
    for _ in range(CUTS):
        row, _, bound = model.solve(model.log_gains(tangents))
        gains = model.gains(row)
        value = float(np.log(np.maximum(gains, 1e-300)).sum())
        if value > float(np.log(best.gains).sum()):
            best = Optimum(row, gains, value, bound)
        reached = float(np.log(best.gains).sum())
        if bound - reached <= PROVEN:
            return Optimum(best.rows, best.gains, reached, bound)
        tangents.append(np.maximum(gains, 1e-6))
    raise NotConverged(f"The Nash solution was not proven optimal in {CUTS} rounds; the gap is above {PROVEN:g}.")


def best_for_party(blocks: Sequence[NDArray[np.float64]], constant: NDArray[np.float64], party: int) -> float:
    """The most that one party can gain while nobody is worse off than without a deal, proven by HiGHS."""
    model = _Model(blocks, constant)
    row, _, _ = model.solve(model.own_gain(party))
    return float(model.gains(row)[party])


@dataclass(frozen=True, slots=True, eq=False)
class _Problem:
    cost: NDArray[np.float64]
    rows: NDArray[np.float64]
    lower: NDArray[np.float64]
    extra: int


class _Model:
    """One row per block, gains linear in the choice."""

    def __init__(self, blocks: Sequence[NDArray[np.float64]], constant: NDArray[np.float64]) -> None:
        self.sizes = [len(b) for b in blocks]
        stacked = np.vstack(blocks)
        self.allowed = np.logical_and.reduce(np.isfinite(stacked), axis=1)
        self.gain = np.where(self.allowed[:, None], stacked, 0.0)
        self.constant = constant
        self.one_each = np.repeat(np.eye(len(blocks)), self.sizes, axis=1)

    def gains(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        starts = np.cumsum([0, *self.sizes[:-1]])
        total: NDArray[np.float64] = self.gain[starts + rows].sum(axis=0) + self.constant
        return total

    def smallest_gain(self) -> _Problem:
        cost = np.append(np.zeros(len(self.gain)), -1.0)
        rows = np.column_stack([self.gain.T, -np.ones(self.gain.shape[1])])
        return _Problem(cost, rows, -self.constant, 1)

    def own_gain(self, party: int) -> _Problem:
        return _Problem(-self.gain[:, party], self.gain.T, -self.constant, 0)

    def log_gains(self, tangents: list[NDArray[np.float64]]) -> _Problem:
        parties = self.gain.shape[1]
        cost = np.concatenate([np.zeros(len(self.gain)), -np.ones(parties)])
        rows, lower = [], []
        for at in tangents:
            for i in range(parties):
                z = np.zeros(parties)
                z[i] = -1.0
                rows.append(np.concatenate([self.gain[:, i] / at[i], z]))
                lower.append(np.log(at[i]) * -1.0 + 1.0 - self.constant[i] / at[i])
        floor = np.column_stack([self.gain.T, np.zeros((parties, parties))])
        return _Problem(cost, np.vstack([np.array(rows), floor]), np.append(lower, -self.constant), parties)

    def relax(self, problem: _Problem) -> tuple[NDArray[np.float64], float]:
        """Gains and value of the linear relaxation, in which a block may mix its options."""
        result = self._run(problem, 0.0)
        mixed: NDArray[np.float64] = self.gain.T @ result.x[: len(self.gain)] + self.constant
        return mixed, float(-result.fun)

    def solve(self, problem: _Problem) -> tuple[NDArray[np.int64], float, float]:
        """Rows chosen, value and proven bound of the problem with whole choices."""
        result = self._run(problem, 1.0)
        shares = np.split(result.x[: len(self.gain)], np.cumsum(self.sizes)[:-1])
        chosen = np.array([share.argmax() for share in shares])
        return chosen, float(-result.fun), float(-result.mip_dual_bound)

    def _run(self, problem: _Problem, whole: float) -> Any:
        size, extra = len(self.gain), problem.extra
        one_each = np.column_stack([self.one_each, np.zeros((len(self.sizes), extra))])
        result = milp(
            problem.cost,
            constraints=[
                LinearConstraint(one_each, 1.0, 1.0),
                LinearConstraint(problem.rows, problem.lower, np.inf),
            ],
            integrality=np.append(np.full(size, whole), np.zeros(extra)),
            bounds=Bounds(
                np.append(np.zeros(size), np.full(extra, -np.inf)),
                np.append(self.allowed.astype(float), np.full(extra, np.inf)),
            ),
            options={"mip_rel_gap": 0.0, "node_limit": 200_000},
        )
        if result.status != 0:
            raise NotConverged(f"The search for a package stopped early: {result.message}")
        return result
