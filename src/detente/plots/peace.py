"""What peace is worth to each party: parts stacked from zero, gains to the right and losses to the left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.deals import Quantiles
from detente.plots.axis import Scale, round_ticks
from detente.plots.ink import LABEL, OVER, QUIET, STRONG, Frame, Sheet
from detente.plots.lettering import text_width
from detente.plots.marks import chip, chip_width, party_row
from detente.plots.names import PartyLabel
from detente.plots.numbers import interval, signed_exact

_LABELS = 200
_BAR = 22
_ROW = 54
_NUMBERED = 15
"""Pixels that a part needs to carry its number."""


@dataclass(frozen=True, slots=True)
class WorthBar:
    """One party: its parts as (number in the key, mean), the whole, and whether politics are part of it."""

    party: PartyLabel
    parts: tuple[tuple[int, float], ...]
    whole: Quantiles | None
    with_politics: bool


def draw_peace(bars: Sequence[WorthBar], key: Sequence[str], unit: str, frame: Frame) -> str:
    """Draw one stacked bar per party on one axis; parts are numbered as in `key`, the last of which is politics.

    The circle is the mean of all parts together, the thin line nine of ten worlds of the whole.
    """
    ends = [v for bar in bars for v in (_side(bar, 1), _side(bar, -1))]
    ends += [v for bar in bars if bar.whole for v in (bar.whole.low, bar.whole.high)]
    ticks = round_ticks(ends, 4 if frame.narrow else 6)
    place = (10, frame.width - 10) if frame.narrow else (_LABELS, frame.width - 10)
    scale, sheet = Scale(ticks[0], ticks[-1], *place), Sheet(frame)
    y = _key(sheet, key, bars) + 8
    for bar in bars:
        y = _row(sheet, y, bar, scale, len(key))
    for value in ticks:
        sheet.line((scale.at(value), y), (scale.at(value), y + 6), "mark")
        anchor = {ticks[0]: "start", ticks[-1]: "end"}.get(value, "middle") if frame.narrow else "middle"
        sheet.text(scale.at(value), y + 20, signed_exact(value), LABEL.at(anchor))
    sheet.text((scale.start + scale.end) / 2, y + 40, unit, LABEL.at("middle"))
    return sheet.finish(y + 52)


def _side(bar: WorthBar, sign: int) -> float:
    return sum(mean for _, mean in bar.parts if mean * sign > 0)


def _key(sheet: Sheet, key: Sequence[str], bars: Sequence[WorthBar]) -> float:
    """Numbers and names of the parts that some party has, over as many lines as they need."""
    used = {number for bar in bars for number, _ in bar.parts}
    x, y = 0.0, 14.0
    for number, words in enumerate(key, start=1):
        if number not in used:
            continue
        width = 20 + text_width(words) + 14
        if x and x + width > sheet.frame.width:
            x, y = 0.0, y + 20
        sheet.text(x, y, str(number), STRONG)
        sheet.text(x + 14, y, words, LABEL)
        x += width
    return y + 8


def _row(sheet: Sheet, y: float, bar: WorthBar, scale: Scale, politics: int) -> float:
    words = interval(bar.whole) if bar.whole else "unknown"
    words += "" if bar.with_politics else ", money alone"
    if sheet.frame.narrow:
        taken = chip(sheet, 0, y + 4, bar.party)
        sheet.lines((taken + 7, y + 17.5), bar.party.beside, sheet.frame.width - chip_width(bar.party) - 170, LABEL, 1)
        sheet.text(sheet.frame.width, y + 17.5, words, STRONG.at("end"))
        middle, height = y + 40, 66
    else:
        party_row(sheet, (0, y + 16), bar.party, _LABELS - 16)
        sheet.text(0, y + 44, words, QUIET)
        middle, height = y + 20, _ROW
    for sign, token in ((1, "pos"), (-1, "neg")):
        _stack(sheet, middle, [p for p in bar.parts if p[1] * sign > 0], scale, (token, politics))
    if bar.whole:
        sheet.line((scale.at(bar.whole.low), middle + 17), (scale.at(bar.whole.high), middle + 17), "ink", 1.5)
        sheet.disc(scale.at(sum(mean for _, mean in bar.parts)), middle + 17, 4.5, "page", "ink")
    sheet.line((scale.at(0), middle - 16), (scale.at(0), middle + 24), "ink", 1.5)
    sheet.line((0, y + height), (sheet.frame.width, y + height), "grid")
    return y + height


def _stack(
    sheet: Sheet, middle: float, parts: Sequence[tuple[int, float]], scale: Scale, look: tuple[str, int]
) -> None:
    """Parts of one sign from zero outwards, the largest first: those too small for a number stand at the end."""
    token, politics = look
    reached = 0.0
    for number, mean in sorted(parts, key=lambda p: -abs(p[1])):
        start, end = sorted((scale.at(reached), scale.at(reached + mean)))
        fill = f"{token}-tint" if number == politics else f"{token}-mid"
        sheet.bar(
            start + 0.5, middle - _BAR / 2, (end - start - 1, _BAR), fill, f"dash:{token}" if number == politics else ""
        )
        if end - start >= _NUMBERED:
            sheet.text((start + end) / 2, middle + 4.5, str(number), OVER.at("middle"))
        reached += mean
