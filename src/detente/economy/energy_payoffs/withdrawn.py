"""Where energy and trade shocks speak of the same flow: the network carries it, and the trade shock is withdrawn."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from detente.case import EnergyRow
from detente.economy.energy.records import Network
from detente.economy.energy.targets import chosen_nodes, chosen_rows, chosen_sellers
from detente.economy.energy_payoffs.levers import RELIEF, DrawnLever, takes_back
from detente.economy.energy_payoffs.networks import CaseNetwork
from detente.economy.shock_cells import DrawnRow

Mask = NDArray[np.bool_]

ON_ARCS = ("arc_capacity", "arc_levy", "booked", "measure")
ON_SELLERS = ("supply_capacity", "supply_cost", "embargo", "supply_levy", "price_cap", "conduct")


def withdrawn_pairs(network: CaseNetwork, rows: Iterable[DrawnLever], named: Collection[str]) -> Mask:
    """Pairs of buyer and seller between regions of which the shocks named speak, shape (buyer, seller).

    A lever on arcs speaks of every supply that reaches them and every consumer reached from them; one on sellers of
    these and whom they reach, or the nodes that it names; one on a contract of its two ends. Levers on demand and
    storage speak of no pair. Sales at home are left out.
    """
    entries = list(rows)
    reaches: Mask = _reaches(network.network)
    carried: Mask = np.zeros_like(reaches)
    for row in _spoken(entries, named):
        carried |= _carried(network.network, row, reaches)
    within = (network.places.node > 0).astype(np.int64)
    pairs = (within.T @ carried.T.astype(np.int64) @ within) > 0
    return np.asarray(pairs & ~np.eye(len(pairs), dtype=bool))


def _spoken(rows: list[DrawnLever], named: Collection[str]) -> Iterator[EnergyRow]:
    """What is brought, and the measures that it takes back."""
    for entry in rows:
        if entry.row.id in named and not entry.row.in_force:
            if entry.row.kind == RELIEF:
                yield from (r.row for r in rows if r.row.in_force and takes_back(entry.row, r.row))
            else:
                yield entry.row


def _reaches(network: Network) -> Mask:
    """Whether something may flow from node to node over any arcs, shape (from, to); every node reaches itself."""
    count = len(network.nodes.ids)
    reaches = np.eye(count, dtype=bool)
    reaches[network.arcs.start, network.arcs.end] = True
    for _ in range(count.bit_length()):
        reaches = (reaches.astype(np.int64) @ reaches.astype(np.int64)) > 0
    return reaches


def _carried(network: Network, row: EnergyRow, reaches: Mask) -> Mask:
    """From which nodes of supply to which nodes of demand goes what a row speaks of, shape (from, to)."""
    count = len(network.nodes.ids)
    supplied, consumed = (np.isin(np.arange(count), nodes) for nodes in (network.supplies.node, network.demands.node))
    carried: Mask = np.zeros_like(reaches)
    if row.kind in ON_ARCS:
        arcs = _arcs(network, row)
        before, after = reaches[:, network.arcs.start[arcs]], reaches[network.arcs.end[arcs]]
        carried = np.asarray((before.astype(np.int64) @ after.astype(np.int64)) > 0, dtype=bool)
    elif row.kind in ON_SELLERS:
        sellers = network.supplies.node[chosen_sellers(network, row.target)]
        into = chosen_nodes(network, row.into) if row.into else np.arange(count)
        carried[np.ix_(sellers, into)] = reaches[np.ix_(sellers, into)]
    elif row.kind == "contract":
        contracts = chosen_rows("contract", row.target, network.contracts.ids)
        carried[network.supplies.node[network.contracts.supply[contracts]], network.contracts.node[contracts]] = True
    return np.asarray(carried & np.outer(supplied, consumed))


def _arcs(network: Network, row: EnergyRow) -> NDArray[np.int64]:
    if row.kind != "measure":
        return chosen_rows("arc", row.target, network.arcs.ids)
    measures = tuple(dict.fromkeys(name for name in network.arcs.measure if name))
    names = {measures[k] for k in chosen_rows("measure", row.target, measures).tolist()}
    return np.array([k for k, name in enumerate(network.arcs.measure) if name in names], dtype=np.int64)


def withdraw(rows: Iterable[DrawnRow], named: Collection[str], sector: int, pairs: Mask) -> tuple[DrawnRow, ...]:
    """Trade shocks that are brought, without the flows of the sector between the pairs; measures in force stay."""
    return tuple(
        replace(entry, flows=_without(entry, sector, pairs))
        if entry.row.id in named and not entry.row.in_force
        else entry
        for entry in rows
    )


def is_withdrawn(entry: DrawnRow, rows: Iterable[DrawnRow], sector: int, pairs: Mask) -> Mask:
    """Pairs on which a trade row would act and is withdrawn, shape (buyer, seller).

    A relief acts where its measure does; `rows` are all rows of the case, the measures in force among them.
    """
    acts = entry.flows[sector] > 0
    if entry.row.lever == RELIEF:
        measures = [r.flows[sector] > 0 for r in rows if r.row.in_force and r.row.id == entry.row.relieves]
        acts = acts & np.logical_or.reduce([np.zeros_like(acts), *measures])
    return np.asarray(acts & pairs)


def _without(entry: DrawnRow, sector: int, pairs: Mask) -> NDArray[np.float64]:
    flows = entry.flows.copy()
    flows[sector][pairs] = 0.0
    return flows
