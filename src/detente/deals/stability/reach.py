"""What a group of decision makers can bring about, by legal sequences of moves.

A sequence is *legal* if no decision maker moves twice in a row: rule ``no-one-twice-in-a-row`` [Fang1993]_. Under the
narrower rule ``each-at-most-once`` no decision maker moves twice at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import combinations
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.signedinteger]
Step = Callable[[int, Values], Values]


class MoveRule(StrEnum):
    """Which sequences of moves by a group count as legal."""

    NO_ONE_TWICE_IN_A_ROW = "no-one-twice-in-a-row"
    EACH_AT_MOST_ONCE = "each-at-most-once"


class Moves(Protocol):
    """What the search needs to know of the moves; `transitive` if two moves in a row of one are one move of it."""

    transitive: bool
    ranks: NDArray[np.int32]

    def least(self, mover: int, values: Values) -> Values:
        """Least value after one move."""

    def least_improving(self, mover: int, values: Values) -> Values:
        """Least value after one improvement."""

    def targets(self, mover: int, states: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Single moves from some states."""


def least_reached(moves: Moves, movers: Sequence[int], seeds: Values, rule: MoveRule) -> Values:
    """Return the least seed over the states that `movers` can reach, the start itself included.

    ``min over t in {s} + R_H(s) of seed(t)``, shape (state, column).
    """
    return _closure(moves.least, moves.transitive, movers, seeds, rule)


def least_reached_improving(moves: Moves, movers: Sequence[int], seeds: Values, rule: MoveRule) -> Values:
    """Return the least seed over the states that `movers` can reach when every move improves for its mover.

    ``min over t in {s} + R_H++(s) of seed(t)``, shape (state, column).
    """
    return _closure(moves.least_improving, moves.transitive, movers, seeds, rule)


def most_by_one_move(moves: Moves, mover: int, values: Values) -> Values:
    """Return the largest value after one move of one decision maker or none, shape (state, column)."""
    return -np.minimum(-values, moves.least(mover, -values))


def _closure(step: Step, transitive: bool, movers: Sequence[int], seeds: Values, rule: MoveRule) -> Values:
    if rule is MoveRule.EACH_AT_MOST_ONCE:
        return _each_at_most_once(step, movers, seeds)
    return _sweep(step, movers, seeds) if transitive else _sweep_by_first_mover(step, movers, seeds)


def _sweep(step: Step, movers: Sequence[int], seeds: Values) -> Values:
    """Close under moves that are transitive: the rule then forbids nothing, as two moves of one are one."""
    least, unchanged = seeds, 0
    while unchanged < len(movers):
        for mover in movers:
            lower = np.minimum(least, step(mover, least))
            # Whoever has just lowered something has nothing more to lower: its second move adds nothing to its first.
            unchanged = unchanged + 1 if np.array_equal(lower, least) else 1
            least = lower
            if unchanged >= len(movers):
                break
    return least


def _sweep_by_first_mover(step: Step, movers: Sequence[int], seeds: Values) -> Values:
    """Keep the least for each first mover apart: whoever goes on must be someone else."""
    largest = np.iinfo(seeds.dtype).max
    by_first = {mover: np.full_like(seeds, largest) for mover in movers}
    changed = True
    while changed:
        changed = False
        for mover in movers:
            others = [by_first[other] for other in movers if other != mover]
            lower = step(mover, np.minimum.reduce([seeds, *others]))
            changed = changed or not np.array_equal(lower, by_first[mover])
            by_first[mover] = lower
    return np.asarray(np.minimum.reduce([seeds, *by_first.values()]))


def _each_at_most_once(step: Step, movers: Sequence[int], seeds: Values) -> Values:
    """Go from small sets of those who have not yet moved to larger ones."""
    least: dict[tuple[int, ...], Values] = {(): seeds}
    for size in range(1, len(movers) + 1):
        for group in combinations(movers, size):
            rests = [(mover, tuple(other for other in group if other != mover)) for mover in group]
            least[group] = np.minimum.reduce([seeds, *(step(mover, least[rest]) for mover, rest in rests)])
    return least[tuple(movers)]
