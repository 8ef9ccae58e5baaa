"""Tables from outside a case, such as a download of a database: rows by column, with the line on which each ends."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from detente.case import CaseError
from detente.casefile.baseline.columns import numbered_rows
from detente.casefile.files import shown_path

Rows = tuple[tuple[int, Mapping[str, str]], ...]
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""First bytes of .xlsx and .xls."""


def read_outside(path: Path) -> Rows:
    """Read a CSV file with a header row, whatever its columns are.

    Raises
    ------
    CaseError
        With file, line and remedy, when it is a spreadsheet, not UTF-8, empty, or has rows of another length.
    """
    place = shown_path(path)
    _refuse_spreadsheet(path, place)
    rows = list(numbered_rows(path))
    if len(rows) < 2:
        raise CaseError(f"{place}: the file has no row below its header.\nName a CSV file with a header and rows.")
    header = rows[0][1]
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        raise CaseError(f"{place}, line 1: the columns are not separated by commas.\nSave the file as CSV with commas.")
    found = []
    for line, cells in rows[1:]:
        if len(cells) != len(header):
            what = f"the row has {len(cells)} cells, the header has {len(header)}."
            raise CaseError(f"{place}, line {line}: {what}\nPut quotes around a cell that holds a comma.")
        found.append((line, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}))
    return tuple(found)


def _refuse_spreadsheet(path: Path, place: str) -> None:
    try:
        with path.open("rb") as file:
            first = file.read(4)
    except OSError as error:
        raise CaseError(f"{place}: the file cannot be read ({error.strerror}).\nSee that it exists.") from error
    if first in SPREADSHEETS:
        raise CaseError(f"{place}: this is a spreadsheet.\nOpen it and save the sheet as CSV with commas.")
