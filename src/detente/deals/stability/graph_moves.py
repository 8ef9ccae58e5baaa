"""Moves in graph form: a list of pairs of states for every decision maker."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Pairs = NDArray[np.int64]


class GraphMoves:
    """The moves of every decision maker as given, which need not be transitive.

    Parameters
    ----------
    pairs : sequence of array, shape (move, 2)
        For each decision maker, the states from which and to which it can move.
    ranks : array, shape (decision maker, state)
        How good each state is to each; higher is better.
    """

    transitive = False

    def __init__(self, pairs: Sequence[Pairs], ranks: NDArray[np.int32]) -> None:
        self.ranks = ranks
        self._moves = [_Arrows(listed) for listed in pairs]
        better = [rank[listed[:, 1]] > rank[listed[:, 0]] for rank, listed in zip(ranks, pairs, strict=True)]
        self._improvements = [_Arrows(listed[keep]) for listed, keep in zip(pairs, better, strict=True)]

    def least(self, mover: int, values: NDArray[np.signedinteger]) -> NDArray[np.signedinteger]:
        """Return the least value that one move brings, the largest number where there is none; (state, column)."""
        return self._moves[mover].least(values)

    def least_improving(self, mover: int, values: NDArray[np.signedinteger]) -> NDArray[np.signedinteger]:
        """Return the least value that one improvement of the mover brings, the largest number where there is none."""
        return self._improvements[mover].least(values)

    def targets(self, mover: int, states: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """List single moves from some states: position in `states`, and the state reached; both shape (move,)."""
        return self._moves[mover].targets(states)


class _Arrows:
    """Pairs of states sorted by where they start."""

    def __init__(self, pairs: Pairs) -> None:
        unique = np.unique(pairs.reshape(-1, 2), axis=0)
        self._start, self._end = unique[:, 0], unique[:, 1]
        self._sources, self._first = np.unique(self._start, return_index=True)

    def least(self, values: NDArray[np.signedinteger]) -> NDArray[np.signedinteger]:
        least = np.full_like(values, np.iinfo(values.dtype).max)
        if self._sources.size:
            least[self._sources] = np.minimum.reduceat(values[self._end], self._first, axis=0)
        return least

    def targets(self, states: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        low = np.searchsorted(self._start, states, side="left")
        count = np.searchsorted(self._start, states, side="right") - low
        position = np.repeat(np.arange(states.size), count)
        ahead = np.arange(position.size) - np.repeat(np.cumsum(count) - count, count)
        return position, self._end[np.repeat(low, count) + ahead]
