"""The networks of a case: which year they stand for, and to which region of the world economy their money belongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.case import Case, CaseError
from detente.economy.energy.builtin_years import builtin_year
from detente.economy.energy.equilibrium import BASELINE
from detente.economy.energy.parties import shippers
from detente.economy.energy.records import Array, EnergyShock, Network
from detente.economy.energy.results import EnergyEquilibrium
from detente.economy.energy.tables import Tables, network_from_tables
from detente.economy.energy.years import network_in_year, years_in
from detente.economy.trade import Baseline
from detente.economy.trade.builtin import builtin_groups
from detente.worlds import Worlds

NETWORKS = ("gas", "crude")
BUILTIN_SECTOR = "MIN"
BUILTIN_BUYERS = {"gas": "EGW", "crude": "REF"}
DAYS_PER_YEAR = 365.0
MILLIONS_PER_BILLION = 1000.0


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Shares of regions of the world economy in the money of a network: tables of shape (thing, region), rows add to 1.

    `node` is for consumers and storage; `supply`, `arc`, `shipper` and `seller` follow the owner where it is a region,
    and else the node of the supply, the start of the arc, the supply of the contract; `group` is for the regions of the
    network.
    """

    node: Array
    supply: Array
    arc: Array
    shipper: Array
    seller: Array
    group: Array


@dataclass(frozen=True, slots=True, eq=False)
class CaseNetwork:
    """One network of a case.

    `status_quo` holds the levers of its year. `buyers` is the sector through which its price is passed on. `usd_bn`
    turns its money over all periods into USD bn a year, shape (world,).
    """

    name: str
    label: str
    network: Network
    status_quo: EnergyShock
    buyers: int
    usd_bn: Array
    places: Places


def networks_of(case: Case, worlds: Worlds, baseline: Baseline) -> tuple[CaseNetwork, ...]:
    """The networks that the case states and some row of economy/energy.csv acts on.

    Raises
    ------
    CaseError
        When a year is unknown, a node lies in no region of the world economy, or money in EUR has no rate.
    """
    acted_on = {row.network for row in case.energy_shocks}
    return tuple(_network(case, name, worlds, baseline) for name in NETWORKS if name in acted_on)


def sector_of(case: Case, baseline: Baseline) -> int:
    """Place of the sector in which gas and crude are traded.

    Raises
    ------
    CaseError
        When the baseline has no such sector, or is not the built-in one and none is stated.
    """
    return _sector(case.energy.sector or BUILTIN_SECTOR, "sector", baseline)


def _buyers_of(case: Case, name: str, baseline: Baseline) -> int:
    stated = getattr(case.energy, f"{name}_buyers")
    builtin = BUILTIN_BUYERS[name] if case.economy.own is None and not case.energy.sector else ""
    return _sector(stated or builtin or case.energy.sector or BUILTIN_SECTOR, f"{name}_buyers", baseline)


def _sector(name: str, field: str, baseline: Baseline) -> int:
    if name not in baseline.sectors:
        raise CaseError(
            f'case.yaml, energy: the world economy has no sector "{name}".\n'
            f"Name another under {field}. The sectors are {', '.join(baseline.sectors)}."
        )
    return baseline.sectors.index(name)


def _network(case: Case, name: str, worlds: Worlds, baseline: Baseline) -> CaseNetwork:
    stated = getattr(case.energy, name)
    try:
        network, status_quo = _read(case, name, stated)
        places = _places(network, baseline, baseline.expenditure[sector_of(case, baseline)])
    except CaseError as error:
        raise CaseError(f"case.yaml, energy, {name}: {error}") from None
    money = np.ones(worlds.count)
    if network.about.money_unit == "million EUR":
        if case.energy.usd_per_eur is None:
            raise CaseError(f"case.yaml, energy: the money of {name} is in EUR.\nState usd_per_eur.")
        money = worlds.estimate(case.energy.usd_per_eur)
    per_year = DAYS_PER_YEAR / float(network.periods.days.sum())
    label = f"{network.about.name} ({stated})"
    usd_bn = money * per_year / MILLIONS_PER_BILLION
    return CaseNetwork(name, label, network, status_quo, _buyers_of(case, name, baseline), usd_bn, places)


