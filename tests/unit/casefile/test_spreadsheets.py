"""What spreadsheets make of a case: semicolons, tabs, decimal commas, marks, empty rows, other encodings."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from detente.casefile import check_case, read_case
from detente.positions.review.rows import with_rows
from unit.casefile.small_case import put, write_small_case

TABLES = ("claims.csv", "obligations.csv", "councils.csv", "measures.csv", "prices.csv", "economy/payoffs.csv")


@pytest.fixture
def corridor(tmp_path: Path) -> Path:
    return write_small_case(tmp_path / "corridor")


def said(folder: Path) -> str:
    return "\n\n".join(str(problem) for problem in check_case(folder)).replace(folder.as_posix(), "CASE")


def _is_number(cell: str) -> bool:
    return all(part.strip().replace(".", "", 1).isdigit() for part in cell.split("/"))


def as_spreadsheet(text: str, separator: str) -> bytes:
    rows = list(csv.reader(io.StringIO(text)))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    for row in rows:
        writer.writerow([cell.replace(".", ",") if _is_number(cell) else cell for cell in row])
    writer.writerow([""] * len(rows[0]))
    return ("\ufeff" + out.getvalue()).encode()


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_case_saved_by_a_spreadsheet_is_the_same_case(corridor: Path, separator: str) -> None:
    before = read_case(corridor)
    for place in TABLES:
        text = (corridor / place).read_text(encoding="utf-8")
        (corridor / place).write_bytes(as_spreadsheet(text, separator))
    assert b"0,5" in (corridor / "claims.csv").read_bytes()
    assert said(corridor) == ""
    assert read_case(corridor) == before


def test_a_comma_that_may_part_thousands_is_refused(corridor: Path) -> None:
    text = (corridor / "prices.csv").read_text(encoding="utf-8")
    (corridor / "prices.csv").write_text(text.replace(",", ";").replace("3.5", "3,500"), encoding="utf-8")
    assert 'value "3,500" is not a number.' in said(corridor)


@pytest.mark.parametrize(
    ("told", "meant"), [("1.3.2024", "2024-03-01"), ("01.03.2024", "2024-03-01"), ("1. 3. 2024", "2024-03-01")]
)
def test_a_date_with_the_day_first_is_written_out(corridor: Path, told: str, meant: str) -> None:
    put(corridor, "claims.csv", "2024-05-01", told)
    assert f'"{told}" is not a date.\nWrite {meant}: year, month, day.' in said(corridor)


@pytest.mark.parametrize("told", ["12/01/2024", "31.2.2024", "1.3.24"])
def test_a_date_that_may_mean_several_days_is_not_guessed(corridor: Path, told: str) -> None:
    put(corridor, "claims.csv", "2024-05-01", told)
    assert "is not a date.\nWrite 2024-05-31, 2024-05 or 2024 as far as it is known, or undated." in said(corridor)


def test_a_spreadsheet_in_place_of_a_table_is_named(corridor: Path) -> None:
    (corridor / "claims.csv").rename(corridor / "Claims.xlsx")
    assert said(corridor) == (
        "CASE/Claims.xlsx: a spreadsheet is not read.\n"
        "Save its sheet as claims.csv: CSV UTF-8, with commas or semicolons."
    )


def test_who_is_named_in_claims_only_may_be_added(corridor: Path) -> None:
    put(corridor, "claims.csv", "C1,EAST", "C1,MEDIATOR")
    assert said(corridor).endswith("Or add it to parties in case.yaml: whoever speaks is a party.")


def test_a_comma_before_a_single_word_is_told_too(corridor: Path) -> None:
    yaml = (corridor / "case.yaml").read_text(encoding="utf-8")
    option = next(line for line in yaml.splitlines() if line.strip().startswith("- {id:") and "title:" in line)
    (corridor / "case.yaml").write_text(yaml.replace(option, option.replace("}", ", binding}")), encoding="utf-8")
    assert "Between braces a comma ends a text: put a text that holds one in quotes. The keys are" in said(corridor)


def test_a_review_keeps_what_stands_between_the_cells() -> None:
    text = "\ufeffid;party;reliability;words\r\nA;EAST;0,9;a, b\r\n"
    merged = with_rows(text, [{"id": "review-1", "party": "WEST", "reliability": "0.5", "words": "c; d"}])
    assert merged == '\ufeffid;party;reliability;words\nA;EAST;0,9;a, b\nreview-1;WEST;0.5;"c; d"\n'
    assert with_rows(text, []) == text
