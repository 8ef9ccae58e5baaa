"""Writing a baseline folder."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from detente.case import CaseError
from detente.casefile.baseline.folder import ABOUT, FILES, SUBSTITUTION, TAXES
from detente.casefile.baseline.records import Array, BaselineTables
from detente.casefile.files import shown_path

DIGITS = 15


def write_baseline_folder(folder: Path, tables: BaselineTables) -> None:
    """Write the seven files of a baseline folder, with 15 digits; what is zero is left out.

    Raises
    ------
    CaseError
        When the folder exists and holds anything.
    """
    refuse_full(folder)
    folder.mkdir(parents=True, exist_ok=True)
    taxed = any((getattr(tables, name) != 1).any() for name in TAXES)
    contents: dict[str, Iterable[Sequence[str]]] = {
        "about.csv": _about(tables),
        "regions.csv": ((region,) for region in tables.regions),
        "sectors.csv": zip(tables.sectors, map(_written, tables.theta.tolist()), tables.theta_source, strict=True),
        "trade.csv": _trade(tables, taxed),
        "inputs.csv": _cells(tables.inputs, (tables.regions, tables.sectors, tables.sectors)),
        "final.csv": _cells(tables.final.T, (tables.regions, tables.sectors)),
        "production.csv": _cells(tables.value_added.T, (tables.regions, tables.sectors)),
    }
    for name, rows in contents.items():
        header = (*FILES[name], *TAXES) if name == "trade.csv" and taxed else FILES[name]
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)


def refuse_full(folder: Path) -> None:
    """Raise `CaseError` when a place to write a baseline to is taken."""
    taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    if taken:
        raise CaseError(f"{shown_path(folder)} exists and holds something.\nName a folder that is new or empty.")


def _about(tables: BaselineTables) -> Iterator[tuple[str, str]]:
    yield from zip(ABOUT, ("" if tables.year is None else str(tables.year), tables.unit, tables.source), strict=True)
    if tables.substitution != (1.0, 1.0, 1.0):
        yield from zip(SUBSTITUTION, map(_written, tables.substitution), strict=True)


def _trade(tables: BaselineTables, taxed: bool) -> Iterator[Sequence[str]]:
    for j, n, i in np.argwhere((tables.trade > 0) | (tables.tariff != 1) | (tables.export_tax != 1)).tolist():
        taxes = [_written(getattr(tables, name)[j, n, i] - 1) for name in TAXES] if taxed else []
        yield (tables.sectors[j], tables.regions[i], tables.regions[n], _written(tables.trade[j, n, i]), *taxes)


def _cells(table: Array, labels: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    for place in np.argwhere(table != 0).tolist():
        yield (*(names[k] for names, k in zip(labels, place, strict=True)), _written(table[tuple(place)]))


def _written(number: float) -> str:
    return f"{number:.{DIGITS}g}"
