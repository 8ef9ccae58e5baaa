"""From a shock to the numbers it changes: capacities, costs and demand, and which sellers are followed to the node."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from detente.case import CaseError
from detente.economy.energy.checks import check_network
from detente.economy.energy.records import Array, EnergyShock, Index, Lever, Mask, Names, Network
from detente.economy.energy.targets import chosen_nodes, chosen_periods, chosen_rows, chosen_sellers


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
    conduct: Array
    export_levy: Array
    arc_levy: Array


@dataclass(slots=True, eq=False)
class _Pulled:
    """What the levers say so far; factors start at 1, additions at 0."""

    arc_capacity: Array
    measure: Array
    supply_capacity: Array
    supply_cost: Array
    export_levy: Array
    arc_levy: Array
    storage: Array
    demand: Array
    elasticity: Array
    booked: Array
    contract: Array
    barred: Mask
    levy: Array
    cap: Array
    enforced: Array
    conduct: Array


def pose(network: Network, shock: EnergyShock) -> Posed:
    """Pull the levers of a shock on a network.

    Raises
    ------
    CaseError
        When a lever is unknown, names what the network does not have, or has a value without a meaning.
    """
    pulled = _unpulled(network)
    for number, lever in enumerate(shock.levers, start=1):
        try:
            _check_value(lever)
            _PULL[lever.kind](network, lever, pulled)
        except CaseError as problem:
            raise CaseError(f"Lever {number} ({lever.kind} on {lever.target}): {problem}") from None
    changed = _changed(network, pulled)
    if shock.levers:
        check_network(changed)
    return _layered(changed, pulled)


def _unpulled(network: Network) -> _Pulled:
    s, n, t = len(network.supplies.ids), len(network.nodes.ids), len(network.periods.ids)
    a, d = len(network.arcs.ids), len(network.demands.sector)
    return _Pulled(
        arc_capacity=np.ones((a, t)),
        measure=np.ones((a, t)),
        supply_capacity=np.ones((s, t)),
        supply_cost=np.zeros((s, t)),
        export_levy=np.zeros((s, t)),
        arc_levy=np.zeros((a, t)),
        storage=np.ones(len(network.stores.node)),
        demand=np.ones((d, t)),
        elasticity=np.ones((d, t)),
        booked=network.arcs.booked.copy(),
        contract=np.ones(len(network.contracts.ids)),
        barred=np.zeros((s, n, t), dtype=bool),
        levy=np.zeros((s, n, t)),
        cap=np.full((s, n, t), np.inf),
        enforced=np.zeros((s, n, t)),
        conduct=np.zeros(s),
    )


def _changed(network: Network, pulled: _Pulled) -> Network:
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


def _layered(network: Network, pulled: _Pulled) -> Posed:
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
            rules = (pulled.barred[s], pulled.levy[s], pulled.cap[s], pulled.enforced[s], pulled.conduct[s])
            key = (supplies.owner[s], s if s in abroad else -1, *(rule.tobytes() for rule in rules))
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
        conduct=pulled.conduct[first],
        export_levy=pulled.export_levy,
        arc_levy=pulled.arc_levy,
    )


def _arc_capacity(network: Network, lever: Lever, pulled: _Pulled) -> None:
    rows = chosen_rows("arc", lever.target, network.arcs.ids)
    pulled.arc_capacity[np.ix_(rows, chosen_periods(network, lever))] = lever.value


def _measure(network: Network, lever: Lever, pulled: _Pulled) -> None:
    measures = network.arcs.measure
    known = tuple(dict.fromkeys(name for name in measures if name))
    names = {known[k] for k in chosen_rows("measure", lever.target, known).tolist()}
    rows = np.array([k for k, name in enumerate(measures) if name in names], dtype=np.int64)
    pulled.measure[np.ix_(rows, chosen_periods(network, lever))] = lever.value


def _supply_capacity(network: Network, lever: Lever, pulled: _Pulled) -> None:
    pulled.supply_capacity[np.ix_(chosen_sellers(network, lever.target), chosen_periods(network, lever))] = lever.value


def _supply_cost(network: Network, lever: Lever, pulled: _Pulled) -> None:
    pulled.supply_cost[np.ix_(chosen_sellers(network, lever.target), chosen_periods(network, lever))] = lever.value


def _storage_capacity(network: Network, lever: Lever, pulled: _Pulled) -> None:
    pulled.storage[np.isin(network.stores.node, chosen_nodes(network, (lever.target,)))] = lever.value


def _embargo(network: Network, lever: Lever, pulled: _Pulled) -> None:
    pulled.barred[_sales(network, lever)] = True


def _arc_levy(network: Network, lever: Lever, pulled: _Pulled) -> None:
    rows = chosen_rows("arc", lever.target, network.arcs.ids)
    pulled.arc_levy[np.ix_(rows, chosen_periods(network, lever))] = lever.value


def _supply_levy(network: Network, lever: Lever, pulled: _Pulled) -> None:
    if lever.into:
        pulled.levy[_sales(network, lever)] = lever.value
    else:
        sellers = chosen_sellers(network, lever.target)
        pulled.export_levy[np.ix_(sellers, chosen_periods(network, lever))] = lever.value


def _price_cap(network: Network, lever: Lever, pulled: _Pulled) -> None:
    sales = _sales(network, lever)
    pulled.cap[sales] = lever.value
    pulled.enforced[sales] = lever.share


def _demand(network: Network, lever: Lever, pulled: _Pulled) -> None:
    rows = np.flatnonzero(np.isin(network.demands.node, chosen_nodes(network, (lever.target,))))
    pulled.demand[np.ix_(rows, chosen_periods(network, lever))] = lever.value


def _elasticity(network: Network, lever: Lever, pulled: _Pulled) -> None:
    rows = np.flatnonzero(np.isin(network.demands.node, chosen_nodes(network, (lever.target,))))
    pulled.elasticity[np.ix_(rows, chosen_periods(network, lever))] = lever.value


def _conduct(network: Network, lever: Lever, pulled: _Pulled) -> None:
    if not lever.target.startswith("owner:"):
        raise CaseError("conduct belongs to an owner: write owner:X.")
    pulled.conduct[chosen_sellers(network, lever.target)] = lever.value


def _booked(network: Network, lever: Lever, pulled: _Pulled) -> None:
    pulled.booked[chosen_rows("arc", lever.target, network.arcs.ids)] = lever.value


def _contract(network: Network, lever: Lever, pulled: _Pulled) -> None:
    pulled.contract[chosen_rows("contract", lever.target, network.contracts.ids)] = lever.value


def _sales(network: Network, lever: Lever) -> tuple[Index, ...]:
    """Sales of a seller into nodes in periods, as an index of (supply, node, period)."""
    nodes = chosen_nodes(network, lever.into or ("*",))
    return np.ix_(chosen_sellers(network, lever.target), nodes, chosen_periods(network, lever))


_PULL: dict[str, Callable[[Network, Lever, _Pulled], None]] = {
    "arc_capacity": _arc_capacity,
    "measure": _measure,
    "supply_capacity": _supply_capacity,
    "supply_cost": _supply_cost,
    "storage_capacity": _storage_capacity,
    "embargo": _embargo,
    "arc_levy": _arc_levy,
    "supply_levy": _supply_levy,
    "price_cap": _price_cap,
    "demand": _demand,
    "elasticity": _elasticity,
    "conduct": _conduct,
    "booked": _booked,
    "contract": _contract,
}

LEVER_KINDS: Names = tuple(_PULL)
SIGNED = ("supply_cost", "arc_levy", "supply_levy", "embargo")


def _check_value(lever: Lever) -> None:
    """Refuse values without a meaning: what is no number, negative factors, shares outside [0, 1]."""
    if lever.kind not in _PULL:
        raise CaseError(f"this kind of lever is unknown. Use one of: {', '.join(LEVER_KINDS)}.")
    if not np.isfinite(lever.value) or (lever.value < 0 and lever.kind not in SIGNED):
        raise CaseError(f"a value of {lever.value:g} has no meaning. It must be finite and not negative.")
    if lever.kind == "elasticity" and lever.value == 0:
        raise CaseError("a factor of 0 has no meaning: demand would not answer to any price.")
    if lever.kind == "conduct" and lever.value > 1:
        raise CaseError(f"a conduct of {lever.value:g} has no meaning. 0 takes prices, 1 is Cournot.")
    if not 0 <= lever.share <= 1:
        raise CaseError(f"a share of {lever.share:g} has no meaning. It lies between 0 and 1.")
