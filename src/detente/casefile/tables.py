"""The field tables: one CSV per file or record, which say what a case may hold and drive everything else."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

TYPE = re.compile(r"(?P<kind>\w+)(:(?P<argument>.*?))?( in (?P<interval>[\[(][^;]+;[^;]+[\])]))?")

NOUNS = {
    "case": "case",
    "party": "party",
    "hybrid": "hybrid breach",
    "element": "element",
    "option": "option",
    "package": "package",
    "outcome": "no-deal outcome",
    "phase": "phase",
    "assumption": "assumption",
    "escrow": "escrow",
    "exposure": "exposure",
    "transfer": "transfer",
    "guarantee": "guarantee",
    "casualties": "count of casualties",
    "verifier": "verifier",
    "reciprocity": "rule of reciprocity",
    "leverage": "rule of leverage",
    "rule": "rule",
    "monitoring": "monitoring record",
    "trust": "trust record",
    "estimate": "estimate",
    "claims": "claim",
    "obligations": "obligation",
    "ventures": "venture",
    "councils": "council",
    "measures": "measure",
    "prices": "price",
    "payoffs": "payoff",
    "economy": "economy record",
    "shocks": "shock",
    "networks": "energy record",
    "energy": "energy shock",
    "document": "document",
    "told": "told preference",
    "conflict": "conflict",
    "decision_maker": "decision maker",
    "conflict_option": "option of a conflict",
    "conflict_state": "state of a conflict",
}
CSV_PLACES = {
    "claims": "claims.csv",
    "obligations": "obligations.csv",
    "ventures": "ventures.csv",
    "councils": "councils.csv",
    "measures": "measures.csv",
    "prices": "prices.csv",
    "payoffs": "economy/payoffs.csv",
    "shocks": "economy/shocks.csv",
    "energy": "economy/energy.csv",
}
CONFLICT_TABLES = ("conflict", "decision_maker", "conflict_option", "conflict_state")
OTHER_PLACES = {
    "document": "documents/*.txt, documents/*.md",
    "told": "preferences.yaml",
    **dict.fromkeys(CONFLICT_TABLES, "conflict.yaml"),
}


@dataclass(frozen=True, slots=True)
class Interval:
    """The numbers that a field may hold; a round bracket leaves the bound itself out.

    Examples
    --------
    >>> interval_of("(0;1]").holds(0.0), str(interval_of("(0;1]"))
    (False, 'above 0 and at most 1')
    """

    low: float
    high: float
    low_open: bool
    high_open: bool

    def holds(self, number: float) -> bool:
        """Whether a number lies in the interval."""
        above = number > self.low or (number == self.low and not self.low_open)
        below = number < self.high or (number == self.high and not self.high_open)
        return above and below

    def __str__(self) -> str:
        low = f"above {self.low:g}" if self.low_open else f"at least {self.low:g}"
        if math.isinf(self.high):
            return low
        return f"{low} and {'below' if self.high_open else 'at most'} {self.high:g}"


@dataclass(frozen=True, slots=True)
class Field:
    """One row of a field table, its type taken apart into kind, argument and interval."""

    name: str
    type: str
    kind: str
    argument: str
    interval: Interval | None
    unit: str
    default: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class FieldTable:
    """The fields of one file or record; `place` is the file in which it is written."""

    name: str
    noun: str
    place: str
    fields: Mapping[str, Field]


def interval_of(text: str) -> Interval:
    """Read an interval such as ``[0;1]`` or ``(0;inf)``."""
    low, high = text[1:-1].split(";")
    return Interval(float(low), float(high), text.startswith("("), text.endswith(")"))


@cache
def field_tables() -> Mapping[str, FieldTable]:
    """Every field table by name, in the order in which the documentation shows them.

    Examples
    --------
    >>> field_tables()["claims"].fields["reliability"].unit
    'share'
    """
    return {name: _read_table(name, noun) for name, noun in NOUNS.items()}


def _read_table(name: str, noun: str) -> FieldTable:
    text = files("detente.casefile").joinpath("fields", f"{name}.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    place = (CSV_PLACES | OTHER_PLACES).get(name, "case.yaml")
    return FieldTable(name, noun, place, {row["field"]: _read_field(row) for row in rows})


def _read_field(row: Mapping[str, str]) -> Field:
    parts = TYPE.fullmatch(row["type"])
    if parts is None:
        raise ValueError(f"The field table states an unreadable type: {row['type']}")
    return Field(
        name=row["field"],
        type=row["type"],
        kind=parts["kind"],
        argument=parts["argument"] or "",
        interval=interval_of(parts["interval"]) if parts["interval"] else None,
        unit=row["unit"],
        default=row["default"],
        required=row["required"] == "yes",
        description=row["description"],
    )
