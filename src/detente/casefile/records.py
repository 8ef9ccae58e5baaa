"""From YAML nodes and CSV rows to records of values, as the field tables say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from detente.case import Estimate, Origin
from detente.casefile.problems import Findings, closest, quoted, suggestion, with_article
from detente.casefile.scalars import (
    LISTS,
    NUMERIC,
    SCALARS,
    Refused,
    check_range,
    in_interval,
    read_list,
    read_points,
    read_scalar,
)
from detente.casefile.tables import Field, FieldTable, field_tables
from detente.casefile.yaml_tree import ListNode, MapNode, Node, ScalarNode

SHAPES = {ScalarNode: "a single value", ListNode: "a list", MapNode: "a mapping"}


@dataclass(slots=True)
class Record:
    """The values of one record, converted, and the line on which each stands.

    A field whose value could not be read has no entry in `values`: its problem is in `findings` already.
    """

    table: FieldTable
    line: int
    findings: Findings
    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def get(self, name: str) -> Any:
        """Return the value of a field, None when it is absent or could not be read."""
        return self.values.get(name)

    def note(self, name: str, what: str, remedy: str) -> None:
        """Add a problem on the line of a field, or of the record when the field is absent."""
        self.findings.add(self.lines.get(name, self.line), what, remedy)

    def nested(self, name: str) -> list[Record]:
        """Return the records listed under a field."""
        found: list[Record] = self.values.get(name) or []
        return found


CUT_TEXT = "Between braces a comma ends a text: put a text that holds one in quotes."
"""No key has a space, but the rest of a text that a comma has cut off often does."""


def record_of_map(node: MapNode, table: FieldTable, findings: Findings) -> Record:
    """Read a YAML mapping as a record of a table."""
    record = Record(table, node.line, findings, lines=dict(node.key_lines))
    for key in node.entries:
        if key not in table.fields:
            remedy = _remedy_of_key(key, node.entries[key], table)
            findings.add(node.key_lines[key], f"{quoted(key)} is not a key of {with_article(table.noun)}.", remedy)
    for described in table.fields.values():
        value = node.entries.get(described.name)
        if value is None or (isinstance(value, ScalarNode) and (value.is_null or not value.text.strip())):
            _leave_out(record, described)
        else:
            _fill(record, described, value)
    return record


def _remedy_of_key(key: str, value: Node, table: FieldTable) -> str:
    known = suggestion(key, list(table.fields), "The keys are")
    if " " in key:
        return CUT_TEXT
    alone = isinstance(value, ScalarNode) and value.is_null and closest(key, table.fields) is None
    return f"{CUT_TEXT} {known}" if alone else known


def record_of_row(cells: Mapping[str, str], line: int, table: FieldTable, findings: Findings) -> Record:
    """Read a CSV row, given by column, as a record of a table."""
    record = Record(table, line, findings)
    for described in table.fields.values():
        text = cells.get(described.name, "").strip()
        if described.required and described.name not in cells:
            continue  # the header has been found wanting already
        if not text:
            _leave_out(record, described)
        elif described.kind in LISTS:
            _read_several(record, described, line, [part.strip() for part in text.split("|")])
        elif described.kind == "bool" and text not in ("yes", "no"):
            record.note(described.name, f"{described.name} {quoted(text)} is neither yes nor no.", "Write yes or no.")
        else:
            _read_one(record, described, line, text)
    return record


def _read_one(record: Record, described: Field, line: int, text: str) -> None:
    try:
        record.values[described.name] = read_scalar(text, described)
    except Refused as refused:
        record.findings.add(line, refused.what, refused.remedy)
        if described.name == "id":
            # Kept as it stands, so that references to it are not called unknown on top.
            record.values["id"] = text


def _read_several(record: Record, described: Field, line: int, texts: list[str]) -> None:
    try:
        record.values[described.name] = read_list(texts, described)
    except Refused as refused:
        record.findings.add(line, refused.what, refused.remedy)


def _leave_out(record: Record, described: Field) -> None:
    name = described.name
    if described.required:
        if name in record.lines:
            what = f"{name} of {with_article(record.table.noun)} is empty."
        else:
            what = f"{with_article(record.table.noun)} needs {name}."
        record.note(name, what, f"Fill in {name}: {described.description}")
    elif described.default:
        record.values[name] = read_scalar(described.default, described)
    elif described.kind in LISTS:
        record.values[name] = ()
    elif described.kind in ("text", "slug", "ref", "date_or_text"):
        record.values[name] = ""
    else:
        record.values[name] = {"list": [], "mapping": {}}.get(described.kind)


def _fill(record: Record, described: Field, node: Node) -> None:
    if described.kind in SCALARS:
        _fill_scalar(record, described, node)
    elif described.kind in LISTS:
        _fill_short_list(record, described, node)
    elif described.kind == "estimate":
        estimate = read_estimate(node, described, described.name, record.findings)
        if estimate is not None:
            record.values[described.name] = estimate
    elif described.kind == "node":
        record.values[described.name] = node
    elif described.kind == "list":
        record.values[described.name] = list(_nested_records(record, described, node))
    elif described.kind == "record":
        _fill_record(record, described, node)
    else:
        _fill_mapping(record, described, node)


def _fill_record(record: Record, described: Field, node: Node) -> None:
    if _has_shape(record.findings, described.name, node, MapNode) and isinstance(node, MapNode):
        record.values[described.name] = record_of_map(node, field_tables()[described.argument], record.findings)


def _has_shape(findings: Findings, name: str, node: Node, shape: type[Node]) -> bool:
    if isinstance(node, shape):
        return True
    remedies = {
        ScalarNode: f"Write {name}, a colon and one value.",
        ListNode: "Write one entry per line, each behind a dash, or all between square brackets.",
        MapNode: "Write one key, a colon and its value per line.",
    }
    findings.add(node.line, f"{name} must be {SHAPES[shape]}, not {SHAPES[type(node)]}.", remedies[shape])
    return False


def _fill_scalar(record: Record, described: Field, node: Node) -> None:
    if not _has_shape(record.findings, described.name, node, ScalarNode) or not isinstance(node, ScalarNode):
        return
    if described.kind in NUMERIC and not node.plain:
        what = f"{described.name} {quoted(node.text)} is a text, not a number."
        record.findings.add(node.line, what, "Take the quotes away.")
        return
    _read_one(record, described, node.line, node.text.strip())


def _fill_short_list(record: Record, described: Field, node: Node) -> None:
    if not _has_shape(record.findings, described.name, node, ListNode) or not isinstance(node, ListNode):
        return
    if not node.items and described.required:
        _leave_out(record, described)
        return
    texts = []
    for item in node.items:
        if not _has_shape(record.findings, f"an entry of {described.name}", item, ScalarNode):
            return
        if isinstance(item, ScalarNode):
            texts.append("" if item.is_null else item.text.strip())
    _read_several(record, described, node.line, texts)


def _nested_records(record: Record, described: Field, node: Node) -> Iterator[Record]:
    if not _has_shape(record.findings, described.name, node, ListNode) or not isinstance(node, ListNode):
        return
    if not node.items and described.required:
        _leave_out(record, described)
    table = field_tables()[described.argument]
    for item in node.items:
        if _has_shape(record.findings, f"an entry of {described.name}", item, MapNode) and isinstance(item, MapNode):
            yield record_of_map(item, table, record.findings)


def _fill_mapping(record: Record, described: Field, node: Node) -> None:
    if not _has_shape(record.findings, described.name, node, MapNode) or not isinstance(node, MapNode):
        return
    values: dict[str, Any] = {}
    for key, item in node.entries.items():
        record.lines[f"{described.name}.{key}"] = node.key_lines[key]
        name = f"{described.name} {key}"
        if described.argument == "estimate":
            values[key] = read_estimate(item, described, name, record.findings)
        elif described.argument == "points":
            values[key] = _points(item, described, name, record.findings)
        elif described.argument == "points_by_option":
            values[key] = _points_by_option(record, described, key, item)
        elif _has_shape(record.findings, name, item, ScalarNode) and isinstance(item, ScalarNode):
            values[key] = item.text
    record.values[described.name] = values


def _points(node: Node, described: Field, name: str, findings: Findings) -> float | None:
    """Read a number told in confidence; None after noting, without repeating it, why it cannot be read."""
    if not _has_shape(findings, name, node, ScalarNode) or not isinstance(node, ScalarNode):
        return None
    try:
        return read_points(node.text.strip(), name, described.interval)
    except Refused as refused:
        findings.add(node.line, refused.what, refused.remedy)
        return None


def _points_by_option(record: Record, described: Field, element: str, node: Node) -> dict[str, float | None] | None:
    name = f"{described.name} {element}"
    if not _has_shape(record.findings, name, node, MapNode) or not isinstance(node, MapNode):
        return None
    for option, line in node.key_lines.items():
        record.lines[f"{described.name}.{element}.{option}"] = line
    return {o: _points(item, described, f"{name} {o}", record.findings) for o, item in node.entries.items()}


def read_estimate(node: Node, described: Field, name: str, findings: Findings) -> Estimate | None:
    """Read an estimate and hold it against the unit and interval of its field; its id is given later."""
    if isinstance(node, ScalarNode):
        shown = node.text if len(node.text) <= 20 else "..."
        remedy = f"Write {{mode: {shown}, unit: {described.unit}, origin: assumed, why: your reason}}."
        findings.add(node.line, f"{name} is a bare number; a number never stands alone.", remedy)
        return None
    if not _has_shape(findings, name, node, MapNode) or not isinstance(node, MapNode):
        return None
    record = record_of_map(node, field_tables()["estimate"], findings)
    unit = record.get("unit")
    if unit is not None and unit != described.unit:
        record.note("unit", f"unit {quoted(unit)} is not the unit of {name}.", f"Use {quoted(described.unit)}.")
    check_origin(record)
    estimate = estimate_of(record, name)
    if estimate is not None:
        _check_interval(record, estimate, described, name)
    return estimate


def _check_interval(record: Record, estimate: Estimate, described: Field, name: str) -> None:
    for part, number in (("low", estimate.low), ("mode", estimate.mode), ("high", estimate.high)):
        if number is None:
            continue
        try:
            in_interval(number, described)
        except Refused as refused:
            what = f"{part} of {name}, {number:.15g}, is out of range."
            record.note(part, what, refused.remedy)


def check_origin(record: Record, column: str = "origin") -> None:
    """See that a cited or estimated number has a source and an assumed one a reason."""
    origin = record.get(column)
    wanted = {"cited": "source", "estimated": "source", "assumed": "why"}.get(origin or "")
    if wanted and record.get(wanted) == "":
        remedy = f"Fill in {wanted}: {record.table.fields[wanted].description}"
        record.note(column, f"{column} {origin} needs {wanted}.", remedy)


def estimate_of(record: Record, name: str) -> Estimate | None:
    """Return the estimate that a record states by mode, low, high, unit, origin, source and why; None if unreadable."""
    parts = [record.get(part) for part in ("mode", "low", "high")]
    if parts[0] is None or any(part in record.table.fields and part not in record.values for part in ("low", "high")):
        return None
    try:
        check_range(name, parts[0], parts[1], parts[2])
    except Refused as refused:
        record.note("mode", refused.what, refused.remedy)
        return None
    origin = Origin(record.get("origin") or Origin.ASSUMED)
    texts = [record.get(part) or "" for part in ("unit", "source", "why")]
    return Estimate("", parts[0], texts[0], origin, parts[1], parts[2], texts[1], texts[2])
