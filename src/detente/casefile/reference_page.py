"""The reference page of the case folder, made from the field tables."""

from __future__ import annotations

from detente.casefile.tables import Field, FieldTable, field_tables

INTRODUCTION = """# Case folder

<!-- Made from the field tables in src/detente/casefile/fields by detente.casefile.case_format_page. -->

A case is a folder. `case.yaml` must be there; every CSV file may be absent, which means that there is none of its kind.
`documents/` holds source texts. `preferences.yaml`, which may lie elsewhere and be named by path, is a list of what
parties told in confidence. `conflict.yaml` holds a conflict for the graph model. `ownership.json` says who owns whom
([files of ownership](ownership-json.md)). Nothing else in the folder is read.

- Text is UTF-8. YAML aliases, anchors, tags and repeated keys are refused. CSV has a header row and commas;
  semicolons or tabs do as well, and with them numbers may have a decimal comma.
- Ids begin with a letter and go on with letters, digits, dots, hyphens and underscores.
- Lists are YAML lists in `case.yaml`, and joined by `|` in CSV. Booleans are `yes` and `no`.
- Dates are year-month-day. Where a table says date or undated, a month or a year alone is read as its last day, and no
  later than `as_of`. No date but that of a measure may be later than `as_of`.
- An **estimate** is a mapping of its own (table below); its unit is the unit of the field. A **quantity** in a CSV cell
  is `30`, or `20/30/60` for low, mode and high; its unit is that of the column, its origin that of the row.
- An **activity** is `verb:object`. A measure restricts a need when verb and object are equal, or its object is `*`.
- What is not stated is unknown, not zero.
"""


def case_format_page() -> str:
    """Write the page ``docs/reference/case-format.md``, in Markdown."""
    return "\n".join([INTRODUCTION, *(_section(table) for table in field_tables().values())])


def type_in_words(field: Field) -> str:
    """Say the type of a field as a reader would say it.

    Examples
    --------
    >>> type_in_words(field_tables()["party"].fields["patience"])
    'estimate, above 0 and below 1'
    """
    fixed = {
        "texts": "list of texts",
        "slug": "id",
        "slugs": "list of ids",
        "bool": "yes or no",
        "integer": "whole number",
        "points": "number",
        "predicates": "list of activities",
        "date_or_undated": "date or undated",
        "date_or_text": "date or text",
    }
    target = field.argument.replace("element_or_all", "element or *").replace("_", " ")
    with_argument = {
        "ref": f"id of {target}",
        "refs": f"ids of {target}",
        "list": f"list: {target}",
        "record": f"mapping: {target}",
        "mapping": f"mapping of ids to {target}",
        "node": field.argument,
        "choice": field.argument.replace("|", ", "),
    }
    words = with_argument.get(field.kind) or fixed.get(field.kind, field.kind)
    return f"{words}, {field.interval}" if field.interval else words


def _section(table: FieldTable) -> str:
    place = ", ".join(f"`{part}`" for part in table.place.split(", "))
    head = [f"## {table.name}", "", f"One {table.noun}, in {place}.", ""]
    rows = ["| field | type | unit | default | required | description |", "| --- | --- | --- | --- | --- | --- |"]
    return "\n".join([*head, *rows, *(_row(field) for field in table.fields.values()), ""])


def _row(field: Field) -> str:
    cells = [
        f"`{field.name}`",
        type_in_words(field),
        field.unit,
        field.default,
        "yes" if field.required else "no",
        field.description,
    ]
    return f"| {' | '.join(cell.replace('|', '`|`') for cell in cells)} |"
