"""Dates and countries as lists write them, in one form."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from importlib.resources import files

DAY_FORMS = ("%d %b %Y", "%d/%m/%Y", "%d-%b-%Y", "%d %B %Y")
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
    years = YEAR.findall(text)
    return years[0] if len(set(years)) == 1 else ""


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
