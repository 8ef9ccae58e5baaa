"""Who gets what: money of every agent from prices and quantities, and the total without any price."""

from __future__ import annotations

import numpy as np

from detente.economy.energy.layout import POOL, Layout
from detente.economy.energy.levers import Posed
from detente.economy.energy.program import Curves, demand_curves
from detente.economy.energy.quantities import Quantities
from detente.economy.energy.records import Array, Index, Network
from detente.economy.energy.results import Surplus


def share_out(posed: Posed, layout: Layout, quantities: Quantities, wedge: Array) -> Surplus:
    """The surplus of every agent; `wedge` is what a price cap takes from each unit sold, shape (sale, period).

    Each agent is paid what it sells at the price of the node and pays what it buys. As every unit bought is sold by
    someone, the parts add up to the total, which is counted from quantities alone.
    """
    network = posed.network
    price = np.nan_to_num(quantities.price)
    consumption = quantities.firm + quantities.flex
    benefit = _benefit(demand_curves(network), quantities)
    paid = (price[POOL, network.demands.node] * consumption).sum(axis=1)
    fees, congestion, booking_rents, arc_cost = _on_arcs(posed, layout, quantities, price)
    storage_cost = network.stores.cost[:, None] * quantities.injection
    traded = price[POOL, network.stores.node] * (quantities.withdrawal - quantities.injection)
    unfilled = -network.about.unserved_price * float(quantities.short.sum())
    resource_cost = float(_supply_cost(network, quantities).sum() + arc_cost.sum() + storage_cost.sum())
    return Surplus(
        consumers=benefit - paid,
        producers=_producers(posed, layout, quantities, price, wedge),
        transit_fees=fees,
        congestion=congestion,
        booking_rents=booking_rents,
        storage=(traded - storage_cost).sum(axis=1),
        levies=_levies(posed, layout, quantities),
        cap_rents=_by_region(network, layout.sale_node, (wedge * quantities.sale).sum(axis=1)),
        unfilled=unfilled,
        total=float(benefit.sum()) - resource_cost + unfilled,
        booking_fees=network.arcs.fee * network.arcs.booked * layout.periods,
        contract_premium=_premium(network, quantities, price[POOL]),
        resource_cost=resource_cost,
        gross_benefit=float(benefit.sum()),
    )


def sum_of_parts(surplus: Surplus) -> float:
    """Consumers, producers, fees, rents, levies and storage together: equal to the total."""
    parts = (
        surplus.consumers,
        surplus.producers,
        surplus.transit_fees,
        surplus.congestion,
        surplus.booking_rents,
        surplus.storage,
        surplus.levies,
        surplus.cap_rents,
    )
    return float(sum(part.sum() for part in parts)) + surplus.unfilled


def _benefit(curves: Curves, quantities: Quantities) -> Array:
    """Area under the demand curve up to consumption, shape (demand,)."""
    fall = np.where(np.isfinite(curves.fall), curves.fall, 0.0)
    flex = quantities.flex
    return np.asarray((curves.top * (quantities.firm + flex) - fall / 2 * flex**2).sum(axis=1))


def _supply_cost(network: Network, quantities: Quantities) -> Array:
    """Area under marginal cost, shape (supply,)."""
    supplies, q = network.supplies, quantities.supply
    return np.asarray((supplies.cost * q + supplies.slope / 2 * q**2).sum(axis=1))


def _producers(posed: Posed, layout: Layout, quantities: Quantities, price: Array, wedge: Array) -> Array:
    """Receipts less cost: the price where a supply stands, and what its layer earns on top where it sells."""
    network, supplies = posed.network, posed.network.supplies
    receipts = ((price[posed.layer_of, supplies.node] - posed.export_levy) * quantities.supply).sum(axis=1)
    received = price[POOL, layout.sale_node] - posed.levy[layout.sale_layer - 1, layout.sale_node] - wedge
    on_top = ((received - price[layout.sale_layer, layout.sale_node]) * quantities.sale).sum(axis=1)
    lost = (price[layout.spill_layer, layout.spill_node] * quantities.spill).sum(axis=1)
    layers = len(posed.owner_of) + 1
    by_layer = _summed(layout.sale_layer, on_top, layers)
    by_layer -= _summed(layout.spill_layer, lost, layers)
    sold = quantities.supply.sum(axis=1)
    in_layer = _summed(posed.layer_of, sold, layers)
    share = np.divide(sold, in_layer[posed.layer_of], out=np.zeros_like(sold), where=in_layer[posed.layer_of] > 0)
    return np.asarray(receipts + share * by_layer[posed.layer_of] - _supply_cost(network, quantities))


def _on_arcs(posed: Posed, layout: Layout, quantities: Quantities, price: Array) -> tuple[Array, Array, Array, Array]:
    """Fees, scarcity rents, rents of bookings and resource cost of each arc."""
    arcs = posed.network.arcs
    arc, layer, flow = layout.carry_arc, layout.carry_layer, quantities.carry
    bought = price[layer, arcs.start[arc]]
    sold = price[layer, arcs.end[arc]] * (1 - arcs.loss[arc])[:, None]
    cost = arcs.cost[arc, None] * flow
    margin = (sold - bought) * flow - cost - posed.arc_levy[arc] * flow
    count = len(arcs.ids)
    flows = _summed(arc, flow.sum(axis=1), count)
    margins = _summed(arc, margin.sum(axis=1), count)
    fees = arcs.fee * flows
    fees[layout.booked_arc] = (arcs.fee[layout.booked_arc, None] * quantities.unbooked).sum(axis=1)
    rents = np.zeros(count)
    booked = arcs.booked[layout.booked_arc, None]
    rents[layout.booked_arc] = (quantities.booking_worth * booked).sum(axis=1)
    costs = _summed(arc, cost.sum(axis=1), count)
    return fees, margins - fees - rents, rents, costs


def _levies(posed: Posed, layout: Layout, quantities: Quantities) -> Array:
    """Revenue by region: of imports where they are sold or arrive, of exports where they are produced."""
    network = posed.network
    exports = (posed.export_levy * quantities.supply).sum(axis=1)
    imports = (posed.levy[layout.sale_layer - 1, layout.sale_node] * quantities.sale).sum(axis=1)
    on_arcs = (posed.arc_levy[layout.carry_arc] * quantities.carry).sum(axis=1)
    return np.asarray(
        _by_region(network, network.supplies.node, exports)
        + _by_region(network, layout.sale_node, imports)
        + _by_region(network, network.arcs.end[layout.carry_arc], on_arcs)
    )


def _by_region(network: Network, nodes: Index, money: Array) -> Array:
    rows = {region: k for k, region in enumerate(network.regions)}
    region = np.array([rows[one] for one in network.nodes.region], dtype=np.int64)
    return _summed(region[nodes], money, len(rows))


def _summed(rows: Index, money: Array, count: int) -> Array:
    return np.bincount(rows, weights=money, minlength=count).astype(np.float64)


def _premium(network: Network, quantities: Quantities, price: Array) -> Array:
    """What buyers pay over the node's price: up to `most` at a fixed price, and for what they did not take."""
    contracts = network.contracts
    fixed = np.array([rule == "fixed" for rule in contracts.price_rule], dtype=bool)
    settled = np.minimum(quantities.taken, contracts.most)
    over = contracts.price - price[contracts.node].mean(axis=1)
    not_taken = np.maximum(contracts.least - quantities.taken, 0.0)
    return np.asarray(np.where(fixed, over, 0.0) * settled + contracts.price * not_taken)
