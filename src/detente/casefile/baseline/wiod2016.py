"""The World Input-Output Database, release 2016, as the CSV form of its R files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from detente.casefile.baseline.columns import MOST_PROBLEMS, number_in, numbered_rows, stop_at
from detente.casefile.baseline.records import Array, SourceTable
from detente.casefile.files import shown_path
from detente.casefile.problems import Findings, quoted

LABELS = ("IndustryCode", "IndustryDescription", "Country", "RNr", "Year")
NEEDED = ("IndustryCode", "Country", "RNr")
TOTALS = ("TOT", "TOTAL")
COLUMN = re.compile(r"([A-Z]{3})(\d+)")
Label = tuple[str, str, int]
"""Country, industry code, and the number of the industry."""

UNIT = "million USD"
SOURCE = "World Input-Output Database, release 2016"


def is_wiod2016(path: Path) -> bool:
    """Whether a CSV file has the header of this release."""
    _, header = next(numbered_rows(path), (1, []))
    return set(NEEDED) <= set(header)


def read_wiod2016(path: Path) -> SourceTable:
    """Read rows of industries by country, and columns ``AUS1 AUS2 ...``: industries first, then final demand.

    Column ``c`` of a country is the industry of the row with ``RNr`` c, as long as there is one; what follows is final
    demand. Rows of the country ``TOT`` (taxes, value added, output) are not needed: value added is output less inputs.

    Raises
    ------
    CaseError
        With file and line: a header or a row that is not of this form, cells that are no numbers.
    """
    findings = Findings(shown_path(path))
    rows = numbered_rows(path)
    line, header = next(rows, (1, []))
    for name in LABELS:
        if name not in header and name in NEEDED:
            findings.add(line, f"there is no column {name}.", f"The release begins with {', '.join(LABELS)}.")
    stop_at(findings)
    columns = [(k, found[1], int(found[2])) for k, name in enumerate(header) if (found := COLUMN.fullmatch(name))]
    columns = [column for column in columns if column[1] not in TOTALS]
    read = list(_industries(rows, header, [k for k, _, _ in columns], findings))
    labels, years = [label for label, _, _ in read], {year for _, year, _ in read}
    _refuse_other(labels, columns, years, findings)
    stop_at(findings)
    return _table(labels, columns, np.array([values for _, _, values in read]), years)


def _industries(
    rows: Iterator[tuple[int, list[str]]], header: Sequence[str], places: Sequence[int], findings: Findings
) -> Iterator[tuple[Label, str, Array]]:
    """Country, code and number of each industry, the year of its row, and its numbers."""
    at = {name: header.index(name) for name in LABELS if name in header}
    for line, cells in rows:
        if len(cells) != len(header):
            what = f"the row has {len(cells)} cells, the header has {len(header)}."
            findings.add(line, what, "Give every column a cell.")
        elif cells[at["Country"]].strip() not in TOTALS:
            number = cells[at["RNr"]].strip()
            code = int(number) if number.isdecimal() else -1
            label = (cells[at["Country"]].strip(), cells[at["IndustryCode"]].strip(), code)
            yield label, cells[at["Year"]].strip() if "Year" in at else "", _numbers(cells, places, line, findings)
        if len(findings.in_order()) > MOST_PROBLEMS:
            return


def _numbers(cells: Sequence[str], places: Sequence[int], line: int, findings: Findings) -> Array:
    read = np.array([number_in(cells[k]) for k in places])
    missing = np.flatnonzero(np.isnan(read))
    if len(missing):
        what = f"{quoted(cells[places[missing[0]]])} is not a number."
        findings.add(line, what, "Write a number with a point, 0 where there is no flow.")
    return read


def _refuse_other(
    labels: Sequence[Label],
    columns: Sequence[tuple[int, str, int]],
    years: set[str],
    findings: Findings,
) -> None:
    if not labels:
        findings.add(None, "there are no rows of industries.", "Rows have a country, an industry code and numbers.")
    if len(years) > 1:
        findings.add(None, f"the file holds {len(years)} years.", "Keep the rows of one year.")
    have = {(country, number) for _, country, number in columns}
    for country, code, number in labels:
        if (country, number) not in have:
            what = f"{country} {code} has a row (RNr {number}) and no column {country}{number}."
            findings.add(None, what, "An industry needs a row and a column.")


def _table(
    labels: Sequence[Label], columns: Sequence[tuple[int, str, int]], values: Array, years: set[str]
) -> SourceTable:
    place = {(country, number): k for k, (_, country, number) in enumerate(columns)}
    industries = [place[country, number] for country, _, number in labels]
    taken = set(industries)
    final = [k for k in range(len(columns)) if k not in taken]
    year = next(iter(years))
    return SourceTable(
        row_region=tuple(country for country, _, _ in labels),
        row_sector=tuple(code for _, code, _ in labels),
        flows=values[:, industries],
        final_region=tuple(columns[k][1] for k in final),
        final=values[:, final],
        year=int(year) if year.isdigit() else None,
        unit=UNIT,
        source=SOURCE,
    )
