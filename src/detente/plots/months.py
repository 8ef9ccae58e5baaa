"""The coming months as one strip after the other: signed and holding, signed and broken, not signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.plots.axis import Scale
from detente.plots.ink import LABEL, OVER, STRONG, Frame, Sheet, Type
from detente.plots.lettering import text_width
from detente.plots.shares import compact_of_100

_WORDS = 210
_STRIP = 22
_LEAST = 22
"""Pixels that a count needs inside its strip."""


@dataclass(frozen=True, slots=True)
class MonthStrip:
    """One moment: its words, and the shares of worlds signed and holding, and signed and broken; None is unknown."""

    words: str
    in_force: float | None
    broken: float | None
    stalled: float


def draw_months(strips: Sequence[MonthStrip], heads: Sequence[str], frame: Frame) -> str:
    """Draw a strip of 100 worlds for each moment, all on one scale.

    `heads` name what the parts of a strip mean, in their order; the last may be left out where nothing is unsigned.
    """
    sheet = Sheet(frame)
    y = _heads(sheet, heads)
    start = 0 if frame.narrow else _WORDS
    scale = Scale(0, 1, start, frame.width)
    for strip in strips:
        used = sheet.lines((0, y + 16), strip.words, (frame.width if frame.narrow else _WORDS) - 12, LABEL, 2)
        top = y + 8 + 16 * used if frame.narrow else y + 2
        _strip(sheet, top, strip, scale)
        y = top + _STRIP + (14 if frame.narrow else max(10, 16 * (used - 1)))
    return sheet.finish(y)


def _heads(sheet: Sheet, heads: Sequence[str]) -> float:
    x, y = 0.0, 14.0
    for words, token in zip(heads, ("pos", "neg", "ink-3"), strict=False):
        width = text_width(words) + 18
        if x and x + width > sheet.frame.width:
            x, y = 0.0, y + 18
        sheet.text(x, y, words, Type(token, 600))
        x += width
    return y + 12


def _strip(sheet: Sheet, top: float, strip: MonthStrip, scale: Scale) -> None:
    signed = 1 - strip.stalled
    if strip.in_force is None or strip.broken is None:
        width = scale.at(signed) - scale.start
        sheet.hatch(scale.start, top, (width, _STRIP))
        words = "unknown whether it holds"
        if width > text_width(words) + 8:
            sheet.text(scale.start + width / 2, top + 15.5, words, OVER.at("middle"))
        parts = [(strip.stalled, "grid", signed)]
    else:
        parts = [(strip.in_force, "pos-mid", 0.0), (strip.broken, "neg-mid", strip.in_force)]
        parts.append((strip.stalled, "grid", signed))
    for share, fill, before in parts:
        left, width = scale.at(before), scale.at(before + share) - scale.at(before)
        sheet.bar(left, top, (width, _STRIP), fill)
        if width >= _LEAST:
            sheet.text(left + width / 2, top + 15.5, compact_of_100(share), STRONG.at("middle"))
