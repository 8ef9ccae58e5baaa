"""Baseline folders: seven CSV files that a person can read, and a diff can show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from detente.case import CaseError
from detente.casefile.baseline.accounts import refuse_wrong_accounts
from detente.casefile.baseline.columns import Columns, read_columns, stop_at
from detente.casefile.baseline.records import Array, BaselineTables, Codes
from detente.casefile.files import shown_path
from detente.casefile.problems import listed, quoted

FILES = {
    "about.csv": ("key", "value"),
    "regions.csv": ("region",),
    "sectors.csv": ("sector", "theta", "theta_source"),
    "trade.csv": ("sector", "origin", "destination", "value"),
    "inputs.csv": ("region", "input", "sector", "value"),
    "final.csv": ("region", "sector", "value"),
    "production.csv": ("region", "sector", "value_added"),
}
TAXES = ("tariff", "export_tax")
ABOUT = ("year", "unit", "source")
SUBSTITUTION = ("substitution_inputs", "substitution_factors", "substitution_final")


@dataclass(frozen=True, slots=True)
class _Names:
    """Regions and sectors by name, and the order in which they stand."""

    regions: dict[str, int]
    sectors: dict[str, int]

    def of(self, kind: str) -> dict[str, int]:
        return self.regions if kind == "region" else self.sectors


def is_baseline_folder(place: Path) -> bool:
    """Whether a folder looks like a baseline folder: most of its files are there."""
    return place.is_dir() and sum((place / name).is_file() for name in FILES) > len(FILES) // 2


def read_baseline_folder(folder: Path) -> BaselineTables:
    """Read a baseline folder and check its accounts to 1e-6.

    Raises
    ------
    CaseError
        With file and line of what is wrong: missing files and columns, unknown names, entries that are no numbers,
        negative flows, elasticities at or below zero, rows given twice, regions without partners; or with the regions
        and sectors whose accounts do not add up.
    """
    _refuse_missing(folder)
    year, unit, source, substitution = _read_about(folder / "about.csv")
    regions = _names(read_columns(folder / "regions.csv", FILES["regions.csv"], ("name",)), "region")
    sectors, theta, theta_source = _read_sectors(folder / "sectors.csv")
    names = _Names(regions, sectors)
    tables = BaselineTables(
        regions=tuple(regions),
        sectors=tuple(sectors),
        year=year,
        unit=unit,
        source=source,
        **_read_trade(folder / "trade.csv", names),
        inputs=_read_table(folder / "inputs.csv", names, ("region", "input", "sector"), "value"),
        final=_read_table(folder / "final.csv", names, ("sector", "region"), "value"),
        value_added=_read_table(folder / "production.csv", names, ("sector", "region"), "value_added"),
        theta=theta,
        theta_source=theta_source,
        substitution=substitution,
    )
    refuse_wrong_accounts(tables, shown_path(folder))
    return tables


def _refuse_missing(folder: Path) -> None:
    if not folder.is_dir():
        raise CaseError(
            f"{shown_path(folder)}: there is no such folder.\nName a baseline folder, an NPZ file, or builtin."
        )
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise CaseError(
            f"{shown_path(folder)}: {listed(missing)} cannot be found.\nA baseline folder has {listed(FILES)}."
        )


def _read_about(path: Path) -> tuple[int | None, str, str, tuple[float, float, float]]:
    columns = read_columns(path, FILES["about.csv"])
    columns.refuse_unknown(
        "key", ~np.isin(columns.cells["key"], [*ABOUT, *SUBSTITUTION]), [*ABOUT, *SUBSTITUTION], "key"
    )
    said = dict(zip(columns.cells["key"], columns.cells["value"], strict=True))
    if not said.get("unit"):
        columns.findings.add(None, "the unit of money is not stated.", "Add a row such as unit,million USD.")
    year = said.get("year", "")
    if year and not (year.isascii() and year.isdigit()):
        columns.findings.add(
            None, f"the year {quoted(year)} is not a year.", "Write a year such as 2018, or leave it empty."
        )
    elasticities = [_elasticity(said[key], key, columns) if key in said else 1.0 for key in SUBSTITUTION]
    stop_at(columns.findings)
    inputs, factors, final = elasticities
    return int(year) if year else None, said["unit"], said.get("source", "not stated"), (inputs, factors, final)


def _read_sectors(path: Path) -> tuple[dict[str, int], Array, tuple[str, ...]]:
    columns = read_columns(path, FILES["sectors.csv"][:2], ("theta_source", "name"))
    sectors = _names(columns, "sector")
    theta = columns.numbers("theta")
    columns.refuse(theta <= 0, lambda row: f"theta is {theta[row]:g}.", "A trade elasticity is above 0.")
    columns.refuse(np.isinf(theta), lambda row: "theta is infinite.", "A trade elasticity is finite.")
    stop_at(columns.findings)
    return sectors, theta, tuple(columns.cells.get("theta_source", ("not stated",) * len(sectors)))


def _elasticity(text: str, key: str, columns: Columns) -> float:
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not 0 < number < float("inf"):
        columns.findings.add(
            None, f"{key} {quoted(text)} is no elasticity.", "Give a number above 0; 1 is Cobb-Douglas."
        )
    return number


def _names(columns: Columns, column: str) -> dict[str, int]:
    names: dict[str, int] = {}
    for line, name in zip(columns.lines, columns.cells[column], strict=True):
        if not name or name == "*":
            columns.findings.add(
                line, f"{quoted(name)} is no name of a {column}.", "Give it a name; * means all elsewhere."
            )
        elif name in names:
            columns.findings.add(line, f"{column} {quoted(name)} is here twice.", "Keep one of the rows.")
        names.setdefault(name, len(names))
    stop_at(columns.findings)
    return names


def _read_trade(path: Path, names: _Names) -> dict[str, Array]:
    columns = read_columns(path, FILES["trade.csv"], TAXES)
    places = (
        columns.codes("sector", names.sectors, "sector"),
        columns.codes("destination", names.regions, "region"),
        columns.codes("origin", names.regions, "region"),
    )
    shape = (len(names.sectors), len(names.regions), len(names.regions))
    value = _amounts(columns, "value")
    taxes = {name: columns.numbers(name, empty=0.0) for name in TAXES}
    for name, tax in taxes.items():
        _refuse_taxes(columns, name, tax)
    _refuse_twice(columns, places, shape)
    _refuse_lonely(columns, places, value, names)
    stop_at(columns.findings)
    return {
        "trade": _placed(places, value, np.zeros(shape)),
        **{name: _placed(places, 1 + tax, np.ones(shape)) for name, tax in taxes.items()},
    }


def _refuse_taxes(columns: Columns, name: str, tax: Array) -> None:
    remedy = "Write a share of the value: 0.05 is five percent; above -1, negative is a subsidy."
    bad = (tax <= -1) | np.isinf(tax)
    columns.refuse(bad, lambda row: f"{name} {columns.cells[name][row]} has no meaning.", remedy)


def _refuse_lonely(columns: Columns, places: Sequence[Codes], value: Array, names: _Names) -> None:
    """Regions that buy nothing or sell nothing; a missing partner shows up like this."""
    for column, codes in (("destination", places[1]), ("origin", places[2])):
        seen = set(codes[value > 0].tolist())
        lonely = [region for region, code in names.regions.items() if code not in seen]
        if lonely:
            remedy = "Add its flows, what it sells to itself included, or leave the region out of every file."
            columns.findings.add(None, f"no flow above 0 has {listed(lonely)} as {column}.", remedy)


def _read_table(path: Path, names: _Names, order: tuple[str, ...], value: str) -> Array:
    """A table of amounts, its axes in the given order; what has no row is zero."""
    columns = read_columns(path, FILES[path.name])
    kinds = {name: "region" if name == "region" else "sector" for name in order}
    places = tuple(columns.codes(name, names.of(kind), kind) for name, kind in kinds.items())
    shape = tuple(len(names.of(kind)) for kind in kinds.values())
    amounts = _amounts(columns, value)
    _refuse_twice(columns, places, shape)
    stop_at(columns.findings)
    return _placed(places, amounts, np.zeros(shape))


def _amounts(columns: Columns, name: str) -> Array:
    amounts = columns.numbers(name)
    cells = columns.cells[name]
    remedy = "Amounts are at least 0: `detente baseline build` sets negative stocks to zero and balances again."
    columns.refuse(amounts < 0, lambda row: f"{name} is negative ({cells[row]}).", remedy)
    columns.refuse(np.isinf(amounts), lambda row: f"{name} is infinite.", "Write a finite amount.")
    return amounts


def _refuse_twice(columns: Columns, places: Sequence[Codes], shape: tuple[int, ...]) -> None:
    known = np.logical_and.reduce([codes >= 0 for codes in places])
    flat = np.ravel_multi_index(tuple(np.maximum(codes, 0) for codes in places), shape)
    flat = np.where(known, flat, -1 - np.arange(len(flat)))
    again = np.ones(len(flat), dtype=bool)
    again[np.unique(flat, return_index=True)[1]] = False
    columns.refuse(again, lambda row: "the same entry stands further up.", "Keep one of the rows, or add them up.")


def _placed(places: Sequence[Codes], amounts: Array, table: Array) -> Array:
    table[tuple(places)] = amounts
    return table
