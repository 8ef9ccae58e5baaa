"""YAML as a tree that knows its lines; aliases, tags, repeated keys and deep nesting are refused.

The tree is built from parser events and not from composed nodes: an explicit tag and the depth are seen there
before anything acts on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from detente.casefile.problems import Findings, quoted

DEEPEST = 40
# Stands for a key that is no single value; no key can hold this character.
UNREADABLE = "\x00"
NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(slots=True)
class ScalarNode:
    """A single value as it stands in the file; `plain` when it has no quotes."""

    line: int
    text: str
    plain: bool

    @property
    def is_null(self) -> bool:
        """Whether nothing is stated."""
        return self.plain and self.text in NULLS


@dataclass(slots=True)
class ListNode:
    """A list."""

    line: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class MapNode:
    """Keys with values; `key_lines` says where each key stands."""

    line: int
    entries: dict[str, Node] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)
    pending: str | None = None


Node: TypeAlias = ScalarNode | ListNode | MapNode


class _Stop(Exception):
    """Ends the reading of a file whose problem is noted already."""


def read_yaml(text: str, findings: Findings, first_line: int = 1) -> Node | None:
    """Build the tree of a YAML text, or None after noting why there is none; `first_line` is the line it begins on."""
    builder = _Builder(findings, first_line)
    try:
        for event in _events(text):
            builder.take(event)
    except _Stop:
        return None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable"
        # The parser counts bytes up to a character that it refuses, and lines up to anything else.
        position = getattr(error, "position", None) or 0
        line = first_line + (mark.line if mark else text.encode()[:position].count(b"\n"))
        what = f"this is not readable as YAML: {reason}."
        remedy = "Look at indentation, colons and quotes on this line and the one before."
        if _begins_with_tab(text, line - first_line):
            what, remedy = "a tab stands at the beginning of this line.", "Put spaces in its place: YAML wants spaces."
        findings.add(line, what, remedy)
        return None
    return builder.root


def _begins_with_tab(text: str, row: int) -> bool:
    line = text.splitlines()[row : row + 1]
    return bool(line) and "\t" in line[0][: len(line[0]) - len(line[0].lstrip())]


def _events(text: str) -> Iterator[Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    yield from yaml.parse(text, Loader=loader)


class _Builder:
    """Puts events together; keeps the containers that are open in a stack."""

    def __init__(self, findings: Findings, first_line: int) -> None:
        self.root: Node | None = None
        self._findings = findings
        self._first_line = first_line
        self._open: list[ListNode | MapNode] = []
        self._documents = 0

    def take(self, event: Any) -> None:
        """Add one event to the tree."""
        line = event.start_mark.line + self._first_line
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_extras(event, line)
            self._place(ScalarNode(line, event.value, event.style in (None, "")), line)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._refuse_extras(event, line)
            self._enter(MapNode(line) if isinstance(event, yaml.MappingStartEvent) else ListNode(line), line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._note(line, f"the alias {quoted(f'*{event.anchor}')} is refused.", "Write the value out in full.")
            self._place(ScalarNode(line, "", plain=True), line)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._note(line, "a second YAML document begins here.", "Keep one document per file: delete the ---.")
                raise _Stop

    def _note(self, line: int, what: str, remedy: str) -> None:
        self._findings.add(line, what, remedy)

    def _refuse_extras(self, event: Any, line: int) -> None:
        if event.anchor is not None:
            what = f"the anchor {quoted('&' + event.anchor)} is refused."
            self._note(line, what, "Delete it and write the value out in full wherever it is needed.")
        if event.tag is not None:
            self._note(
                line, f"the tag {quoted(event.tag)} is refused.", "Delete it: the field tables say what is what."
            )

    def _enter(self, node: ListNode | MapNode, line: int) -> None:
        if len(self._open) >= DEEPEST:
            self._note(line, f"lists and mappings are nested more than {DEEPEST} deep.", "Flatten this part.")
            raise _Stop
        self._place(node, line)
        self._open.append(node)

    def _place(self, node: Node, line: int) -> None:
        parent = self._open[-1] if self._open else None
        if parent is None:
            self.root = node
        elif isinstance(parent, ListNode):
            parent.items.append(node)
        elif parent.pending is None:
            parent.pending = self._key(parent, node, line)
        else:
            if parent.pending != UNREADABLE:
                parent.entries.setdefault(parent.pending, node)
            parent.pending = None

    def _key(self, parent: MapNode, node: Node, line: int) -> str:
        if not isinstance(node, ScalarNode):
            self._note(line, "a list or mapping stands where a key is expected.", "Write a word, a colon and a value.")
            return UNREADABLE
        first = parent.key_lines.setdefault(node.text, line)
        if node.text in parent.entries:
            what = f"the key {quoted(node.text)} is here a second time; the first is on line {first}."
            self._note(line, what, "Keep one of the two.")
        return node.text
