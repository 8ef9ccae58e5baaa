"""CSV as rows that know their lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from detente.casefile.problems import Findings, closest, quoted, suggestion, with_article
from detente.casefile.records import Record, record_of_row
from detente.casefile.separators import SEPARATORS, separator_of, with_points
from detente.casefile.tables import FieldTable


def read_rows(text: str, table: FieldTable, findings: Findings) -> list[Record] | None:
    """Read the rows of a CSV file as records of a table; None when the file breaks off or has no usable header.

    Between cells stands a comma, or a semicolon or tab if the header has no comma; with these, numbers may have a
    decimal comma.
    """
    separator = separator_of(text)
    rows = _numbered_rows(text, separator, findings)
    first = next(rows, None)
    if first is None:
        findings.add(None, "the file is empty.", "Write the header row, or delete the file: no file means none.")
        return None
    if first[1] is None:
        return None
    header = [cell.strip() for cell in first[1]]
    if not _header_is_usable(header, first[0], table, findings):
        return None
    records = []
    for line, cells in rows:
        if cells is None:
            return None
        shown = cells if separator == "," else _with_points(header, cells, table)
        records.append(_record(header, (line, shown), table, findings, separator))
    return records


def _with_points(header: list[str], cells: list[str], table: FieldTable) -> list[str]:
    fields = [table.fields.get(name) for name in header[: len(cells)]]
    fields += [None] * (len(cells) - len(fields))
    return [with_points(cell, field) if field else cell for cell, field in zip(cells, fields, strict=True)]


def _numbered_rows(text: str, separator: str, findings: Findings) -> Iterator[tuple[int, list[str] | None]]:
    """Rows with the line on which each begins, None where the text breaks off; rows without any text are left out."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        remedy = "Look at the quotes: a cell that holds a comma, a quote or a line break stands between double quotes."
        findings.add(begins, f"this is not readable as CSV: {error}.", remedy)
        yield begins, None


def _header_is_usable(header: list[str], line: int, table: FieldTable, findings: Findings) -> bool:
    repeated = [name for name in dict.fromkeys(header) if header.count(name) > 1]
    for name in repeated:
        findings.add(line, f"the column {quoted(name)} is here {header.count(name)} times.", "Keep one of them.")
    meant = set()
    for name in dict.fromkeys(header):
        if name not in table.fields:
            meant.add(closest(name, list(table.fields)))
            remedy = suggestion(name, list(table.fields), "The columns are")
            findings.add(line, f"{quoted(name)} is not a column of {table.place}.", remedy)
    for described in table.fields.values():
        if described.required and described.name not in header and described.name not in meant:
            remedy = f"Add the column. {described.name}: {described.description}"
            findings.add(line, f"the column {described.name} is missing; {with_article(table.noun)} needs it.", remedy)
    return not repeated


def _record(
    header: list[str], row: tuple[int, list[str]], table: FieldTable, findings: Findings, separator: str
) -> Record:
    line, cells = row
    if len(cells) == len(header):
        return record_of_row(dict(zip(header, cells, strict=True)), line, table, findings)
    sign = SEPARATORS[separator]
    remedy = f"Give every column a cell, empty when nothing is stated; put quotes around a cell that holds {sign}."
    number = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
    findings.add(line, f"the row has {number}, the header has {len(header)}.", remedy)
    # The id is kept, so that references to the row are not called unknown on top.
    known = dict(zip(header, cells, strict=False))
    return Record(table, line, findings, {"id": known["id"].strip()} if "id" in known else {})
