"""Simultaneous stability: what if the others move at the same time?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.deals.stability.option_moves import OptionMoves

States = NDArray[np.int64]
MOST_CHANGES = 100_000_000
MOST_COMBINATIONS = 2_000_000_000
BATCH = 1_000_000
LISTED_AT_ONCE = 1 << 17


@dataclass(frozen=True, slots=True, eq=False)
class _Improvements:
    """Improvements of one decision maker from every state: the own bits that each leads to, sorted by state."""

    mask: int
    first: States
    count: States
    bits: States


def simultaneously_stable_states(moves: OptionMoves) -> NDArray[np.bool_] | None:
    """Say in which states each decision maker would stay if others might move at the same time.

    State s is stable for i if for every improvement of i from s there are some of the others, each with an improvement
    of its own from s, such that all these changes of options *together* give a state that can be and that is no better
    than s for i. For two decision makers this is the definition of [FraserHipel1984]_; for more, any of the others may
    join. A combination that cannot be deters nobody. The definition needs options that change independently, so it
    applies to option form only.

    Returns
    -------
    array, shape (decision maker, state), or None
        None when more than `MOST_CHANGES` moves or `MOST_COMBINATIONS` combinations would have to be gone through.
    """
    makers = range(len(moves.ranks))
    if moves.codes.size * sum(1 << len(own) for own in moves.own) > MOST_CHANGES:
        return None
    improvements = [_improvements(moves, maker) for maker in makers]
    combinations = np.prod([1.0 + listed.count for listed in improvements], axis=0).sum()
    if combinations * len(improvements) > MOST_COMBINATIONS:
        return None
    return np.stack([_stable_for(moves, improvements, maker) for maker in makers])


def _improvements(moves: OptionMoves, maker: int) -> _Improvements:
    count = np.zeros(moves.codes.size, dtype=np.int64)
    mask, bits = moves.own_mask(maker), [np.zeros(0, dtype=np.int64)]
    rank = moves.ranks[maker]
    batch = max(1, LISTED_AT_ONCE >> len(moves.own[maker]))
    for begin in range(0, moves.codes.size, batch):
        states = np.arange(begin, min(begin + batch, moves.codes.size))
        position, target = moves.targets(maker, states)
        better = rank[target] > rank[states[position]]
        count[states] = np.bincount(position[better], minlength=states.size)
        bits.append(moves.codes[target[better]] & mask)
    return _Improvements(mask, np.cumsum(count) - count, count, np.concatenate(bits))


def _stable_for(moves: OptionMoves, improvements: Sequence[_Improvements], maker: int) -> NDArray[np.bool_]:
    """Go through the improvements of one decision maker, a few per state at first, as one that stands settles it."""
    own = improvements[maker]
    others = [listed for other, listed in enumerate(improvements) if other != maker]
    # Those with few improvements come first: what they deter needs none of the many combinations of the rest.
    others.sort(key=lambda listed: listed.bits.size)
    rank_of_pattern = moves.spread_ranks(maker)
    work = np.prod([1.0 + listed.count for listed in others], axis=0)
    stable = np.ones(moves.codes.size, dtype=bool)
    done, width = 0, 1
    while done < own.count.max():
        waiting = np.flatnonzero(stable & (own.count > done))
        for states in _in_batches(waiting, work[waiting] * width):
            number = np.minimum(own.count[states] - done, width)
            start, at = _expand(own.first[states] + done, number)
            begins = states[start]
            code = moves.codes[begins] & ~own.mask | own.bits[at]
            deterred = _deterred(code, begins, moves.ranks[maker], others, rank_of_pattern)
            stable[begins[~deterred]] = False
        done, width = done + width, 2 * width
    return stable


def _deterred(
    code: States,
    begins: States,
    rank: NDArray[np.int32],
    others: Sequence[_Improvements],
    rank_of_pattern: NDArray[np.int32],
) -> NDArray[np.bool_]:
    """Let one after the other join in; who is deterred already needs no further combination."""
    deterred = np.zeros(code.size, dtype=bool)
    move, together = np.arange(code.size), code
    for other in others:
        open_still = ~deterred[move]
        move, together = move[open_still], together[open_still]
        begin = begins[move]
        before, at = _expand(other.first[begin], other.count[begin])
        joined, by = together[before] & ~other.mask | other.bits[at], move[before]
        deterred[by[rank_of_pattern[joined] <= rank[begins[by]]]] = True
        move, together = np.concatenate([move, by]), np.concatenate([together, joined])
    return deterred


def _expand(first: States, count: States) -> tuple[States, States]:
    """List the places ``first, first + 1, ...`` of each range, with the range that each belongs to."""
    row = np.repeat(np.arange(first.size), count)
    ahead = np.arange(row.size) - np.repeat(np.cumsum(count) - count, count)
    return row, np.repeat(first, count) + ahead


def _in_batches(states: States, work: NDArray[np.float64]) -> list[States]:
    """Cut states into runs of bounded work."""
    part = (np.cumsum(work) // BATCH).astype(np.int64)
    cuts = np.flatnonzero(np.diff(part)) + 1
    return np.split(states, cuts) if states.size else []
