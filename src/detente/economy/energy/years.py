"""A year on a network: what stood, what was shut, what was wanted, as levers and as starting values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from detente.case import CaseError
from detente.economy.energy.records import EnergyShock, Lever, Network
from detente.economy.energy.targets import chosen_nodes

Row = Mapping[str, str]
SETTINGS = ("reference_price", "storage_start", "storage_end")
"""Rows of a year that are no levers: they move where demand curves pass and how full storages start and must end."""


def network_in_year(network: Network, rows: Sequence[Row], year: int) -> tuple[Network, EnergyShock]:
    """The network with the settings of a year, and the shock that describes what stood and what was shut in it.

    Of two rows on the same thing the later counts. A reference price moves the point that demand curves pass through,
    at the same quantity and elasticity. Levers that are pulled after those of the year undo them: a measure at 1
    reopens what it closed.

    Raises
    ------
    CaseError
        When the table has no row of the year, or a row names what the network does not have.

    Examples
    --------
    >>> from detente.economy.energy.builtin import builtin_network
    >>> from detente.economy.energy.builtin_years import builtin_rows
    >>> network, shock = network_in_year(builtin_network("gas"), builtin_rows("gas", "years"), 2024)
    >>> [lever.value for lever in shock.levers if lever.target == "yamal-europe"]
    [0.0]
    """
    chosen = [row for row in rows if row["year"] == str(year)]
    if not chosen:
        known = ", ".join(dict.fromkeys(row["year"] for row in rows))
        raise CaseError(f"The network has no table of the year {year}. Use one of: {known}.")
    levers = tuple(_lever(row) for row in chosen if row["kind"] not in SETTINGS)
    return _with_settings(network, [row for row in chosen if row["kind"] in SETTINGS]), EnergyShock(levers)


def names(text: str) -> tuple[str, ...]:
    """Names joined by a bar, as the tables write them.

    Examples
    --------
    >>> names("CHN|JPN"), names("")
    (('CHN', 'JPN'), ())
    """
    return tuple(text.split("|")) if text else ()


def _lever(row: Row) -> Lever:
    return Lever(
        kind=row["kind"],
        target=row["target"],
        value=float(row["value"]),
        into=names(row["into"]),
        periods=names(row["periods"]),
        share=float(row["share"] or 1),
    )


def _with_settings(network: Network, rows: Iterable[Row]) -> Network:
    price = network.demands.price.copy()
    share = {"storage_start": network.stores.start.copy(), "storage_end": network.stores.end.copy()}
    for row in rows:
        nodes = chosen_nodes(network, names(row["target"]))
        if row["kind"] == "reference_price":
            price[np.isin(network.demands.node, nodes)] = float(row["value"])
        else:
            share[row["kind"]][np.isin(network.stores.node, nodes)] = float(row["value"])
    return replace(
        network,
        demands=replace(network.demands, price=price),
        stores=replace(network.stores, start=share["storage_start"], end=share["storage_end"]),
    )
