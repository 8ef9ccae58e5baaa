"""The file of a shock: which levers are moved, for whom, by how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detente.casefile.baseline.columns import Columns, read_columns, stop_at
from detente.casefile.baseline.records import Array
from detente.casefile.problems import quoted

EVERY = "*"
HEADER = ("lever", "origin", "destination", "sector", "factor")


@dataclass(frozen=True, slots=True)
class LeverRule:
    """What a lever needs: which columns must be a name or ``*``, and which factors mean something."""

    on: str
    factors: str
    remedy: str


_COST = "Give a factor above 0: 1 changes nothing, inf is a ban."
_MORE = "Give a factor above 0 and finite; to stop the flows use lever quantity with factor 0."
_MONEY = "Give a finite amount; a negative one goes the other way."

LEVER_RULES = {
    "tariff": LeverRule("flow", "cost", _COST),
    "iceberg": LeverRule("flow", "cost", _COST),
    "export_tax": LeverRule("flow", "cost", _COST),
    "quantity": LeverRule("flow", "switch", "Give 0 for a ban or 1 for none; a partial limit is not modelled."),
    "productivity": LeverRule("seller", "finite", _MORE),
    "capital": LeverRule("seller", "finite", _MORE),
    "transfer": LeverRule("pair", "money", _MONEY),
    "transfer_share": LeverRule("pair", "money", _MONEY),
}


@dataclass(frozen=True, slots=True)
class ShockRows:
    """The rows of a shock file, column by column, checked against the names of a baseline."""

    lever: Sequence[str]
    origin: Sequence[str]
    destination: Sequence[str]
    sector: Sequence[str]
    factor: Array


def read_shock_file(path: Path, regions: Sequence[str], sectors: Sequence[str]) -> ShockRows:
    """Read the rows of a shock file and check every name and factor.

    Raises
    ------
    CaseError
        With file and line of each row that names an unknown lever, region or sector, lacks what its lever needs, or has
        a factor without meaning: the first twenty.
    """
    columns = read_columns(path, HEADER)
    levers = np.array(columns.cells["lever"])
    columns.refuse_unknown("lever", ~np.isin(levers, list(LEVER_RULES)), list(LEVER_RULES), "lever")
    for name, known, noun in (
        ("origin", regions, "region"),
        ("destination", regions, "region"),
        ("sector", sectors, "sector"),
    ):
        allowed = {*known, EVERY}
        unknown = np.array([cell not in allowed for cell in columns.cells[name]])
        columns.refuse_unknown(name, unknown, known, noun)
    factor = columns.numbers("factor")
    _refuse_factors(columns, levers, factor)
    _refuse_places(columns, levers)
    stop_at(columns.findings)
    cells = columns.cells
    return ShockRows(cells["lever"], cells["origin"], cells["destination"], cells["sector"], factor)


def _refuse_factors(columns: Columns, levers: NDArray[np.str_], factor: Array) -> None:
    meaningless = {
        "cost": factor <= 0,
        "switch": (factor != 0) & (factor != 1) & ~np.isnan(factor),
        "finite": (factor <= 0) | np.isinf(factor),
        "money": np.isinf(factor),
    }
    for lever, rule in LEVER_RULES.items():
        bad = (levers == lever) & meaningless[rule.factors]
        columns.refuse(bad, lambda row: f"a factor of {columns.cells['factor'][row]} has no meaning here.", rule.remedy)


def _refuse_places(columns: Columns, levers: NDArray[np.str_]) -> None:
    """Rows that name what their lever cannot use, or leave open what it needs."""
    every = {name: np.array(columns.cells[name]) == EVERY for name in ("origin", "destination", "sector")}
    on = np.array([LEVER_RULES[lever].on if lever in LEVER_RULES else "" for lever in levers])
    columns.refuse(
        (on == "seller") & ~every["destination"],
        lambda row: (
            f"lever {levers[row]} acts on all buyers, and the row names {quoted(columns.cells['destination'][row])}."
        ),
        "Write * as destination.",
    )
    columns.refuse(
        (on == "pair") & (every["origin"] | every["destination"] | ~every["sector"]),
        lambda row: f"lever {levers[row]} needs a giver, a receiver and no sector.",
        "Write regions as origin and destination, and * as sector.",
    )
