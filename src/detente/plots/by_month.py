"""Lines over the periods of a year, before and after, in panels with one scale; a band holds nine of ten worlds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from detente.plots.axis import Scale, round_ticks
from detente.plots.ink import LABEL, QUIET, STRONG, Frame, Sheet
from detente.plots.lettering import text_width
from detente.plots.numbers import exact

_LEFT = 44
_GAP = 28
_HEAD = 40
_PLOT = 120
_FOOT = 26
BAND_OUTER = 0.18
Band = tuple[Sequence[float], Sequence[float]]


@dataclass(frozen=True, slots=True)
class PeriodSeries:
    """One panel: values before and after by period, and low and high ends over worlds where they were drawn.

    What is not a number leaves a gap. `same` tells that there is no shock: one line is drawn.
    """

    label: str
    before: Sequence[float]
    after: Sequence[float]
    before_band: Band | None = None
    after_band: Band | None = None
    limit: Sequence[float] | None = None
    same: bool = False

    @property
    def reach(self) -> list[float]:
        """All values that the scale must hold."""
        bands = [end for band in (self.before_band, self.after_band) if band for end in band]
        return [value for line in (self.before, self.after, self.limit or (), *bands) for value in line]


def draw_by_month(series: Sequence[PeriodSeries], periods: Sequence[str], unit: str, frame: Frame) -> str:
    """Draw a panel for each series on one vertical scale that begins at zero."""
    sheet = Sheet(frame)
    across = 1 if frame.narrow or len(series) == 1 else 2
    ticks = round_ticks([v for one in series for v in one.reach], 4)
    width = (frame.width - _GAP * (across - 1)) / across
    height = _HEAD + _PLOT + _FOOT
    sheet.text(0, 13, unit, QUIET)
    y = _key(sheet, series)
    for k, one in enumerate(series):
        place = ((k % across) * (width + _GAP), y + (k // across) * height)
        _panel(sheet, place, width, (one, periods, ticks))
    return sheet.finish(y + math.ceil(len(series) / across) * height)


def _key(sheet: Sheet, series: Sequence[PeriodSeries]) -> float:
    """How lines look, on a line of their own; nothing where there is only one."""
    x, y = 0.0, 34.0
    words = [] if all(one.same for one in series) else [("before", "mark", "5 3"), ("after", "ink", "")]
    if any(one.limit for one in series):
        words.append(("room", "mark", "1 3"))
    for name, token, dashes in words:
        sheet.stroke(f"M{x:.5g} {y - 4:.5g}h24", token, 2, dashes)
        sheet.text(x + 30, y, name, LABEL)
        x += 46 + text_width(name)
    if any(one.after_band for one in series):
        if x + text_width("nine of ten worlds") + 30 > sheet.frame.width:
            x, y = 0.0, y + 20
        sheet.veil(f"M{x:.5g} {y - 9:.5g}h24v10h-24z", "ink", BAND_OUTER)
        sheet.text(x + 30, y, "nine of ten worlds", LABEL)
        words.append(("", "", ""))
    return y + 4 if words else 20.0


Content = tuple[PeriodSeries, Sequence[str], Sequence[float]]


def _panel(sheet: Sheet, place: tuple[float, float], width: float, content: Content) -> None:
    one, periods, ticks = content
    x, y = place
    top, bottom = y + _HEAD, y + _HEAD + _PLOT
    ys = Scale(ticks[0], ticks[-1], bottom, top)
    xs = Scale(-0.5, len(periods) - 0.5, x + _LEFT, x + width)
    sheet.lines((x, y + 22), one.label, width, STRONG, 1)
    for value in ticks:
        sheet.line((x + _LEFT, ys.at(value)), (x + width, ys.at(value)), "mark" if value == 0 else "grid")
        sheet.text(x + _LEFT - 8, ys.at(value) + 4.5, exact(value), QUIET.at("end"))
    for k, name in _named(periods, (width - _LEFT) / len(periods)):
        sheet.text(xs.at(k), bottom + 18, name, QUIET.at("middle"))
    for band, token in ((one.before_band, "mark"), (one.after_band, "ink")):
        if band and not (one.same and token == "mark"):
            _fan(sheet, band, (xs, ys), token)
    if one.limit:
        _line(sheet, one.limit, (xs, ys), ("mark", "1 3"))
    if not one.same:
        _line(sheet, one.before, (xs, ys), ("mark", "5 3"))
    _line(sheet, one.after, (xs, ys), ("ink", ""))


def _named(periods: Sequence[str], room: float) -> list[tuple[int, str]]:
    """Periods that are named: all where their first letters have room, else every third."""
    longest = max(text_width(name) for name in periods)
    step = next((k for k in (1, 2, 3, 4, 6, 12) if k * room >= longest + 8), len(periods))
    return [(k, name) for k, name in enumerate(periods) if k % step == 0]


def _line(sheet: Sheet, values: Sequence[float], scales: tuple[Scale, Scale], look: tuple[str, str]) -> None:
    """A line through the values; gaps where there is none, dots where a value stands alone."""
    xs, ys = scales
    for run in _runs(values):
        points = [(xs.at(k), ys.at(values[k])) for k in run]
        if len(points) == 1:
            sheet.disc(*points[0], 4, "page" if look[1] else look[0], look[0])
        else:
            sheet.stroke(_through(points), look[0], 2, look[1])


def _fan(sheet: Sheet, band: Band, scales: tuple[Scale, Scale], token: str) -> None:
    xs, ys = scales
    for run in _runs([low + high for low, high in zip(*band, strict=True)]):
        low = [(xs.at(k), ys.at(band[0][k])) for k in run]
        high = [(xs.at(k), ys.at(band[1][k])) for k in run]
        if len(run) == 1:
            sheet.bar(low[0][0] - 1.5, high[0][1], (3, low[0][1] - high[0][1]), token)
        else:
            sheet.veil(_through([*low, *reversed(high)]) + "Z", token, BAND_OUTER)


def _runs(values: Sequence[float]) -> list[list[int]]:
    """Stretches of values that are numbers."""
    runs: list[list[int]] = [[]]
    for k, value in enumerate(values):
        if math.isfinite(value):
            runs[-1].append(k)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _through(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.5g} {y:.5g}" for x, y in points)
