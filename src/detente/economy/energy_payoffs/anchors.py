"""The networks in the anchor worlds: many sets of levers on all networks, shared by those who work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.economy.energy.each import SECONDS_PER_WORLD
from detente.economy.energy.records import EnergyShock, Network
from detente.economy.energy.results import EnergyEquilibrium
from detente.economy.energy_payoffs.levers import DrawnLever, lever_coordinates, shock_in
from detente.economy.energy_payoffs.networks import CaseNetwork, Places, money_by_region
from detente.economy.energy_payoffs.quick import solve_worlds
from detente.workers import Workers
from detente.worlds import SolvedNetwork

Key = tuple[str, ...]
"""A network and the ids of the shocks that act on it; without ids the status quo."""

CHUNK = 8
"""Worlds that are solved in one task; fixed, so that the number of workers changes no digit."""

USUAL_SIZE = 29 * 12
"""Nodes times periods of a network that takes `SECONDS_PER_WORLD`."""


@dataclass(frozen=True, slots=True, eq=False)
class _Shared:
    network: Network
    status_quo: EnergyShock
    places: Places
    rows: tuple[DrawnLever, ...]


def solve_networks(
    networks: Sequence[CaseNetwork],
    rows: Mapping[str, tuple[DrawnLever, ...]],
    keys: Sequence[Key],
    anchors: int,
    workers: Workers,
) -> list[SolvedNetwork]:
    """Solve every set of shocks in every anchor, on top of the measures in force; one result for each key.

    All networks share one round of work, for processes take long to start. Where worlds do not differ by a set, one is
    solved and stands for all.
    """
    shared = {n.name: _Shared(n.network, n.status_quo, n.places, rows[n.name]) for n in networks}
    counts = [distinct_anchors(rows[key[0]], key[1:], anchors) for key in keys]
    parts = [[range(k, min(k + CHUNK, count)) for k in range(0, count, CHUNK)] for count in counts]
    tasks = [(key, part) for key, its_parts in zip(keys, parts, strict=True) for part in its_parts]
    seconds = sum(count * _seconds(shared[key[0]].network) for key, count in zip(keys, counts, strict=True))
    found = iter(workers.spread(_solve_part, shared, tasks, seconds))
    return [_for_all(_joined([next(found) for _ in its_parts]), anchors) for its_parts in parts]


def distinct_anchors(rows: Sequence[DrawnLever], named: Sequence[str], anchors: int) -> int:
    """How many equilibria a set of shocks takes: one for each anchor, or a single one where nothing differs."""
    return anchors if lever_coordinates(rows, named) else 1


def _seconds(network: Network) -> float:
    return SECONDS_PER_WORLD * len(network.nodes.ids) * len(network.periods.ids) / USUAL_SIZE


def _solve_part(shared: Mapping[str, _Shared], task: tuple[Key, range]) -> list[SolvedNetwork]:
    (name, *named), part = task
    here = shared[name]
    shocks = (shock_in(here.rows, named, w, here.network, here.status_quo) for w in part)
    return [_read(one, here) for one in solve_worlds(here.network, shocks)]


def _read(equilibrium: EnergyEquilibrium | None, shared: _Shared) -> SolvedNetwork:
    places, network = shared.places, shared.network
    if equilibrium is None:
        gone = np.full((1, len(network.nodes.ids), len(network.periods.ids)), np.nan)
        money = np.full((1, places.node.shape[1]), np.nan)
        return SolvedNetwork(money, money, gone, gone, np.zeros(1, dtype=bool))
    consumption = np.zeros_like(equilibrium.price)
    np.add.at(consumption, network.demands.node, equilibrium.consumption)
    unserved = equilibrium.unserved.sum(axis=1) @ places.node[network.demands.node]
    return SolvedNetwork(
        money=money_by_region(equilibrium, places)[None],
        unserved=np.asarray(unserved)[None],
        price=np.nan_to_num(equilibrium.price)[None],
        consumption=consumption[None],
        converged=np.ones(1, dtype=bool),
    )


def _joined(parts: Sequence[list[SolvedNetwork]]) -> SolvedNetwork:
    each = [one for part in parts for one in part]
    names = ("money", "unserved", "price", "consumption", "converged")
    return SolvedNetwork(*(np.concatenate([getattr(one, name) for one in each]) for name in names))


def _for_all(found: SolvedNetwork, anchors: int) -> SolvedNetwork:
    """One equilibrium for all anchors, or each its own."""
    return found if len(found.converged) == anchors else found.at(np.zeros(anchors, dtype=np.int64))
