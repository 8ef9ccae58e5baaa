"""The equations and conditions of the program, as sparse matrices: one term for each pair of row and variable."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from detente.economy.energy.levers import POOL, Posed
from detente.economy.energy.places import Pairs
from detente.economy.energy.records import Index, Network
from detente.economy.energy.triplets import Entries


def write_equations(posed: Posed, pairs: Pairs, offset: dict[str, int], timed: int) -> sparse.csc_matrix:
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


def _balance_supply(posed: Posed, pairs: Pairs, offset: dict[str, int], row_of: Index, entries: Entries) -> None:
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


def write_limits(
    posed: Posed, pairs: Pairs, arcs: tuple[Index, Index], offset: dict[str, int], timed: int
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


def _over_time(posed: Posed, pairs: Pairs, offset: dict[str, int], timed: int) -> list[sparse.spmatrix]:
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


def write_kept(posed: Posed, pairs: Pairs, offset: dict[str, int], timed: int) -> tuple[Index, sparse.spmatrix]:
    """Nodes where sales under a cut are no more than what is consumed there, and that condition for each period."""
    network, periods = posed.network, len(posed.network.periods.ids)
    layer, node = pairs.sale[:, 0], pairs.sale[:, 1]
    kept = posed.kept[layer - 1, node]
    chosen = np.unique(node[kept.any(axis=1)])
    row_of = np.full(len(network.nodes.ids), -1)
    row_of[chosen] = np.arange(len(chosen))
    entries = Entries()
    sale, t = np.nonzero(kept)
    entries.add(row_of[node[sale]] * periods + t, (offset["sale"] + sale) * periods + t, 1.0)
    when = np.zeros((len(network.nodes.ids), periods), dtype=bool)
    np.logical_or.at(when, node, kept)
    demand, t = np.nonzero(when[network.demands.node])
    for name in ("firm", "flex"):
        rows = row_of[network.demands.node[demand]] * periods + t
        entries.add(rows, (offset[name] + demand) * periods + t, -1.0)
    total = timed * periods + len(network.stores.node) + len(network.contracts.ids)
    return chosen, entries.matrix((len(chosen) * periods, total))


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
