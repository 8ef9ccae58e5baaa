"""The linear relaxation of a choice problem: a bound, and the multipliers that prove it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, hstack, vstack

from detente.case import NotConverged
from detente.deals.search.choices import Problem

TANGENTS = 12
"""Most rounds of tangents to the logarithms; each round adds one per party. The search sharpens what is left."""

CLOSE = 1e-4
"""Distance between the tangents and the logarithms at which no more are added."""


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed:
    """Optimum of the relaxation, in which a block may mix its rows.

    `lines`: multipliers of the lines (line,). `clashes`: multipliers of the clashes (clash,), as shares of the worth of
    the loss where that is finite. `shares`: how much of each row is taken, per block. `ahead`: goal lines
    of the mixture, kept above zero.
    """

    bound: float
    lines: NDArray[np.float64]
    clashes: NDArray[np.float64]
    shares: list[NDArray[np.float64]]
    ahead: NDArray[np.float64]


def relax(problem: Problem) -> Relaxed | None:
    """Solve the linear relaxation; None when even mixtures satisfy neither rules nor floors."""
    program = _Program(problem)
    return _by_tangents(program) if problem.logarithmic else _smallest(program)


class _Program:
    """Columns: a share per row, a part of the loss per clash with a finite one, then what the goal needs."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.sizes = [len(b) for b in problem.blocks]
        self.starts = np.cumsum([0, *self.sizes])
        self.paid = [c for c in problem.clashes if not c.forbids]
        stacked = np.vstack(problem.blocks)
        losses = np.array([c.loss for c in self.paid]).reshape(len(self.paid), stacked.shape[1])
        self.lines = csr_array(np.vstack([stacked, -losses]).T)
        shape = (len(self.sizes), self.lines.shape[1])
        self.one_each = csr_array((np.ones(len(stacked)), np.arange(len(stacked)), self.starts), shape=shape)
        self.pairs, self.pair_bound = self._pairs()

    def _pairs(self) -> tuple[csr_array, NDArray[np.float64]]:
        """``x_first + x_second <= 1 + loss`` for choices that clash together, else ``x_first - x_second <= loss``."""
        entries: list[tuple[int, int, float]] = []
        paid = int(self.starts[-1])
        for n, clash in enumerate(self.problem.clashes):
            entries.append((n, int(self.starts[clash.first[0]]) + clash.first[1], 1.0))
            entries.append((n, int(self.starts[clash.second[0]]) + clash.second[1], 1.0 if clash.with_second else -1.0))
            if not clash.forbids:
                entries.append((n, paid, -1.0))
                paid += 1
        shape = (len(self.problem.clashes), self.lines.shape[1])
        rows, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
        bound = np.array([1.0 if c.with_second else 0.0 for c in self.problem.clashes])
        return csr_array(coo_array((values, (rows, columns)), shape=shape, dtype=np.float64)), bound

    def solve(self, goal: Any, at_most: NDArray[np.float64], free: int) -> Any:
        """Maximise the sum of `free` columns beside the shares; `goal` are rows over shares and these columns."""
        shares = self.lines.shape[1]
        floors = -self.lines[self.problem.goals :]
        below = vstack(
            [
                hstack([floors, csr_array((floors.shape[0], free))]),
                hstack([self.pairs, csr_array((len(self.pair_bound), free))]),
            ]
        )
        result = linprog(
            np.append(np.zeros(shares), -np.ones(free)),
            A_ub=vstack([goal, below]),
            b_ub=np.concatenate([at_most, self.problem.constant[self.problem.goals :], self.pair_bound]),
            A_eq=hstack([self.one_each, csr_array((len(self.sizes), free))]),
            b_eq=np.ones(len(self.sizes)),
            bounds=np.column_stack(
                [np.append(np.zeros(shares), np.full(free, -np.inf)), np.full(shares + free, np.inf)]
            ),
            method="highs",
        )
        if result.status == 2:
            return None
        if result.status != 0:
            raise NotConverged(f"The linear relaxation stopped early: {result.message}")
        return result

    def relaxed(self, result: Any, ahead: NDArray[np.float64], goals: int) -> Relaxed:
        """Read bound and multipliers; `ahead` are those of the goal lines, `goals` the rows that came first."""
        below = np.maximum(-result.ineqlin.marginals[goals:], 0.0)
        floors = self.lines.shape[0] - self.problem.goals
        lines = np.concatenate([ahead, below[:floors]])
        clashes = below[floors:].copy()
        for n, clash in enumerate(self.problem.clashes):
            worth = np.inf if clash.forbids else float(lines @ clash.loss)
            clashes[n] = clashes[n] if clash.forbids else min(clashes[n] / worth, 1.0) if worth > 0 else 0.0
        shares = np.split(result.x[: self.starts[-1]], self.starts[1:-1])
        reached = self.lines[: self.problem.goals] @ result.x[: self.lines.shape[1]]
        mixed = np.maximum(reached + self.problem.constant[: self.problem.goals], 1e-9)
        return Relaxed(float(-result.fun), lines, clashes, shares, mixed)


def _smallest(program: _Program) -> Relaxed | None:
    """``max t`` with every line of the goal at least t."""
    goals = program.problem.goals
    goal = hstack([-program.lines[:goals], csr_array(np.ones((goals, 1)))])
    result = program.solve(goal, program.problem.constant[:goals], 1)
    if result is None:
        return None
    return program.relaxed(result, np.maximum(-result.ineqlin.marginals[:goals], 0.0), goals)


def _by_tangents(program: _Program) -> Relaxed | None:
    """``max sum_i z_i`` with z below the tangents of the logarithms found so far [Duran1986]_."""
    problem = program.problem
    goals = problem.goals
    start = _smallest(program)
    if start is None or start.bound <= 0:
        return None
    at = [start.ahead]
    for _ in range(TANGENTS):
        slopes = np.concatenate([1.0 / t for t in at])
        goal = hstack(
            [
                csr_array(-vstack([program.lines[:goals]] * len(at)).multiply(slopes[:, None])),
                vstack([csr_array(np.eye(goals))] * len(at)),
            ]
        )
        at_most = np.concatenate([np.log(t) - 1.0 + problem.constant[:goals] / t for t in at])
        result = program.solve(goal, at_most, goals)
        weights = np.maximum(-result.ineqlin.marginals[: len(slopes)], 0.0) * slopes
        found = program.relaxed(result, weights.reshape(-1, goals).sum(axis=0), len(slopes))
        if found.bound - float(np.log(found.ahead).sum()) <= CLOSE:
            break
        at.append(found.ahead)
    return found
