"""Branch and bound over blocks, many branches at once, with a multiplier per line for every branch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.deals.search.branches import Branches, Level, improved_log_weights, improved_weights, level_of, product
from detente.deals.search.choices import FLOOR, Choice, Clash, Problem
from detente.deals.search.relaxation import Relaxed

AT_ONCE = 2_048
"""Branches bounded together; the stack holds few such groups per level, so memory stays flat."""

STEPS = 4
"""Steps by which each branch improves its own multipliers before it is split."""

NEVER = 1e30
"""Stands for an infinite loss where sums must stay finite."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The best package of the search, if it beat what was known, and a bound on what any package reaches."""

    rows: NDArray[np.int64] | None
    value: float
    bound: float


@dataclass(frozen=True, slots=True, eq=False)
class _Bounded:
    """Weighted worth of every open row (row, branch), the best of each block (block, branch), and the bound (branch,).

    `hits`: clashes with one side settled, in which branches they bite, and on which open rows.
    """

    worth: NDArray[np.float64]
    top: NDArray[np.float64]
    bound: NDArray[np.float64]
    hits: list[tuple[Clash, NDArray[np.bool_], NDArray[np.int64]]]


class Search:
    """Settle blocks in a fixed order, those that move the lines most first.

    For multipliers ``w >= 0`` of the lines, summing to 1 over those of the goal, no completion of a partial package
    is better than ``w . lines + sum over open blocks of max over rows (w . row)``: the Lagrangian bound, see
    [Geoffrion1974]_. For a goal of logarithms ``sum_i log u_i <= w . u - sum_i log w_i - n`` takes its place. Every
    branch keeps its own multipliers and improves them by Polyak's step [Polyak1969]_ towards the best known value; a
    branch whose bound is not above that value ends. Rules and penalties between open blocks are priced by the
    multipliers of the linear relaxation; once one side is settled they hold exactly.
    """

    def __init__(self, problem: Problem, relaxed: Relaxed, tolerance: float) -> None:
        spread = [float((b.max(axis=0) - b.min(axis=0)).sum()) if len(b) > 1 else np.inf for b in problem.blocks]
        self.order = np.argsort(-np.array(spread), kind="stable")
        self.decided = sum(len(b) == 1 for b in problem.blocks)
        self.problem, self.relaxed, self.tolerance = problem, relaxed, tolerance
        place = {int(b): n for n, b in enumerate(self.order)}
        self.clashes = [
            Clash((place[c.first[0]], c.first[1]), (place[c.second[0]], c.second[1]), c.with_second, c.loss)
            for c in problem.clashes
        ]
        self.blocks = [problem.blocks[b] for b in self.order]
        self.levels: dict[int, Level] = {}
        self.best = -np.inf
        self.best_rows: NDArray[np.int64] | None = None

    def rows_that_may_beat(self, known: float) -> list[NDArray[np.bool_]]:
        """Per block of the problem, the rows that the bound of the relaxation does not rule out, (row,)."""
        group, level = self._root(), self._level(self.decided)
        now = self._bounded(group, level)
        slack = np.repeat(now.top, level.sizes, axis=0) - now.worth
        open_rows = (now.bound - slack > known + self.tolerance)[:, 0]
        kept = [np.ones(len(b), dtype=np.bool_) for b in self.problem.blocks]
        for block, mask in zip(self.order[self.decided :], np.split(open_rows, level.starts[1:]), strict=True):
            kept[block] = mask
        return kept

    def run(self, known: float, width: int | None, most: float) -> Found:
        """Search below everything better than `known`; with a `width`, go on with that many branches only.

        `most` bounds the rows looked at. Where it or the width cuts the search short, the bound covers what is left.
        """
        self.best, self.best_rows, cut = known, None, -np.inf
        stack = [self._root()]
        while stack:
            group = stack.pop()
            group = group.only(group.bound > self.best + self.tolerance)
            if not len(group.bound):
                continue
            if self._settled(group.rows) == len(self.blocks):
                self._settle(group)
                continue
            if most <= 0:
                cut = max(cut, float(group.bound.max()))
                continue
            most -= len(group.bound) * len(self._level(self._settled(group.rows)).brings)
            children = self._split(group)
            if width is not None and len(children.bound) > width:
                cut = max(cut, float(children.bound[width]))
                children = children.cut(0, width)
            starts = range(0, len(children.bound), width or AT_ONCE)
            stack += [children.cut(s, s + (width or AT_ONCE)) for s in reversed(starts)]
        return Found(self._in_order(), self.best, max(self.best + self.tolerance, cut))

    def _in_order(self) -> NDArray[np.int64] | None:
        if self.best_rows is None:
            return None
        rows = np.empty(len(self.order), dtype=np.int64)
        rows[self.order] = np.append(np.zeros(self.decided, dtype=np.int64), self.best_rows)
        return rows

    def _root(self) -> Branches:
        """One branch, with every block settled that has one row only."""
        weights = self.relaxed.lines[:, None].copy()
        if not self.problem.logarithmic:
            weights /= max(float(weights[: self.problem.goals].sum()), 1e-300)
        lines = self.problem.constant[:, None].copy()
        rows = np.empty((0, 1), dtype=np.int16)
        for block in self.blocks[: self.decided]:
            lines += block[0][:, None]
        return Branches(np.full(1, np.inf), self._after_clashes(lines, rows, range(self.decided)), weights, rows)

    def _settle(self, group: Branches) -> None:
        value = self.problem.goal(group.lines.T)
        at = int(value.argmax())
        if value[at] > self.best:
            self.best, self.best_rows = float(value[at]), group.rows[:, at].astype(np.int64)

    def _level(self, settled: int) -> Level:
        if settled not in self.levels:
            self.levels[settled] = level_of(self.blocks, self.clashes, self.relaxed.clashes, settled)
        return self.levels[settled]

    def _split(self, group: Branches) -> Branches:
        """Bound, improve the multipliers, and settle the next block; children come best bound first."""
        level = self._level(self._settled(group.rows))
        floors = (group.lines + level.reach[:, None])[self.problem.goals :]
        group = group.only(np.logical_and.reduce(floors >= -FLOOR, axis=0))
        for _ in range(STEPS):
            now = self._bounded(group, level)
            group = self._improved(group, level, now).only(now.bound > self.best + self.tolerance)
        now = self._bounded(group, level)
        return self._children(group, now.bound - now.top[0] + now.worth[: level.sizes[0]])

    def _bounded(self, group: Branches, level: Level) -> _Bounded:
        worth = product(level.brings, group.weights)
        worth += level.extra[:, None]
        hits = []
        for clash in level.half:
            active, rows = self._hit(clash, group.rows, level)
            if active.any():
                loss = np.full(len(active), NEVER) if clash.forbids else clash.loss @ group.weights
                worth[rows] -= loss * active
                hits.append((clash, active, rows))
        top = np.maximum.reduceat(worth, level.starts, axis=0)
        settled = (group.weights * (group.lines + level.shift[:, None])).sum(axis=0)
        bound = np.asarray(top.sum(axis=0) + settled + level.price)
        if self.problem.logarithmic:
            bound -= np.log(group.weights).sum(axis=0) + len(group.weights)
        return _Bounded(worth, top, bound, hits)

    def _improved(self, group: Branches, level: Level, now: _Bounded) -> Branches:
        """The same branches with better multipliers: more weight on lines that the best rows leave short."""
        taken = (now.worth == np.repeat(now.top, level.sizes, axis=0)).astype(np.float64)
        reached = product(level.brings.T, taken) + group.lines + level.shift[:, None]
        for clash, active, rows in now.hits:
            if not clash.forbids:
                reached -= clash.loss[:, None] * (taken[rows].sum(axis=0) * active)
        excess = np.maximum(now.bound - self.best, 0.0)
        if self.problem.logarithmic:
            weights = improved_log_weights(group.weights, reached, excess)
        else:
            weights = improved_weights(group.weights, reached, excess, self.problem.goals)
        return Branches(now.bound, group.lines, weights, group.rows)

    def _hit(
        self, clash: Clash, settled: NDArray[np.int16], level: Level
    ) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
        """In which branches a clash with one side settled bites, and the open rows on which it does."""
        (a, first), (b, second) = clash.first, clash.second
        at = self._settled(settled)
        if b >= at:
            rows = np.arange(level.sizes[b - at])
            return self._holds(settled, clash.first), level.starts[b - at] + rows[(rows == second) == clash.with_second]
        return self._holds(settled, clash.second) == clash.with_second, level.starts[[a - at]] + first

    def _children(self, group: Branches, bound: NDArray[np.float64]) -> Branches:
        settled = self._settled(group.rows)
        row, parent = np.nonzero(bound > self.best + self.tolerance)
        order = np.argsort(-bound[row, parent], kind="stable")
        row, parent = row[order], parent[order]
        parents = group.at(parent)
        lines = parents.lines + self.blocks[settled].T.take(row, axis=1)
        rows = np.vstack([parents.rows, row.astype(np.int16)])
        lines = self._after_clashes(lines, rows, [settled])
        return Branches(bound[row, parent], lines, parents.weights, rows)

    def _after_clashes(
        self, lines: NDArray[np.float64], rows: NDArray[np.int16], last: Sequence[int]
    ) -> NDArray[np.float64]:
        """Lines less the losses of clashes whose later side is one of the blocks `last`."""
        for clash in self.clashes:
            if max(clash.first[0], clash.second[0]) in last and not clash.forbids:
                other = self._holds(rows, clash.second) == clash.with_second
                lines = lines - clash.loss[:, None] * (self._holds(rows, clash.first) & other)
        return lines

    def _settled(self, rows: NDArray[np.int16]) -> int:
        return self.decided + len(rows)

    def _holds(self, rows: NDArray[np.int16], choice: Choice) -> NDArray[np.bool_]:
        """Which branches hold a choice in a settled block; blocks with one row are not written down."""
        block, row = choice
        if block < self.decided:
            return np.ones(rows.shape[1], dtype=np.bool_)
        return np.asarray(rows[block - self.decided] == row)
