"""analysis.json: complete, plain, described by its schema and its page, and the same every time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from detente.analysis import Analysis
from detente.report import analysis_document, analysis_schema
from unit.report import fixtures, trade_fixtures

ANALYSES = {
    "small": fixtures.small_analysis,
    "claims only": fixtures.claims_only_analysis,
    "large": fixtures.large_analysis,
    "trade": trade_fixtures.builtin_analysis,
}


@pytest.fixture(params=ANALYSES)
def analysis(request: pytest.FixtureRequest) -> Analysis:
    return ANALYSES[request.param]()


def written(analysis: Analysis) -> str:
    return json.dumps(analysis_document(analysis, fixtures.MISSING), allow_nan=False, sort_keys=True)


def problems(schema: dict[str, Any], value: Any, where: str = "$") -> list[str]:
    """The part of JSON Schema that our schema uses, checked by hand."""
    if "anyOf" in schema:
        tried = [problems(option, value, where) for option in schema["anyOf"]]
        return [] if any(not t for t in tried) else min(tried, key=len)
    if "const" in schema or "enum" in schema:
        allowed = schema.get("enum", [schema.get("const")])
        return [] if value in allowed else [f"{where}: {value!r} is none of {allowed}"]
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(TYPES[t](value) for t in types):
        return [f"{where}: {value!r} is not {types}"]
    if isinstance(value, dict):
        return object_problems(schema, value, where)
    if isinstance(value, list):
        items = schema.get("items")
        return [p for k, v in enumerate(value) for p in problems(items, v, f"{where}[{k}]")] if items else []
    return []


def object_problems(schema: dict[str, Any], value: dict[str, Any], where: str) -> list[str]:
    known, others = schema.get("properties", {}), schema.get("additionalProperties")
    found = [f"{where}: {name} is missing" for name in schema.get("required", ()) if name not in value]
    for name, inner in value.items():
        if name in known:
            found += problems(known[name], inner, f"{where}.{name}")
        elif isinstance(others, dict):
            found += problems(others, inner, f"{where}.{name}")
        else:
            found.append(f"{where}: {name} is not described")
    return found


TYPES = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "number": lambda v: isinstance(v, int | float) and not isinstance(v, bool),
    "boolean": lambda v: isinstance(v, bool),
    "null": lambda v: v is None,
}


def test_document_fits_its_schema(analysis: Analysis) -> None:
    assert problems(analysis_schema(), json.loads(written(analysis))) == []


def test_checker_of_this_test_sees_a_missing_and_an_unknown_field() -> None:
    document = json.loads(written(fixtures.small_analysis()))
    del document["worlds"]
    document["surprise"] = 1
    assert problems(analysis_schema(), document) == ["$: worlds is missing", "$: surprise is not described"]


def test_same_analysis_gives_the_same_bytes(analysis: Analysis) -> None:
    assert written(analysis) == written(analysis)


def test_floats_carry_at_most_twelve_significant_digits(analysis: Analysis) -> None:
    seen: list[float] = []
    json.loads(written(analysis), parse_float=lambda text: seen.append(float(text)))
    assert seen
    assert all(value == float(f"{value:.12g}") for value in seen)


def test_document_holds_no_clock() -> None:
    text = written(fixtures.small_analysis())
    assert not any(word in text for word in ("seconds", "elapsed", "generated_at", "duration_s"))


def test_hundred_worlds_sum_to_a_hundred(analysis: Analysis) -> None:
    fates = analysis_document(analysis, ())["verdict"]["hundred_worlds"]
    assert sum(fate["count"] for fate in fates) == 100


def test_page_names_every_field_of_every_section(root: Path) -> None:
    page = (root / "docs/reference/analysis-json.md").read_text(encoding="utf-8")
    schema = analysis_schema()["properties"]
    names = set(schema)
    for section in ("verdict", "deals", "roadmap", "positions", "durability", "gates"):
        names |= set(schema[section]["properties"])
    economy = schema["economy"]["anyOf"][0]["properties"]
    names |= set(economy)
    for section in ("cost_of_measures", "clauses", "package_output", "package_parts", "trade_shares"):
        names |= set(economy[section]["items"]["properties"])
    names |= set(schema["influences"]["items"]["properties"]) | set(schema["alternatives"]["items"]["properties"])
    names |= set(schema["roadmap"]["properties"]["packages"]["items"]["properties"])
    names |= set(schema["durability"]["properties"]["packages"]["items"]["properties"])
    assert sorted(name for name in names if f"`{name}`" not in page) == []
