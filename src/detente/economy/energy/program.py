"""The equilibrium as a convex quadratic program: costs, bounds and right-hand sides for one shock."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from detente.economy.energy.layout import Layout
from detente.economy.energy.levers import Posed
from detente.economy.energy.records import Array, Index, Network


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """Minimise ``x'Qx / 2 + cost'x`` subject to ``Ex = equal_to``, ``Gx <= limit``, ``lower <= x <= upper``.

    In scaled units: quantities over `quantity_scale`, prices over `price_scale`.
    """

    layout: Layout
    quadratic: sparse.csc_matrix
    cost: Array
    lower: Array
    upper: Array
    equal_to: Array
    limit: Array
    quantity_scale: float
    price_scale: float


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """Inverse demand, shape (demand, period): worth `top` up to `firm`, then falling by `fall` per unit.

    Where the reference quantity is zero, `fall` is infinite and nothing is wanted.
    """

    top: Array
    firm: Array
    fall: Array


def demand_curves(network: Network) -> Curves:
    """Linear inverse demand through the reference point, cut off at the unserved price.

    With reference ``(q0, p0)`` and elasticity ``e``: ``p(q) = p0 + (p0 / (e q0)) (q - q0)``, at most the unserved
    price `V`. So demand is worth `V` up to ``q(V) = q0 (1 + e (V - p0) / p0)``, if that is positive; else the curve
    starts at its choke price ``p0 (1 - 1/e)``, below `V`.
    """
    demands, unserved = network.demands, network.about.unserved_price
    q0, p0, e = demands.quantity, demands.price, demands.elasticity
    with np.errstate(divide="ignore"):
        fall = np.where(q0 > 0, -p0 / (e * q0), np.inf)
    firm = np.maximum(q0 * (1 + e * (unserved - p0) / p0), 0.0)
    return Curves(top=np.minimum(unserved, p0 * (1 - 1 / e)), firm=firm, fall=fall)


def node_slopes(network: Network, curves: Curves) -> Array:
    """Fall of the price at a node per unit sold there, shape (node, period); infinite where nothing is wanted."""
    softness = np.zeros((len(network.nodes.ids), len(network.periods.ids)))
    np.add.at(softness, network.demands.node, 1 / curves.fall)
    with np.errstate(divide="ignore"):
        return np.asarray(1 / softness)


def write_program(posed: Posed, layout: Layout, wedge: Array) -> Program:
    """Fill in the numbers; `wedge`, shape (sale, period), is what a price cap takes from each unit sold."""
    network = posed.network
    curves = demand_curves(network)
    wanted = network.demands.quantity[network.demands.quantity > 0]
    quantity_scale = float(wanted.mean()) if wanted.size else 1.0
    price_scale = network.about.unserved_price
    lower, upper = _bounds(posed, layout, curves)
    equal_to, limit = _right_hand_sides(posed, layout)
    return Program(
        layout=layout,
        quadratic=_quadratic(posed, layout, curves) * (quantity_scale / price_scale),
        cost=_costs(posed, layout, curves, wedge) / price_scale,
        lower=lower / quantity_scale,
        upper=upper / quantity_scale,
        equal_to=equal_to / quantity_scale,
        limit=limit / quantity_scale,
        quantity_scale=quantity_scale,
        price_scale=price_scale,
    )


def _costs(posed: Posed, layout: Layout, curves: Curves, wedge: Array) -> Array:
    network = posed.network
    arcs, stores = network.arcs, network.stores
    cost = np.zeros(layout.equal.shape[1])
    fee = arcs.fee.copy()
    fee[layout.booked_arc] = 0.0
    on_arcs = (arcs.cost + fee)[:, None] + posed.arc_levy
    blocks = {
        "supply": network.supplies.cost + posed.export_levy,
        "carry": on_arcs[layout.carry_arc],
        "unbooked": _each_period(layout, arcs.fee[layout.booked_arc]),
        "sale": posed.levy[layout.sale_layer - 1, layout.sale_node] + wedge,
        "firm": -curves.top,
        "flex": -curves.top,
        "injection": _each_period(layout, stores.cost),
    }
    for name, table in blocks.items():
        cost[layout.block(name, len(table))] = table.ravel()
    after = layout.timed * layout.periods
    cost[after : after + len(stores.node)] = network.about.unserved_price
    cost[after + len(stores.node) :] = network.contracts.price
    return cost


def _quadratic(posed: Posed, layout: Layout, curves: Curves) -> sparse.csc_matrix:
    """Slopes of supply and demand, and what a Cournot owner thinks of its own effect on prices."""
    network = posed.network
    diagonal = np.zeros(layout.equal.shape[1])
    diagonal[layout.block("supply", len(network.supplies.ids))] = network.supplies.slope.ravel()
    fall = np.where(np.isfinite(curves.fall), curves.fall, 0.0)
    diagonal[layout.block("flex", len(fall))] = fall.ravel()
    matrix = sparse.diags_array(diagonal)
    return sparse.csc_matrix(matrix + _conduct(posed, layout, curves))


def markups(posed: Posed, layout: Layout, curves: Curves) -> tuple[Index, Array]:
    """Pairs of sales of one owner at one node, and ``conduct * slope``, shape (pair, period), for each pair."""
    owner = posed.owner_of[layout.sale_layer - 1]
    conduct = posed.conduct[layout.sale_layer - 1]
    same = (owner[:, None] == owner) & (layout.sale_node[:, None] == layout.sale_node)
    same &= (conduct[:, None] > 0) & (conduct > 0)
    pairs = np.argwhere(same)
    slopes = node_slopes(posed.network, curves)[layout.sale_node[pairs[:, 0]]]
    strength = conduct[pairs[:, 0], None] * np.where(np.isfinite(slopes), slopes, 0.0)
    return np.asarray(pairs, dtype=np.int64), strength


def _conduct(posed: Posed, layout: Layout, curves: Curves) -> sparse.csc_matrix:
    pairs, strength = markups(posed, layout, curves)
    first = layout.offset["sale"]
    t = np.arange(layout.periods)
    rows = ((first + pairs[:, :1]) * layout.periods + t).ravel()
    columns = ((first + pairs[:, 1:]) * layout.periods + t).ravel()
    size = layout.equal.shape[1]
    return sparse.csc_matrix((strength.ravel(), (rows, columns)), shape=(size, size))


def _bounds(posed: Posed, layout: Layout, curves: Curves) -> tuple[Array, Array]:
    network = posed.network
    arcs, stores = network.arcs, network.stores
    lower = np.zeros(layout.equal.shape[1])
    upper = np.full(layout.equal.shape[1], np.inf)
    barred = posed.barred[layout.sale_layer - 1, layout.sale_node]
    # A Cournot owner has no view of a price where nothing is wanted: it sells nothing there.
    unwanted = ~np.isfinite(node_slopes(network, curves))[layout.sale_node]
    unwanted &= (posed.conduct[layout.sale_layer - 1] > 0)[:, None]
    shared = np.isin(layout.carry_arc, layout.shared_arc)
    closed = arcs.capacity[layout.carry_arc] <= 0
    on_arcs = np.where(shared[:, None] & ~closed, np.inf, arcs.capacity[layout.carry_arc])
    blocks = {
        "supply": network.supplies.capacity,
        "carry": on_arcs,
        "sale": np.where(barred | unwanted, 0.0, np.inf),
        "firm": curves.firm,
        "flex": np.where(np.isfinite(curves.fall), np.inf, 0.0),
        "injection": _each_period(layout, np.where(stores.working_volume > 0, stores.injection, 0.0)),
        "withdrawal": _each_period(layout, np.where(stores.working_volume > 0, stores.withdrawal, 0.0)),
        "level": _each_period(layout, stores.working_volume),
    }
    for name, table in blocks.items():
        upper[layout.block(name, len(table))] = table.ravel()
    lower[layout.block("supply", len(network.supplies.ids))] = network.supplies.min_take.ravel()
    after = layout.timed * layout.periods
    # Twice what can be needed: a bound that never binds, and leaves the solver an interior.
    upper[after : after + len(stores.node)] = 2 * stores.end * stores.working_volume
    upper[after + len(stores.node) :] = 2 * network.contracts.least
    return lower, upper


def _right_hand_sides(posed: Posed, layout: Layout) -> tuple[Array, Array]:
    network = posed.network
    arcs, stores, contracts = network.arcs, network.stores, network.contracts
    equal_to = np.zeros(layout.equal.shape[0])
    first = len(layout.balance_node) * layout.periods
    equal_to[first :: layout.periods] = stores.start * stores.working_volume
    limit = [
        arcs.capacity[layout.shared_arc].ravel(),
        _each_period(layout, arcs.booked[layout.booked_arc]).ravel(),
        -stores.end * stores.working_volume,
        -contracts.least,
    ]
    return equal_to, np.concatenate(limit)


def _each_period(layout: Layout, values: Array) -> Array:
    return np.repeat(values[:, None], layout.periods, axis=1)
