"""Results of a stage as files: one JSON document, and records as CSV tables."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from detente.report.document import plain


def as_json(document: Mapping[str, Any]) -> str:
    """A document as JSON, one line per value."""
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def as_table(records: Sequence[object]) -> str:
    r"""Records of one kind as CSV: a column per field, lists joined by |, unknown as an empty cell.

    Examples
    --------
    >>> as_table([{"party": "A", "years": [1, 2], "share": None}])
    'party,years,share\nA,1|2,\n'
    """
    rows = [plain(record) for record in records]
    if not rows:
        return ""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return text.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, list):
        return "|".join(str(part) for part in value)
    if isinstance(value, dict):
        return "|".join(f"{name}:{part}" for name, part in value.items())
    return value
