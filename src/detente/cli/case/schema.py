"""`detente schema`: what a case folder may hold, for people and for editors."""

from __future__ import annotations

import json
from dataclasses import asdict

from detente.casefile import Field, FieldTable, field_tables, json_schema, type_in_words


def schema_report(output_format: str) -> str:
    """Print the field tables as text, or as json together with the JSON Schema of case.yaml."""
    if output_format == "json":
        tables = {table.name: _rows(table) for table in field_tables().values()}
        return json.dumps({"case.yaml": json_schema(), "tables": tables}, indent=2)
    return "\n".join(_in_words(table) for table in field_tables().values())


def _rows(table: FieldTable) -> dict[str, object]:
    columns = ("name", "type", "unit", "default", "required", "description")
    rows = [{name: asdict(field)[name] for name in columns} for field in table.fields.values()]
    return {"place": table.place, "fields": [{"field": row.pop("name"), **row} for row in rows]}


def _in_words(table: FieldTable) -> str:
    return "\n".join([f"{table.name} ({table.place})", *(_line(field) for field in table.fields.values()), ""])


def _line(field: Field) -> str:
    notes = [type_in_words(field)]
    notes += [f"in {field.unit}"] if field.unit else []
    notes += [f"default {field.default}"] if field.default else []
    notes += ["required"] if field.required else []
    return f"  {field.name}: {field.description}\n      {'; '.join(notes)}"
