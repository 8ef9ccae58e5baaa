"""Dates and countries as lists write them, in one form."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from importlib.resources import files

KINDS = {
    "individual": "person", "person": "person", "p": "person", "ship": "vessel", "vessel": "vessel",
    "aircraft": "aircraft",
}  # fmt: skip
DAY_FORMS = ("%d %b %Y", "%d/%m/%Y", "%d-%b-%Y", "%d %B %Y")
MONTH_FORMS = ("%b %Y", "%B %Y")
ABOUT = re.compile(r"\b(circa|ca|approx\w*|about|around)\b", re.IGNORECASE)
LONGEST_RANGE = 30
"""Years of a range that are written out one by one; a longer one says too little."""

YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
ISO = re.compile(r"\d{4}(-\d\d){0,2}")


def as_date(text: str, us_order: bool = False) -> str:
    """Write a date as year-month-day as far as it is known; empty when it says no year.

    Examples
    --------
    >>> as_date("07 Oct 1952"), as_date("00/00/1962"), as_date("circa 1960"), as_date("11/21/2025", us_order=True)
    ('1952-10-07', '1962', '1960', '2025-11-21')
    """
    text = text.strip()
    if ISO.fullmatch(text[:10]):
        return text[:10]
    for form in ("%m/%d/%Y", *DAY_FORMS) if us_order else DAY_FORMS:
        try:
            return datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    for form in MONTH_FORMS:
        try:
            return datetime.strptime(text, form).strftime("%Y-%m")
        except ValueError:
            continue
    years = YEAR.findall(text)
    return years[0] if len(set(years)) == 1 else ""


def as_dates(text: str) -> tuple[str, ...]:
    """Write what a list says of a birth date: one date, every year of a range, or years that it is about.

    Examples
    --------
    >>> as_dates("07 Oct 1952"), as_dates("Between 1960 and 1962"), as_dates("circa 1960"), as_dates("Sep 1958")
    (('1952-10-07',), ('1960', '1961', '1962'), ('circa 1960',), ('1958-09',))
    """
    years = sorted({int(year) for year in YEAR.findall(text)})
    if ABOUT.search(text) and years:
        return tuple(f"circa {year}" for year in years)
    if one := as_date(text):
        return (one,)
    if len(years) == 2 and years[1] - years[0] <= LONGEST_RANGE:
        return tuple(str(year) for year in range(years[0], years[1] + 1))
    return tuple(map(str, years))


def between_years(low: str, high: str) -> str:
    """Words for a range of years, which `as_dates` reads."""
    return f"{low} to {high}" if low and high else low or high


@cache
def _countries() -> dict[str, str]:
    text = files("detente.casefile").joinpath("lists", "countries.csv").read_text(encoding="utf-8")
    return {row["name"].casefold(): row["code"] for row in csv.DictReader(text.splitlines())}


def as_country(text: str) -> str:
    """Two letters of a country where its name is known, else the name as it stands, in lower case.

    Examples
    --------
    >>> as_country("Russian Federation"), as_country("RU"), as_country("Ruritania")
    ('ru', 'ru', 'ruritania')
    """
    name = " ".join(text.split()).casefold()
    return _countries().get(name, name)


def distinct(values: Iterable[str]) -> tuple[str, ...]:
    """Values that are not empty, each once, in their order."""
    return tuple(dict.fromkeys(" ".join(v.split()) for v in values if v and v.strip()))
