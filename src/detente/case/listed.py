"""Entries of sanctions lists, and names to be held against them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One person, organisation or ship on a list, as the list states it.

    `names` holds the main name first, then aliases. Dates are a day, a month or a year, `circa 1960` where the list
    says that it is about. `updated` is what
    the list says of its own date, or of the entry's. `weak_names` are those of `names` that the list itself calls weak
    or of low quality.
    """

    id: str
    names: tuple[str, ...]
    kind: str = ""
    birth_dates: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    source: str = ""
    updated: str = ""
    weak_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScreenedName:
    """A name to be screened, with what is known of who bears it."""

    id: str
    name: str
    kind: str = ""
    birth_date: str = ""
    countries: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
