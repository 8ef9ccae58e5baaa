"""A quick look at many changes in the hardest worlds: it may pass a bad package, and never rules out a good one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detente.deals.proposals.neighbours import Interaction, Neighbours
from detente.deals.worth.pairwise import INDIFFERENT

HARDEST = 64
"""Worlds looked at beyond those that a package good enough may fail in."""

BARRED = 2.0
"""What a crossed red line costs on the scale of the screen, where no gain passes 1."""


class Screen:
    """Single-precision gains of changes in the worlds where good packages fail most, red lines as large losses.

    Gains are divided by a bound on what any package could bring the party in that world. Acceptance is judged with a
    slack above the rounding of single precision, so that the numbers of failures are lower bounds.
    """

    def __init__(self, table: Neighbours, good: Sequence[Sequence[int]], allowed: int) -> None:
        self.table = table
        count = min(table.worlds, HARDEST + allowed + allowed // 2)
        self.hard = _hardest_first(table, good)[:count]
        self.scale = _largest(table)[:, self.hard]
        gain, red = table.gain[:, self.hard] / self.scale[:, :, None], table.red[:, self.hard]
        self.quick = (gain - BARRED * red).astype(np.float32)
        self.base = self._on_scale(table.base, table.base_red)
        self.slack = 1e-6 * (1 + BARRED * len(table.package))
        self._reach: NDArray[np.float32] | None = None

    @property
    def size(self) -> int:
        """Comparisons per package looked at."""
        return len(self.table.base) * len(self.hard)

    def _on_scale(self, gain: NDArray[np.float64], red: NDArray[np.int16]) -> NDArray[np.float32]:
        scaled: NDArray[np.float32] = (gain[:, self.hard] / self.scale - BARRED * red[:, self.hard]).astype(np.float32)
        return scaled

    def _extra(self, extras: Sequence[Interaction]) -> NDArray[np.float32]:
        total = np.zeros(self.base.shape, dtype=np.float32)
        for extra in extras:
            scaled = extra.gain[self.hard] / self.scale[extra.party] - BARRED * extra.red[self.hard]
            total[extra.party] += scaled.astype(np.float32)
        return total

    def _state(self, moves: Sequence[int]) -> NDArray[np.float32]:
        total = self.base.copy()
        for n, move in enumerate(moves):
            total += self.quick[:, :, move]
            for other in moves[:n]:
                if other in self.table.together[move]:
                    total += self._extra(self.table.together[move][other])
        return total

    def fails(self, moves: Sequence[int], first: int) -> NDArray[np.int64]:
        """At least so many worlds fail after some changes and one more, for each one more from `first` on."""
        state = self._state(moves)
        least = np.float32(-self.slack) - state
        fails = _count_below(self.quick, least, first)
        for other in self.table.partners(moves, first):
            extra = [x for move in moves for x in self.table.together[move].get(other, ())]
            total = state + self._extra(extra) + self.quick[:, :, other]
            fails[other - first] = np.count_nonzero((total < -self.slack).any(axis=0))
        return fails

    def could_fail(self, one: int, first: int) -> NDArray[np.int64]:
        """At least so many worlds fail after change `one`, another from `first` on, and any third beyond that."""
        if self._reach is None:
            self._reach = self.quick + self._best_later() + self._best_together()
        least = np.float32(-2 * self.slack) - self.base - self._reach_alone(one)
        return _count_below(self._reach, least, first)

    def _reach_alone(self, one: int) -> NDArray[np.float32]:
        alone: NDArray[np.float32] = self.quick[:, :, one] + self._most(one)
        return alone

    def _best_later(self) -> NDArray[np.float32]:
        """For each change the best change on a later element, per party and world."""
        best = np.full_like(self.quick, -np.inf)
        after = self.table.after[self.table.element]
        running = np.full(self.base.shape, -np.inf, dtype=np.float32)
        for move in range(self.quick.shape[2] - 1, -1, -1):
            # All changes on one element share what comes after it.
            if move == len(after) - 1 or after[move] != after[move + 1]:
                running = self.quick[:, :, after[move] :].max(axis=2, initial=-np.inf)
            best[:, :, move] = running
        return best

    def _most(self, move: int) -> NDArray[np.float32]:
        """The most that a change could bring together with others, beyond their sum."""
        total = np.zeros(self.base.shape, dtype=np.float32)
        for extras in self.table.together[move].values():
            total += np.maximum(self._extra(extras), 0.0)
        return total

    def _best_together(self) -> NDArray[np.float32]:
        return np.stack([self._most(move) for move in range(self.quick.shape[2])], axis=2)


def _hardest_first(table: Neighbours, good: Sequence[Sequence[int]]) -> NDArray[np.int64]:
    """Worlds in falling order of how many good packages fail in them."""
    failing = np.zeros(table.worlds, dtype=np.int64)
    for moves in good:
        gain, red = table.state(moves)
        failing += np.logical_or.reduce((gain < INDIFFERENT) | (red > 0), axis=0)
    return np.argsort(-failing, kind="stable")


def _largest(table: Neighbours) -> NDArray[np.float64]:
    """A bound on the gain from any package, (party, world)."""
    pairwise = table.pairwise
    bound = np.abs(pairwise.constant) + np.abs(pairwise.single * pairwise.axes.exists).max(axis=3).sum(axis=2)
    for penalty in pairwise.penalties:
        bound[:, penalty.party] += penalty.loss
    largest: NDArray[np.float64] = np.maximum(bound, 1e-12).T
    return largest


def _count_below(gain: NDArray[np.float32], least: NDArray[np.float32], first: int) -> NDArray[np.int64]:
    """Number of worlds in which some party's gain is below its least, for each change from `first` on."""
    enough = gain[0, :, first:] >= least[0][:, None]
    for party in range(1, len(gain)):
        enough &= gain[party, :, first:] >= least[party][:, None]
    passed: NDArray[np.int64] = np.add.reduce(enough.view(np.uint8), axis=0, dtype=np.int64)
    return len(enough) - passed
