"""The networks in the anchor worlds: many sets of levers, shared by those who work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.economy.energy.each import SECONDS_PER_WORLD, solve_each
from detente.economy.energy.records import Array, EnergyShock, Network
from detente.economy.energy.results import EnergyEquilibrium
from detente.economy.energy_payoffs.levers import DrawnLever, shock_in
from detente.economy.energy_payoffs.networks import CaseNetwork, Places, money_by_region
from detente.workers import Workers

CHUNK = 8
"""Worlds that are solved in one task; fixed, so that the number of workers changes no digit."""


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """A network under one set of levers in the anchors; not a number where it was not found.

    `money`, `unserved`: shape (anchor, region), money and quantity of the network over all periods. `price`,
    `consumption`: shape (anchor, node, period). `converged`: shape (anchor,).
    """

    money: Array
    unserved: Array
    price: Array
    consumption: Array
    converged: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class _Shared:
    network: Network
    status_quo: EnergyShock
    places: Places
    rows: tuple[DrawnLever, ...]


def solve_network(
    case_network: CaseNetwork,
    rows: tuple[DrawnLever, ...],
    sets: Sequence[frozenset[str]],
    anchors: int,
    workers: Workers,
) -> list[Solved]:
    """Solve every set of shocks in every anchor, on top of the measures in force; one result for each set."""
    shared = _Shared(case_network.network, case_network.status_quo, case_network.places, rows)
    parts = [range(first, min(first + CHUNK, anchors)) for first in range(0, anchors, CHUNK)]
    tasks = [(named, part) for named in sets for part in parts]
    found = workers.spread(_solve_part, shared, tasks, SECONDS_PER_WORLD * len(sets) * anchors)
    return [_joined(found[k : k + len(parts)]) for k in range(0, len(tasks), len(parts))]


def _solve_part(shared: _Shared, task: tuple[frozenset[str], range]) -> list[Solved]:
    named, part = task
    network = shared.network
    worlds = [(network, shock_in(shared.rows, named, w, network, shared.status_quo)) for w in part]
    return [_read(one, shared) for one in solve_each(worlds).equilibria]


def _read(equilibrium: EnergyEquilibrium | None, shared: _Shared) -> Solved:
    places, network = shared.places, shared.network
    if equilibrium is None:
        gone = np.full((1, len(network.nodes.ids), len(network.periods.ids)), np.nan)
        money = np.full((1, places.node.shape[1]), np.nan)
        return Solved(money, money, gone, gone, np.zeros(1, dtype=bool))
    consumption = np.zeros_like(equilibrium.price)
    np.add.at(consumption, network.demands.node, equilibrium.consumption)
    unserved = equilibrium.unserved.sum(axis=1) @ places.node[network.demands.node]
    return Solved(
        money=money_by_region(equilibrium, places)[None],
        unserved=np.asarray(unserved)[None],
        price=np.nan_to_num(equilibrium.price)[None],
        consumption=consumption[None],
        converged=np.ones(1, dtype=bool),
    )


def _joined(parts: Sequence[list[Solved]]) -> Solved:
    each = [one for part in parts for one in part]
    names = ("money", "unserved", "price", "consumption", "converged")
    return Solved(*(np.concatenate([getattr(one, name) for one in each]) for name in names))
