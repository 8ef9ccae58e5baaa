"""Proposed claims as rows: JSON lines and CSV, both ways."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Any, TextIO

from detente.case import CaseError, Stance
from detente.positions.dna import read_dna
from detente.positions.extract import ProposedClaim
from detente.positions.ingest import Document

FIELDS = (
    "document",
    "actor",
    "element",
    "option",
    "package",
    "stance",
    "condition",
    "condition_option",
    "red_line",
    "speaker",
    "hedged",
    "quote",
    "start",
    "end",
    "confidence",
)
NUMBERS = {"start": int, "end": int, "confidence": float}
YES_OR_NO = ("red_line", "hedged")

Row = Mapping[str, Any]


def row_of(document: Document, claim: ProposedClaim) -> dict[str, Any]:
    """Make a row of a claim: its places and its quote are those of the stored document."""
    start, end = document.span(claim.start, claim.end)
    return {
        "document": document.name,
        "actor": claim.actor,
        "element": claim.element,
        "option": claim.option,
        "package": claim.package,
        "stance": claim.stance.value,
        "condition": claim.condition,
        "condition_option": claim.condition_option,
        "red_line": claim.red_line,
        "speaker": claim.speaker,
        "hedged": claim.hedged,
        "quote": document.source[start:end],
        "start": start,
        "end": end,
        "confidence": claim.confidence,
    }


class RowWriter:
    """Writes rows as they come, as CSV when asked for, else as JSON lines."""

    def __init__(self, stream: TextIO, *, as_csv: bool) -> None:
        self._stream = stream
        self._table = csv.DictWriter(stream, FIELDS, lineterminator="\n") if as_csv else None
        if self._table is not None:
            self._table.writeheader()

    def write(self, row: Row) -> None:
        """Write one row."""
        if self._table is None:
            self._stream.write(json.dumps(row, ensure_ascii=False) + "\n")
        else:
            self._table.writerow({name: _cell(row[name]) for name in FIELDS})


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else value


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Read rows from a .csv, .jsonl or .dna file, checked; raises CaseError with file and line.

    Examples
    --------
    >>> list(read_rows(Path("nowhere.jsonl")))
    Traceback (most recent call last):
        ...
    detente.case.errors.CaseError: nowhere.jsonl: there is no such file.
    Name a .jsonl, .csv or .dna file of proposed claims.
    """
    if not path.is_file():
        raise CaseError(f"{path}: there is no such file.\nName a .jsonl, .csv or .dna file of proposed claims.")
    if path.suffix.lower() == ".dna":
        yield from ({name: row[name] for name in FIELDS} for row in read_dna(path))
        return
    text = path.read_text(encoding="utf-8")
    rows = _from_csv(text) if path.suffix.lower() == ".csv" else _from_lines(text, path)
    for line, row in rows:
        yield _checked(row, f"{path}, line {line}")


def _from_lines(text: str, path: Path) -> Iterable[tuple[int, Any]]:
    for line, content in enumerate(text.splitlines(), start=1):
        if content.strip():
            try:
                yield line, json.loads(content)
            except json.JSONDecodeError as error:
                raise CaseError(
                    f"{path}, line {line}: this is no JSON: {error.msg}.\nWrite one object per line."
                ) from error


def _from_csv(text: str) -> Iterable[tuple[int, Any]]:
    reader = csv.DictReader(StringIO(text))
    for row in reader:
        yield reader.line_num, {name: _value(name, row.get(name) or "") for name in FIELDS}


def _value(name: str, cell: str) -> object:
    if name in YES_OR_NO:
        return cell == "yes"
    if name in NUMBERS and cell:
        try:
            return NUMBERS[name](cell)
        except ValueError:
            return cell
    return cell or None


def _checked(row: Any, where: str) -> dict[str, Any]:
    missing = [name for name in FIELDS if not isinstance(row, dict) or name not in row]
    if missing:
        raise CaseError(f"{where}: {', '.join(missing)} is missing.\nWrite every field; null where it does not apply.")
    if row["stance"] not in {stance.value for stance in Stance}:
        words = ", ".join(stance.value for stance in Stance)
        raise CaseError(f'{where}: stance "{row["stance"]}" is not a stance.\nUse {words}.')
    return {name: row[name] for name in FIELDS}
