"""Prices of a year without months: from a ring before to a disc after, one row for each place."""

from __future__ import annotations

import math
from collections.abc import Sequence

from detente.plots.axis import Scale, round_ticks
from detente.plots.by_month import PeriodSeries
from detente.plots.ink import LABEL, STRONG, Frame, Sheet
from detente.plots.numbers import exact, with_decimals

_LABELS = 190
_VALUES = 130


def draw_price_steps(series: Sequence[PeriodSeries], unit: str, frame: Frame) -> str:
    """Draw each place on one axis that begins at zero: ring before, disc after, bars over nine of ten worlds."""
    sheet = Sheet(frame)
    ticks = round_ticks([v for one in series for v in one.reach], 4 if frame.narrow else 6)
    ends = (8, frame.width - 12) if frame.narrow else (_LABELS, frame.width - _VALUES)
    scale, y = Scale(ticks[0], ticks[-1], *ends), 24.0
    height = 50 if frame.narrow else 32
    if not all(one.same for one in series):
        sheet.disc(6, 9, 4.5, "page", "mark")
        sheet.text(18, 14, "before", LABEL)
        sheet.disc(82, 9, 4.5, "ink")
        sheet.text(94, 14, "after", LABEL)
    for one in series:
        _row(sheet, y, (one, scale), height)
        y += height
    for value in ticks:
        sheet.line((scale.at(value), y), (scale.at(value), y + 6), "mark")
        sheet.text(scale.at(value), y + 20, exact(value), LABEL.at("middle" if value < ticks[-1] else "end"))
    sheet.text((scale.start + scale.end) / 2, y + 42, unit, LABEL.at("middle"))
    return sheet.finish(y + 50)


def _row(sheet: Sheet, y: float, content: tuple[PeriodSeries, Scale], height: float) -> None:
    one, scale = content
    before, after = one.before[0], one.after[0]
    narrow, width = sheet.frame.narrow, sheet.frame.width
    middle = y + (36 if narrow else height / 2)
    base = y + 17.5 if narrow else middle + 4.5
    words = _words(after) if one.same else f"{_words(before)} to {_words(after)}"
    sheet.lines((0, base), one.label, width - 140 if narrow else _LABELS - 12, LABEL, 1)
    sheet.text(width, base, words, STRONG.at("end"))
    sheet.line((scale.start, middle), (scale.end, middle), "grid")
    for band, token, shift in ((one.before_band, "mark", -4.0), (one.after_band, "ink", 4.0)):
        if band and math.isfinite(band[0][0] + band[1][0]) and not (one.same and shift < 0):
            start = scale.at(band[0][0])
            sheet.bar(start, middle + shift - 1.5, (scale.at(band[1][0]) - start, 3), token)
    if math.isfinite(before) and not one.same:
        sheet.disc(scale.at(before), middle, 4.5, "page", "mark")
    if math.isfinite(after):
        sheet.disc(scale.at(after), middle, 4.5, "ink")


def _words(value: float) -> str:
    return with_decimals(value, 1) if math.isfinite(value) else "none"
