"""Told preferences: what a party said of itself in confidence, as a list in a file of its own."""

from __future__ import annotations

from detente.casefile.problems import Findings
from detente.casefile.records import Record, record_of_map
from detente.casefile.tables import field_tables
from detente.casefile.yaml_tree import ListNode, MapNode, read_yaml

HOW = "Begin each told preference with a dash and party:, then weights:, values:, red_lines: or walk_away:."


def read_told(text: str, findings: Findings) -> list[Record] | None:
    """Read the list of told preferences; None after noting why it cannot be read."""
    node = read_yaml(text, findings)
    if isinstance(node, ListNode):
        return list(_records(node, findings))
    if not findings.in_order():
        what = "the file is empty." if node is None else "the file does not hold a list."
        findings.add(None, what, HOW)
    return None


def _records(node: ListNode, findings: Findings) -> list[Record]:
    records = []
    for item in node.items:
        if isinstance(item, MapNode):
            records.append(record_of_map(item, field_tables()["told"], findings))
        else:
            findings.add(item.line, "an entry of the list does not hold keys with values.", HOW)
    return records
