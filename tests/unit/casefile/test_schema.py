"""Schema, tables and page say the same as the reader does."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from detente.casefile import case_format_page, field_tables, json_schema, write_template
from detente.cli.case.schema import schema_report


class PlainLoader(yaml.SafeLoader):
    """Reads a date as text, as JSON has it."""


PlainLoader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith("timestamp")]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.fixture
def template(tmp_path) -> dict[str, Any]:
    write_template(tmp_path, "new")
    return yaml.load((tmp_path / "case.yaml").read_text(), PlainLoader)


def test_the_schema_accepts_the_template(template):
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(json_schema())
    jsonschema.Draft202012Validator(json_schema()).validate(template)


def spoil(template: dict[str, Any], fault: str) -> None:
    party = template["parties"][0]
    if fault == "unknown key":
        template["titel"] = "Corridor"
    elif fault == "missing key":
        del template["as_of"]
    elif fault == "wrong unit":
        party["stake_usd_bn_per_year"]["unit"] = "USD bn"
    elif fault == "no reason":
        del party["patience"]["why"]
    elif fault == "low alone":
        del party["patience"]["high"]
    elif fault == "patience of one":
        party["patience"]["mode"] = 1
    else:
        party["role"] = "signer"


@pytest.mark.parametrize(
    "fault",
    ["unknown key", "missing key", "wrong unit", "no reason", "low alone", "patience of one", "unknown role"],
)
def test_the_schema_refuses_a_fault(template, fault):
    jsonschema = pytest.importorskip("jsonschema")
    spoil(template, fault)
    assert not jsonschema.Draft202012Validator(json_schema()).is_valid(template)


def test_the_schema_names_every_field_of_case_yaml():
    text = json.dumps(json_schema())
    for table in field_tables().values():
        if table.place == "case.yaml":
            assert all(f'"{name}"' in text for name in table.fields)


def test_schema_report_holds_schema_and_tables():
    report = json.loads(schema_report("json"))
    assert report["case.yaml"] == json_schema()
    assert list(report["tables"]) == list(field_tables())
    assert report["tables"]["claims"]["fields"][0] == {
        "field": "id",
        "type": "slug",
        "unit": "",
        "default": "",
        "required": True,
        "description": "Id of the claim.",
    }


def test_schema_report_in_words_names_every_field():
    lines = schema_report("text").splitlines()
    for table in field_tables().values():
        start = lines.index(f"{table.name} ({table.place})")
        for field in table.fields.values():
            assert f"  {field.name}: {field.description}" in lines[start:]


def test_the_reference_page_is_current(root):
    page = root / "docs/reference/case-format.md"
    assert page.read_text(encoding="utf-8") == case_format_page()
