"""From a shock to the numbers it changes: capacities, costs and demand, and which sellers are followed to the node."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from detente.economy.energy.checks import check_network
from detente.economy.energy.pulling import Pulled, pull_tier, unpulled
from detente.economy.energy.reach import reached
from detente.economy.energy.records import Array, EnergyShock, Index, Mask, Network
from detente.economy.energy.tiers import in_tiers

POOL = 0
"""The layer of all that nothing distinguishes."""


@dataclass(frozen=True, slots=True, eq=False)
class Posed:
    """A network with its levers pulled, ready to be written as a program.

    Supplies with ``layer_of[s] = 0`` sell where they stand, into the common pool. Those of layer ``l >= 1`` are
    followed through the network to the nodes where they are sold, because a lever, a contract or their conduct asks.

    Attributes
    ----------
    network : Network
        With the changed capacities, costs, demand, bookings and contracts.
    layer_of : array, shape (supply,)
    owner_of : array, shape (layer,), rows of ``network.owners``; the pool is not among them
    barred, levy, cap, enforced : array, shape (layer, node, period)
        Sales that are forbidden; levy on each unit sold; price cap (infinite: none) and the share of it enforced.
    cut, kept : array, shape (layer, node, period)
        Nodes that nothing of a layer may reach, and nodes from which a way leads on to them: what is sold there is
        consumed there.
    conduct : array, shape (layer,), 0 price taker to 1 Cournot
    export_levy : array, shape (supply, period)
    arc_levy : array, shape (arc, period)
    """

    network: Network
    layer_of: Index
    owner_of: Index
    barred: Mask
    levy: Array
    cap: Array
    enforced: Array
    cut: Mask
    kept: Mask
    conduct: Array
    export_levy: Array
    arc_levy: Array


def pose(network: Network, shock: EnergyShock) -> Posed:
    """Pull the levers of a shock on a network.

    Raises
    ------
    CaseError
        When a lever is unknown, names what the network does not have, or has a value without a meaning.
    """
    pulled = unpulled(network)
    for levers in in_tiers(shock).values():
        pull_tier(network, levers, pulled)
    changed = _changed(network, pulled)
    if shock.levers:
        check_network(changed)
    return _layered(changed, pulled)


def _changed(network: Network, pulled: Pulled) -> Network:
    """The network with factors and additions applied."""
    arcs, supplies, stores = network.arcs, network.supplies, network.stores
    demands, contracts = network.demands, network.contracts
    capacity = supplies.capacity * pulled.supply_capacity
    return replace(
        network,
        arcs=replace(arcs, capacity=arcs.capacity * pulled.arc_capacity * pulled.measure, booked=pulled.booked),
        supplies=replace(
            supplies,
            capacity=capacity,
            cost=supplies.cost + pulled.supply_cost,
            min_take=np.minimum(supplies.min_take, capacity),
        ),
        stores=replace(
            stores,
            working_volume=stores.working_volume * pulled.storage,
            injection=stores.injection * pulled.storage,
            withdrawal=stores.withdrawal * pulled.storage,
        ),
        demands=replace(
            demands, quantity=demands.quantity * pulled.demand, elasticity=demands.elasticity * pulled.elasticity
        ),
        contracts=replace(
            contracts,
            least=contracts.least * pulled.contract,
            most=_times(contracts.most, pulled.contract),
        ),
    )


def _times(most: Array, factor: Array) -> Array:
    """An infinite amount stays infinite, even times zero."""
    return np.asarray(np.where(np.isinf(most), most, np.where(np.isinf(most), 1.0, most) * factor))


def _layered(network: Network, pulled: Pulled) -> Posed:
    """Put supplies that are treated alike into one layer each; what nothing distinguishes stays in the pool."""
    supplies, contracts = network.supplies, network.contracts
    owners = {owner: k for k, owner in enumerate(network.owners)}
    abroad = {int(s) for s, n in zip(contracts.supply, contracts.node, strict=True) if supplies.node[s] != n}
    layers: dict[tuple[object, ...], int] = {}
    first: list[int] = []
    layer_of = np.zeros(len(supplies.ids), dtype=np.int64)
    for s in range(len(supplies.ids)):
        followed = bool(
            s in abroad
            or pulled.conduct[s] > 0
            or pulled.barred[s].any()
            or (pulled.levy[s] != 0).any()
            or (pulled.enforced[s] > 0).any()
        )
        if followed:
            rules = (pulled.barred[s], pulled.cut[s], pulled.levy[s], pulled.cap[s], pulled.enforced[s])
            key = (
                supplies.owner[s],
                s if s in abroad else -1,
                float(pulled.conduct[s]),
                *(rule.tobytes() for rule in rules),
            )
            if key not in layers:
                layers[key] = len(layers) + 1
                first.append(s)
            layer_of[s] = layers[key]
    return Posed(
        network=network,
        layer_of=layer_of,
        owner_of=np.array([owners[supplies.owner[s]] for s in first], dtype=np.int64),
        barred=pulled.barred[first],
        levy=pulled.levy[first],
        cap=pulled.cap[first],
        enforced=pulled.enforced[first],
        cut=pulled.cut[first],
        kept=_kept(network, pulled.cut[first]),
        conduct=pulled.conduct[first],
        export_levy=pulled.export_levy,
        arc_levy=pulled.arc_levy,
    )


def _kept(network: Network, cut: Mask) -> Mask:
    """Nodes outside a cut from which some way leads to where it holds."""
    kept = np.zeros_like(cut)
    for layer, period in np.argwhere(cut.any(axis=1)).tolist():
        inside = cut[layer, :, period]
        kept[layer, :, period] = reached(network.arcs.end, network.arcs.start, inside) & ~inside
    return kept
