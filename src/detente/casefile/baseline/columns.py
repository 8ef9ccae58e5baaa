"""CSV files of any length as columns that know their lines, and complaints about them all at once."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detente.case import CaseError
from detente.casefile.baseline.records import Array, Codes
from detente.casefile.files import shown_path
from detente.casefile.problems import Findings, Problem, listed, quoted, suggestion

MOST_PROBLEMS = 20
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Columns:
    """The cells of a CSV file by column, stripped of blanks, with the line of each row."""

    lines: Sequence[int]
    cells: Mapping[str, Sequence[str]]
    findings: Findings

    def __len__(self) -> int:
        return len(self.lines)

    def refuse(self, bad: NDArray[np.bool_], what: Callable[[int], str], remedy: str) -> None:
        """Note a problem for each bad row, as many as are shown."""
        for row in np.flatnonzero(bad)[: MOST_PROBLEMS + 1].tolist():
            self.findings.add(self.lines[row], what(row), remedy)

    def numbers(self, name: str, empty: float | None = None) -> Array:
        """Read a column of numbers; cells that are none are noted and NaN. `empty` stands for an empty cell."""
        cells = self.cells.get(name)
        if cells is None:
            return np.full(len(self), np.nan if empty is None else empty)
        read = np.array([number_in(cell, empty) for cell in cells], dtype=np.float64)
        remedy = "Write a number with a point, and without spaces, thousands marks or units."
        self.refuse(np.isnan(read), lambda row: f"{name} {quoted(cells[row])} is not a number.", remedy)
        return read

    def codes(self, name: str, known: Mapping[str, int], noun: str) -> Codes:
        """Read a column of names as places in a list; unknown names are noted and -1."""
        cells = self.cells[name]
        codes = np.array([known.get(cell, UNKNOWN) for cell in cells], dtype=np.int64)
        self.refuse_unknown(name, codes == UNKNOWN, list(known), noun)
        return codes

    def refuse_unknown(self, name: str, unknown: NDArray[np.bool_], known: Sequence[str], noun: str) -> None:
        """Note rows whose name is not known, and which was probably meant."""
        cells = self.cells[name]
        for row in np.flatnonzero(unknown)[: MOST_PROBLEMS + 1].tolist():
            remedy = suggestion(cells[row], known, f"The {noun}s are")
            self.findings.add(self.lines[row], f"{name} {quoted(cells[row])} is not a {noun} here.", remedy)


def number_in(cell: str, empty: float | None = None) -> float:
    """The number in a cell, NaN if there is none; `empty` stands for an empty cell.

    Examples
    --------
    >>> number_in(" 1.5 "), number_in("1_000"), number_in("", empty=0.0)
    (1.5, nan, 0.0)
    """
    if not cell and empty is not None:
        return empty
    try:
        return float("nan") if "_" in cell else float(cell)
    except ValueError:
        return float("nan")


def read_columns(path: Path, needed: Sequence[str], optional: Sequence[str] = ()) -> Columns:
    """Read a CSV file with the columns that are needed, those that may be there, and no other.

    Raises
    ------
    CaseError
        When the file cannot be read, has no rows, lacks a column, or a row has too few or too many cells.
    """
    findings = Findings(shown_path(path))
    rows = numbered_rows(path)
    line, header = next(rows, (1, []))
    if not header:
        findings.add(None, "the file is empty.", f"Write the header row: {','.join(needed)}.")
        stop_at(findings)
    _check_header(header, line, (needed, optional), findings)
    stop_at(findings)
    lines, kept = [], []
    for line, cells in rows:
        if len(cells) != len(header):
            what = f"the row has {len(cells)} cells, the header has {len(header)}."
            findings.add(line, what, "Give every column a cell; put quotes around a cell that holds a comma.")
            if len(findings.in_order()) > MOST_PROBLEMS:
                break
        lines.append(line)
        kept.append(cells)
    if not kept:
        findings.add(None, "the file has a header and no rows.", "Write one row for each entry.")
    stop_at(findings)
    columns = {
        name: [cell.strip() for cell in column] for name, column in zip(header, zip(*kept, strict=True), strict=True)
    }
    return Columns(lines, columns, findings)


def numbered_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file with their last line, read as they come; rows without any text are left out."""
    place = shown_path(path)
    reader = None
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            for number, cells in enumerate(reader):
                if any(cells) and (len(cells) > 1 or cells[0].strip()):
                    yield reader.line_num, [cell.strip() for cell in cells] if number == 0 else cells
    except OSError as error:
        raise CaseError(
            f"{place}: the file cannot be read ({error.strerror or error}).\nSee that it exists."
        ) from error
    except UnicodeDecodeError as error:
        raise CaseError(f"{place}: the text is not UTF-8.\nSave the file as UTF-8.") from error
    except csv.Error as error:
        line = reader.line_num if reader else 1
        raise CaseError(f"{place}, line {line}: this is not readable as CSV: {error}.\nLook at the quotes.") from error


def _check_header(
    header: Sequence[str], line: int, names: tuple[Sequence[str], Sequence[str]], findings: Findings
) -> None:
    needed, optional = names
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        findings.add(line, "the columns are not separated by commas.", "Save the file as CSV with commas.")
        return
    for name in dict.fromkeys(header):
        if header.count(name) > 1:
            findings.add(line, f"the column {quoted(name)} is here {header.count(name)} times.", "Keep one of them.")
        if name not in needed and name not in optional:
            remedy = suggestion(name, [*needed, *optional], "The columns are")
            findings.add(line, f"{quoted(name)} is not a column of this file.", remedy)
    missing = [name for name in needed if name not in header]
    if missing:
        findings.add(line, f"there is no column {listed(missing)}.", f"The header is {','.join(needed)}.")


class WrongFiles(CaseError):
    """Problems of tables, each with its file and line; the first twenty are said in words."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        rest = ["There are more problems of this kind."] if len(problems) > MOST_PROBLEMS else []
        super().__init__("\n\n".join([*map(str, problems[:MOST_PROBLEMS]), *rest]))
        self.problems = tuple(problems)


def stop_at(*findings: Findings) -> None:
    """Raise all problems found so far; return if there is none."""
    problems = [problem for some in findings for problem in some.in_order()]
    if problems:
        raise WrongFiles(problems)
