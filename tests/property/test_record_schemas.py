"""One table of fields, three readers: the command, the JSON Schema and the page agree on every generated entry."""

from __future__ import annotations

import random
from functools import cache

import pytest
from jsonschema import Draft202012Validator

from detente.record import Fault, entry_kinds, entry_schema, parse_entry
from detente.record.canonical import canonical_bytes

SHA = "ab" * 32
GOOD = {
    "text": ["x", " y ", "\u00a0z"],
    "slug": ["A", "DONBAS.1", "a-b_c", "x" * 200],
    "sha256": [SHA],
    "date": ["2025-11-30", "2024-02-29"],
    "entry": [0, 6],
    "entries": [[0], [1, 2, 3]],
    "slugs": [["north"], ["north", "south"]],
    "salt": ["A" * 43 + "="],
}
BAD = {
    "text": ["", "  ", "\t\n", "\u00a0", "\ufeff", "\x1c", "\u2003"],
    "slug": ["", "1a", "a b", "x" * 201, "\u00e4", "a\n"],
    "sha256": ["AB" * 32, SHA[:-1], SHA + "0", SHA + "\n"],
    "date": ["2025-11-3", "30.11.2025", "2025-11-30\n"],
    "entry": [-1, 1.5],
    "entries": [[], [-1], ["0"], 0],
    "slugs": [[], ["1"], [0], "north"],
    "salt": ["", "A" * 43, "A" * 42 + "==", "A" * 44],
}
OFF_CALENDAR = ["2025-02-30", "2023-02-29", "2025-13-01", "0000-01-01"]
NEVER_RIGHT = [None, True, {}, [{}], 1.5]


def choices(kind: str, table: dict[str, list]) -> list:
    """Values for a type."""
    base, _, words = kind.partition(":")
    if base == "choice":
        return words.split("|") if table is GOOD else ["", "maybe"]
    return table[base]


def generated(seed: int) -> dict:
    """An entry of any kind, of which about half are wrong in one field."""
    chance = random.Random(seed)
    kind = chance.choice([kind for kind in entry_kinds() if kind not in ("charter", "policy")])
    body = {
        field.name: chance.choice(choices(field.type, GOOD))
        for field in entry_kinds()[kind].values()
        if field.required or chance.random() < 0.6
    }
    what = chance.choice(["nothing", "nothing", "value", "type", "missing", "more"])
    name = chance.choice(sorted(body))
    if what == "value":
        body[name] = chance.choice(choices(entry_kinds()[kind][name].type, BAD))
    elif what == "type":
        body[name] = chance.choice(NEVER_RIGHT)
    elif what == "missing":
        del body[name]
    elif what == "more":
        body["more"] = "x"
    return {"at": "2025-11-30T12:00:00Z", "by": "north", "index": 7, "kind": kind, "body": body}


@cache
def validator() -> Draft202012Validator:
    """Of the schema that is published."""
    Draft202012Validator.check_schema(entry_schema())
    return Draft202012Validator(entry_schema())


def is_accepted(entry: dict) -> bool:
    """By the command."""
    try:
        parse_entry(canonical_bytes(entry))
    except Fault:
        return False
    return True


def test_command_and_schema_agree_on_5000_generated_entries():
    accepted = 0
    for seed in range(5000):
        entry = generated(seed)
        verdict = is_accepted(entry)
        assert validator().is_valid(entry) == verdict, entry
        accepted += verdict
    assert 1500 < accepted < 4000


@pytest.mark.parametrize("day", OFF_CALENDAR)
def test_days_that_no_calendar_has_are_refused_by_the_command(day):
    body = {"title": "x", "held_on": day}
    assert not is_accepted({"at": "2025-11-30T12:00:00Z", "by": "a", "index": 7, "kind": "meeting", "body": body})


def test_sealed_entries_are_in_the_schema_for_the_kinds_that_may_be_sealed():
    for kind in entry_kinds():
        entry = {"at": "2025-11-30T12:00:00Z", "by": "north", "index": 7, "kind": kind, "sealed": "A" * 43 + "="}
        assert validator().is_valid(entry) == is_accepted(entry) == (kind not in ("charter", "policy", "opening"))
