"""Which points no other point matches or beats for every party, exactly, for any number of parties."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CELLS = 60_000
"""Most cells of the grid that throws out most dominated points before the exact comparison."""

FEW, FEW_OF_TWO = 64, 3_000
"""Up to this many points, of more parties and of two, the grid costs more than it saves."""

PAIRS = 400
"""Up to this many points all pairs are compared at once."""

FIRST_CHUNK, CHUNK = 256, 1_024
"""Points compared at once: few at first, because the best sums dominate most of the rest."""

BATCH = 2_048
"""Points looked up at once in the bit tables of a chunk, so that memory stays flat."""

WORD = 64

LOWEST = np.iinfo(np.int64).min

EARLIER = np.triu(np.ones((PAIRS, PAIRS), dtype=np.bool_), 1)
"""Whether the row number is below the column number."""


def undominated(points: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rows that no other row dominates, one row for each distinct point, best for the first party first.

    Row q dominates row p if ``q[i] >= p[i]`` for every party i and the two differ. Of equal rows the first is kept.
    A grid first drops points that another one beats by whole cells; what is left is compared exactly: two parties by
    one sort, three by a staircase of maxima [Kung1975]_, more by sets of bits, and few points by pairs.

    Parameters
    ----------
    points : array, shape (point, party)
        Integer utilities, any unit per party, each below ``2**62`` in size.

    Returns
    -------
    array, shape (kept,)
        Row numbers by falling utility of the first party, ties by the second, and so on.

    Examples
    --------
    >>> undominated(np.array([[1, 1], [2, 0], [0, 0], [2, 0]])).tolist()
    [1, 0]
    >>> undominated(np.array([[1, 2, 3], [3, 2, 1], [1, 2, 2], [2, 2, 2]])).tolist()
    [1, 3, 0]
    """
    columns = np.ascontiguousarray(points.T)
    count, parties = points.shape
    if count == 0:
        return np.empty(0, dtype=np.int64)
    if parties == 1:
        return np.array([columns[0].argmax()])
    if count <= (FEW_OF_TWO if parties == 2 else FEW):
        return _exactly(columns)
    rows = _not_beaten_by_cells(columns)
    return rows[_exactly(columns.take(rows, axis=1))]


def _exactly(columns: NDArray[np.int64]) -> NDArray[np.int64]:
    if len(columns) == 2:
        return _two(columns[0], columns[1])
    if columns.shape[1] <= PAIRS:
        return _by_pairs(columns)
    return _three(columns) if len(columns) == 3 else _many(columns)


def _by_pairs(columns: NDArray[np.int64]) -> NDArray[np.int64]:
    """Every point with those before it, in falling order: only they can be as good for all."""
    order = _falling(columns)
    ranked = columns.take(order, axis=1)
    as_good = EARLIER[: len(order), : len(order)].copy()
    for column in ranked[1:]:
        as_good &= column[:, None] >= column
    kept: NDArray[np.int64] = order[~np.logical_or.reduce(as_good, axis=0)]
    return kept


def _falling(columns: NDArray[np.int64]) -> NDArray[np.int64]:
    """Row numbers by falling first column, ties by the second, and so on, equal rows as they come."""
    return np.lexsort(-columns[::-1])


