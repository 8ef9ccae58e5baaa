"""What moves the answer: one bar per input, from zero, longest first."""

from __future__ import annotations

from collections.abc import Sequence

from detente.analysis import Influence
from detente.plots.axis import Scale, round_ticks
from detente.plots.ink import LABEL, QUIET, STRONG, Frame, Sheet
from detente.plots.numbers import signed_exact
from detente.plots.shares import signed_of_100

_LABELS = 330


def draw_influences(influences: Sequence[Influence], frame: Frame) -> str:
    """Draw by how many worlds of 100 each input moves signing (bar) and holding (diamond)."""
    values = [100 * v for i in influences for v in (i.on_signing, i.on_holding or 0.0)]
    ticks = round_ticks(values, 5)
    ends = (34, frame.width - 34) if frame.narrow else (_LABELS + 34, frame.width - 34)
    scale, sheet = Scale(ticks[0], ticks[-1], *ends), Sheet(frame)
    y = 6.0
    for influence in influences:
        y = _row(sheet, y, influence, scale)
    for value in ticks:
        sheet.line((scale.at(value), y), (scale.at(value), y + 6), "mark")
        sheet.text(scale.at(value), y + 20, signed_exact(value), LABEL.at("middle"))
    sheet.text((scale.start + scale.end) / 2, y + 42, "worlds of 100", LABEL.at("middle"))
    return sheet.finish(y + 54)


def _row(sheet: Sheet, y: float, influence: Influence, scale: Scale) -> float:
    frame = sheet.frame
    room = frame.width if frame.narrow else _LABELS - 20
    lines = sheet.lines((0, y + 15), influence.label, room, STRONG if frame.narrow else LABEL, 2)
    moves = f"{influence.origin}; signing {signed_of_100(influence.on_signing)}"
    if influence.on_holding is not None:
        moves += f", holding {signed_of_100(influence.on_holding)}"
    sheet.text(0, y + 15 + 16 * lines, moves, QUIET)
    height = 16 * lines + 26
    middle = y + (height + 10 if frame.narrow else height / 2)
    _bar(sheet, middle, influence, scale)
    y += height + (28 if frame.narrow else 0)
    sheet.line((0, y), (frame.width, y), "grid")
    return y


def _bar(sheet: Sheet, middle: float, influence: Influence, scale: Scale) -> None:
    shift, zero = 100 * influence.on_signing, scale.at(0)
    start, end = sorted((zero, scale.at(shift)))
    sheet.bar(start, middle - 8, (end - start, 16), "pos" if shift >= 0 else "neg")
    sheet.line((zero, middle - 14), (zero, middle + 14), "ink", 1.5)
    if influence.on_holding is not None:
        x = scale.at(100 * influence.on_holding)
        sheet.path(f"M{x:.5g} {middle - 7:.5g}l7 7l-7 7l-7 -7Z", "page", "ink")
