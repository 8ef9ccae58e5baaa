"""One hundred worlds as marks: how many sign and hold, sign and break, stay apart, or cannot be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.plots.ink import Frame, Sheet, Type, colour
from detente.plots.lettering import fit_lines

WIDTH = 372
_STEP = 17
_BRACKET_AT, _WORDS_AT = 184, 194
_LABEL = Type(fill="ink", size=14)


@dataclass(frozen=True, slots=True)
class Fate:
    """A kind of ending: how many of 100 worlds, in words, and which mark stands for it."""

    count: int
    words: str
    mark: str


def draw_hundred_worlds(fates: Sequence[Fate], frame: Frame) -> str:
    """Draw one mark per world, grouped by fate; `frame.width` is expected to be 372."""
    sheet, y = Sheet(frame), 2.0
    for fate in fates:
        rows = -(-fate.count // 10)
        words = fit_lines(f"{fate.count} {fate.words}", WIDTH - _WORDS_AT - 2, 14, 4)
        height = max(rows * _STEP, 17 * len(words) + 4)
        for k in range(fate.count):
            _mark(sheet, 9 + _STEP * (k % 10), y + 9 + _STEP * (k // 10), fate.mark)
        if fate.count:
            sheet.line((_BRACKET_AT, y + 1), (_BRACKET_AT, y + height - 3), _BRACKET[fate.mark], 3)
        top = y + height / 2 - 17 * len(words) / 2 + 12
        for k, row in enumerate(words):
            sheet.text(_WORDS_AT, top + 17 * k, row, _LABEL)
        y += height + 6
    return sheet.finish(y)


_BRACKET = {"holds": "pos", "breaks": "neg", "apart": "mark", "unknown": "mark", "open": "pos-mid"}


def _mark(sheet: Sheet, x: float, y: float, mark: str) -> None:
    if mark == "holds":
        sheet.disc(x, y, 7, "pos")
    elif mark == "breaks":
        sheet.disc(x, y, 6.5, "none", "neg")
        sheet.path(f"M{x - 3:g} {y - 3:g}l6 6m0 -6l-6 6", edge="neg")
    elif mark == "apart":
        sheet.disc(x, y, 3.2, "mark")
    else:
        sheet.parts.append(
            f'<rect x="{x - 6:g}" y="{y - 6:g}" width="12" height="12" fill="url(#{sheet.frame.key}-hatch)" '
            f'stroke="{colour("pos" if mark == "open" else "mark")}" stroke-dasharray="3 2"/>'
        )
