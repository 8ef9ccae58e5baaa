"""Shortest legal sequences of moves from one state, and who moves in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.deals.stability.reach import Moves

BATCH = 512
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Step:
    """One move: the row of the mover and the row of the state that it leads to."""

    mover: int
    state: int


@dataclass(frozen=True, slots=True, eq=False)
class Sequences:
    """Everything that can be reached from one state, with the way there.

    `length` has shape (decision maker, state): moves needed when this decision maker moves last, -1 where it cannot
    be. `before` and `by`, of the same shape, name the state before the last move and who moved to it.
    """

    start: int
    length: NDArray[np.int64]
    before: NDArray[np.int64]
    by: NDArray[np.int64]

    def reached(self) -> NDArray[np.bool_]:
        """Say which states can be reached, the start included; shape (state,)."""
        found: NDArray[np.bool_] = np.logical_or.reduce(self.length >= 0, axis=0)
        found[self.start] = True
        return found

    def shortest(self, state: int) -> tuple[Step, ...]:
        """Return the shortest way to a state that can be reached; ties go by who moves last, in listed order.

        Raises
        ------
        ValueError
            When the state cannot be reached.
        """
        if state == self.start:
            return ()
        lengths = np.where(self.length[:, state] < 0, np.iinfo(np.int64).max, self.length[:, state])
        mover = int(lengths.argmin())
        if self.length[mover, state] < 0:
            raise ValueError("The state cannot be reached.")
        steps = []
        while mover != NOBODY:
            steps.append(Step(mover, state))
            mover, state = int(self.by[mover, state]), int(self.before[mover, state])
        return tuple(reversed(steps))


def improving_sequences(moves: Moves, start: int, movers: Sequence[int]) -> Sequences:
    """Find the shortest sequences in which every move improves for its mover and nobody moves twice in a row."""
    return _sequences(moves, start, movers, improving=True)


def legal_sequences(moves: Moves, start: int, movers: Sequence[int]) -> Sequences:
    """Find the shortest sequences of any moves in which nobody moves twice in a row."""
    return _sequences(moves, start, movers, improving=False)


def _sequences(moves: Moves, start: int, movers: Sequence[int], *, improving: bool) -> Sequences:
    shape = moves.ranks.shape
    found = Sequences(start, np.full(shape, -1), np.full(shape, -1), np.full(shape, NOBODY))
    states, lasts = np.array([start]), np.array([NOBODY])
    length = 0
    while states.size:
        length += 1
        reached, by = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        for mover in movers:
            may_go = lasts != mover
            fresh = _go(moves, found, mover, (states[may_go], lasts[may_go]), improving=improving)
            found.length[mover, fresh] = length
            reached.append(fresh)
            by.append(np.full(fresh.size, mover))
        states, lasts = np.concatenate(reached), np.concatenate(by)
    return found


def _go(
    moves: Moves, found: Sequences, mover: int, layer: tuple[NDArray[np.int64], NDArray[np.int64]], *, improving: bool
) -> NDArray[np.int64]:
    """Move on from the states of a layer, each with who moved last; note the way to what was not reached before."""
    goals = [np.zeros(0, dtype=np.int64)]
    for begin in range(0, layer[0].size, BATCH):
        states, lasts = (part[begin : begin + BATCH] for part in layer)
        position, target = moves.targets(mover, states)
        fresh = found.before[mover, target] < 0
        if improving:
            fresh &= moves.ranks[mover, target] > moves.ranks[mover, states[position]]
        # The first way to a state is kept: written backwards, it is written last.
        target, position = target[fresh][::-1], position[fresh][::-1]
        found.before[mover, target] = states[position]
        found.by[mover, target] = lasts[position]
        goals.append(target)
    return np.unique(np.concatenate(goals))
