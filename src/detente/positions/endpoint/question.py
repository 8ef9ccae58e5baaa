"""What is asked: the instructions, the parties, and a stretch of the document as data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from detente.case import Stance

LONGEST = 12_000
"""Characters of a document in one question."""


def questions_of(text: str) -> Iterator[tuple[int, str]]:
    """Cut a text into stretches, each with its place, at the end of a paragraph, a sentence or a word.

    Examples
    --------
    >>> [len(part) for _, part in questions_of("word " * 5000)]
    [11999, 11995, 1006]
    """
    at = 0
    while at < len(text):
        last = min(at + LONGEST, len(text))
        if last < len(text):
            cuts = (text.rfind(mark, at + LONGEST // 2, last) for mark in ("\n\n", ". ", " "))
            last = next((cut for cut in cuts if cut > at), last)
        yield at, text[at:last]
        at = last


def body_of(
    model: str, parties: Mapping[str, Sequence[str]], elements: Sequence[str], text: str, *, by_schema: bool
) -> dict[str, Any]:
    """Write the request: the document stands in the user message only, as a JSON string."""
    data = {"parties": {name: list(aliases) for name, aliases in parties.items()}, "elements": list(elements)}
    return {
        "model": model,
        "temperature": 0,
        "messages": [
            {"role": "system", "content": instructions()},
            {"role": "user", "content": json.dumps(data | {"document": text}, ensure_ascii=False)},
        ],
        "response_format": _schema(list(parties)) if by_schema else {"type": "json_object"},
    }


@cache
def instructions() -> str:
    """The instructions, as they lie beside this module."""
    return (files("detente.positions.endpoint") / "instructions.md").read_text(encoding="utf-8")


def _schema(parties: list[str]) -> dict[str, Any]:
    words, maybe, flag = {"type": "string"}, {"type": ["string", "null"]}, {"type": "boolean"}
    fields: dict[str, Any] = {
        "actor": {"type": "string", "enum": parties},
        "element": words,
        "stance": {"type": "string", "enum": [stance.value for stance in Stance]},
        "condition": maybe,
        "speaker": maybe,
        "hedged": flag,
        "red_line": flag,
        "quote": words,
    }
    claim = {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
    claims = {"type": "array", "items": claim}
    schema = {
        "type": "object",
        "properties": {"claims": claims},
        "required": ["claims"],
        "additionalProperties": False,
    }
    return {"type": "json_schema", "json_schema": {"name": "claims", "strict": True, "schema": schema}}
