"""Stability against moves that several decision makers agree on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from detente.deals.stability.reach import (
    MoveRule,
    Moves,
    least_reached,
    least_reached_improving,
)

Stable = NDArray[np.bool_]
CONCEPTS = ("nash", "gmr", "smr", "seq")
NO, YES = np.int8(0), np.int8(-1)
"""Least is any: a column is YES where some state that can be reached is."""
COLUMNS = 1024


def coalitions(makers: int) -> list[tuple[int, ...]]:
    """List every coalition of two or more, small ones first.

    Examples
    --------
    >>> coalitions(3)
    [(0, 1), (0, 2), (1, 2), (0, 1, 2)]
    """
    return [group for size in range(2, makers + 1) for group in combinations(range(makers), size)]


def coalition_stable_states(
    moves: Moves, members: Sequence[int], rule: MoveRule = MoveRule.NO_ONE_TWICE_IN_A_ROW
) -> Mapping[str, Stable]:
    """Say in which states a coalition would stay, by four concepts of stability [Kilgour2001]_ [Inohara2008]_.

    A *coalition improvement* of H from s is a state in ``R_H(s)`` that is better than s for every member. Under
    ``nash`` there is none. Under ``gmr`` each of them, a, can be answered: ``R_{N-H}(a)`` holds a state b that is no
    better than s for some member. Under ``smr`` moreover ``R_H(b)`` holds no coalition improvement over s. Under
    ``seq`` b can be found in ``R++_{N-H}(a)``, where each move improves for its mover. Nothing answers the coalition
    of all. A coalition of one gives the concepts of `stable_states`.

    Returns
    -------
    mapping of str to array, shape (state,)
    """
    others = [maker for maker in range(len(moves.ranks)) if maker not in members]
    ranks = np.ascontiguousarray(moves.ranks[list(members)].T)
    worst_any = least_reached(moves, others, ranks, rule)
    worst_improving = least_reached_improving(moves, others, ranks, rule)
    stable = {concept: np.ones(len(ranks), dtype=bool) for concept in CONCEPTS}
    for begin in range(0, len(ranks), COLUMNS):
        starts = np.arange(begin, min(begin + COLUMNS, len(ranks)))
        better = _better_for_all(ranks, starts)
        gain = better & _can_reach(moves, members, starts, rule)
        # Where the coalition gets off the hook: it improves already, or can from there. Shape (state, start).
        escapes = least_reached(moves, members, np.where(better, YES, NO), rule)
        held = least_reached(moves, others, np.where(escapes == YES, NO, YES), rule) == YES
        answered = {
            "nash": np.zeros_like(gain),
            "gmr": _no_better_for_some(worst_any, ranks, starts),
            "smr": held,
            "seq": _no_better_for_some(worst_improving, ranks, starts),
        }
        for concept in CONCEPTS:
            stable[concept][starts] = ~np.logical_or.reduce(gain & ~answered[concept], axis=0)
    return stable


def _better_for_all(ranks: NDArray[np.int32], starts: NDArray[np.int64]) -> Stable:
    """Whether a state is better than a start for every member, shape (state, start)."""
    better = np.ones((len(ranks), starts.size), dtype=bool)
    for member in range(ranks.shape[1]):
        better &= ranks[:, member, None] > ranks[starts, member]
    return better


def _no_better_for_some(
    worst: NDArray[np.signedinteger], ranks: NDArray[np.int32], starts: NDArray[np.int64]
) -> Stable:
    """Whether from a state someone can be brought to what is no better than a start, shape (state, start)."""
    answered = np.zeros((len(ranks), starts.size), dtype=bool)
    for member in range(ranks.shape[1]):
        answered |= worst[:, member, None] <= ranks[starts, member]
    return answered


def _can_reach(moves: Moves, members: Sequence[int], starts: NDArray[np.int64], rule: MoveRule) -> Stable:
    """Whether the coalition can go from a start to a state, shape (state, start)."""
    states = moves.ranks.shape[1]
    # Reach is asked the other way round, one column per goal, so goals go through in runs as well.
    reaches = np.zeros((states, starts.size), dtype=bool)
    for begin in range(0, states, COLUMNS):
        goals = np.arange(begin, min(begin + COLUMNS, states))
        seeds = np.full((states, goals.size), NO)
        seeds[goals, np.arange(goals.size)] = YES
        reaches[goals] = (least_reached(moves, members, seeds, rule)[starts] == YES).T
    return reaches
