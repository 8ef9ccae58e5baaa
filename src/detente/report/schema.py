"""The JSON Schema of analysis.json, read off the records themselves, so that it cannot fall behind."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any, Union, get_args, get_origin, get_type_hints

from detente.analysis import Alternative, Influence
from detente.case import Case, Estimate
from detente.deals import Deals, Frontier
from detente.durability import Durability
from detente.durability.prospects import Prospects
from detente.legal import Gates
from detente.plots import Fate
from detente.positions import Positions
from detente.preferences import Dropped
from detente.report.answer import Answer
from detente.report.document import CASE_FIELDS, PER_WORLD, SCHEMA_VERSION, SHARES
from detente.report.economy import EconomySection
from detente.roadmap import Roadmap

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": ["number", "null"]}
COUNT: Schema = {"type": "integer", "minimum": 0}
SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
MAYBE_SHARE: Schema = {"anyOf": [SHARE, {"type": "null"}]}


def analysis_schema() -> Schema:
    """Describe analysis.json as a JSON Schema (draft 2020-12).

    Examples
    --------
    >>> sorted(analysis_schema()["properties"])[:3]
    ['alternatives', 'case', 'deals']
    """
    sections = {
        "schema_version": {"const": SCHEMA_VERSION},
        "case": _record(Case, only=CASE_FIELDS),
        "worlds": _object({"count": COUNT, "seed": {"type": "integer"}}),
        "verdict": _verdict(),
        "positions": _of(Positions),
        "deals": _record(Deals, without=("axes",)),
        "durability": _of(Durability),
        "prospects": _of(Prospects | None),
        "gates": _of(Gates),
        "roadmap": _of(Roadmap),
        "influences": _list(_of(Influence)),
        "alternatives": _list(_of(Alternative)),
        "economy": {"anyOf": [_of(EconomySection), {"type": "null"}]},
        "estimates": _list(_object({"where": TEXT, **_of(Estimate)["properties"]})),
        "dropped_claims": _list(_of(Dropped)),
        "missing": _list(_object({"what": TEXT, "where": TEXT, "unlocks": TEXT})),
        "method": _object({"preferences": TEXT, "payoffs": TEXT}),
    }
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Detente analysis"}
    return {**head, **_object(sections)}


def _verdict() -> Schema:
    return _object(
        {
            "headline": {"type": ["string", "null"]},
            "answer": TEXT,
            "answers": _list(_of(Answer)),
            "lines": {"type": "array", "items": TEXT, "minItems": 5, "maxItems": 5},
            "hundred_worlds": _list(_of(Fate)),
            "signing_share": MAYBE_SHARE,
            "signing_share_by_chance": {"anyOf": [_list(SHARE), {"type": "null"}]},
            "holding_share": MAYBE_SHARE,
            "unknown_positions": COUNT,
            "positions": COUNT,
        }
    )


def _object(properties: Mapping[str, Schema]) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _record(record: type, only: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> Schema:
    """One property per field of a record, as `plain` writes it."""
    hints = get_type_hints(record)
    names = [f.name for f in fields(record) if (not only or f.name in only) and f.name not in without]
    return _object({n: SHARE if n in SHARES and _is_array(hints[n]) else _of(hints[n]) for n in _written(names, hints)})


def _written(names: list[str], hints: Mapping[str, Any]) -> list[str]:
    return [n for n in names if not (n in PER_WORLD and _is_array(hints[n]))]


def _is_array(hint: Any) -> bool:
    return "ndarray" in str(hint)


def _of(hint: Any) -> Schema:
    """The schema of one type."""
    if hint is Frontier:
        return _record(Frontier, without=("choices",))
    if is_dataclass(hint) and isinstance(hint, type):
        return _record(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    simple = {str: TEXT, bool: {"type": "boolean"}, int: {"type": "integer"}, float: NUMBER, Fraction: NUMBER}
    if hint in simple:
        return simple[hint]
    if hint is date:
        return {"type": "string", "format": "date"}
    return _of_generic(hint)


def _of_generic(hint: Any) -> Schema:
    origin, arguments = get_origin(hint), get_args(hint)
    if _is_array(hint) and origin not in (Union, types.UnionType):
        return {"type": "array"}
    if origin in (Union, types.UnionType):
        kinds = [{"type": "null"} if a is type(None) else _of(a) for a in arguments]
        return {"anyOf": kinds}
    if origin is tuple:
        return _list(_of(arguments[0]))
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": _of(arguments[1])}
    raise TypeError(f"{hint} has no form in analysis.json.")
