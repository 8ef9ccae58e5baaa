"""The Pareto frontier of additive utilities, by merging blocks one at a time and pruning dominated sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.deals.search.dominance import undominated
from detente.deals.search.integers import decimal_integers, integer_utilities

__all__ = [
    "Merged",
    "decimal_integers",
    "epsilon_frontier",
    "integer_utilities",
    "merge_blocks",
    "undominated",
]

SUMS = 500_000
"""Sums formed at once; more are formed and pruned in turn, so that memory stays flat."""

SUMS_AS_THEY_ARE = 2_000
"""Up to this many sums, dominated rows of a block are left to the pruning of the sums."""


@dataclass(frozen=True, slots=True, eq=False)
class Merged:
    """Points kept: integer utilities (point, party) and the row chosen in each block (point, block).

    `epsilon`, shape (party,), in the same integers: every undominated sum has a kept point that is worse for party i
    by at most ``epsilon[i]``. All zeros: the points are the frontier itself.
    """

    points: NDArray[np.int64]
    rows: NDArray[np.int64]
    epsilon: NDArray[np.int64]


def merge_blocks(
    blocks: Sequence[NDArray[np.int64]], largest: int, floor: NDArray[np.int64] | None = None
) -> Merged | None:
    """The exact frontier of the sum of one row from each block, or None when it passes `largest` points.

    A dominated partial sum stays dominated whatever is added, so pruning after each merge loses nothing: the dynamic
    programme of [NemhauserUllmann1969]_ with a vector of utilities.

    Parameters
    ----------
    blocks : sequence of arrays, shape (row, party)
        Integer utilities of the rows among which each block chooses one; any sum stays below ``2**62`` in size.
    largest : int
        Bound on the points kept after any merge.
    floor : array, shape (party,), optional
        Points below it for some party are of no interest: partial sums that cannot reach it any more are dropped.

    Returns
    -------
    Merged or None
        Points by falling utility of the first party, one for each distinct vector of utilities. Empty when nothing
        reaches `floor`.

    Examples
    --------
    >>> blocks = [np.array([[3, 0], [0, 3], [0, 0]]), np.array([[1, 0], [0, 2]])]
    >>> merged = merge_blocks(blocks, largest=100)
    >>> merged.points.tolist(), merged.rows.tolist()
    ([[4, 0], [3, 2], [1, 3], [0, 5]], [[0, 0], [0, 1], [1, 0], [1, 1]])
    """
    merging = _Merging(blocks, floor)
    for block in merging.order:
        merging.add(block)
        if merging.points.shape[1] > largest:
            return None
    return merging.result()


def epsilon_frontier(
    blocks: Sequence[NDArray[np.int64]], largest: int, floor: NDArray[np.int64] | None = None
) -> Merged:
    """At most `largest` points such that none of the frontier is far from all of them, with the distance proven.

    Where a merge would pass `largest`, utilities are divided into boxes of sides ``delta[i]``, as few as needed, and
    one point stays in each undominated box: whatever goes is at most ``delta[i] - 1`` better for party i than what
    stays. These losses add up over merges to `Merged.epsilon`: the additive form of the approximate Pareto sets of
    [Laumanns2002]_ and [Papadimitriou2000]_. The result is exact, and `epsilon` zero, where no merge passes `largest`.

    Parameters are those of `merge_blocks`. With a `floor`, every frontier point at or above it is represented; what
    represents it may lie below the floor by `epsilon`.

    Examples
    --------
    >>> blocks = [np.array([[8, 0], [5, 4], [0, 8]]), np.array([[2, 0], [0, 2]])]
    >>> merged = epsilon_frontier(blocks, largest=3)
    >>> len(merged.points) <= 3, merged.epsilon.tolist()
    (True, [3, 3])
    """
    merging = _Merging(blocks, floor)
    for block in merging.order:
        merging.add(block)
        if merging.points.shape[1] > largest:
            merging.coarsen(largest)
    return merging.result()


class _Merging:
    """Partial sums of the blocks merged so far, (party, point), and how each came about.

    `history` holds, per merge, the block, and for every point kept the point before it and the row chosen.
    """

    def __init__(self, blocks: Sequence[NDArray[np.int64]], floor: NDArray[np.int64] | None) -> None:
        self.blocks = blocks
        starts = np.cumsum([0, *(len(block) for block in blocks[:-1])])
        stacked = np.concatenate(blocks)
        highest, lowest = np.maximum.reduceat(stacked, starts), np.minimum.reduceat(stacked, starts)
        self.order = _widest_first(highest - lowest)
        self.points = np.zeros((stacked.shape[1], 1), dtype=np.int64)
        self.epsilon = np.zeros(stacked.shape[1], dtype=np.int64)
        self.floor = None if floor is None or (floor <= lowest.sum(axis=0)).all() else floor
        self.to_come = highest.sum(axis=0)
        self.history: list[tuple[int, NDArray[np.int64], NDArray[np.int64]]] = []

    def add(self, block: int) -> None:
        """Combine every partial sum with every row of a block, a few rows at a time, and prune."""
        options, count = self.blocks[block].T, self.points.shape[1]
        self.to_come = self.to_come - options.max(axis=1)
        names = None
        if options.shape[1] * count > SUMS_AS_THEY_ARE:
            names = undominated(self.blocks[block])
            options = options.take(names, axis=1)
        at_once = max(1, SUMS // max(count, 1))
        points, origin = self._sums(options[:, :at_once])
        for start in range(at_once, options.shape[1], at_once):
            more, later = self._sums(options[:, start : start + at_once])
            points = np.concatenate([points, more], axis=1)
            kept = undominated(points.T)
            points, origin = points.take(kept, axis=1), np.append(origin, later + start * count)[kept]
        rows, before = np.divmod(origin, max(count, 1))
        self.points = points
        self.history.append((block, before, rows if names is None else names[rows]))

    def _sums(self, options: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Undominated sums with some rows of a block that can still reach the floor, and where each came from."""
        sums = (options[:, :, None] + self.points[:, None, :]).reshape(len(options), -1)
        if self.floor is None:
            kept = undominated(sums.T)
            return sums.take(kept, axis=1), kept
        lowest = self.floor - self.epsilon - self.to_come
        high = np.flatnonzero(np.logical_and.reduce(sums >= lowest[:, None], axis=0))
        kept = high[undominated(sums.take(high, axis=1).T)]
        return sums.take(kept, axis=1), kept

    def coarsen(self, largest: int) -> None:
        """Keep one point per undominated box, with the smallest boxes that leave at most `largest` points."""
        kept, side = _boxed(self.points, largest)
        block, before, rows = self.history[-1]
        self.points = self.points.take(kept, axis=1)
        self.history[-1] = block, before[kept], rows[kept]
        self.epsilon = self.epsilon + side - 1

    def result(self) -> Merged:
        """Follow every point back through the merges to the row chosen in each block."""
        at = np.arange(self.points.shape[1])
        rows = np.empty((len(self.blocks), len(at)), dtype=np.int64)
        for block, before, chosen in reversed(self.history):
            rows[block] = chosen.take(at)
            at = before.take(at)
        return Merged(np.ascontiguousarray(self.points.T), np.ascontiguousarray(rows.T), self.epsilon)


def _widest_first(spread: NDArray[np.int64]) -> list[int]:
    """Blocks by falling spread, as shares of each party's whole: what comes late then moves sums little."""
    share = spread / np.maximum(spread.sum(axis=0, dtype=np.float64), 1.0)
    return [int(b) for b in np.argsort(-share.sum(axis=1), kind="stable")]


def _boxed(points: NDArray[np.int64], largest: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of one point per undominated box and the sides of the boxes, by bisection on their number per party.

    With `fewest` boxes per party no more than `largest` of them can be undominated: they differ in all parties but one.
    """
    low = points.min(axis=1)[:, None]
    spread = points.max(axis=1) - low[:, 0]
    fewest = max(1, int(largest ** (1 / max(1, len(points) - 1))))
    most = 64 * largest
    found = _in_boxes(points - low, spread, fewest)
    while most > 1.05 * fewest + 1:
        middle = int((fewest * most) ** 0.5) + 1
        tried = _in_boxes(points - low, spread, middle)
        if len(tried[0]) > largest:
            most = middle
        else:
            fewest, found = middle, tried
    return found


def _in_boxes(
    above: NDArray[np.int64], spread: NDArray[np.int64], boxes: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    side = spread // boxes + 1
    return undominated((above // side[:, None]).T), side
