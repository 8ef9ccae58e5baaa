"""An answer of the solver as tables of prices and quantities, in the units of the network."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.economy.energy.cycles import cancel_cycles
from detente.economy.energy.layout import POOL, contract_things
from detente.economy.energy.levers import Posed
from detente.economy.energy.program import Program, demand_curves
from detente.economy.energy.records import Array
from detente.economy.energy.reduction import Reduced
from detente.economy.energy.residuals import whole
from detente.economy.energy.solver import Answer


@dataclass(frozen=True, slots=True, eq=False)
class Quantities:
    """What the program says, one array for each block of variables, and prices from its multipliers.

    Attributes
    ----------
    supply, carry, unbooked, sale, spill : array, shape (thing, period)
        Supply; flow by layer and arc; flow beyond bookings; sales by layer and node; gas let go.
    firm, flex : array, shape (demand, period)
        Consumption on the flat and on the falling part of the demand curve.
    injection, withdrawal, level : array, shape (store, period)
    short, slack, taken : array
        Missing end level by store; not taken, and taken, by contract.
    price : array, shape (layer, node, period)
        Worth of a unit in each layer, the pool first; NaN where nothing can move and nothing is wanted.
    booking_worth : array, shape (unbooked, period)
        Worth of one more unit of booking.
    """

    supply: Array
    carry: Array
    unbooked: Array
    sale: Array
    spill: Array
    firm: Array
    flex: Array
    injection: Array
    withdrawal: Array
    level: Array
    short: Array
    slack: Array
    taken: Array
    price: Array
    booking_worth: Array


def read_quantities(posed: Posed, program: Program, reduced: Reduced, answer: Answer) -> Quantities:
    """Scale an answer back and cut it into tables; circles of flow that cost nothing are taken out."""
    layout, network = program.layout, posed.network
    x = np.clip(whole(reduced, answer), program.lower, program.upper) * program.quantity_scale
    demands, stores = len(network.demands.sector), len(network.stores.node)
    after = layout.timed * layout.periods
    slack = x[after + stores :]
    sales = np.column_stack([layout.sale_layer, layout.sale_node])
    things = contract_things(posed, sales, layout.offset)
    timed = x[:after].reshape(-1, layout.periods)
    taken = [timed[thing].sum() if thing >= 0 else 0.0 for thing in things]
    return Quantities(
        supply=layout.table(x, "supply", len(network.supplies.ids)),
        carry=cancel_cycles(posed, layout, layout.table(x, "carry", len(layout.carry_arc))),
        unbooked=layout.table(x, "unbooked", len(layout.booked_arc)),
        sale=layout.table(x, "sale", len(layout.sale_node)),
        spill=layout.table(x, "spill", len(layout.spill_node)),
        firm=layout.table(x, "firm", demands),
        flex=layout.table(x, "flex", demands),
        injection=layout.table(x, "injection", stores),
        withdrawal=layout.table(x, "withdrawal", stores),
        level=layout.table(x, "level", stores),
        short=x[after : after + stores],
        slack=slack,
        taken=np.array(taken),
        price=node_prices(posed, program, reduced, answer),
        booking_worth=_booking_worth(program, reduced, answer),
    )


def unserved(posed: Posed, firm: Array) -> Array:
    """What would be consumed at the unserved price and is not to be had, shape (demand, period)."""
    return np.asarray(np.maximum(demand_curves(posed.network).firm - firm, 0.0))


def node_prices(posed: Posed, program: Program, reduced: Reduced, answer: Answer) -> Array:
    """Multipliers of the balances as prices, shape (layer, node, period); NaN where nothing can move.

    Where nothing arrives and something is wanted, the price of the pool is what a first unit would be worth.
    """
    layout, network = program.layout, posed.network
    multipliers = np.full(layout.equal.shape[0], np.nan)
    multipliers[reduced.equal_rows] = answer.equal
    balances = multipliers[: len(layout.balance_node) * layout.periods].reshape(-1, layout.periods)
    price = np.full((len(posed.owner_of) + 1, len(network.nodes.ids), layout.periods), np.nan)
    price[layout.balance_layer, layout.balance_node] = -balances * program.price_scale
    price[POOL] = np.where(np.isnan(price[POOL]), _worth_of_a_first_unit(posed), price[POOL])
    return price


def _worth_of_a_first_unit(posed: Posed) -> Array:
    """What a unit would be worth where nothing arrives, shape (node, period); NaN where nothing is wanted either."""
    network = posed.network
    curves = demand_curves(network)
    worth = np.full((len(network.nodes.ids), len(network.periods.ids)), -np.inf)
    np.maximum.at(worth, network.demands.node, np.where(np.isfinite(curves.fall), curves.top, -np.inf))
    return np.where(np.isfinite(worth), worth, np.nan)


def _booking_worth(program: Program, reduced: Reduced, answer: Answer) -> Array:
    layout = program.layout
    multipliers = np.zeros(layout.at_most.shape[0])
    multipliers[reduced.limit_rows] = answer.at_most
    first = len(layout.shared_arc) * layout.periods
    rows = slice(first, first + len(layout.booked_arc) * layout.periods)
    return np.asarray(multipliers[rows].reshape(-1, layout.periods) * program.price_scale)
