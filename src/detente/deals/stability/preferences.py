"""From preference statements, rankings or payoffs to one rank per state."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from detente.case import CaseError, Statement, StatePreference, parse_statement

Ranks = NDArray[np.int32]
Truth = NDArray[np.bool_]


def prioritised_ranks(statements: Sequence[str], taken: Mapping[str, Truth]) -> Ranks:
    """Rank states by statements, the most important first; a higher rank is better.

    The score of [Fang2003]_: with ``k`` statements, ``sum_j 2^(k - j) [statement j holds]``. It orders states by the
    first statement on which they differ. Ranks are dense, from 0, and states that meet the same statements tie.

    Parameters
    ----------
    statements : sequence of str
        The most important first.
    taken : mapping of str to array, shape (state,)
        Whether each option is taken in each state.

    Raises
    ------
    StatementError
        When a statement cannot be read.

    Examples
    --------
    >>> taken = {"a": np.array([False, True, False, True]), "b": np.array([False, False, True, True])}
    >>> prioritised_ranks(["not a", "b if a"], taken)
    array([2, 0, 2, 1], dtype=int32)
    """
    count = next(iter(taken.values())).size
    rank = np.zeros(count, dtype=np.int64)
    for text in statements:
        doubled = 2 * rank + truth_of(parse_statement(text, taken), taken)
        # Dense ranks after every statement: the score itself would overflow from the 64th statement on.
        rank = dense_ranks(doubled).astype(np.int64)
    return rank.astype(np.int32)


def truth_of(statement: Statement, taken: Mapping[str, Truth]) -> Truth:
    """Say in which states a statement holds, shape (state,)."""
    if statement.operator == "option":
        return taken[statement.option]
    parts = [truth_of(part, taken) for part in statement.parts]
    return CONNECT[statement.operator](parts)


CONNECT: Mapping[str, Callable[[list[Truth]], Truth]] = {
    "not": lambda parts: ~parts[0],
    "and": np.logical_and.reduce,
    "or": np.logical_or.reduce,
    "if": lambda parts: parts[0] | ~parts[1],
    "iff": lambda parts: parts[0] == parts[1],
}


def dense_ranks(numbers: NDArray[np.generic]) -> Ranks:
    """Number values from 0 in rising order, equal ones alike.

    Examples
    --------
    >>> dense_ranks(np.array([2.5, -1.0, 2.5]))
    array([1, 0, 1], dtype=int32)
    """
    _, place = np.unique(numbers, return_inverse=True)
    return np.asarray(place.reshape(numbers.shape), dtype=np.int32)


def stated_ranks(preference: StatePreference, names: Sequence[str]) -> Ranks:
    """Rank states by a ranking or by payoffs; every state must be named, and nothing else.

    Raises
    ------
    CaseError
        When a state has no place, or two.
    """
    who = preference.decision_maker
    if preference.ranking:
        places = [(state, -float(place)) for place, group in enumerate(preference.ranking) for state in group]
    else:
        places = list(preference.payoffs.items())
    numbers = dict(places)
    if len(numbers) < len(places):
        raise CaseError(f"the ranking of {who} names a state twice.\nKeep one of the two.")
    missing = [name for name in names if name not in numbers]
    if missing or len(numbers) > len(names):
        known = set(names)
        shown = ", ".join((missing or [name for name in numbers if name not in known])[:20])
        what = f"the preferences of {who} leave out {shown}" if missing else f"{who} ranks {shown}, which cannot be"
        raise CaseError(f"{what}.\nName every state of the conflict once, and no other.")
    values = np.array([numbers[name] for name in names], dtype=float)
    if not np.isfinite(values).all():
        raise CaseError(f"a payoff of {who} is not a number.\nWrite a number for every state.")
    return dense_ranks(values)
