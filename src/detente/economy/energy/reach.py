"""Where ways lead."""

from __future__ import annotations

import numpy as np

from detente.economy.energy.records import Index, Mask


def reached(start: Index, end: Index, seeds: Mask) -> Mask:
    """Nodes that can be reached from the seeds over arcs, themselves among them.

    Examples
    --------
    >>> reached(np.array([0, 1]), np.array([1, 2]), np.array([False, True, False, False])).tolist()
    [False, True, True, False]
    """
    found = seeds.copy()
    while True:
        wider = found.copy()
        wider[end[found[start]]] = True
        if np.array_equal(wider, found):
            return found
        found = wider
