"""Agreements side by side: how like each is, how long it lasted, and how it went; and the share that lasts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.plots.axis import Scale, round_ticks
from detente.plots.ink import LABEL, OVER, QUIET, STRONG, Frame, Sheet
from detente.plots.numbers import exact

_LABELS = 330
_LIKE = 56
_ROW = 34
_HIGH = 210
HORIZONS = (1.0, 5.0, 10.0)
"""Years that are marked on the curve."""


@dataclass(frozen=True, slots=True)
class Lifetime:
    """One agreement: its name, how like the case it is, how many years it is known, and how it went.

    `state`: ended (filled), lasting (hollow, open to the right) or done (hollow, closed).
    """

    name: str
    likeness: float
    years: float
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class LastingPoint:
    """The share that lasts beyond some years, with its band."""

    years: float
    share: float
    low: float
    high: float


def draw_lifetimes(rows: Sequence[Lifetime], frame: Frame) -> str:
    """Draw a bar of years per agreement, most alike first; likeness stands in a column of its own."""
    sheet = Sheet(frame)
    ticks = round_ticks([row.years for row in rows], 4 if frame.narrow else 6)
    left = 0.0 if frame.narrow else _LABELS + _LIKE
    scale = Scale(0, ticks[-1], left, frame.width - 10)
    sheet.text(0 if frame.narrow else _LABELS, 13, "likeness" if frame.narrow else "alike", QUIET)
    y = 22.0
    for row in rows:
        y = _row(sheet, y, row, scale)
    for value in ticks:
        sheet.line((scale.at(value), y), (scale.at(value), y + 6), "mark")
        anchor = {ticks[0]: "start", ticks[-1]: "end"}.get(value, "middle")
        sheet.text(scale.at(value), y + 20, exact(value), LABEL.at(anchor))
    sheet.text((scale.start + scale.end) / 2, y + 40, "years after signature", LABEL.at("middle"))
    return sheet.finish(y + 52)


def _row(sheet: Sheet, y: float, row: Lifetime, scale: Scale) -> float:
    narrow, likeness = sheet.frame.narrow, f"{row.likeness:.2f}"
    if narrow:
        sheet.lines((0, y + 14), row.name, sheet.frame.width - 44, LABEL, 1)
        sheet.text(sheet.frame.width, y + 14, likeness, STRONG.at("end"))
        middle, height = y + 30, 44.0
    else:
        lines = sheet.lines((0, y + 14), row.name, _LABELS - 14, LABEL, 2)
        sheet.text(_LABELS, y + 14, likeness, STRONG)
        height = max(_ROW, 16 * lines + 8)
        middle = y + 10
    end = scale.at(row.years)
    width = max(end - scale.start, 3)
    if row.state == "ended":
        sheet.bar(scale.start, middle - 6, (width, 12), "neg")
    else:
        sheet.bar(scale.start, middle - 6, (width, 12), "pos-tint", "pos")
    if row.state == "lasting":
        sheet.stroke(f"M{end:.5g} {middle - 6:.5g}l6 6l-6 6", "pos", 2)
    if not narrow:
        fits = end + 12 + 6.2 * len(row.words) < sheet.frame.width
        place, style = (end + 12, LABEL) if fits else (end - 8, OVER.at("end"))
        sheet.text(place, middle + 4.5, row.words, style)
    sheet.line((0, y + height - 4), (sheet.frame.width, y + height - 4), "grid")
    return y + height


def draw_lasting(points: Sequence[LastingPoint], until: float, frame: Frame) -> str:
    """Draw the share of agreements that last, as steps with a 95 percent band; marks at one, five and ten years."""
    sheet = Sheet(frame)
    ticks = round_ticks([until], 4 if frame.narrow else 6)
    xs, ys = Scale(0, ticks[-1], 40, frame.width - 12), Scale(0, 1, _HIGH, 26)
    sheet.text(0, 13, "of 100 agreements, still in force", QUIET)
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        sheet.line((xs.start, ys.at(share)), (xs.end, ys.at(share)), "mark" if share == 0 else "grid")
        sheet.text(32, ys.at(share) + 4.5, exact(100 * share), QUIET.at("end"))
    sheet.veil(_band(points, until, xs, ys), "ink", 0.14)
    sheet.stroke(_steps([(p.years, p.share) for p in points], until, xs, ys), "ink", 2)
    for years in HORIZONS:
        if years < until:
            share = next(p.share for p in reversed(points) if p.years <= years)
            sheet.disc(xs.at(years), ys.at(share), 4, "page", "ink")
            sheet.text(xs.at(years) + 7, ys.at(share) - 6, exact(round(100 * share)), OVER)
    for value in ticks:
        sheet.line((xs.at(value), ys.start), (xs.at(value), ys.start + 6), "mark")
        anchor = {ticks[0]: "start", ticks[-1]: "end"}.get(value, "middle")
        sheet.text(xs.at(value), ys.start + 20, exact(value), LABEL.at(anchor))
    sheet.text((xs.start + xs.end) / 2, ys.start + 40, "years after signature", LABEL.at("middle"))
    return sheet.finish(_HIGH + 52)


def _steps(points: Sequence[tuple[float, float]], until: float, xs: Scale, ys: Scale) -> str:
    path = f"M{xs.at(points[0][0]):.5g} {ys.at(points[0][1]):.5g}"
    for years, share in points[1:]:
        path += f"H{xs.at(years):.5g}V{ys.at(share):.5g}"
    return path + f"H{xs.at(until):.5g}"


def _band(points: Sequence[LastingPoint], until: float, xs: Scale, ys: Scale) -> str:
    above = _steps([(p.years, p.high) for p in points], until, xs, ys)
    below = f"L{xs.at(until):.5g} {ys.at(points[-1].low):.5g}"
    for k in range(len(points) - 1, -1, -1):
        begin = points[k].years
        below += f"V{ys.at(points[k].low):.5g}H{xs.at(begin):.5g}"
    return above + below + "Z"
