"""Which coalitions are solved: all of them while they are few, else those that tell most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]

MOST_ENUMERATED = 12
"""Most senders whose subsets are all solved: 4,096 equilibria."""


def planned_solves(senders: int) -> int:
    """Equilibria that a coalition of this size asks for: every subset, or the ends and one chain.

    Examples
    --------
    >>> planned_solves(6), planned_solves(12), planned_solves(14)
    (64, 4096, 41)
    """
    return 2**senders if senders <= MOST_ENUMERATED else 3 * senders - 1


def all_subsets(senders: int) -> Flags:
    """Every subset, shape (2**sender, sender): row s holds the senders whose bits are set in s.

    Examples
    --------
    >>> all_subsets(2).astype(int).tolist()
    [[0, 0], [1, 0], [0, 1], [1, 1]]
    """
    codes = np.arange(2**senders)
    return np.asarray((codes[:, None] >> np.arange(senders)) & 1 == 1)


def ends(senders: int) -> Flags:
    """Nobody, everybody alone, all but one, and all; shape (2 sender + 2, sender)."""
    one = np.eye(senders, dtype=bool)
    nobody = np.zeros((1, senders), dtype=bool)
    return np.vstack([nobody, one, ~one, ~nobody])


def chain(order: Sequence[int]) -> Flags:
    """Coalitions that grow by one sender at a time, without those that `ends` holds: sizes 2 to all but 2.

    Examples
    --------
    >>> chain([2, 0, 1, 3]).astype(int).tolist()
    [[1, 0, 1, 0]]
    """
    grown = np.zeros((len(order) + 1, len(order)), dtype=bool)
    for size, sender in enumerate(order, start=1):
        grown[size:, sender] = True
    return grown[2 : len(order) - 1]
