"""Prices day by day with the events on them, a panel for each series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from detente.plots.axis import Scale
from detente.plots.ink import LABEL, QUIET, STRONG, Frame, Sheet
from detente.plots.lettering import text_width
from detente.plots.numbers import MONTHS, exact

_LEFT = 48.0
_HEAD = 30
_PLOT = 120
_FOOT = 30


@dataclass(frozen=True, slots=True)
class PricePath:
    """One series: its name with the unit, days and prices."""

    label: str
    days: Sequence[date]
    values: Sequence[float]


def draw_price_path(paths: Sequence[PricePath], events: Sequence[tuple[int, date]], frame: Frame) -> str:
    """Draw each series on its own scale, which need not begin at zero; events are numbered lines over all of them."""
    sheet, y = Sheet(frame), 0.0
    first = min(day for path in paths for day in path.days)
    last = max(day for path in paths for day in path.days)
    reach = max((last - first).days, 1)
    widest = max(text_width(exact(tick)) for path in paths for tick in price_ticks(min(path.values), max(path.values)))
    xs = Scale(0, reach, max(_LEFT, widest + 12), frame.width - 10)
    for path in paths:
        y = _panel(sheet, y, path, (xs, first))
        for number, on in events:
            _event(sheet, y, number, xs.at((on - first).days))
        y = _months(sheet, y, (xs, first, last))
    return sheet.finish(y)


def _panel(sheet: Sheet, y: float, path: PricePath, across: tuple[Scale, date]) -> float:
    xs, first = across
    top, bottom = y + _HEAD, y + _HEAD + _PLOT
    ticks = price_ticks(min(path.values), max(path.values))
    ys = Scale(ticks[0], ticks[-1], bottom, top)
    sheet.lines((0, y + 14), path.label, sheet.frame.width, STRONG, 1)
    for value in ticks:
        sheet.line((xs.start, ys.at(value)), (xs.end, ys.at(value)), "grid")
        sheet.text(xs.start - 8, ys.at(value) + 4.5, exact(value), QUIET.at("end"))
    points = [(xs.at((d - first).days), ys.at(v)) for d, v in zip(path.days, path.values, strict=True)]
    sheet.stroke("M" + "L".join(f"{x:.5g} {v:.5g}" for x, v in points), "ink", 2)
    return bottom


def _event(sheet: Sheet, bottom: float, number: int, x: float) -> None:
    sheet.stroke(f"M{x:.5g} {bottom - _PLOT:.5g}V{bottom:.5g}", "neg", 1.5, "4 3")
    sheet.text(x + 3, bottom - _PLOT + 10 + 13 * ((number - 1) % 3), str(number), STRONG)


def _months(sheet: Sheet, bottom: float, across: tuple[Scale, date, date]) -> float:
    """Name months, or years where there are many."""
    xs, first, last = across
    months = _starts_of_months(first, last)
    room = (xs.end - xs.start) / max(len(months), 1)
    step = next((k for k in (1, 2, 3, 6, 12, 24, 60, 120) if k * room >= 76), 240)
    sheet.line((xs.start, bottom), (xs.end, bottom), "mark")
    for month in months:
        if (month.month - 1 + 12 * month.year) % step:
            continue
        x = max(xs.at((month - first).days), xs.start)
        sheet.line((x, bottom), (x, bottom + 5), "mark")
        words = str(month.year) if step >= 12 else f"{MONTHS[month.month - 1][:3]} {month.year}"
        if x + 64 <= sheet.frame.width:
            sheet.text(x, bottom + 19, words, LABEL)
    return bottom + _FOOT


def _starts_of_months(first: date, last: date) -> list[date]:
    found, month = [], first.replace(day=1)
    while month <= last:
        if month >= first:
            found.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return found


def price_ticks(low: float, high: float) -> list[float]:
    """Choose three to six round values around prices, without going down to zero.

    Examples
    --------
    >>> price_ticks(61.2, 67.4)
    [60.0, 62.5, 65.0, 67.5]
    """
    spread = max(high - low, abs(high) * 1e-3, 1e-9)
    power = 10.0
    while power > spread / 3:
        power /= 10
    while power * 10 <= spread / 3:
        power *= 10
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= spread / 3)
    start = step * (low // step)
    ticks = [start]
    while ticks[-1] < high - 1e-12 * abs(high):
        ticks.append(round(ticks[-1] + step, 12))
    return ticks if len(ticks) > 1 else [start, start + step]
