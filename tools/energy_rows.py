"""What the tables of gas and crude share: rows of text, and numbers as short text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Row = Mapping[str, str]
Out = dict[str, Any]
Tables = Mapping[str, Sequence[Row]]


def short(value: float, digits: int = 3) -> str:
    """A number with at most so many decimals and no zeros at the end."""
    if not math.isfinite(value):
        raise ValueError("A table would hold a number that is not finite.")
    return f"{round(float(value), digits):.{digits}f}".rstrip("0").rstrip(".") or "0"


def fitted(rows: Iterable[Row], kind: str) -> dict[str, float]:
    """Values of the fitted parameters of a kind, by what they are about."""
    return {row["target"]: float(row["value"]) for row in rows if row["kind"] == kind}


def about(said: Mapping[str, Any]) -> list[Out]:
    """The table ``about``."""
    return [{"key": key, "value": value} for key, value in said.items()]
