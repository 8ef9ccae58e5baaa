"""Kinds of entries and their fields, read from one table that docs and checks share."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from detente.record.commitments import SALT_BYTES
from detente.record.encoding import from_base64
from detente.record.faults import Fault

SLUG = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,199}", re.ASCII)
# Python and JavaScript differ in what is white space; this is the same in both.
TEXT = re.compile(r"[^\s\x1c-\x1f\x85\ufeff]")
SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class EntryField:
    """One field of the body of an entry."""

    name: str
    type: str
    required: bool
    description: str


@cache
def entry_kinds() -> Mapping[str, Mapping[str, EntryField]]:
    """Every kind of entry with its fields, in the order of the documentation.

    Examples
    --------
    >>> entry_kinds()["receipt"]["of"].type
    'entry'
    """
    table = files("detente.record").joinpath("fields/entries.csv").read_text(encoding="utf-8")
    kinds: dict[str, dict[str, EntryField]] = {}
    for row in csv.DictReader(table.splitlines()):
        field = EntryField(row["field"], row["type"], row["required"] == "yes", row["description"])
        kinds.setdefault(row["kind"], {})[field.name] = field
    return kinds


def body_problems(kind: str, body: Mapping[str, Any], index: int) -> list[str]:
    """Everything that is wrong with the body of an entry that stands, or is to stand, at `index`.

    Examples
    --------
    >>> body_problems("receipt", {"of": 7, "by": "A"}, index=7)
    ['"by" is no field of receipt', 'of: needs the number of an earlier entry']
    """
    fields = entry_kinds().get(kind)
    if fields is None:
        return [f'"{kind}" is no kind of entry; the kinds are {", ".join(entry_kinds())}']
    problems = [f'"{name}" is no field of {kind}' for name in body if name not in fields]
    problems += [f"{field.name}: missing" for field in fields.values() if field.required and field.name not in body]
    wrong = ((name, _wrong(fields[name].type, value, index)) for name, value in body.items() if name in fields)
    return problems + [f"{name}: {why}" for name, why in wrong if why]


def _wrong(kind: str, value: Any, index: int) -> str:
    name, _, argument = kind.partition(":")
    if name == "choice":
        return "" if value in argument.split("|") else f"needs one of {argument.replace('|', ', ')}"
    if name == "entry":
        return "" if _is_entry(value, index) else "needs the number of an earlier entry"
    if name in ("slugs", "entries"):
        one = {"slugs": "slug", "entries": "entry"}[name]
        if not isinstance(value, list) or not value:
            return "needs a list with something in it"
        return next((why for why in (_wrong(one, item, index) for item in value) if why), "")
    holds, needs = _TEXTS[name]
    return "" if isinstance(value, str) and holds(value) else f"needs {needs}"


def _is_entry(value: Any, index: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < index


def _is_day(text: str) -> bool:
    try:
        return DAY.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _is_salt(text: str) -> bool:
    try:
        return len(from_base64(text, "the salt")) == SALT_BYTES
    except Fault:
        return False


_TEXTS: dict[str, tuple[Callable[[str], Any], str]] = {
    "text": (TEXT.search, "a text"),
    "slug": (SLUG.fullmatch, "an id: a letter, then letters, digits, dots, hyphens and underscores"),
    "sha256": (SHA256.fullmatch, "a SHA-256 in 64 lower-case hexadecimal digits"),
    "date": (_is_day, "a day as year-month-day"),
    "salt": (_is_salt, "32 bytes in base64"),
}
