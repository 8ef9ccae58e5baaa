"""Lever files: what changes in an energy network, one lever in each row."""

from __future__ import annotations

from pathlib import Path

from detente.casefile.baseline.columns import read_columns, stop_at
from detente.casefile.problems import listed

NEEDED = ("kind", "target", "value")
OPTIONAL = ("into", "periods", "share", "origin", "source", "note")
Row = tuple[str, str, float, tuple[str, ...], tuple[str, ...], float]


def read_lever_file(path: Path, kinds: tuple[str, ...]) -> tuple[Row, ...]:
    """Read levers as (kind, target, value, into, periods, share); `into` and `periods` are joined by ``|``.

    Raises
    ------
    CaseError
        With file and line of a kind that is none, a target that is missing, or a cell that is no number.
    """
    columns = read_columns(path, NEEDED, OPTIONAL)
    value, share = columns.numbers("value", empty=0.0), columns.numbers("share", empty=1.0)
    blank = [""] * len(columns)
    cells = {name: columns.cells.get(name, blank) for name in (*NEEDED, *OPTIONAL)}
    for row, line in enumerate(columns.lines):
        if cells["kind"][row] not in kinds:
            columns.findings.add(line, f'"{cells["kind"][row]}" is no kind of lever.', f"Use {listed(kinds, 'or')}.")
        if not cells["target"][row]:
            columns.findings.add(line, "the lever has no target.", "Name what it acts on, or * for all.")
    stop_at(columns.findings)
    return tuple(
        (
            cells["kind"][row],
            cells["target"][row],
            float(value[row]),
            _parts(cells["into"][row]),
            _parts(cells["periods"][row]),
            float(share[row]),
        )
        for row in range(len(columns))
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())