def _read(case: Case, name: str, stated: str) -> tuple[Network, EnergyShock]:
    if name in case.energy.own:
        return _of_folder(case.energy.own[name].tables)
    _, _, year = stated.partition("@")
    if not year.isdigit():
        raise CaseError("the network is not stated.\nWrite builtin@ and a year, or a folder.")
    return builtin_year(name, int(year))


def _of_folder(tables: Tables) -> tuple[Network, EnergyShock]:
    """An own network in the last year that its table of years knows, or as it stands where it has none."""
    network, rows = network_from_tables(tables), tables.get("years", ())
    return network_in_year(network, rows, max(years_in(rows))) if rows else (network, BASELINE)


def _places(network: Network, baseline: Baseline, spending: Array) -> Places:
    nodes = network.nodes
    codes = {code: _region(code, baseline, spending) for code in {*nodes.region, *network.owners, *network.arcs.owner}}
    lost = [(n, r) for n, r in zip(nodes.ids, nodes.region, strict=True) if codes[r] is None]
    if lost:
        raise CaseError(
            f'node {lost[0][0]} lies in "{lost[0][1]}", which is no region of the world economy.\n'
            f"Use one of: {', '.join(baseline.regions)}."
        )
    node = _table([codes[r] for r in nodes.region], len(baseline.regions))
    supply = _owned(network.supplies.owner, codes, node[network.supplies.node])
    return Places(
        node=node,
        supply=supply,
        arc=_owned(network.arcs.owner, codes, node[network.arcs.start]),
        shipper=_owned(shippers(network), codes, node[network.arcs.start]),
        seller=_owned(network.contracts.seller, codes, supply[network.contracts.supply]),
        group=_table([codes[r] for r in network.regions], len(baseline.regions)),
    )


def _region(code: str, baseline: Baseline, spending: Array) -> Array | None:
    """Shares of regions in a code: a region itself, or a group by what its members spend on the sector."""
    members: Sequence[str] = (code,) if code in baseline.regions else builtin_groups().get(code, ())
    if not members or not set(members) <= set(baseline.regions):
        return None
    share = np.zeros(len(baseline.regions))
    rows = [baseline.regions.index(member) for member in members]
    share[rows] = spending[rows] / spending[rows].sum() if len(rows) > 1 else 1.0
    return share


def _owned(owners: Sequence[str], codes: dict[str, Array | None], instead: Array) -> Array:
    """The region of the owner, or that of the place where the owner's code is no region."""
    found = [codes.get(owner) for owner in owners]
    return _table([place if code is None else code for code, place in zip(found, instead, strict=True)], len(instead.T))


def _table(rows: Sequence[Array | None], width: int) -> Array:
    return np.array([row for row in rows if row is not None], dtype=np.float64).reshape(-1, width)


def money_by_region(equilibrium: EnergyEquilibrium, places: Places) -> Array:
    """Surplus of all agents by region of the world economy, shape (region,), in the network's money over all periods.

    Consumers, storage (with the worth of what it lacks at the end), buyers' side of contracts: region of the node;
    producers, fees of arcs, sellers' side of contracts: region of the owner; scarcity and booking rents of arcs: region
    of who ships; levies and rents of buyers under a price cap: region of the network. It adds up to the total surplus.
    """
    network, surplus = equilibrium.network, equilibrium.surplus
    storage = surplus.storage - network.about.unserved_price * equilibrium.unfilled
    premium = surplus.contract_premium
    return np.asarray(
        surplus.consumers @ places.node[network.demands.node]
        + storage @ places.node[network.stores.node]
        + surplus.producers @ places.supply
        + surplus.transit_fees @ places.arc
        + (surplus.congestion + surplus.booking_rents) @ places.shipper
        + (surplus.levies + surplus.cap_rents) @ places.group
        + premium @ places.seller
        - premium @ places.node[network.contracts.node]
    )
