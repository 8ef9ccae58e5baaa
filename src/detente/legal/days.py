"""When something begins and ends, as far as it is stated: days, zones, and what is left open."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

STATED = re.compile(r"(?P<year>\d{4})(-(?P<month>\d\d)(-(?P<day>\d\d)(T(?P<time>\d\d:\d\d))?)?)?(?![\d/-])", re.ASCII)
NAMED = re.compile(r"(?<!\d)(?P<day>\d{1,2}) (?P<month>[A-Z][a-z]{2})[a-z]* (?P<year>\d{4})(?!\d)", re.ASCII)
PERIOD = re.compile(r"(?P<count>[1-9]\d{0,3}) (?P<unit>day|month|year)s?", re.ASCII)
OPEN = "open"
FIRST_ZONE, LAST_ZONE = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))
"""Where a day begins first and last on earth: the bounds for a time whose zone is not stated."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A time that is known to lie between two times."""

    earliest: datetime
    latest: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """The stretch of time that a day is, in one zone."""

    on: date
    starts: datetime
    ends: datetime


def day_in(on: date, zone: str) -> Day:
    """A day as it passes in a zone.

    Examples
    --------
    >>> day_in(date(2025, 12, 13), "America/New_York").starts.isoformat()
    '2025-12-13T05:00:00+00:00'
    """
    starts = _midnight(on, ZoneInfo(zone))
    return Day(on, starts, _midnight(on + timedelta(days=1), ZoneInfo(zone)))


def beginning_of(text: str, zone: str) -> Moment | None:
    """When something begins; None when no date opens the text. The first of several dates counts.

    Examples
    --------
    >>> beginning_of("2021-06-14 and 2022-02-28", "UTC").earliest.date()
    datetime.date(2021, 6, 14)
    """
    found = STATED.match(text.strip())
    return _moment(found, zone, after_day=False) if found else None


def ending_of(text: str, zone: str) -> Moment | None:
    """When something ends; None when no date opens the text. A day counts to its end, a time ends at that time.

    Examples
    --------
    >>> ending_of("2025-12-13T00:01", "America/New_York").latest.isoformat()
    '2025-12-13T05:01:00+00:00'
    """
    found = STATED.match(text.strip())
    return _moment(found, zone, after_day=True) if found else None


def is_open(text: str) -> bool:
    """Whether a text says that something goes on until somebody ends it."""
    return text.strip().casefold().startswith(OPEN)


def dates_in(text: str) -> tuple[date, ...]:
    """Every full date that a text names, in its order.

    Examples
    --------
    >>> dates_in("waivers to 2028-01-01, short contracts to 17 June 2026")
    (datetime.date(2028, 1, 1), datetime.date(2026, 6, 17))
    """
    months = {name: k for k, name in enumerate(calendar.month_abbr) if name}
    found: list[tuple[int, date | None]] = []
    for match in STATED.finditer(text):
        if match["day"]:
            found.append((match.start(), _date(match["year"], match["month"], match["day"])))
    for match in NAMED.finditer(text):
        month = months.get(match["month"])
        if month:
            found.append((match.start(), _date(match["year"], month, match["day"])))
    return tuple(dict.fromkeys(day for _, day in sorted(found, key=lambda pair: pair[0]) if day))


def add_period(day: date, period: str) -> date:
    """The day one period later; the last day of a month stands in for days it does not have.

    Examples
    --------
    >>> add_period(date(2026, 1, 31), "6 months"), add_period(date(2026, 2, 3), "90 days")
    (datetime.date(2026, 7, 31), datetime.date(2026, 5, 4))
    """
    found = PERIOD.fullmatch(period)
    if found is None:
        raise ValueError(f"A period is written as 6 months, not as {period}.")
    count = int(found["count"])
    if found["unit"] == "day":
        return day + timedelta(days=count)
    months = day.month - 1 + count * (12 if found["unit"] == "year" else 1)
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _moment(found: re.Match[str], zone: str, after_day: bool) -> Moment | None:
    first = _date(found["year"], found["month"] or 1, found["day"] or 1)
    if first is None:
        return None
    last = _last_day(first, found)
    early, late = (ZoneInfo(zone), ZoneInfo(zone)) if zone else (FIRST_ZONE, LAST_ZONE)
    if found["time"]:
        at = time.fromisoformat(found["time"])
        return Moment(*(datetime.combine(first, at, where).astimezone(UTC) for where in (early, late)))
    step = timedelta(days=1) if after_day else timedelta()
    return Moment(_midnight(first + step, early), _midnight(last + step, late))


def _last_day(first: date, found: re.Match[str]) -> date:
    if found["day"]:
        return first
    month = first.month if found["month"] else 12
    return date(first.year, month, calendar.monthrange(first.year, month)[1])


def _date(year: str, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _midnight(on: date, zone: tzinfo) -> datetime:
    return datetime.combine(on, time(), zone).astimezone(UTC)
