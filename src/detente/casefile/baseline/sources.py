"""Which input-output table is it? Published tables by the names and the layouts of their files."""

from __future__ import annotations

import importlib
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from detente.case import CaseError
from detente.casefile.baseline.records import BaselineTables, SourceTable
from detente.casefile.baseline.wiod2016 import is_wiod2016, read_wiod2016
from detente.casefile.files import shown_path
from detente.casefile.problems import listed

NAMES = {
    "icio": "OECD Inter-Country Input-Output tables",
    "wiod2013": "World Input-Output Database, release 2013",
    "wiod2016": "World Input-Output Database, release 2016",
    "exiobase": "EXIOBASE 3, or a table saved by pymrio",
    "eora": "Eora26",
    "gloria": "GLORIA",
}
YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20\d\d)(?!\d)")


def read_source(place: Path, kind: str | None = None, year: int | None = None) -> SourceTable:
    """Read a published input-output table; `kind` is one of `NAMES`, found by the file's name if absent.

    Raises
    ------
    CaseError
        When there is nothing there, the kind cannot be told, the reader is not installed, or the file is not read.
    """
    if not place.exists():
        raise CaseError(f"{shown_path(place)}: there is no such file or folder.\nName an input-output table.")
    kind = kind or recognised(place)
    if kind not in NAMES:
        remedy = f"Name it with --table: {listed(NAMES, 'or')}."
        raise CaseError(f"{shown_path(place)}: it cannot be told which table this is.\n{remedy}")
    if kind == "wiod2016":
        return read_wiod2016(place)
    return _read_with_pymrio(place, kind, year)


def recognised(place: Path) -> str | None:
    """The kind of a table by its name and layout, None when it cannot be told."""
    names = [path.name for path in place.iterdir()] if place.is_dir() else []
    text = " ".join([place.name, *names]).casefold()
    if any(name in {"file_parameters.json", "Z.txt", "A.txt"} for name in names):
        return "exiobase"
    marks = {"gloria": "gloria", "eora26": "eora", "exio": "exiobase", "icio": "icio"}
    found = next((kind for mark, kind in marks.items() if mark in text), None)
    if place.is_file() and place.suffix.casefold() == ".csv" and is_wiod2016(place):
        return "wiod2016"
    if re.search(r"wiot\d\d_row", text):
        return "wiod2013"
    if found is None and place.suffix.casefold() == ".csv":
        return "icio" if re.match(r"\d{4}_(sml|ext)", text) else None
    return found


def _read_with_pymrio(place: Path, kind: str, year: int | None) -> SourceTable:
    try:
        pymrio = importlib.import_module("pymrio")
    except ImportError as error:
        remedy = "Install the extra: pip install 'detente[baselines]'."
        raise CaseError(f"{NAMES[kind]}: this table is read by pymrio, which is not installed.\n{remedy}") from error
    parsers: dict[str, Callable[[], Any]] = {
        "icio": lambda: pymrio.parse_oecd(place, year=year),
        "wiod2013": lambda: pymrio.parse_wiod(place, year=year),
        "exiobase": lambda: pymrio.parse_exiobase3(place),
        "eora": lambda: pymrio.parse_eora26(place, year=year),
        "gloria": lambda: pymrio.parse_gloria(place, year=year),
    }
    try:
        with warnings.catch_warnings():
            # Parsers warn of what pandas will change one day; what they read is checked here.
            warnings.simplefilter("ignore")
            table = parsers[kind]()
            if table.Z is None:
                table.calc_system()
    # The parsers fail in as many ways as files can be wrong.
    except Exception as reason:
        remedy = "See that all its files are there, and that --year names a year if it is a folder of several."
        why = f"{type(reason).__name__}: {reason}"
        raise CaseError(f"{shown_path(place)}: pymrio cannot read {NAMES[kind]} here ({why}).\n{remedy}") from reason
    return _as_source(table, place, kind, year)


def _as_source(table: Any, place: Path, kind: str, year: int | None) -> SourceTable:
    rows = [(str(region), str(sector)) for region, sector in (label[:2] for label in table.Z.index)]
    years = YEAR.findall(place.name)
    final = table.Y.loc[table.Z.index]
    return SourceTable(
        row_region=tuple(region for region, _ in rows),
        row_sector=tuple(sector for _, sector in rows),
        flows=np.asarray(table.Z.loc[:, table.Z.index], dtype=np.float64),
        final_region=tuple(str(label[0]) for label in final.columns),
        final=np.asarray(final, dtype=np.float64),
        year=year or (int(years[-1]) if years else None),
        unit=str(table.unit.iloc[0, 0]) if table.unit is not None else "unit not stated",
        source=NAMES[kind],
    )


def source_of_tables(tables: BaselineTables) -> SourceTable:
    """A baseline folder as an input-output table, so that it can be aggregated or updated like one.

    Users of a region buy each good from the same sellers, as the trade model takes it.

    Raises
    ------
    CaseError
        When there are tariffs or export taxes, which a sum of rows cannot carry over.
    """
    if (tables.tariff != 1).any() or (tables.export_tax != 1).any():
        raise CaseError(
            f"{tables.source}: a baseline with tariffs or export taxes cannot be built on.\nStart from its table."
        )
    regions, sectors = len(tables.regions), len(tables.sectors)
    spent = tables.expenditure
    share = tables.trade / np.where(spent > 0, spent, 1.0)[:, :, None]
    flows = np.einsum("kni,nkj->iknj", share, tables.inputs).reshape(regions * sectors, regions * sectors)
    final = np.einsum("kni,kn->ikn", share, tables.final).reshape(regions * sectors, regions)
    return SourceTable(
        row_region=tuple(region for region in tables.regions for _ in tables.sectors),
        row_sector=tables.sectors * regions,
        flows=flows,
        final_region=tables.regions,
        final=final,
        year=tables.year,
        unit=tables.unit,
        source=tables.source,
    )
