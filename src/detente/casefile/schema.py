"""The field tables as JSON Schema, for editors that check case.yaml while it is written."""

from __future__ import annotations

import math
from typing import Any

from detente.casefile.scalars import LARGEST, SLUG
from detente.casefile.tables import Field, FieldTable, field_tables

TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
ID: dict[str, Any] = {"type": "string", "pattern": f"^{SLUG.pattern}$"}
DATE: dict[str, Any] = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of case.yaml, made from the field tables.

    Ids are held to their form only: whether a reference leads anywhere is for `check_case`.

    Examples
    --------
    >>> json_schema()["properties"]["currency"]["enum"]
    ['USD']
    """
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "case.yaml"}
    return {**head, **_of_table(field_tables()["case"])}


def _of_table(table: FieldTable) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {field.name: _of_field(field) for field in table.fields.values()},
        "required": [field.name for field in table.fields.values() if field.required],
        "additionalProperties": False,
    }


def _of_field(field: Field) -> dict[str, Any]:
    described = {"description": field.description, **_of_kind(field)}
    if field.kind == "bool" and field.default:
        described["default"] = field.default == "yes"
    elif field.default:
        described["default"] = float(field.default) if field.kind in ("number", "integer") else field.default
    return described


def _of_kind(field: Field) -> dict[str, Any]:
    simple = {
        "text": TEXT,
        "slug": ID,
        "ref": ID,
        "date": DATE,
        "bool": {"type": "boolean"},
        "number": {"type": "number", **_bounds(field)},
        "integer": {"type": "integer", **_bounds(field)},
        "choice": {"type": "string", "enum": field.argument.split("|")},
        "texts": {"type": "array", "items": TEXT},
        "slugs": {"type": "array", "items": ID},
        "refs": {"type": "array", "items": ID, "minItems": int(field.required)},
    }
    return simple[field.kind] if field.kind in simple else _of_nested(field)


def _of_nested(field: Field) -> dict[str, Any]:
    if field.kind == "estimate":
        return _estimate(field)
    if field.kind == "mapping":
        return {"type": "object", "additionalProperties": _estimate(field) if field.argument == "estimate" else ID}
    table = _of_table(field_tables()[field.argument])
    return {"type": "array", "items": table, "minItems": int(field.required)} if field.kind == "list" else table


def _estimate(field: Field) -> dict[str, Any]:
    table = _of_table(field_tables()["estimate"])
    for part in ("mode", "low", "high"):
        table["properties"][part] |= _bounds(field)
    table["properties"]["unit"] = {"const": field.unit}
    table["dependentRequired"] = {"low": ["high"], "high": ["low"]}
    table["if"] = {"properties": {"origin": {"const": "assumed"}}}
    table["then"] = {"required": ["why"]}
    table["else"] = {"required": ["source"]}
    return table


def _bounds(field: Field) -> dict[str, float]:
    interval = field.interval
    if interval is None:
        return {"minimum": -LARGEST, "maximum": LARGEST}
    bounds = {"exclusiveMinimum" if interval.low_open else "minimum": interval.low}
    if math.isinf(interval.high):
        return bounds | {"maximum": LARGEST}
    return bounds | {"exclusiveMaximum" if interval.high_open else "maximum": interval.high}
