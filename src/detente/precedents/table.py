"""The table of agreements that comes with the project, and what of it was known at a given time."""

from __future__ import annotations

import csv
from calendar import isleap
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files

from detente.case import Provision
from detente.precedents.records import NO, PENDING, YES, Precedent

CODED_ON = date(2025, 11, 30)
"""Day up to which the table was filled in."""


@cache
def builtin_precedents() -> tuple[Precedent, ...]:
    """Read the agreements that come with the project, oldest first.

    They were picked because they became known, many because they failed or because they lasted: no sample.

    Examples
    --------
    >>> len(builtin_precedents()), builtin_precedents()[0].name
    (34, 'European Coal and Steel Community')
    """
    text = files("detente.precedents").joinpath("data", "agreements.csv").read_text(encoding="utf-8")
    rows = (_precedent(row) for row in csv.DictReader(text.splitlines()))
    return tuple(sorted(rows, key=lambda p: (p.signed, p.id)))


def _precedent(row: Mapping[str, str]) -> Precedent:
    third = _listed(row["third_parties"])
    own: dict[Provision, str] = {p: row[p.value] for p in Provision if p is not Provision.THIRD_PARTY}
    ended = year_of(row["ended_on"]) if row["ended_on"] else None
    return Precedent(
        id=row["id"],
        name=row["name"],
        signed=year_of(row["signed_on"]),
        signed_on=row["signed_on"],
        ended=ended,
        ended_on=row["ended_on"],
        followed_until=ended or (year_of(row["followed_until"]) if row["followed_until"] else year_of_day(CODED_ON)),
        parties=_listed(row["parties"]),
        third_parties=third,
        provisions=row["provisions"],
        has={**own, Provision.THIRD_PARTY: YES if third else NO},
        outcome=row["outcome"],
        causes=_listed(row["causes"]),
        **{name: row[name] for name in ("what_happened", "recalled", "source", "url", "evidence")},
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)


def year_of(text: str) -> float:
    """A date, month or year as a year with a fraction: the middle of what it may mean.

    Examples
    --------
    >>> year_of("2005"), round(year_of("2022-09"), 3), round(year_of("2022-01-01"), 3)
    (2005.5, 2022.708, 2022.001)
    """
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return parts[0] + 0.5
    if len(parts) == 2:
        return parts[0] + (parts[1] - 0.5) / 12
    return year_of_day(date(*parts)) + 0.5 / 365.25


def year_of_day(day: date) -> float:
    """The beginning of a day as a year with a fraction.

    Examples
    --------
    >>> year_of_day(date(2024, 7, 1))
    2024.4972677595629
    """
    length = 366 if isleap(day.year) else 365
    return day.year + (day.timetuple().tm_yday - 1) / length


def known_by(precedents: Iterable[Precedent], year: float) -> tuple[Precedent, ...]:
    """The precedents as they were known in a year: what was signed by then, and nothing that happened later.

    Examples
    --------
    >>> [p.outcome for p in known_by(builtin_precedents(), 2010.0) if p.id == "nord-stream-2005"]
    ['pending']
    """
    return tuple(_as_known(p, year) for p in precedents if p.signed <= year)


def _as_known(precedent: Precedent, year: float) -> Precedent:
    """What the row says is the judgement of its last day: before that day its fate is open."""
    if precedent.followed_until <= year:
        return precedent
    return replace(
        precedent, ended=None, ended_on="", followed_until=year, outcome=PENDING, causes=(), what_happened=""
    )
