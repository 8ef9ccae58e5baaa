"""Price files as users bring them."""

from __future__ import annotations

from datetime import date

import pytest

from detente.case import CaseError
from detente.casefile import read_outside
from detente.signals import gpr_rows, price_rows


def rows(tmp_path, text: str):
    path = tmp_path / "p.csv"
    path.write_bytes(text.encode("utf-8-sig"))
    return read_outside(path)


def test_long_and_wide_files_say_the_same(tmp_path):
    long = price_rows(
        rows(tmp_path, "date,series,value,unit\n2025-01-02,oil,70.5,USD\n2025-01-02,gas,3,USD\n"), "p.csv"
    )
    wide = price_rows(rows(tmp_path, "Date,oil,gas\n20250102,70.5,3\n20250103,,NA\n"), "p.csv")
    assert [(p.on, p.series, p.value) for p in long] == [(p.on, p.series, p.value) for p in wide]
    assert {p.unit for p in wide} == {"unit not stated"}


def test_the_index_is_read_by_day_and_by_month(tmp_path):
    daily = gpr_rows(rows(tmp_path, "DAY,N10D,GPRD,GPRD_ACT\n20251121,900,151.2,80\n"), "gpr.csv")
    monthly = gpr_rows(rows(tmp_path, "month,GPR,GPRT\n2025M11,130.1,120\n2025-12-01,,\n"), "gpr.csv")
    assert [(p.on, p.series, p.value) for p in daily] == [(date(2025, 11, 21), "Geopolitical risk, daily", 151.2)]
    assert [(p.on, p.value) for p in monthly] == [(date(2025, 11, 1), 130.1)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("date,oil\n2025-13-02,70\n", 'p.csv, line 2: "2025-13-02" is not a date.'),
        ("date,oil\n2025-01-02,dear\n", 'p.csv, line 2: oil "dear" is not a number.'),
        ("date,oil\n2025-01-02,inf\n", 'p.csv, line 2: oil "inf" is not a number.'),
        ("day_of,oil\n2025-01-02,70\n", "p.csv, line 1: no column of dates is there"),
        ("date,oil\n2025-01-02,70\n2025-01-02,71\n", "p.csv, line 3: oil has a second price on 2025-01-02"),
        ("date,oil\n2025-01-02,\n", "p.csv: no price was found."),
        ("date,series,value\n2025-01-02,,7\n", "p.csv, line 2: series is empty."),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(tmp_path, text, message):
    with pytest.raises(CaseError) as caught:
        price_rows(rows(tmp_path, text), "p.csv")
    assert message in str(caught.value)


def test_a_file_that_is_not_the_index_is_refused(tmp_path):
    with pytest.raises(CaseError, match="GPRD or GPR"):
        gpr_rows(rows(tmp_path, "date,oil\n2025-01-02,70\n"), "gpr.csv")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04rest", "this is a spreadsheet"),
        (b"\xd0\xcf\x11\xe0rest", "this is a spreadsheet"),
        (b"date;oil\n1;2\n", "not separated by commas"),
        (b"date,oil\n", "no row below its header"),
        (b"date,oil\n2025-01-02,70,8\n", "line 2: the row has 3 cells, the header has 2"),
        (b"date,oil\n\xff\xfe,1\n", "not UTF-8"),
    ],
)
def test_files_of_another_kind_are_refused(tmp_path, content, message):
    path = tmp_path / "p.csv"
    path.write_bytes(content)
    with pytest.raises(CaseError, match=message):
        read_outside(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CaseError, match=r"nowhere\.csv: the file cannot be read"):
        read_outside(tmp_path / "nowhere.csv")
