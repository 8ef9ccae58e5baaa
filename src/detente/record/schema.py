"""The rules for entries, out of the one table, for other programs: JSON Schema, and the page that verifies bundles."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from detente.record.entries import NEVER_SEALED, TIME
from detente.record.kinds import DAY, SHA256, SLUG, TEXT, EntryField, entry_kinds

# 32 bytes: of the last character but the sign two bits are free, and must be zero.
HASH_IN_BASE64 = "[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]="
KINDS_GO_HERE = "const KINDS = {};"
ENTRY_NUMBER = {"type": "integer", "minimum": 0}


def entry_schema() -> dict[str, Any]:
    """JSON Schema of an entry, one branch for each kind, open or sealed.

    It says all that the table of fields says. What needs other entries it cannot say: that a number is of an earlier
    entry, that an opening fits, that times go forward, that a day is in the calendar. `verify` checks those too.

    Examples
    --------
    >>> entry_schema()["oneOf"][2]["properties"]["kind"]
    {'const': 'submission'}
    """
    branches = []
    for kind, fields in entry_kinds().items():
        branches.append(_branch(kind, "body", _body(tuple(fields.values()))))
        if kind not in NEVER_SEALED:
            branches.append(_branch(kind, "sealed", {"type": "string", "pattern": _whole(HASH_IN_BASE64)}))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Entry of a record",
        "oneOf": branches,
    }


def verifier_page() -> str:
    """The page that verifies bundles in a browser, with the table of kinds and fields in it."""
    page = files("detente.record").joinpath("verify.html").read_text(encoding="utf-8")
    kinds = {
        kind: {field.name: {"type": field.type, "required": field.required} for field in fields.values()}
        for kind, fields in entry_kinds().items()
    }
    return page.replace(KINDS_GO_HERE, f"const KINDS = {json.dumps(kinds)};")


def _branch(kind: str, content: str, schema: dict[str, Any]) -> dict[str, Any]:
    properties = {
        "at": {"type": "string", "pattern": _whole(TIME.pattern)},
        "by": {"type": "string", "pattern": _whole(SLUG.pattern)},
        "index": ENTRY_NUMBER,
        "kind": {"const": kind},
        content: schema,
    }
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _body(fields: tuple[EntryField, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {field.name: {**_type(field.type), "description": field.description} for field in fields},
        "required": [field.name for field in fields if field.required],
        "additionalProperties": False,
    }


def _type(name: str) -> dict[str, Any]:
    base, _, argument = name.partition(":")
    if base == "choice":
        return {"enum": argument.split("|")}
    if base in ("slugs", "entries"):
        return {"type": "array", "items": _type({"slugs": "slug", "entries": "entry"}[base]), "minItems": 1}
    if base == "entry":
        return ENTRY_NUMBER
    patterns = {
        "text": TEXT.pattern,
        "slug": _whole(SLUG.pattern),
        "sha256": _whole(SHA256.pattern),
        "date": _whole(DAY.pattern),
        "salt": _whole(HASH_IN_BASE64),
    }
    return {"type": "string", "pattern": patterns[base]}


def _whole(pattern: str) -> str:
    # In some languages a dollar sign also matches before a line feed at the end.
    return f"^{pattern}$(?!\\n)"
