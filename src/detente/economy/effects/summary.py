"""Summaries of effects: ranges over worlds, and trade between groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.economy.effects.records import Effects

Array = NDArray[np.float64]

QUANTILES = (0.05, 0.5, 0.95)
"""Points over worlds that are shown: a range that holds nine worlds in ten, and the median."""


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Points at 5, 50 and 95 percent of the worlds that converged; shape (horizon, item, column)."""

    low: Array
    median: Array
    high: Array


def spread(effects: Effects, values: Array) -> Spread:
    """Summarise one of the arrays of `Effects.over_worlds`, shape (horizon, item, anchor, column), over its worlds.

    Worlds that did not converge are left out. A column that is unknown, or an item without any world, stays not a
    number.
    """
    converged = effects.over_worlds.converged
    points = np.full((len(QUANTILES), *values.shape[:2], values.shape[3]), np.nan)
    for h, k in np.ndindex(*values.shape[:2]):
        rows = values[h, k, converged[h, k]]
        if len(rows):
            points[:, h, k] = np.quantile(rows, QUANTILES, axis=0)
    return Spread(*points)


@dataclass(frozen=True, slots=True, eq=False)
class Between:
    """Trade of regions with groups in the central world, shape (horizon, item, sector, region, group).

    In the unit and the year of the baseline. `exports` of a region to the members of a group, `imports` from them;
    what a region sells to itself is left out.
    """

    exports_before: Array
    exports_after: Array
    imports_before: Array
    imports_after: Array


def trade_between(effects: Effects, partners: Sequence[str]) -> Between:
    """Add up trade by groups of partners: names of groups, ids of parties, or ids of regions, in this order of search.

    Sums over partners that do not overlap and cover the world are the whole trade of a region.
    """
    table = np.array([[r in members_of(effects, name) for r in effects.regions] for name in partners], dtype=float)
    before, after = effects.central.trade_before, effects.central.trade_after
    return Between(
        *(np.einsum("hkjni,gn->hkjig", flow, table) for flow in (before, after)),
        *(np.einsum("hkjni,gi->hkjng", flow, table) for flow in (before, after)),
    )


def members_of(effects: Effects, name: str) -> tuple[str, ...]:
    """Regions of a group, of a party, or the region of that name itself."""
    return effects.groups.get(name) or effects.parties.get(name) or (name,)
