"""Rows of economy/energy.csv as levers of a network, drawn in every world."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, EnergyRow
from detente.economy.energy.levers import SIGNED
from detente.economy.energy.records import EnergyShock, Lever, Network
from detente.economy.shock_cells import is_uncertain
from detente.worlds import Worlds

Array = NDArray[np.float64]

RELIEF, EMBARGO, CAP, BOOKED = "relief", "embargo", "price_cap", "booked"
WITHOUT = {"supply_cost": 0.0, "arc_levy": 0.0, "supply_levy": 0.0, "conduct": 0.0}
"""What a lever is where there is no measure; 1 for factors."""

SMALLEST = 1e-6
"""Least factor on an elasticity that a growing measure leaves."""


@dataclass(frozen=True, slots=True, eq=False)
class DrawnLever:
    """A row with its draws, shape (world,)."""

    row: EnergyRow
    draws: Array


def draw_levers(case: Case, worlds: Worlds, network: str) -> tuple[DrawnLever, ...]:
    """Every row on a network with its draws; rows of one id, trade shocks among them, are drawn together."""
    return tuple(DrawnLever(row, worlds.estimate(row.value)) for row in case.energy_shocks if row.network == network)


def acting(rows: Iterable[DrawnLever], named: Collection[str]) -> frozenset[str]:
    """Those of the shocks named that act on the network."""
    return frozenset(entry.row.id for entry in rows if not entry.row.in_force and entry.row.id in named)


def shock_in(
    rows: Sequence[DrawnLever], named: Collection[str], world: int, network: Network, status_quo: EnergyShock
) -> EnergyShock:
    """The levers of one world: those of the year, the measures in force as far as they are left, and what is brought.

    With ``a_k`` the shares that reliefs take back, a measure ``x`` stands at ``x0 + (x - x0) prod_k (1 - a_k)``, where
    ``x0`` is no measure: a factor of 1, a levy of 0, a price cap enforced nowhere. An embargo stands until it is taken
    back in full. Of two levers on the same thing the later counts.
    """
    reliefs = [r for r in rows if r.row.kind == RELIEF and r.row.id in named]
    levers = list(status_quo.levers)
    for entry in (r for r in rows if r.row.in_force):
        left = float(np.prod([1 - r.draws[world] for r in reliefs if takes_back(r.row, entry.row)]))
        levers += [_left(entry, left, world, network)] if left > 0 or entry.row.kind != EMBARGO else []
    brought = [r for r in rows if r.row.id in named and not r.row.in_force and r.row.kind != RELIEF]
    return EnergyShock((*levers, *(_lever(r.row, float(r.draws[world]), r.row.share) for r in brought)))


def takes_back(relief: EnergyRow, measure: EnergyRow) -> bool:
    """Whether a relief speaks of a measure: that of its name, all its rows or those of one target."""
    return relief.relieves == measure.id and relief.target in ("", measure.target)


def _left(entry: DrawnLever, left: float, world: int, network: Network) -> Lever:
    row, drawn = entry.row, float(entry.draws[world])
    if left == 1.0 or row.kind == EMBARGO:
        return _lever(row, drawn, row.share)
    if row.kind == CAP:
        return _lever(row, drawn, min(max(row.share * left, 0.0), 1.0))
    none = WITHOUT.get(row.kind, 1.0)
    if row.kind == BOOKED and row.target in network.arcs.ids:
        none = float(network.arcs.booked[network.arcs.ids.index(row.target)])
    value = none + (drawn - none) * left
    least = SMALLEST if row.kind == "elasticity" else 0.0
    value = value if row.kind in SIGNED else max(value, least)
    return _lever(row, min(value, 1.0) if row.kind == "conduct" else value, row.share)


def _lever(row: EnergyRow, value: float, share: float) -> Lever:
    return Lever(row.kind, row.target, value, row.into, row.periods, share)


def lever_coordinates(rows: Iterable[DrawnLever], named: Collection[str]) -> dict[str, Array]:
    """What differs between worlds on a network, by id of the uncertain shocks: draw less mode, over the range."""
    found: dict[str, list[Array]] = {}
    for entry in rows:
        value = entry.row.value
        if (entry.row.in_force or entry.row.id in named) and is_uncertain(value):
            placed = (entry.draws - value.mode) / ((value.high or 0.0) - (value.low or 0.0))
            found.setdefault(entry.row.id, []).append(placed)
    return {name: np.asarray(np.mean(placed, axis=0)) for name, placed in found.items()}
