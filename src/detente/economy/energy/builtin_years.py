"""Years of the built-in networks, and the tables their calibration stands on."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from detente.case import CaseError
from detente.economy.energy.builtin import BUILTIN_NETWORKS, builtin_network
from detente.economy.energy.records import EnergyShock, Network
from detente.economy.energy.years import network_in_year

TABLES_BESIDE = ("years", "observed", "targets", "fitted")


def builtin_year(name: str, year: int) -> tuple[Network, EnergyShock]:
    """A built-in network in a year: its settings, and the levers of what stood and what was shut.

    Gas knows 2021, 2022 (a squeeze, for its direction only), 2024 and 2025; crude 2021 and 2023. Without the shock of
    a year everything that was ever built is open, and what was never certified too.

    Raises
    ------
    CaseError
        When the network or the year is not there.

    Examples
    --------
    >>> network, shock = builtin_year("crude", 2023)
    >>> network.about.commodity, len(shock.levers) > 10
    ('crude', True)
    """
    return network_in_year(builtin_network(name), builtin_rows(name, "years"), year)


@cache
def builtin_rows(name: str, table: str) -> tuple[dict[str, str], ...]:
    """Rows of a table beside a built-in network: ``years``, ``targets``; for gas also ``observed`` and ``fitted``.

    Raises
    ------
    CaseError
        When there is no such table.

    Examples
    --------
    >>> builtin_rows("crude", "years")[0]["year"]
    '2021'
    """
    path = files("detente.economy.energy") / "data" / name / f"{table}.csv"
    if name not in BUILTIN_NETWORKS or table not in TABLES_BESIDE or not path.is_file():
        raise CaseError(f'There is no table "{table}" beside the built-in network "{name}".')
    return tuple(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
