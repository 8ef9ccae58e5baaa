"""Amounts on both sides of zero, one spread per line, in groups with a head, all on one axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.deals import Quantiles
from detente.plots.axis import Scale, round_ticks
from detente.plots.ink import LABEL, STRONG, Frame, Sheet, Type
from detente.plots.lettering import text_width
from detente.plots.marks import chip, chip_width, party_row, spread, unknown_bar
from detente.plots.names import PartyLabel
from detente.plots.numbers import intervals, signed_exact

_LABELS = 210
_VALUES = 150


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """One line: a party or plain words, and its spread; None is unknown and hatched.

    A spread without any width is one value, drawn as a bar from zero.
    """

    label: PartyLabel | str
    spread: Quantiles | None


@dataclass(frozen=True, slots=True)
class SpreadGroup:
    """Lines under one head; an empty head takes no room."""

    head: str
    rows: tuple[SpreadRow, ...]


SIDES = ("loses", "gains")
"""What stands left and right of zero."""


def draw_spread_rows(
    groups: Sequence[SpreadGroup], unit: str, frame: Frame, sides: tuple[str, str] = SIDES, height: float = 38
) -> str:
    """Draw groups of spreads on one axis that holds zero; `height` is that of a line on a wide sheet."""
    spreads = [row.spread for group in groups for row in group.rows]
    ticks = round_ticks([v for q in spreads if q for v in (q.low, q.high)], 4 if frame.narrow else 6)
    ends = (8, frame.width - 8) if frame.narrow else (_LABELS, frame.width - _VALUES)
    scale, sheet = Scale(ticks[0], ticks[-1], *ends), Sheet(frame)
    words, y = iter(intervals(spreads)), 18.0
    _sides(sheet, y - 6, scale, sides)
    for group in groups:
        if group.head:
            y += 16 * sheet.lines((0, y + 20), group.head, frame.width, STRONG, 2) + 14
        for row in group.rows:
            y = _row(sheet, y, (row, next(words)), scale, height)
    _axis(sheet, y, ticks, scale, unit)
    return sheet.finish(y + 56)


def _sides(sheet: Sheet, y: float, scale: Scale, sides: tuple[str, str]) -> None:
    """Name the two sides of zero, those that the axis has; both stay within the sheet."""
    zero, lost, won = scale.at(0), text_width(sides[0]), text_width(sides[1])
    start, end = zero + 8, zero - 8
    if scale.low < 0 < scale.high:
        # Beside one another at an edge of the sheet, where zero is too near to it.
        start, end = max(start, lost + 12), min(end, sheet.frame.width - won - 12)
    if scale.low < 0:
        sheet.text(max(end, lost), y, sides[0], Type("neg", 600, anchor="end"))
    if scale.high > 0:
        sheet.text(min(start, sheet.frame.width - won), y, sides[1], Type("pos", 600))


def _row(sheet: Sheet, y: float, row: tuple[SpreadRow, str], scale: Scale, height: float) -> float:
    content, words = row
    width = sheet.frame.width
    if sheet.frame.narrow:
        _label_above(sheet, y, content.label, width)
        sheet.text(width, y + 17.5, words, STRONG.at("end"))
        middle, height = y + 36, 50
    else:
        middle = y + height / 2 + 1
        _label_beside(sheet, middle, content.label)
        sheet.text(width, middle + 4.5, words, STRONG.at("end"))
    reach = min(14.0, height / 2 - 2)
    sheet.line((scale.at(0), middle - reach), (scale.at(0), middle + reach), "ink", 1.5)
    _mark(sheet, middle, content.spread, scale)
    sheet.line((0, y + height), (width, y + height), "grid")
    return y + height


def _label_above(sheet: Sheet, y: float, label: PartyLabel | str, width: float) -> None:
    if isinstance(label, str):
        sheet.lines((0, y + 17.5), label, width - 150, LABEL, 1)
        return
    taken = chip(sheet, 0, y + 4, label)
    if label.beside:
        sheet.lines((taken + 7, y + 17.5), label.beside, width - chip_width(label) - 150, LABEL, 1)


def _label_beside(sheet: Sheet, middle: float, label: PartyLabel | str) -> None:
    if isinstance(label, PartyLabel):
        party_row(sheet, (0, middle), label, _LABELS - 16)
    else:
        two = text_width(label) > _LABELS - 16
        sheet.lines((0, middle + (-3.5 if two else 4.5)), label, _LABELS - 16, LABEL)


def _mark(sheet: Sheet, middle: float, found: Quantiles | None, scale: Scale) -> None:
    if found is None:
        unknown_bar(sheet, (scale.start, middle), scale.end - scale.start)
    elif found.low == found.high != 0:
        start, end = sorted((scale.at(0), scale.at(found.median)))
        sheet.bar(start, middle - 5, (end - start, 10), "pos" if found.median >= 0 else "neg")
    else:
        spread(sheet, middle, found, scale)


def _axis(sheet: Sheet, y: float, ticks: Sequence[float], scale: Scale, unit: str) -> None:
    for value in ticks:
        sheet.line((scale.at(value), y), (scale.at(value), y + 6), "mark")
        anchor = "middle"
        if sheet.frame.narrow:
            anchor = {ticks[0]: "start", ticks[-1]: "end"}.get(value, "middle")
        sheet.text(scale.at(value), y + 20, signed_exact(value), LABEL.at(anchor))
    sheet.text((scale.start + scale.end) / 2, y + 42, unit, LABEL.at("middle"))
