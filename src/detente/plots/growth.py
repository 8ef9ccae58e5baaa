"""How work grows: one line for each kind of work, both scales by powers of ten."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from detente.plots.axis import Scale
from detente.plots.ink import LABEL, QUIET, STRONG, Frame, Sheet
from detente.plots.lettering import text_width
from detente.plots.numbers import exact

_LEFT, _HEAD, _PLOT, _FOOT, _ROW = 58.0, 30, 260, 44, 15


@dataclass(frozen=True, slots=True)
class GrowthCurve:
    """One kind of work: its name, sizes and what they took, both above zero."""

    label: str
    sizes: Sequence[float]
    values: Sequence[float]


def draw_growth(curves: Sequence[GrowthCurve], unit: str, size_unit: str, frame: Frame) -> str:
    """Draw values against sizes; a line that rises as steeply as the dashed one grows in proportion.

    Names stand at the ends of the lines, moved apart where they would touch. Curves without a value above zero cannot
    stand on such a scale and must be left out by the caller.
    """
    sheet = Sheet(frame)
    room = max(text_width(curve.label) for curve in curves) + 16
    sizes = [s for curve in curves for s in curve.sizes]
    values = [v for curve in curves for v in curve.values]
    low, high = _decades(values)
    top, bottom = float(_HEAD), float(_HEAD + _PLOT)
    xs = Scale(math.log10(min(sizes)), math.log10(max(sizes)), _LEFT, frame.width - room)
    ys = Scale(low, high, bottom, top)
    sheet.lines((0, 14), unit, frame.width, STRONG, 1)
    for power in range(low, high + 1):
        sheet.line((xs.start, ys.at(power)), (xs.end, ys.at(power)), "grid")
        sheet.text(xs.start - 8, ys.at(power) + 4.5, exact(10.0**power), QUIET.at("end"))
    for size in sorted(set(sizes)):
        sheet.text(xs.at(math.log10(size)), bottom + 19, exact(size), LABEL.at("middle"))
    sheet.text((xs.start + xs.end) / 2, bottom + 38, size_unit, QUIET.at("middle"))
    _in_proportion(sheet, xs, ys)
    ends = []
    for curve in curves:
        points = [(xs.at(math.log10(s)), ys.at(math.log10(v))) for s, v in zip(curve.sizes, curve.values, strict=True)]
        sheet.stroke("M" + "L".join(f"{x:.5g} {y:.5g}" for x, y in points), "ink", 1.5)
        ends.append((points[-1][1], curve.label))
    for y, label in _apart(sorted(ends), bottom):
        sheet.text(xs.end + 8, y + 4.5, label, LABEL)
    return sheet.finish(bottom + _FOOT)


def _decades(values: Sequence[float]) -> tuple[int, int]:
    """Powers of ten around all values, two of them at least."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def _in_proportion(sheet: Sheet, xs: Scale, ys: Scale) -> None:
    """A dashed line of slope one, from the lower left corner up to an edge."""
    reach = min(xs.high - xs.low, ys.high - ys.low)
    start, end = (xs.start, ys.start), (xs.at(xs.low + reach), ys.at(ys.low + reach))
    sheet.stroke(f"M{start[0]:.5g} {start[1]:.5g}L{end[0]:.5g} {end[1]:.5g}", "mark", 1, "4 3")


def _apart(ends: Sequence[tuple[float, str]], bottom: float) -> list[tuple[float, str]]:
    """Places of names from the top down, each at least a row below the one before; the last ones above the bottom.

    Examples
    --------
    >>> _apart([(10.0, "a"), (12.0, "b"), (90.0, "c")], bottom=100.0)
    [(10.0, 'a'), (25.0, 'b'), (90.0, 'c')]
    """
    placed: list[tuple[float, str]] = []
    for k, (y, label) in enumerate(ends):
        lowest = bottom - _ROW * (len(ends) - 1 - k)
        after = placed[-1][0] + _ROW if placed else y
        placed.append((min(max(y, after), max(lowest, after)), label))
    return placed
