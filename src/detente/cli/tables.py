"""Tables on the terminal."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

NARROWEST = 60


def as_table(title: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write rows of text under a header, as wide as the terminal allows; long cells wrap, none is cut.

    Examples
    --------
    >>> print(as_table("Shares", ("package", "worlds"), [("first", "38"), ("second", "9")]))
    Shares
     package │ worlds
    ─────────┼────────
     first   │ 38
     second  │ 9
    """
    table = Table(box=box.MINIMAL, show_edge=False)
    for name in header:
        table.add_column(Text(name), overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    width = max(NARROWEST, shutil.get_terminal_size((100, 24)).columns)
    console = Console(file=io.StringIO(), width=width, color_system=None)
    with console.capture() as capture:
        console.print(table)
    lines = (line.rstrip() for line in capture.get().splitlines())
    return "\n".join([title, *(line for line in lines if line)])
