"""Network folders: a CSV file for nodes, supply, demand, storage, arcs and contracts, each row with its source."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from detente.case import CaseError
from detente.casefile.baseline.columns import Columns, read_columns, stop_at
from detente.casefile.energy.rules import ABOUT, FILES, OPTIONAL_FILES, ORIGINS, FileRules, Range
from detente.casefile.files import shown_path
from detente.casefile.problems import Findings, listed, quoted

Rows = tuple[dict[str, str], ...]


def is_network_folder(place: Path) -> bool:
    """Whether a folder looks like a network folder: nodes and arcs are there."""
    return place.is_dir() and all((place / name).is_file() for name in ("nodes.csv", "arcs.csv"))


def read_network_folder(folder: Path) -> dict[str, Rows]:
    """Read a network folder as rows of text by name of table, checked one by one.

    Raises
    ------
    CaseError
        With file and line of what is wrong: missing files and columns, names that are in no table, cells that are no
        numbers or lie outside their range, wrong signs, an origin that is none, entries given twice.
    """
    _refuse_missing(folder)
    held = {name: rules for name, rules in FILES.items() if (folder / f"{name}.csv").is_file()}
    read = {name: read_columns(folder / f"{name}.csv", rules.needed, rules.optional) for name, rules in held.items()}
    names = {name: set(columns.cells[held[name].key[0]]) for name, columns in read.items() if held[name].names_things}
    for name, columns in read.items():
        _check(columns, held[name], names)
    _check_about(read["about"])
    stop_at(*(columns.findings for columns in read.values()))
    return {name: _rows(columns) for name, columns in read.items()}


def _refuse_missing(folder: Path) -> None:
    if not folder.is_dir():
        raise CaseError(f"{shown_path(folder)}: there is no such folder.\nName a network folder, gas or crude.")
    needed = [f"{name}.csv" for name in FILES if name not in OPTIONAL_FILES]
    missing = [name for name in needed if not (folder / name).is_file()]
    if missing:
        raise CaseError(
            f"{shown_path(folder)}: {listed(missing)} cannot be found.\nA network folder has {listed(needed)}."
        )


def _check(columns: Columns, rules: FileRules, names: Mapping[str, set[str]]) -> None:
    """Names, numbers, words and keys of one file."""
    for column, table in rules.refers_to.items():
        known = sorted(names[table])
        cells = columns.cells[column]
        blank = column == "period"
        unknown = np.array([cell not in names[table] and not (blank and not cell) for cell in cells], dtype=bool)
        columns.refuse_unknown(column, unknown, known, table.removesuffix("s"))
    for column, interval in rules.numbers.items():
        _check_numbers(columns, column, interval)
    for column, words in {**rules.words, "origin": ORIGINS}.items():
        if column in columns.cells:
            unknown = np.array([cell not in words for cell in columns.cells[column]], dtype=bool)
            columns.refuse_unknown(column, unknown, words, "word")
    _refuse_twice(columns, rules)


def _check_numbers(columns: Columns, column: str, interval: Range) -> None:
    if column not in columns.cells:
        return
    cells = columns.cells[column]
    number = columns.numbers(column, empty=interval.empty)
    with np.errstate(invalid="ignore"):
        low = number <= interval.low if interval.open else number < interval.low
        bad = low | (number > interval.high) | (np.isinf(number) & np.isfinite(interval.high))
    columns.refuse(bad, lambda row: f"{column} {quoted(cells[row])} has no meaning.", interval.remedy)


def _refuse_twice(columns: Columns, rules: FileRules) -> None:
    seen: set[tuple[str, ...]] = set()
    for row, line in enumerate(columns.lines):
        key = tuple(columns.cells[column][row] for column in rules.key)
        if key in seen:
            columns.findings.add(line, f"{' '.join(key).strip()} is here twice.", "Keep one of the rows.")
        seen.add(key)


def _check_about(columns: Columns) -> None:
    said = dict(zip(columns.cells["key"], columns.cells["value"], strict=True))
    missing = [key for key in ABOUT if not said.get(key)]
    if missing:
        columns.findings.add(None, f"{listed(missing)} is not stated.", f"Add a row for each: {listed(ABOUT)}.")
    for key in ("year", "unserved_price"):
        if said.get(key) and not _is_number(said[key], whole=key == "year"):
            _add_bad_number(columns.findings, key, said[key])


def _add_bad_number(findings: Findings, key: str, text: str) -> None:
    findings.add(None, f"{key} {quoted(text)} has no meaning.", "Write a number above 0; a year in four digits.")


def _is_number(text: str, *, whole: bool) -> bool:
    if whole:
        return text.isascii() and text.isdigit()
    try:
        return 0 < float(text) < float("inf")
    except ValueError:
        return False


def _rows(columns: Columns) -> Rows:
    return tuple(dict(zip(columns.cells, cells, strict=True)) for cells in zip(*columns.cells.values(), strict=True))
