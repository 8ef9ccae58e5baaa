"""Solutions of a scenario whose frontier is too large to hold: branch and bound, each with its proof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import NotConverged
from detente.deals.scenario.table import Scaled
from detente.deals.search.optimum import (
    Optimum,
    best_for_party,
    max_min_optimum,
    maximin_optimum,
    nash_optimum,
    utilitarian_optimum,
)

NOTHING = 1e-6
"""A party that can gain less than this share of its range at best counts as one that cannot gain."""

PROVEN = 1e-6
"""A solution counts as proven when no package can be better by more than this share of the ranges."""

OUT_OF_THE_WAY = 2.0
"""Added to the share of a party that cannot gain: no share of another is above 1, so it never is the smallest."""


@dataclass(frozen=True, slots=True, eq=False)
class Searched:
    """Row chosen in each block, per solution; `unproven` names those left out; `empty` when nobody can be served."""

    rows: dict[str, NDArray[np.int64]]
    unproven: tuple[str, ...]
    empty: bool


def search_solutions(scaled: Scaled) -> Searched:
    """Find each solution by optimisation over all packages that leave nobody worse off.

    Raises NotConverged when it could not be decided whether there is such a package.
    """
    blocks, constant = scaled.blocks, -scaled.disagreement
    # Sums and smallest values compare raw units; the Nash product and shares of what is possible need no common scale.
    unit = scaled.spread / scaled.spread.max()
    raw, raw_constant = [block * unit for block in blocks], constant * unit
    fairest = max_min_optimum(raw, raw_constant)
    if fairest is None:
        return Searched({}, (), empty=True)
    searches: dict[str, Callable[[], Optimum | None]] = {
        "nash": lambda: nash_optimum(blocks, constant),
        "kalai_smorodinsky": lambda: _kalai_smorodinsky(blocks, constant),
        "egalitarian": lambda: fairest,
        "utilitarian": lambda: utilitarian_optimum(raw, raw_constant),
        "maximin": lambda: maximin_optimum(raw, raw_constant, (scaled.disagreement + scaled.worst) * unit),
    }
    found = {name: _proven(search) for name, search in searches.items()}
    rows = {name: row for name, row in found.items() if row is not None}
    return Searched(rows, tuple(name for name in found if name not in rows), empty=False)


def _proven(search: Callable[[], Optimum | None]) -> NDArray[np.int64] | None:
    """What a search finds, or None when it stopped before it was sure."""
    try:
        found = search()
    except NotConverged:
        return None
    return found.rows if found is not None and found.bound - found.value <= PROVEN else None


def _kalai_smorodinsky(blocks: list[NDArray[np.float64]], constant: NDArray[np.float64]) -> Optimum | None:
    """The largest smallest gain as a share of the highest gain of each that leaves nobody worse off."""
    room = np.array([best_for_party(blocks, constant, party) for party in range(len(constant))])
    can_gain = room > NOTHING
    scale = np.where(can_gain, np.maximum(room, NOTHING), 1.0)
    aside = np.where(can_gain, 0.0, OUT_OF_THE_WAY)
    return maximin_optimum([block / scale for block in blocks], constant / scale, aside)