def _not_beaten_by_cells(columns: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rows left after a coarse and safe comparison.

    All parties but the last are put on a grid. A point goes if a cell that is higher for each of them holds a value
    of the last party at least as high: whoever stands there is strictly better for all but the last, and not worse
    for it. Rounding into cells is monotone, so that a higher cell always means a higher utility. The last cell of
    each side stays empty, so that one step up from any cell stays on the grid.
    """
    *gridded, last = columns
    per_point = 0.25 if len(gridded) == 1 else 4.0
    width = int(min(CELLS, per_point * len(last)) ** (1 / len(gridded)))
    side = width - 2
    if side < 2:
        return np.arange(len(last))
    cell = np.zeros(len(last), dtype=np.int64)
    for column in gridded:
        low, high = column.min(), column.max()
        cell *= width
        cell += ((column - low) * (side / (float(high - low) + 1.0))).astype(np.int64)
    best = np.full(width ** len(gridded), LOWEST)
    np.maximum.at(best, cell, last)
    shaped = np.flip(best.reshape((width,) * len(gridded)))
    for axis in range(len(gridded)):
        np.maximum.accumulate(shaped, axis=axis, out=shaped)
    step = sum(width**k for k in range(len(gridded)))
    above = np.append(best[step:], np.full(step, LOWEST))
    return np.flatnonzero(last > above[cell])


def _two(first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
    """By falling first party, a point stays if the second beats all before; of equal firsts only the last stays."""
    order = np.argsort(-first, kind="stable")
    ranked = second.take(order)
    better = np.ones(len(order), dtype=np.bool_)
    np.greater(ranked[1:], np.maximum.accumulate(ranked)[:-1], out=better[1:])
    kept = order[better]
    value = first.take(kept)
    last = np.ones(len(kept), dtype=np.bool_)
    np.not_equal(value[1:], value[:-1], out=last[:-1])
    return kept if last.all() else kept[last]


def _three(columns: NDArray[np.int64]) -> NDArray[np.int64]:
    """In falling order, a point stays if no step of the staircase so far reaches it in the last two parties.

    Steps have rising second values and falling third ones; those that a new point covers are replaced by it.
    """
    order = _falling(columns)
    steps: list[int] = []
    heights: list[int] = []
    kept = []
    for row, (x, y) in enumerate(zip(columns[1].take(order).tolist(), columns[2].take(order).tolist(), strict=True)):
        first = end = bisect_left(steps, x)
        if end < len(steps):
            if heights[end] >= y:
                continue
            end += steps[end] == x
        while first and heights[first - 1] <= y:
            first -= 1
        steps[first:end] = [x]
        heights[first:end] = [y]
        kept.append(row)
    return order.take(kept)


@dataclass(frozen=True, slots=True, eq=False)
class _Chunk:
    """Per party: the set of chunk points among its best k, as bits (k, word), and how many reach each rank (rank,)."""

    best: list[NDArray[np.uint64]]
    reach: list[NDArray[np.int64]]

    def not_below(self, ranks: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.uint64]:
        """Bits of the chunk points that are at least as good as each of `rows` for every party, (row, word)."""
        found: NDArray[np.uint64] = self.best[0][self.reach[0][ranks[0, rows]]]
        for rank, best, reach in zip(ranks[1:], self.best[1:], self.reach[1:], strict=True):
            found &= best[reach[rank[rows]]]
        return found


def _many(columns: NDArray[np.int64]) -> NDArray[np.int64]:
    """By falling sum of ranks only earlier points can dominate: keep a chunk, drop what it dominates, go on."""
    ranks = np.array([_dense_rank(column) for column in columns])
    rest = np.argsort(-ranks.sum(axis=0), kind="stable")
    kept, size = [], FIRST_CHUNK
    while len(rest):
        members, rest = rest[:size], rest[size:]
        members = members[~_beaten_within(ranks, members)]
        kept.append(members)
        if len(rest):
            rest = rest[~_beaten_by(ranks, members, rest)]
        size = CHUNK
    found = np.concatenate(kept)
    return found[_falling(columns.take(found, axis=1))]


def _dense_rank(column: NDArray[np.int64]) -> NDArray[np.int64]:
    """0 for the smallest value, 1 for the next distinct one, and so on."""
    order = np.argsort(column)
    ranked = column[order]
    rank = np.empty(len(column), dtype=np.int64)
    rank[order] = np.append(0, np.cumsum(ranked[1:] != ranked[:-1]))
    return rank


def _chunk(ranks: NDArray[np.int64], members: NDArray[np.int64]) -> _Chunk:
    best, reach = [], []
    for rank in ranks:
        best.append(_sets(np.argsort(-rank[members], kind="stable")))
        counts = np.bincount(rank[members], minlength=ranks.shape[1])
        reach.append(np.cumsum(counts[::-1])[::-1])
    return _Chunk(best, reach)


def _sets(order: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Row k holds the bits of the first k of `order`, (k, word)."""
    count = len(order)
    bits = np.zeros((count + 1, -(-count // WORD)), dtype=np.uint64)
    bits[np.arange(1, count + 1), order // WORD] = np.uint64(1) << (order % WORD).astype(np.uint64)
    return np.bitwise_or.accumulate(bits, axis=0, out=bits)


def _beaten_within(ranks: NDArray[np.int64], members: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which members an earlier member equals or dominates; so of equal points the first stays."""
    earlier = _sets(np.arange(len(members)))[:-1]
    beaten: NDArray[np.bool_] = np.logical_or.reduce(_chunk(ranks, members).not_below(ranks, members) & earlier, axis=1)
    return beaten


def _beaten_by(ranks: NDArray[np.int64], members: NDArray[np.int64], rest: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of the rest a member equals or dominates."""
    chunk = _chunk(ranks, members)
    beaten = np.empty(len(rest), dtype=np.bool_)
    for start in range(0, len(rest), BATCH):
        batch = slice(start, start + BATCH)
        beaten[batch] = np.logical_or.reduce(chunk.not_below(ranks, rest[batch]), axis=1)
    return beaten
