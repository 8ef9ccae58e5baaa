"""Branch and bound over blocks, many branches at once, with a multiplier per line for every branch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.deals.choices import FLOOR, Choice, Clash, Problem
from detente.deals.relaxation import Relaxed

AT_ONCE = 2_048
"""Branches bounded together; the stack holds few such groups per level, so memory stays flat."""

STEPS = 4
"""Steps by which each branch improves its own multipliers before it is split."""

NEVER = 1e30
"""Stands for an infinite loss where sums must stay finite."""


SMALL = 250_000
"""Multiplications in one matrix product below which it stays on one thread: steady, also where others use the cores."""


@dataclass(frozen=True, slots=True, eq=False)
class Branches:
    """Partial packages that agree on how many blocks are settled; arrays end with the axis of branches.

    `bound` (branch,): none of its completions is better. `lines` (line, branch): what the settled blocks bring, with
    the constant. `weights` (line, branch): its multipliers. `rows` (block settled, branch), without blocks of one row.
    """

    bound: NDArray[np.float64]
    lines: NDArray[np.float64]
    weights: NDArray[np.float64]
    rows: NDArray[np.int16]

    def only(self, which: NDArray[np.bool_] | NDArray[np.int64] | slice) -> Branches:
        """Some of the branches."""
        return Branches(self.bound[which], self.lines[:, which], self.weights[:, which], self.rows[:, which])


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """What does not depend on the branch when `settled` blocks are settled.

    `brings` (row, line) and `extra` (row,): lines and priced rules of the rows still open, with those clashes that no
    settled block takes part in. `shift` (line,) and `price`: their constants. `half`: clashes with one side settled.
    `reach` (line,): the most that the open blocks bring to each line, clashes aside.
    """

    brings: NDArray[np.float64]
    extra: NDArray[np.float64]
    starts: NDArray[np.int64]
    sizes: NDArray[np.int64]
    shift: NDArray[np.float64]
    price: float
    half: list[Clash]
    reach: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The best package of the search, if it beat what was known, and a bound on what any package reaches."""

    rows: NDArray[np.int64] | None
    value: float
    bound: float


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
        worth, _ = self._worth(group, level)
        slack = np.repeat(np.maximum.reduceat(worth, level.starts, axis=0), level.sizes, axis=0) - worth
        bound = self._bound(group, level, np.maximum.reduceat(worth, level.starts, axis=0))
        open_rows = (bound - slack > known + self.tolerance)[:, 0]
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
                children = children.only(slice(0, width))
            starts = range(0, len(children.bound), width or AT_ONCE)
            stack += [children.only(slice(s, s + (width or AT_ONCE))) for s in reversed(starts)]
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
            self.levels[settled] = self._made_level(settled)
        return self.levels[settled]

    def _made_level(self, settled: int) -> Level:
        lines = len(self.problem.constant)
        blocks = self.blocks[settled:]
        sizes = np.array([len(b) for b in blocks], dtype=np.int64)
        starts = np.cumsum(np.append(0, sizes[:-1])) if len(sizes) else np.zeros(0, dtype=np.int64)
        brings = np.vstack([*blocks, np.empty((0, lines))])
        extra, shift, price, half = np.zeros(len(brings)), np.zeros(lines), 0.0, []
        for clash, multiplier in zip(self.clashes, self.relaxed.clashes, strict=True):
            sides = (clash.first[0] >= settled) + (clash.second[0] >= settled)
            if sides == 1:
                half.append(clash)
            if sides < 2:
                continue
            first = starts[clash.first[0] - settled] + clash.first[1]
            second = starts[clash.second[0] - settled] + clash.second[1]
            sign = 1.0 if clash.with_second else -1.0
            if clash.forbids:
                extra[first] -= multiplier
                extra[second] -= sign * multiplier
                price += multiplier * clash.with_second
            else:
                brings[first] -= multiplier * clash.loss
                brings[second] -= sign * multiplier * clash.loss
                shift += multiplier * clash.loss * clash.with_second
        reach = sum((b.max(axis=0) for b in blocks), start=np.zeros(lines))
        return Level(brings, extra, starts, sizes, shift, price, half, reach)

    def _split(self, group: Branches) -> Branches:
        """Bound, improve the multipliers, and settle the next block; children come best bound first."""
        level = self._level(self._settled(group.rows))
        floors = (group.lines + level.reach[:, None])[self.problem.goals :]
        group = group.only(np.logical_and.reduce(floors >= -FLOOR, axis=0))
        for step in range(STEPS + 1):
            worth, hits = self._worth(group, level)
            top = np.maximum.reduceat(worth, level.starts, axis=0)
            bound = self._bound(group, level, top)
            open_ones = bound > self.best + self.tolerance
            if step == STEPS or not open_ones.any():
                break
            taken = (worth == np.repeat(top, level.sizes, axis=0)).astype(np.float64)
            reached = _product(level.brings.T, taken) + group.lines + level.shift[:, None]
            for clash, active, rows in hits:
                if not clash.forbids:
                    reached -= clash.loss[:, None] * (taken[rows].sum(axis=0) * active)
            weights = self._improved(group.weights, reached, bound)
            group = Branches(bound, group.lines, weights, group.rows).only(open_ones)
        group = Branches(bound, group.lines, group.weights, group.rows)
        return self._children(
            group.only(open_ones), bound[open_ones] - top[0, open_ones] + worth[: level.sizes[0], open_ones]
        )

    def _worth(
        self, group: Branches, level: Level
    ) -> tuple[NDArray[np.float64], list[tuple[Clash, NDArray[np.bool_], NDArray[np.int64]]]]:
        """Weighted worth of every open row in every branch, (row, branch), and where half-settled clashes hit."""
        worth = _product(level.brings, group.weights)
        worth += level.extra[:, None]
        hits = []
        for clash in level.half:
            active, rows = self._hit(clash, group.rows, level)
            if not active.any():
                continue
            hits.append((clash, active, rows))
            loss = np.full(len(active), NEVER) if clash.forbids else clash.loss @ group.weights
            worth[rows] -= loss * active
        return worth, hits

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

    def _bound(self, group: Branches, level: Level, top: NDArray[np.float64]) -> NDArray[np.float64]:
        """What no completion passes, (branch,), from the worth of the best row of every open block."""
        settled = (group.weights * (group.lines + level.shift[:, None])).sum(axis=0)
        bound = np.asarray(top.sum(axis=0) + settled + level.price)
        if self.problem.logarithmic:
            bound -= np.log(group.weights).sum(axis=0) + len(group.weights)
        return bound

    def _improved(
        self, weights: NDArray[np.float64], reached: NDArray[np.float64], bound: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """One step down the bound, as long as would reach the best known value were the bound linear."""
        goals = self.problem.goals
        if self.problem.logarithmic:
            slope = weights * reached - 1.0
            step = (bound - self.best) / np.maximum((slope * slope).sum(axis=0), 1e-300)
            return np.asarray(weights * np.exp(-np.clip(step * slope, -0.5, 0.5)))
        slope = reached.copy()
        slope[:goals] -= slope[:goals].mean(axis=0)
        slope[(weights <= 0) & (slope > 0)] = 0.0
        step = (bound - self.best) / np.maximum((slope * slope).sum(axis=0), 1e-300)
        moved = np.maximum(weights - step * slope, 0.0)
        total = moved[:goals].sum(axis=0)
        return np.where(total > 0, moved / np.where(total > 0, total, 1.0), weights)

    def _children(self, group: Branches, bound: NDArray[np.float64]) -> Branches:
        settled = self._settled(group.rows)
        row, parent = np.nonzero(bound > self.best + self.tolerance)
        order = np.argsort(-bound[row, parent], kind="stable")
        row, parent = row[order], parent[order]
        lines = group.lines[:, parent] + self.blocks[settled][row].T
        rows = np.vstack([group.rows[:, parent], row.astype(np.int16)])
        lines = self._after_clashes(lines, rows, [settled])
        return Branches(bound[row, parent], lines, group.weights[:, parent], rows)

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


def _product(left: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """``left @ right``, a few columns at a time."""
    found = np.empty((len(left), right.shape[1]))
    step = max(1, SMALL // max(1, left.size))
    for start in range(0, right.shape[1], step):
        columns = slice(start, start + step)
        found[:, columns] = left @ right[:, columns]
    return found
