"""Which variables and conditions the program has: the part that stays when a shock changes only numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from detente.economy.energy.conditions import write_equations, write_kept, write_limits
from detente.economy.energy.levers import Posed
from detente.economy.energy.places import Pairs, find_pairs
from detente.economy.energy.records import Array, Index


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Variables, as blocks of columns, and conditions, as blocks of rows; docs/explanation/energy-model.md lists them.

    Blocks with a time axis are stored thing by thing: column ``(offset + thing) * periods + period``.

    Attributes
    ----------
    periods : int
    offset : dict
        First thing of each block: supply, carry, unbooked, sale, firm, flex, injection, withdrawal, level, spill.
    timed : int
        Things with a time axis, in all; the columns of `unfilled` and `slack` follow after ``timed * periods``.
    carry_layer, carry_arc : array, shape (carry,)
        What each flow variable moves, and where; the pool first, on all arcs.
    sale_layer, sale_node : array, shape (sale,)
    spill_layer, spill_node : array, shape (spill,)
        Where gas that must be taken may be let go.
    booked_arc : array, shape (unbooked,)
        Arcs with both a booking and a fee: flow beyond the booking has a variable of its own.
    shared_arc : array
        Arcs that more than one layer uses, with a capacity condition of their own.
    balance_layer, balance_node : array, shape (balance,)
    kept_node : array, shape (kept,)
        Nodes where sales under a cut must be consumed: a condition each, by period, the last of `at_most`.
    equal, at_most : sparse matrices
        Rows of equations and of conditions ``<=``.
    """

    periods: int
    offset: dict[str, int]
    timed: int
    carry_layer: Index
    carry_arc: Index
    sale_layer: Index
    sale_node: Index
    spill_layer: Index
    spill_node: Index
    booked_arc: Index
    shared_arc: Index
    balance_layer: Index
    balance_node: Index
    kept_node: Index
    equal: sparse.csc_matrix
    at_most: sparse.csc_matrix

    def block(self, name: str, count: int) -> slice:
        """Columns of a block with `count` things."""
        first = self.offset[name] * self.periods
        return slice(first, first + count * self.periods)

    def table(self, x: Array, name: str, count: int) -> Array:
        """A block of a vector of columns, shape (thing, period)."""
        return np.asarray(x[self.block(name, count)]).reshape(count, self.periods)

    def columns(self, name: str, things: Index) -> Index:
        """Columns of some things of a block in every period, shape (thing, period)."""
        return np.asarray((self.offset[name] + things)[:, None] * self.periods + np.arange(self.periods))

    @property
    def untimed(self) -> int:
        """First column without a time axis: what storages lack at the end, then what contracts leave."""
        return self.timed * self.periods

    def of_sales(self, by_layer: NDArray[Any]) -> NDArray[Any]:
        """Rows of a table by layer and node, shape (layer, node, ...), for each sale."""
        return np.asarray(by_layer[self.sale_layer - 1, self.sale_node])

    @property
    def limits(self) -> dict[str, slice]:
        """Rows of the conditions ``<=``, by what they hold down."""
        stores_and_contracts = self.at_most.shape[0] - self.periods * (
            len(self.shared_arc) + len(self.booked_arc) + len(self.kept_node)
        )
        sizes = {
            "shared": len(self.shared_arc) * self.periods,
            "booked": len(self.booked_arc) * self.periods,
            "over_time": stores_and_contracts,
            "kept": len(self.kept_node) * self.periods,
        }
        ends = np.cumsum(list(sizes.values())).tolist()
        return {name: slice(end - size, end) for (name, size), end in zip(sizes.items(), ends, strict=True)}


def structure_key(posed: Posed) -> tuple[object, ...]:
    """What a layout depends on: what is connected, losses, layers, bookings, and which supplies must be taken."""
    network = posed.network
    arcs, stores = network.arcs, network.stores
    forced = np.logical_or.reduce(network.supplies.min_take > 0, axis=1)
    parts = (
        posed.layer_of,
        posed.owner_of,
        network.supplies.node,
        network.demands.node,
        np.stack([arcs.start, arcs.end]),
        arcs.loss,
        (arcs.booked > 0) & (arcs.fee > 0),
        stores.node,
        stores.loss,
        np.stack([network.contracts.supply, network.contracts.node]),
        forced,
        posed.kept,
    )
    return len(network.nodes.ids), len(network.periods.ids), *(part.tobytes() for part in parts)


def lay_out(posed: Posed) -> Layout:
    """Write down the variables and the matrices of the program."""
    network = posed.network
    pairs = find_pairs(posed)
    arcs = network.arcs
    booked = np.flatnonzero((arcs.booked > 0) & (arcs.fee > 0))
    shared = np.flatnonzero(np.bincount(pairs.carry[:, 1], minlength=len(arcs.ids)) > 1)
    sizes = _sizes(posed, pairs, len(booked))
    starts = np.concatenate([[0], np.cumsum(list(sizes.values()))]).tolist()
    offset = dict(zip(sizes, starts, strict=False))
    timed = starts[-1]
    kept, keeps = write_kept(posed, pairs, offset, timed)
    return Layout(
        periods=len(network.periods.ids),
        offset=offset,
        timed=timed,
        carry_layer=pairs.carry[:, 0],
        carry_arc=pairs.carry[:, 1],
        sale_layer=pairs.sale[:, 0],
        sale_node=pairs.sale[:, 1],
        spill_layer=pairs.spill[:, 0],
        spill_node=pairs.spill[:, 1],
        booked_arc=booked,
        shared_arc=shared,
        balance_layer=pairs.balance[:, 0],
        balance_node=pairs.balance[:, 1],
        kept_node=kept,
        equal=write_equations(posed, pairs, offset, timed),
        at_most=sparse.csc_matrix(sparse.vstack([write_limits(posed, pairs, (shared, booked), offset, timed), keeps])),
    )


def _sizes(posed: Posed, pairs: Pairs, booked: int) -> dict[str, int]:
    """How many things each block of variables with a time axis has."""
    network = posed.network
    d, k = len(network.demands.sector), len(network.stores.node)
    return {
        "supply": len(network.supplies.ids),
        "carry": len(pairs.carry),
        "unbooked": booked,
        "sale": len(pairs.sale),
        "firm": d,
        "flex": d,
        "injection": k,
        "withdrawal": k,
        "level": k,
        "spill": len(pairs.spill),
    }
