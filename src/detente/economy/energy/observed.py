"""A year as it was observed: storage as it was filled and emptied, demand through the price of each month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from detente.economy.energy.records import Array, Network
from detente.economy.energy.targets import chosen_nodes
from detente.economy.energy.years import names

Row = Mapping[str, str]
Index = NDArray[np.int64]
STIFF = -0.01
"""Elasticity of what storages take: near zero, for the quantity is known."""
SECTOR = "storage"
ORIGIN = "storage as observed"


def observed_network(network: Network, rows: Sequence[Row]) -> Network:
    """The network in a year whose prices and storage levels are known, month by month.

    The model foresees a whole year. Storage then levels prices over it, and nobody did foresee 2021. To compare with
    such a year, storage is taken as it was: what it gave in a month becomes a supply that must be taken, what it took
    a demand that hardly answers to price. Demand passes through the price of its month; the elasticity there is
    scaled, so that consumption answers to a price change by the same quantity as in the network given.

    `rows` have columns ``series, nodes, period, value``; `series` is ``reference_price`` or ``storage_share``, the
    share at the end of the period. Only changes of the share count, from the network's own start.

    Raises
    ------
    CaseError
        When a row names what the network does not have.

    Examples
    --------
    >>> from detente.economy.energy.builtin import builtin_network
    >>> from detente.economy.energy.builtin_years import builtin_rows
    >>> seen = observed_network(builtin_network("gas"), builtin_rows("gas", "observed"))
    >>> len(seen.stores.node), round(float(seen.demands.price[0, 0]), 1)
    (0, 20.0)
    """
    prices = _series(network, rows, "reference_price", network.demands.price, network.demands.node)
    start = np.repeat(network.stores.start[:, None], len(network.periods.ids), axis=1)
    share = _series(network, rows, "storage_share", start, network.stores.node)
    before = np.column_stack([network.stores.start, share[:, :-1]])
    drawn = (before - share) * network.stores.working_volume[:, None]
    at_price = replace(
        network.demands, price=prices, elasticity=network.demands.elasticity * prices / network.demands.price
    )
    return _without_stores(replace(network, demands=at_price), drawn)


def _series(network: Network, rows: Sequence[Row], name: str, default: Array, node: Index) -> Array:
    """Values of a series for things that stand at nodes, shape (thing, period); the default where no row is."""
    found = default.copy()
    for row in rows:
        if row["series"] == name:
            chosen = np.isin(node, chosen_nodes(network, names(row["nodes"])))
            found[chosen, network.periods.ids.index(row["period"])] = float(row["value"])
    return found


def _without_stores(network: Network, drawn: Array) -> Network:
    """Storage as supply and demand of known size; losses and cost of storage are left out."""
    stores, supplies, demands = network.stores, network.supplies, network.demands
    ids = tuple(f"storage-{network.nodes.ids[k].lower()}" for k in stores.node.tolist())
    given, taken, zero = drawn.clip(min=0), (-drawn).clip(min=0), np.zeros_like(drawn)
    price = np.array([demands.price[demands.node == k].mean(axis=0) for k in stores.node.tolist()])
    none = {name: getattr(stores, name)[:0] for name in stores.__dataclass_fields__}
    return replace(
        network,
        stores=replace(stores, **none),
        supplies=replace(
            supplies,
            ids=supplies.ids + ids,
            node=np.concatenate([supplies.node, stores.node]),
            owner=supplies.owner + tuple(network.nodes.region[k] for k in stores.node.tolist()),
            origin=supplies.origin + (ORIGIN,) * len(ids),
            capacity=np.concatenate([supplies.capacity, given]),
            cost=np.concatenate([supplies.cost, zero]),
            slope=np.concatenate([supplies.slope, zero]),
            min_take=np.concatenate([supplies.min_take, given]),
        ),
        demands=replace(
            demands,
            node=np.concatenate([demands.node, stores.node]),
            sector=demands.sector + (SECTOR,) * len(ids),
            quantity=np.concatenate([demands.quantity, taken]),
            price=np.concatenate([demands.price, price.reshape(drawn.shape)]),
            elasticity=np.concatenate([demands.elasticity, np.full_like(drawn, STIFF)]),
        ),
    )
