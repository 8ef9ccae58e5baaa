"""Which layer may be where: on arcs, in sales, let go, in balances."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.economy.energy.levers import POOL, Posed
from detente.economy.energy.reach import reached
from detente.economy.energy.records import Index


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Which layer is where: flows on arcs, sales at nodes, gas let go, balances."""

    carry: Index
    sale: Index
    spill: Index
    balance: Index


def find_pairs(posed: Posed) -> Pairs:
    """For each layer the arcs that lead from its supplies to a place of sale, and the nodes on the way."""
    network = posed.network
    nodes, arcs = len(network.nodes.ids), len(network.arcs.ids)
    markets = np.zeros(nodes, dtype=bool)
    markets[network.demands.node] = True
    carry = [_pair(POOL, np.arange(arcs))]
    balance = [_pair(POOL, np.arange(nodes))]
    sale = [_pair(POOL, np.zeros(0, dtype=np.int64))]
    for layer in range(1, len(posed.owner_of) + 1):
        home = np.zeros(nodes, dtype=bool)
        home[network.supplies.node[posed.layer_of == layer]] = True
        ahead = reached(network.arcs.start, network.arcs.end, home)
        useful = ahead & reached(network.arcs.end, network.arcs.start, markets)
        useful |= home
        carry.append(_pair(layer, np.flatnonzero(useful[network.arcs.start] & useful[network.arcs.end])))
        balance.append(_pair(layer, np.flatnonzero(useful)))
        sale.append(_pair(layer, np.flatnonzero(useful & markets)))
    return Pairs(np.concatenate(carry), np.concatenate(sale), _spills(posed), np.concatenate(balance))


def _pair(layer: int, rows: Index) -> Index:
    return np.column_stack([np.full(len(rows), layer), rows]).astype(np.int64)


def _spills(posed: Posed) -> Index:
    """Where gas is let go: with supplies that must be taken, and at the nodes of contracts."""
    network = posed.network
    forced = np.flatnonzero(np.logical_or.reduce(network.supplies.min_take > 0, axis=1))
    at = [(int(posed.layer_of[s]), int(network.supplies.node[s])) for s in forced]
    at += [(POOL, int(n)) for n in network.contracts.node]
    return np.array(sorted(set(at)), dtype=np.int64).reshape(-1, 2)
