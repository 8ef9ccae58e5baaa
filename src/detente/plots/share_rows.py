"""Shares of worlds as bars, one under the other, in groups with a head: words on the left, the count at the bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.plots.axis import Scale
from detente.plots.ink import LABEL, STRONG, Frame, Sheet
from detente.plots.marks import party_row
from detente.plots.names import PartyLabel
from detente.plots.shares import of_100

_WORDS = 330
_COUNT = 62


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One bar: its words and its share of worlds; `quiet` sets it back, as no deal is among packages."""

    words: str
    share: float
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class ShareGroup:
    """Bars under one head, which is a party or plain words."""

    head: PartyLabel | str
    rows: tuple[ShareRow, ...]


def draw_share_rows(groups: Sequence[ShareGroup], frame: Frame) -> str:
    """Draw groups of shares, all on one scale from none to all worlds."""
    sheet, y = Sheet(frame), 4.0
    for group in groups:
        y = _head(sheet, y, group.head)
        for row in group.rows:
            y = _row(sheet, y, row)
        y += 10
    return sheet.finish(y)


def _head(sheet: Sheet, y: float, head: PartyLabel | str) -> float:
    if not head:
        return y
    sheet.line((0, y), (sheet.frame.width, y), "ink", 1.5)
    if isinstance(head, PartyLabel):
        party_row(sheet, (0, y + 18), head, sheet.frame.width, 1)
    else:
        sheet.lines((0, y + 22), head, sheet.frame.width, STRONG, 1)
    return y + 34


def _row(sheet: Sheet, y: float, row: ShareRow) -> float:
    width = sheet.frame.width
    start = 0 if sheet.frame.narrow else _WORDS
    used = sheet.lines((0, y + 14), row.words, width if sheet.frame.narrow else _WORDS - 16, LABEL, 2)
    top = y + 16 * used + 6 if sheet.frame.narrow else y + 4
    bars = Scale(0, 1, start, width - _COUNT)
    sheet.bar(start, top, (bars.at(1) - start, 12), "grid")
    sheet.bar(start, top, (bars.at(row.share) - start, 12), "mark" if row.quiet else "pos")
    sheet.text(width, top + 11, of_100(row.share), STRONG.at("end"))
    return top + 22 if sheet.frame.narrow else y + max(16 * used + 8, 26)
