"""Aggregation maps: which label of a table goes into which region or sector of the baseline."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from detente.casefile.baseline.columns import Columns, read_columns, stop_at
from detente.casefile.files import shown_path
from detente.casefile.problems import Findings, listed, quoted, suggestion

LEAVE_OUT = "-"
OF_TRADE = "trade:"
ASSUMED_THETA = 4.0
ASSUMED = "assumed; one elasticity for all sectors; near the estimate of Simonovska and Waugh (2014)"
STATED = "stated in the sector map"


@dataclass(frozen=True, slots=True)
class AggregationMap:
    """Where each label goes, and the new names in the order in which they first appear.

    `table` holds the labels of the input-output table; `trade` the codes of a trade file, written with ``trade:``
    before them in the map. A code that goes to ``-`` is left out.
    """

    place: str
    names: tuple[str, ...]
    table: dict[str, str]
    trade: dict[str, str]
    lines: dict[str, int]
    theta: dict[str, float]

    def code(self, label: str) -> int:
        """The place of the new name of a label of the table."""
        return self.names.index(self.table[label])


def read_map(path: Path) -> AggregationMap:
    """Read a map with the columns ``from,to``; in a sector map ``theta`` may give trade elasticities of new sectors."""
    columns = read_columns(path, ("from", "to"), ("theta",))
    table: dict[str, str] = {}
    trade: dict[str, str] = {}
    lines: dict[str, int] = {}
    for line, label, name in zip(columns.lines, columns.cells["from"], columns.cells["to"], strict=True):
        if label in lines:
            columns.findings.add(line, f"{quoted(label)} is mapped twice.", f"Line {lines[label]} maps it already.")
        if not name or name == "*" or (name == LEAVE_OUT and not label.startswith(OF_TRADE)):
            remedy = "Give it a name; only codes of a trade file can be left out, with -, for accounts must stay whole."
            columns.findings.add(line, f"{quoted(label)} goes to {quoted(name)}.", remedy)
        lines.setdefault(label, line)
        if label.startswith(OF_TRADE):
            trade[label.removeprefix(OF_TRADE)] = name
        else:
            table[label] = name
    theta = _read_theta(columns)
    stop_at(columns.findings)
    return AggregationMap(shown_path(path), tuple(dict.fromkeys(table.values())), table, trade, lines, theta)


def _read_theta(columns: Columns) -> dict[str, float]:
    """Elasticities by new sector; an empty cell says nothing, two different numbers are a problem."""
    if "theta" not in columns.cells:
        return {}
    read = columns.numbers("theta", empty=np.inf)
    columns.refuse(read <= 0, lambda row: f"theta is {read[row]:g}.", "A trade elasticity is above 0.")
    theta: dict[str, float] = {}
    for line, name, number in zip(columns.lines, columns.cells["to"], read.tolist(), strict=True):
        if np.isfinite(number) and theta.setdefault(name, number) != number:
            remedy = "Give one elasticity for each sector of the baseline."
            columns.findings.add(line, f"theta of {quoted(name)} is {number:g} here and {theta[name]:g} above.", remedy)
    return theta


def identity_map(labels: Sequence[str]) -> AggregationMap:
    """The map that leaves everything as it is."""
    names = tuple(dict.fromkeys(labels))
    return AggregationMap("", names, {name: name for name in names}, {}, {}, {})


def refuse_mismatch(map_: AggregationMap, labels: Collection[str], kind: str, table: str) -> None:
    """Raise `CaseError` where a label of the table is not mapped, or the map names a label the table does not have."""
    findings = Findings(map_.place)
    known = list(dict.fromkeys(labels))
    absent = [label for label in known if label not in map_.table]
    if absent:
        findings.add(None, f"{kind}s of {table} are not mapped: {listed(map(quoted, absent))}.", "Add a row for each.")
    for label in map_.table:
        if label not in set(known):
            remedy = suggestion(label, known, f"The {kind}s are")
            findings.add(map_.lines.get(label), f"{quoted(label)} is no {kind} of {table}.", remedy)
    stop_at(findings)
