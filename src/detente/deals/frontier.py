"""The Pareto frontier of additive utilities, by merging blocks one at a time and pruning dominated sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.deals.dominance import undominated
from detente.deals.integers import decimal_integers, exact_integers, integer_utilities

__all__ = [
    "Merged",
    "decimal_integers",
    "epsilon_frontier",
    "exact_integers",
    "integer_utilities",
    "merge_blocks",
    "undominated",
]

SUMS = 500_000
"""Sums formed at once; more are formed and pruned in turn, so that memory stays flat."""


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
    """Partial sums of the blocks merged so far, and how each came about; columns are (party, point)."""

    def __init__(self, blocks: Sequence[NDArray[np.int64]], floor: NDArray[np.int64] | None) -> None:
        parties = blocks[0].shape[1]
        self.kept = [undominated(block) for block in blocks]
        self.options = [np.ascontiguousarray(block[kept].T) for block, kept in zip(blocks, self.kept, strict=True)]
        self.order = _widest_first(self.options)
        self.points = np.zeros((parties, 1), dtype=np.int64)
        self.epsilon = np.zeros(parties, dtype=np.int64)
        self.floor = floor
        self.to_come = sum((o.max(axis=1) for o in self.options), start=np.zeros(parties, dtype=np.int64))
        self.history: list[tuple[int, NDArray[np.int64], NDArray[np.int64]]] = []

    def add(self, block: int) -> None:
        """Combine every partial sum with every option of a block, a few options at a time, and prune."""
        options, count = self.options[block], self.points.shape[1]
        self.to_come = self.to_come - options.max(axis=1)
        at_once = max(1, SUMS // max(count, 1))
        points = np.empty((len(options), 0), dtype=np.int64)
        origin = np.empty(0, dtype=np.int64)
        for start in range(0, options.shape[1], at_once):
            sums = options[:, start : start + at_once, None] + self.points[:, None, :]
            points = np.concatenate([points, sums.reshape(len(options), -1)], axis=1)
            origin = np.append(origin, np.arange(start * count, start * count + sums[0].size))
            if self.floor is not None:
                lowest = self.floor - self.epsilon - self.to_come
                high = np.flatnonzero(np.logical_and.reduce(points >= lowest[:, None], axis=0))
                points, origin = points[:, high], origin[high]
            best = undominated(points.T)
            points, origin = points[:, best], origin[best]
        self.points = points
        self.history.append((block, origin % max(count, 1), origin // max(count, 1)))

    def coarsen(self, largest: int) -> None:
        """Keep one point per undominated box, with the smallest boxes that leave at most `largest` points."""
        kept, side = _boxed(self.points, largest)
        block, before, chosen = self.history[-1]
        self.points = self.points[:, kept]
        self.history[-1] = block, before[kept], chosen[kept]
        self.epsilon = self.epsilon + side - 1

    def result(self) -> Merged:
        """Follow every point back through the merges to the row chosen in each block."""
        at = np.arange(self.points.shape[1])
        rows = np.empty((len(at), len(self.options)), dtype=np.int64)
        for block, before, chosen in reversed(self.history):
            rows[:, block] = self.kept[block][chosen[at]]
            at = before[at]
        return Merged(np.ascontiguousarray(self.points.T), rows, self.epsilon)


def _widest_first(options: Sequence[NDArray[np.int64]]) -> list[int]:
    """Blocks by falling spread, as shares of each party's whole: what comes late then moves sums little."""
    spread = np.array([o.max(axis=1) - o.min(axis=1) for o in options], dtype=np.float64)
    share = (spread / np.maximum(spread.sum(axis=0), 1.0)).sum(axis=1)
    return [int(b) for b in np.argsort(-share, kind="stable")]


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
