"""On which day something was said, from the words around it and the day of publication."""

from __future__ import annotations

import re
from datetime import date, timedelta

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
MONTH = "|".join(MONTHS)
DAY = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?P<month>{MONTH})\b(?:,? (?P<year>\d{{4}}))?"
    rf"|\b(?P<month2>{MONTH}) (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<year2>\d{{4}}))?",
    re.IGNORECASE,
)
WEEKDAY = re.compile(rf"\b(?P<last>last )?(?P<day>{'|'.join(WEEKDAYS)})\b", re.IGNORECASE)
NEAR = {"today": 0, "this morning": 0, "tonight": 0, "yesterday": 1, "last night": 1}


def said_on(sentence: str, published_on: date | None) -> date | None:
    """Tell the day that a sentence names, as it was meant on the day of publication; None when it names none.

    A weekday is the last one up to that day. A date without a year is the last such day up to that day. Without a day
    of publication only a date with its year is known.

    Examples
    --------
    >>> said_on("The minister said on Monday that talks go on.", date(2025, 11, 30))
    datetime.date(2025, 11, 24)
    >>> said_on("On 3 December the envoy refused.", date(2025, 11, 30))
    datetime.date(2024, 12, 3)
    """
    found = DAY.search(sentence)
    if found is not None:
        return _written(found, published_on)
    if published_on is None:
        return None
    for words, days in NEAR.items():
        if re.search(rf"\b{words}\b", sentence, re.IGNORECASE):
            return published_on - timedelta(days=days)
    weekday = WEEKDAY.search(sentence)
    return _last(weekday, published_on) if weekday is not None else None


def _last(found: re.Match[str], published_on: date) -> date:
    back = (published_on.weekday() - WEEKDAYS.index(found["day"].lower())) % 7
    return published_on - timedelta(days=back or (7 if found["last"] else 0))


def _written(found: re.Match[str], published_on: date | None) -> date | None:
    day, month, year = (found[name] or found[f"{name}2"] for name in ("day", "month", "year"))
    number = MONTHS.index(month.lower()) + 1
    try:
        if year is not None:
            return date(int(year), number, int(day))
        if published_on is None:
            return None
        this_year = date(published_on.year, number, int(day))
        return this_year if this_year <= published_on else date(published_on.year - 1, number, int(day))
    except ValueError:
        return None
