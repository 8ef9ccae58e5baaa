"""Which variables and conditions the program has: the part that stays when a shock changes only numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from detente.economy.energy.levers import Posed
from detente.economy.energy.records import Array, Index, Mask, Network
from detente.economy.energy.triplets import Entries

POOL = 0


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
    equal: sparse.csc_matrix
    at_most: sparse.csc_matrix

    def block(self, name: str, count: int) -> slice:
        """Columns of a block with `count` things."""
        first = self.offset[name] * self.periods
        return slice(first, first + count * self.periods)

    def table(self, x: Array, name: str, count: int) -> Array:
        """A block of a vector of columns, shape (thing, period)."""
        return np.asarray(x[self.block(name, count)]).reshape(count, self.periods)


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """Which layer is where: flows on arcs, sales at nodes, gas let go, balances."""

    carry: Index
    sale: Index
    spill: Index
    balance: Index


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
    )
    return len(network.nodes.ids), len(network.periods.ids), *(part.tobytes() for part in parts)


def lay_out(posed: Posed) -> Layout:
    """Write down the variables and the matrices of the program."""
    network = posed.network
    pairs = _pairs(posed)
    arcs = network.arcs
    booked = np.flatnonzero((arcs.booked > 0) & (arcs.fee > 0))
    shared = np.flatnonzero(np.bincount(pairs.carry[:, 1], minlength=len(arcs.ids)) > 1)
    d, k = len(network.demands.sector), len(network.stores.node)
    sizes = {
        "supply": len(network.supplies.ids),
        "carry": len(pairs.carry),
        "unbooked": len(booked),
        "sale": len(pairs.sale),
        "firm": d,
        "flex": d,
        "injection": k,
        "withdrawal": k,
        "level": k,
        "spill": len(pairs.spill),
    }
    starts = np.concatenate([[0], np.cumsum(list(sizes.values()))]).tolist()
    offset = dict(zip(sizes, starts, strict=False))
    timed = starts[-1]
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
        equal=_equations(posed, pairs, offset, timed),
        at_most=_limits(posed, pairs, (shared, booked), offset, timed),
    )


def _pairs(posed: Posed) -> _Pairs:
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
        ahead = _reach(network.arcs.start, network.arcs.end, home)
        useful = ahead & _reach(network.arcs.end, network.arcs.start, markets)
        useful |= home
        carry.append(_pair(layer, np.flatnonzero(useful[network.arcs.start] & useful[network.arcs.end])))
        balance.append(_pair(layer, np.flatnonzero(useful)))
        sale.append(_pair(layer, np.flatnonzero(useful & markets)))
    return _Pairs(np.concatenate(carry), np.concatenate(sale), _spills(posed), np.concatenate(balance))


def _pair(layer: int, rows: Index) -> Index:
    return np.column_stack([np.full(len(rows), layer), rows]).astype(np.int64)


def _reach(start: Index, end: Index, seeds: Mask) -> Mask:
    """Nodes that can be reached from the seeds."""
    found = seeds.copy()
    while True:
        wider = found.copy()
        wider[end[found[start]]] = True
        if np.array_equal(wider, found):
            return found
        found = wider


def _spills(posed: Posed) -> Index:
    """Where gas is let go: with supplies that must be taken, and at the nodes of contracts."""
    network = posed.network
    forced = np.flatnonzero(np.logical_or.reduce(network.supplies.min_take > 0, axis=1))
    at = [(int(posed.layer_of[s]), int(network.supplies.node[s])) for s in forced]
    at += [(POOL, int(n)) for n in network.contracts.node]
    return np.array(sorted(set(at)), dtype=np.int64).reshape(-1, 2)


def _equations(posed: Posed, pairs: _Pairs, offset: dict[str, int], timed: int) -> sparse.csc_matrix:
    """Balances of each layer and node, then levels of storages."""
    network, periods = posed.network, len(posed.network.periods.ids)
    row_of = np.full((len(posed.owner_of) + 1, len(network.nodes.ids)), -1)
    row_of[pairs.balance[:, 0], pairs.balance[:, 1]] = np.arange(len(pairs.balance))
    entries = Entries()
    _balance_supply(posed, pairs, offset, row_of, entries)
    _balance_use(posed, offset, row_of, entries)
    k = np.arange(len(network.stores.node))
    level_row = len(pairs.balance) + k
    entries.add(level_row, offset["injection"] + k, -(1.0 - network.stores.loss))
    entries.add(level_row, offset["withdrawal"] + k, 1.0)
    entries.add(level_row, offset["level"] + k, 1.0)
    before = Entries()
    before.add(level_row, offset["level"] + k, -1.0)
    shape = (len(pairs.balance) + len(k), timed)
    same = sparse.kron(entries.matrix(shape), sparse.eye(periods))
    lagged = sparse.kron(before.matrix(shape), sparse.eye(periods, k=-1))
    return sparse.csc_matrix(_padded(same + lagged, network))


def _balance_supply(posed: Posed, pairs: _Pairs, offset: dict[str, int], row_of: Index, entries: Entries) -> None:
    """What layers produce, carry, sell into the pool and let go."""
    network = posed.network
    s = np.arange(len(network.supplies.ids))
    entries.add(row_of[posed.layer_of, network.supplies.node], offset["supply"] + s, 1.0)
    layer, arc = pairs.carry[:, 0], pairs.carry[:, 1]
    columns = offset["carry"] + np.arange(len(arc))
    entries.add(row_of[layer, network.arcs.start[arc]], columns, -1.0)
    entries.add(row_of[layer, network.arcs.end[arc]], columns, 1.0 - network.arcs.loss[arc])
    layer, node = pairs.sale[:, 0], pairs.sale[:, 1]
    columns = offset["sale"] + np.arange(len(node))
    entries.add(row_of[layer, node], columns, -1.0)
    entries.add(row_of[POOL, node], columns, 1.0)
    layer, node = pairs.spill[:, 0], pairs.spill[:, 1]
    entries.add(row_of[layer, node], offset["spill"] + np.arange(len(node)), -1.0)


def _balance_use(posed: Posed, offset: dict[str, int], row_of: Index, entries: Entries) -> None:
    """What is consumed and stored, all from the pool."""
    demands, stores = posed.network.demands, posed.network.stores
    d, k = np.arange(len(demands.sector)), np.arange(len(stores.node))
    entries.add(row_of[POOL, demands.node], offset["firm"] + d, -1.0)
    entries.add(row_of[POOL, demands.node], offset["flex"] + d, -1.0)
    entries.add(row_of[POOL, stores.node], offset["injection"] + k, -1.0)
    entries.add(row_of[POOL, stores.node], offset["withdrawal"] + k, 1.0)


def _limits(
    posed: Posed, pairs: _Pairs, arcs: tuple[Index, Index], offset: dict[str, int], timed: int
) -> sparse.csc_matrix:
    """Capacity of shared arcs, bookings, end levels of storages, contracts."""
    network, periods = posed.network, len(posed.network.periods.ids)
    shared, booked = arcs
    entries = Entries()
    for first, chosen in ((0, shared), (len(shared), booked)):
        row_of = np.full(len(network.arcs.ids), -1)
        row_of[chosen] = first + np.arange(len(chosen))
        on = np.flatnonzero(row_of[pairs.carry[:, 1]] >= 0)
        entries.add(row_of[pairs.carry[on, 1]], offset["carry"] + on, 1.0)
    u = np.arange(len(booked))
    entries.add(len(shared) + u, offset["unbooked"] + u, -1.0)
    by_period = sparse.kron(entries.matrix((len(shared) + len(booked), timed)), sparse.eye(periods))
    return sparse.csc_matrix(sparse.vstack([_padded(by_period, network), *_over_time(posed, pairs, offset, timed)]))


def _padded(matrix: sparse.spmatrix, network: Network) -> sparse.spmatrix:
    extra = len(network.stores.node) + len(network.contracts.ids)
    return sparse.hstack([matrix, sparse.csr_matrix((matrix.shape[0], extra))])


def _over_time(posed: Posed, pairs: _Pairs, offset: dict[str, int], timed: int) -> list[sparse.spmatrix]:
    """Conditions over all periods: the last level of a storage, what a contract delivers."""
    network, periods = posed.network, len(posed.network.periods.ids)
    stores, contracts = len(network.stores.node), len(network.contracts.ids)
    total = timed * periods + stores + contracts
    ends, takes = Entries(), Entries()
    k = np.arange(stores)
    ends.add(k, (offset["level"] + k) * periods + periods - 1, -1.0)
    ends.add(k, timed * periods + k, -1.0)
    for row, thing in enumerate(contract_things(posed, pairs.sale, offset)):
        if thing >= 0:
            takes.add(np.full(periods, row), thing * periods + np.arange(periods), -1.0)
    c = np.arange(contracts)
    takes.add(c, timed * periods + stores + c, -1.0)
    return [ends.matrix((stores, total)), takes.matrix((contracts, total))]


def contract_things(posed: Posed, sales: Index, offset: dict[str, int]) -> list[int]:
    """The thing that each contract counts: a sale at its node, or the supply itself; -1 where no way leads there."""
    network = posed.network
    at = {(int(layer), int(node)): k for k, (layer, node) in enumerate(sales)}
    things = []
    for supply, node in zip(network.contracts.supply.tolist(), network.contracts.node.tolist(), strict=True):
        if node == network.supplies.node[supply]:
            things.append(offset["supply"] + supply)
        else:
            sale = at.get((int(posed.layer_of[supply]), node), -1)
            things.append(offset["sale"] + sale if sale >= 0 else -1)
    return things
