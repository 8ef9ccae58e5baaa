"""The networks of gas and crude that come with the program."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from detente.case import CaseError
from detente.economy.energy.records import Network
from detente.economy.energy.tables import TABLES, network_from_tables

BUILTIN_NETWORKS = ("gas", "crude")


@cache
def builtin_network(name: str) -> Network:
    """The built-in network of a commodity, ``gas`` or ``crude``; docs/explanation/energy-data.md has its sources.

    Raises
    ------
    CaseError
        When the network has another name.

    Examples
    --------
    >>> gas = builtin_network("gas")
    >>> gas.about.quantity_unit, gas.about.price_unit, len(gas.periods.ids)
    ('TWh', 'EUR/MWh', 12)
    """
    if name not in BUILTIN_NETWORKS:
        raise CaseError(f'There is no built-in network "{name}". Use one of: {", ".join(BUILTIN_NETWORKS)}.')
    folder = files("detente.economy.energy") / "data" / name
    texts = {table: folder / f"{table}.csv" for table in TABLES}
    return network_from_tables(
        {
            table: tuple(csv.DictReader(text.read_text(encoding="utf-8").splitlines()))
            for table, text in texts.items()
            if text.is_file()
        }
    )
