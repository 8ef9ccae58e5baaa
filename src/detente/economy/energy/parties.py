"""Winners and losers: surplus by party, as the code of a region or owner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from detente.economy.energy.records import Array, Names, Network
from detente.economy.energy.results import EnergyEquilibrium

COLUMNS = ("consumers", "producers", "transit", "storage", "levies", "cap_rents", "contracts")


@dataclass(frozen=True, slots=True, eq=False)
class PartySurplus:
    """Money by party and kind of surplus, shape (party, column), over all periods.

    Columns: consumers, producers, transit (fees to the owners of arcs, scarcity rents and rents of bookings to their
    shippers), storage, levies, rents of buyers under a price cap, and what contracts pay over the price of the node. A
    party is the region of a node, the owner of a supply or arc, or the seller of a contract.
    """

    parties: Names
    columns: Names
    money: Array

    @property
    def total(self) -> Array:
        """Money by party, shape (party,)."""
        return np.asarray(self.money.sum(axis=1))

    def of(self, parties: Iterable[str]) -> float:
        """Money of several parties together; those without any count as zero."""
        chosen = set(parties)
        return float(sum(row for name, row in zip(self.parties, self.total, strict=True) if name in chosen))


def party_surplus(equilibrium: EnergyEquilibrium) -> PartySurplus:
    """Share out all surplus to parties. Their totals add up to total surplus, less what unfilled storage is worth.

    Examples
    --------
    >>> from detente.economy.energy.builtin import builtin_network
    >>> from detente.economy.energy.equilibrium import solve_energy
    >>> found = solve_energy(builtin_network("crude"))
    >>> shared = party_surplus(found)
    >>> abs(float(shared.total.sum()) / found.surplus.total - 1) < 1e-9
    True
    """
    network, surplus = equilibrium.network, equilibrium.surplus
    region = network.nodes.region
    rents = surplus.congestion + surplus.booking_rents
    buyers = [region[k] for k in network.contracts.node.tolist()]
    rows = [
        ("consumers", [region[k] for k in network.demands.node.tolist()], surplus.consumers),
        ("producers", network.supplies.owner, surplus.producers),
        ("transit", network.arcs.owner, surplus.transit_fees),
        ("transit", shippers(network), rents),
        ("storage", [region[k] for k in network.stores.node.tolist()], surplus.storage),
        ("levies", network.regions, surplus.levies),
        ("cap_rents", network.regions, surplus.cap_rents),
        ("contracts", network.contracts.seller, surplus.contract_premium),
        ("contracts", buyers, -surplus.contract_premium),
    ]
    parties = tuple(dict.fromkeys(name for _, names, _ in rows for name in names))
    at = {name: k for k, name in enumerate(parties)}
    money = np.zeros((len(parties), len(COLUMNS)))
    for column, names, amounts in rows:
        np.add.at(money[:, COLUMNS.index(column)], [at[name] for name in names], amounts)
    return PartySurplus(parties, COLUMNS, money)


def shippers(network: Network) -> Names:
    """Who ships over each arc, and gains where its capacity is scarce: not who owns it, where a producer begins there.

    An exporter that fills a line through another country pays the fee and keeps what the buyers pay on top. So where an
    arc starts at a producer's node with supplies of one owner, that owner ships; elsewhere the owner of the arc does.

    Examples
    --------
    >>> from detente.economy.energy.builtin import builtin_network
    >>> network = builtin_network("gas")
    >>> entry = network.arcs.ids.index("ukraine-entry")
    >>> network.arcs.owner[entry], shippers(network)[entry]
    ('UKR', 'RUS')
    """
    selling: dict[int, set[str]] = {}
    for node, owner in zip(network.supplies.node.tolist(), network.supplies.owner, strict=True):
        if network.nodes.kind[node] == "producer":
            selling.setdefault(node, set()).add(owner)
    starts = [selling.get(node, set()) for node in network.arcs.start.tolist()]
    pairs = zip(starts, network.arcs.owner, strict=True)
    return tuple(next(iter(sellers)) if len(sellers) == 1 else owner for sellers, owner in pairs)
