"""A design as plain data: design.json, described in `docs/reference/design-json.md`."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

from detente.durability.design import Design

DIGITS = 9
"""Significant digits of amounts; the solver bears no more."""


def design_document(design: Design) -> dict[str, Any]:
    """Write a design as plain JSON types; numbers that do not exist are null."""
    document = _plain(asdict(design))
    document["costs"]["total"] = _plain(design.costs.total)
    return dict(document)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None
    return value
