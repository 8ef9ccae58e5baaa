"""What comes out: prices, quantities, who gets what, and how well it holds."""

from __future__ import annotations

from dataclasses import dataclass

from detente.economy.energy.records import Array, EnergyShock, Network


@dataclass(frozen=True, slots=True, eq=False)
class Surplus:
    """Who gets what, in money over all periods. All but the last four add up to `total`.

    Attributes
    ----------
    consumers : array, shape (demand,)
        Worth of what is consumed less what it costs at the node's price.
    producers : array, shape (supply,)
        Receipts at the node where a supply is sold, less transport, levies and caps, less resource cost.
    transit_fees, congestion, booking_rents : array, shape (arc,)
        Fees on unbooked flow (to the owner of the arc), scarcity rent, and what the holders of bookings gain by
        using them.
    storage : array, shape (store,)
        Sales less purchases less cost.
    levies, cap_rents : array, shape (region,)
        Revenue of levies, and what buyers under a price cap gain, by region.
    unfilled : float
        Worth of storage volumes below the required end level, at the unserved price; zero or negative.
    booking_fees : array, shape (arc,)
        What is paid for booked capacity whatever flows; a transfer.
    contract_premium : array, shape (contract,)
        What the buyer pays the seller over the node's price, for gas taken and not taken; a transfer.
    resource_cost, gross_benefit : float
        Cost of supply, transport and storage; worth of consumption. ``total = gross_benefit - resource_cost +
        unfilled``, computed without any price.
    """

    consumers: Array
    producers: Array
    transit_fees: Array
    congestion: Array
    booking_rents: Array
    storage: Array
    levies: Array
    cap_rents: Array
    unfilled: float
    total: float
    booking_fees: Array
    contract_premium: Array
    resource_cost: float
    gross_benefit: float


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """How well the equilibrium holds.

    `kkt` is the largest scaled violation of any condition of equilibrium, `gap` the duality gap as a share of the
    objective, `identity` the gap between total surplus and the sum of its parts as a share of gross benefit. `solves`
    counts quadratic programs, more than one under a price cap.
    """

    solver: str
    kkt: float
    gap: float
    identity: float
    iterations: int
    solves: int


@dataclass(frozen=True, slots=True, eq=False)
class EnergyEquilibrium:
    """Prices, quantities, flows and surplus of one network under one shock.

    Attributes
    ----------
    price : array, shape (node, period)
        In price units: the worth of one more unit at the node; NaN where nothing can move and nothing is wanted.
    supply : array, shape (supply, period)
    consumption, unserved : array, shape (demand, period)
        What is consumed, and what would be at the unserved price and is not to be had.
    flow, arriving : array, shape (arc, period)
        What enters an arc, and what leaves it after losses.
    level, injection, withdrawal : array, shape (store, period)
        Level at the end of each period.
    sold : array, shape (owner, node, period)
        Sales by owner, where they are followed to the node because a lever, contract or conduct asks for it; NaN for
        owners whose gas is not followed.
    delivered : array, shape (origin, node, period)
        Consumption at a node by origin, traced by proportional mixing; adds up to consumption.
    taken, paid_not_taken : array, shape (contract,)
        Quantities under contracts.
    unfilled : array, shape (store,)
        How far storage ends below the required level.
    """

    network: Network
    shock: EnergyShock
    price: Array
    supply: Array
    consumption: Array
    unserved: Array
    flow: Array
    arriving: Array
    level: Array
    injection: Array
    withdrawal: Array
    sold: Array
    delivered: Array
    taken: Array
    paid_not_taken: Array
    unfilled: Array
    surplus: Surplus
    diagnostics: Diagnostics
