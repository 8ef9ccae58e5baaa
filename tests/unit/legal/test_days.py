"""When something begins and ends, as far as it is stated."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from detente.legal.days import add_period, beginning_of, dates_in, day_in, ending_of, is_open


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def test_a_day_without_a_zone_is_certain_only_where_it_is_that_day_everywhere():
    begins, ends = beginning_of("2026-03-01", ""), ending_of("2026-03-01", "")
    assert (begins.earliest, begins.latest) == (utc(2026, 2, 28, 10), utc(2026, 3, 1, 12))
    assert (ends.earliest, ends.latest) == (utc(2026, 3, 1, 10), utc(2026, 3, 2, 12))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-03-30", utc(2025, 3, 30, 22)),
        ("2025-03-29", utc(2025, 3, 29, 23)),
        ("2025-03-30T12:00", utc(2025, 3, 30, 10)),
    ],
)
def test_an_end_heeds_the_change_of_clocks(text, expected):
    ends = ending_of(text, "Europe/Brussels")
    assert ends.earliest == ends.latest == expected


def test_a_month_ends_on_one_of_its_days():
    ends = ending_of("2026-04", "UTC")
    assert (ends.earliest, ends.latest) == (utc(2026, 4, 2), utc(2026, 5, 1))


@pytest.mark.parametrize("text", ["", "open", "not yet law", "2026-13-01", "extended yearly", "2014/22"])
def test_what_opens_with_no_date_says_nothing(text):
    assert ending_of(text, "UTC") is None


def test_open_is_said_in_words():
    assert [is_open(t) for t in ("open", "Open, rising to 2028", "", "reopened")] == [True, True, False, False]


def test_the_last_day_of_a_month_stands_in_for_days_it_lacks():
    assert add_period(date(2025, 8, 31), "6 months") == date(2026, 2, 28)
    assert add_period(date(2024, 2, 29), "1 year") == date(2025, 2, 28)
    with pytest.raises(ValueError, match="6 months"):
        add_period(date(2024, 2, 29), "half a year")


def test_dates_are_found_in_words_and_digits():
    text = "2040; waivers to 2028-01-01, long to 1 Jan 2028, then 31 September 2030"
    assert dates_in(text) == (date(2028, 1, 1),)


def test_a_day_in_a_zone_is_as_long_as_it_is_there():
    assert (
        day_in(date(2025, 3, 30), "Europe/Brussels").ends - day_in(date(2025, 3, 30), "Europe/Brussels").starts
    ).seconds == 23 * 3600
