"""Moves in option form: a state is a bit pattern, and a decision maker changes its own bits.

A decision maker may change several of its options in one move. So one move reaches whatever two moves in a row reach,
and improvements chain likewise: both relations are transitive, on which the sweeps here and in `reach` rely.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from detente.case import CaseError

Codes = NDArray[np.int64]
LARGEST_TABLE = 200_000_000


class OptionMoves:
    """The moves of every decision maker between the feasible bit patterns.

    Parameters
    ----------
    codes : array, shape (state,)
        Bit pattern of each feasible state, rising; bit k is option k.
    owners : array, shape (option,)
        Row of the decision maker that owns each option.
    directions : array, shape (option,)
        0 where an option can be taken and dropped, 1 where only taken, -1 where only dropped.
    ranks : array, shape (decision maker, state)
        How good each state is to each; higher is better.
    """

    transitive = True

    def __init__(
        self, codes: Codes, owners: NDArray[np.int64], directions: NDArray[np.int64], ranks: NDArray[np.int32]
    ) -> None:
        self.codes = codes
        self.ranks = ranks
        self.options = owners.size
        self.complete = codes.size == 1 << owners.size
        self.own = [np.flatnonzero(owners == mover).tolist() for mover in range(len(ranks))]
        self.directions: list[int] = directions.tolist()
        self.state_of = np.full(1 << owners.size, -1, dtype=np.int64)
        self.state_of[codes] = np.arange(codes.size)
        self._tables: dict[int, _ImprovementTable] = {}

    def least(self, mover: int, values: NDArray[np.signedinteger]) -> NDArray[np.signedinteger]:
        """Return the least value that one move or none brings, shape (state, column).

        The least over a cube of bit patterns is taken bit by bit; patterns that cannot be hold the largest number.
        """
        cube = self._spread(values)
        for bit in self.own[mover]:
            halves = cube.reshape(-1, 2, (1 << bit) * values.shape[1])
            off, on = halves[:, 0], halves[:, 1]
            if self.directions[bit] >= 0:
                np.minimum(off, on, out=off)
            if self.directions[bit] <= 0:
                np.minimum(on, off, out=on)
        return self._gather(cube)

    def least_improving(self, mover: int, values: NDArray[np.signedinteger]) -> NDArray[np.signedinteger]:
        """Return the least value that one improvement brings, the largest number where there is none."""
        if mover not in self._tables:
            self._tables[mover] = _ImprovementTable(self, mover)
        return self._gather(self._tables[mover].least(self._spread(values)))

    def targets(self, mover: int, states: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """List single moves from some states: position in `states`, and the state reached; both shape (move,)."""
        codes = self.codes[states]
        changes = self._changes(mover)
        pattern = codes[:, None] ^ changes
        reached = pattern if self.complete else self.state_of[pattern]
        allowed = reached >= 0
        taken_only, dropped_only = self._one_way(mover)
        if taken_only:
            allowed &= (codes & taken_only)[:, None] & changes == 0
        if dropped_only:
            allowed &= (~codes & dropped_only)[:, None] & changes == 0
        start, change = np.nonzero(allowed)
        return start, self.state_of[codes[start] ^ changes[change]]

    def spread_ranks(self, mover: int) -> NDArray[np.int32]:
        """Rank of every bit pattern to a decision maker, the largest number for one that cannot be."""
        return self._spread(self.ranks[mover][:, None])[:, 0].copy()

    def own_mask(self, mover: int) -> int:
        """Bits of the options that a decision maker owns."""
        return sum(1 << bit for bit in self.own[mover])

    def irreversible_bits(self, mover: int) -> list[int]:
        """Own options that go one way only."""
        return [bit for bit in self.own[mover] if self.directions[bit]]

    def _changes(self, mover: int) -> Codes:
        """Every nonempty set of own options, as bits."""
        return _subsets(self.own[mover])[1:]

    def _one_way(self, mover: int) -> tuple[int, int]:
        forward = sum(1 << bit for bit in self.own[mover] if self.directions[bit] > 0)
        return forward, sum(1 << bit for bit in self.own[mover] if self.directions[bit] < 0)

    def _spread(self, values: NDArray[np.signedinteger]) -> NDArray[np.signedinteger]:
        if self.complete:
            return values.copy()
        cube = np.full((1 << self.options, values.shape[1]), np.iinfo(values.dtype).max, dtype=values.dtype)
        cube[self.codes] = values
        return cube

    def _gather(self, cube: NDArray[np.signedinteger]) -> NDArray[np.signedinteger]:
        return cube if self.complete else cube[self.codes]


class _ImprovementTable:
    """Where the improvements of one decision maker lead, without listing them one by one.

    Patterns that differ only in its reversible options form a row, sorted by rank. What is better than a state within
    a row is then the end of the row, and the least over it a running minimum from behind. Each set of irreversible
    options that a state may still change leads to one other row.
    """

    def __init__(self, moves: OptionMoves, mover: int) -> None:
        one_way = moves.irreversible_bits(mover)
        self.size = 1 << (len(moves.own[mover]) - len(one_way))
        if moves.codes.size * 1.5 ** len(one_way) > LARGEST_TABLE:
            raise CaseError(
                f"{len(one_way)} irreversible options of one decision maker in {moves.codes.size:,} states"
                " are too many.\nMerge options that are taken together, or mark as infeasible what cannot be."
            )
        ranks = moves.spread_ranks(mover).astype(np.int64)
        patterns = np.arange(ranks.size)
        row_key = patterns & ~(moves.own_mask(mover) - sum(1 << bit for bit in one_way))
        self.order = np.lexsort((ranks, row_key))
        row = np.empty_like(self.order)
        row[self.order] = patterns // self.size
        keys = (row << 32 | ranks)[self.order]
        self.steps = [
            (start, np.searchsorted(keys, row[start ^ change] << 32 | ranks[start], side="right") + row[start ^ change])
            for change, start in _starts(moves, one_way)
        ]

    def least(self, cube: NDArray[np.signedinteger]) -> NDArray[np.signedinteger]:
        """Return the least value after one improvement, shape (pattern, column)."""
        columns = cube.shape[1]
        rows = cube[self.order].reshape(-1, self.size, columns)
        # One more place per row, for states that nothing in the row improves on.
        ends = np.full((rows.shape[0], self.size + 1, columns), np.iinfo(cube.dtype).max, dtype=cube.dtype)
        np.minimum.accumulate(rows[:, ::-1], axis=1, out=ends[:, -2::-1])
        flat = ends.reshape(-1, columns)
        least = np.full_like(cube, np.iinfo(cube.dtype).max)
        for start, place in self.steps:
            least[start] = np.minimum(least[start], flat[place])
        return least


def _starts(moves: OptionMoves, one_way: Sequence[int]) -> Iterator[tuple[int, Codes]]:
    """Go through the sets of irreversible options: the bits, and the feasible patterns that can still change them."""
    forward = sum(1 << bit for bit in one_way if moves.directions[bit] > 0)
    for change in _subsets(one_way).tolist():
        yield change, moves.codes[(moves.codes & change) == (change & ~forward)]


def _subsets(bits: Sequence[int]) -> Codes:
    """List every set of bits, the empty one first."""
    subsets = np.zeros(1, dtype=np.int64)
    for bit in bits:
        subsets = np.concatenate([subsets, subsets | 1 << bit])
    return subsets
