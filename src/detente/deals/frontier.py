"""The Pareto frontier of additive utilities, by merging issues one at a time and pruning dominated sums."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DIGITS = 12
"""Utilities are rounded to this many decimal digits of the largest and added as integers, so that ties are exact."""


@dataclass(frozen=True, slots=True, eq=False)
class Merged:
    """Undominated points: integer utilities (point, party) and the row chosen in each block (point, block)."""

    points: NDArray[np.int64]
    rows: NDArray[np.int64]


def integer_utilities(blocks: Sequence[NDArray[np.float64]]) -> tuple[list[NDArray[np.int64]], float]:
    """Round utilities (row, party) of all blocks to integers on one decimal scale; returns them and the unit."""
    largest = max((float(np.abs(b).max()) for b in blocks), default=1.0) or 1.0
    unit = 10.0 ** (np.ceil(np.log10(largest)) - DIGITS)
    return [np.rint(b / unit).astype(np.int64) for b in blocks], float(unit)


def undominated(points: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rows that no other row dominates, one row for each distinct point, best first party first.

    Examples
    --------
    >>> undominated(np.array([[1, 1], [2, 0], [0, 0], [2, 0]])).tolist()
    [1, 0]
    """
    order = np.lexsort(tuple(-points[:, i] for i in range(points.shape[1] - 1, -1, -1)))
    ranked = points[order]
    if points.shape[1] == 1:
        return order[:1]
    if points.shape[1] == 2:
        second = ranked[:, 1]
        best_before = np.maximum.accumulate(np.concatenate([[np.iinfo(np.int64).min], second[:-1]]))
        return order[second > best_before]
    if points.shape[1] == 3:
        return order[_staircase(ranked[:, 1], ranked[:, 2])]
    return order[_by_comparison(ranked)]


def _staircase(second: NDArray[np.int64], third: NDArray[np.int64]) -> list[int]:
    """Rows undominated in the last two parties among those before them (the first party is already sorted).

    The staircase holds second values in rising order with falling third values [Kung1975]_.
    """
    steps: list[int] = []
    height: dict[int, int] = {}
    kept = []
    for row, (x, y) in enumerate(zip(second.tolist(), third.tolist(), strict=True)):
        at = bisect_left(steps, x)
        if at < len(steps) and height[steps[at]] >= y:
            continue
        upto = bisect_right(steps, x)
        first = upto
        while first > 0 and height[steps[first - 1]] <= y:
            first -= 1
            del height[steps[first]]
        del steps[first:upto]
        insort(steps, x)
        height[x] = y
        kept.append(row)
    return kept


def _by_comparison(ranked: NDArray[np.int64]) -> NDArray[np.int64]:
    """Any number of parties: rows in falling order can only be dominated by rows kept before them."""
    ranked, positions = np.unique(-ranked, axis=0, return_index=True)
    ranked = -ranked
    kept: list[int] = []
    front = np.empty_like(ranked)
    for row, point in enumerate(ranked):
        if not (front[: len(kept)] >= point).all(axis=1).any():
            front[len(kept)] = point
            kept.append(row)
    return positions[kept]


def merge_blocks(blocks: Sequence[NDArray[np.int64]], largest: int) -> Merged | None:
    """The exact frontier of the sum of one row from each block, or None when it passes `largest` points.

    A dominated partial sum stays dominated whatever is added, so pruning after each merge loses nothing.

    Parameters
    ----------
    blocks : sequence of arrays, shape (row, party)
        Integer utilities of the rows among which each block chooses one.
    largest : int
        Bound on the points kept after any merge (and, times 64, on the sums formed at once).
    """
    points = np.zeros((1, blocks[0].shape[1]), dtype=np.int64)
    rows = np.zeros((1, 0), dtype=np.int64)
    for block in sorted(range(len(blocks)), key=lambda b: len(blocks[b])):
        pruned = undominated(blocks[block])
        options = blocks[block][pruned]
        if len(points) * len(options) > 64 * largest:
            return None
        sums = (points[:, None, :] + options[None, :, :]).reshape(-1, points.shape[1])
        kept = undominated(sums)
        if len(kept) > largest:
            return None
        before, chosen = np.divmod(kept, len(options))
        points = sums[kept]
        rows = np.column_stack([rows[before], pruned[chosen]])
    order = np.argsort(sorted(range(len(blocks)), key=lambda b: len(blocks[b])), kind="stable")
    return Merged(points, rows[:, order])
