"""What an energy network is, what may change in it, and what comes out: the records of the engine."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Index = NDArray[np.int64]
Mask = NDArray[np.bool_]
Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class About:
    """Name, commodity, units, year and source of a network; `unserved_price` bounds every price from above."""

    name: str
    commodity: str
    quantity_unit: str
    price_unit: str
    money_unit: str
    year: int
    source: str
    unserved_price: float


@dataclass(frozen=True, slots=True)
class Nodes:
    """Places where prices form. `kind` is market, producer, terminal or transit; `region` one of the trade model."""

    ids: Names
    labels: Names
    region: Names
    kind: Names


@dataclass(frozen=True, slots=True)
class Periods:
    """Months, quarters or years, in the order of time; `days` is shown, it enters no equation."""

    ids: Names
    labels: Names
    days: Array


@dataclass(frozen=True, slots=True, eq=False)
class Supplies:
    """Sources of supply: marginal cost is ``cost + slope * quantity``, at most `capacity`, at least `min_take`.

    `node` holds rows of `Nodes`; `owner` earns the surplus; `origin` is the name under which deliveries are traced.
    The four arrays have shape (supply, period); capacity, min_take in quantity per period, cost in price units,
    slope in price units per unit of quantity.
    """

    ids: Names
    node: Index
    owner: Names
    origin: Names
    capacity: Array
    cost: Array
    slope: Array
    min_take: Array


@dataclass(frozen=True, slots=True, eq=False)
class Demands:
    """Demand of a sector at a node: a reference point and the elasticity there, each of shape (demand, period)."""

    node: Index
    sector: Names
    quantity: Array
    price: Array
    elasticity: Array


@dataclass(frozen=True, slots=True, eq=False)
class Stores:
    """Storage at a node, shape (store,): volumes in quantity, rates per period, start and end as shares of volume.

    `cost` is paid on each unit injected; `loss` is the share of it that is lost.
    """

    node: Index
    working_volume: Array
    injection: Array
    withdrawal: Array
    cost: Array
    loss: Array
    start: Array
    end: Array


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """Directed links: `capacity` has shape (arc, period), all other numbers shape (arc,).

    `cost` uses resources; `fee` is earned by the owner on what flows beyond `booked`, which is paid anyway. `loss` is
    the share of what enters that does not arrive. `measure` names the measure that closes the arc, or is empty.
    """

    ids: Names
    start: Index
    end: Index
    kind: Names
    owner: Names
    capacity: Array
    booked: Array
    cost: Array
    fee: Array
    loss: Array
    measure: Names


@dataclass(frozen=True, slots=True, eq=False)
class Contracts:
    """Take-or-pay contracts: over all periods the supply delivers at least `least` to the node, or it is paid anyway.

    `price_rule` is ``fixed`` (at `price`) or ``hub`` (at the price of the node); `most` bounds what is settled at the
    fixed price.
    """

    ids: Names
    seller: Names
    supply: Index
    node: Index
    least: Array
    most: Array
    price_rule: Names
    price: Array


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """A network of energy: nodes, periods, supplies, demands, stores, arcs and contracts."""

    about: About
    nodes: Nodes
    periods: Periods
    supplies: Supplies
    demands: Demands
    stores: Stores
    arcs: Arcs
    contracts: Contracts

    @property
    def regions(self) -> Names:
        """Regions of the nodes, in order of first appearance."""
        return tuple(dict.fromkeys(self.nodes.region))

    @property
    def origins(self) -> Names:
        """Names of origin, in order of first appearance; what storages hold at the start is one more, the last."""
        return (*dict.fromkeys(self.supplies.origin), START_OF_STORAGE)

    @property
    def owners(self) -> Names:
        """Owners of supplies, in order of first appearance."""
        return tuple(dict.fromkeys(self.supplies.owner))


START_OF_STORAGE = "in storage at the start"


@dataclass(frozen=True, slots=True)
class Lever:
    """One change of a network.

    ``kind``            ``target``                        ``value``                                 ``into``
    arc_capacity        arc                               factor, 0 closes                          -
    measure             measure                           factor on all arcs it closes, 0 in force  -
    supply_capacity     seller                            factor                                    -
    supply_cost         seller                            added to the cost, price units            -
    storage_capacity    node                              factor on volume and both rates           -
    embargo             seller                            none: sales into the nodes are zero       nodes
    arc_levy            arc                               price units on each unit that enters      -
    supply_levy         seller                            price units on each unit sold             nodes
    price_cap           seller                            the cap, price units; `share` enforced    nodes
    demand              node                              factor on the reference quantity          -
    elasticity          node                              factor on the elasticity, above 0         -
    conduct             ``owner:X``                       0 price taker, 1 Cournot                  -
    booked              arc                               booked quantity per period                -
    contract            contract                          factor on least and most                  -

    A seller is ``owner:X``, ``origin:X`` or ``supply:X``. `target` and `into` take ids, ``region:X`` for all nodes of
    a region, and ``*`` for all. Empty `into` or `periods` means all. Of two levers of a kind on the same thing the
    later counts.
    """

    kind: str
    target: str
    value: float = 0.0
    into: Names = ()
    periods: Names = ()
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class EnergyShock:
    """Levers pulled together; none is the baseline."""

    levers: tuple[Lever, ...] = ()
