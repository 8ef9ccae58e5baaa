"""Keeping minus the best way of breaking, for every party in every phase: bands of half and nine of ten worlds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.deals import Quantiles
from detente.plots.axis import Scale, round_ticks
from detente.plots.ink import LABEL, QUIET, STRONG, Frame, Sheet, Type
from detente.plots.lettering import text_width
from detente.plots.marks import chip, chip_width
from detente.plots.names import Names
from detente.plots.numbers import signed_exact

_PLOT_HEIGHT = 168
_LEFT = 44
_BANDS = ((".18", "low", "high"), (".42", "lower", "upper"))


@dataclass(frozen=True, slots=True)
class PhaseMargin:
    """The margin drawn for one party in one phase: the way of breaking that pays most there."""

    party: str
    phase: str
    way: str
    spread: Quantiles
    money_alone: bool


def draw_margins(margins: Sequence[PhaseMargin], phases: Sequence[str], names: Names, frame: Frame) -> str:
    """Draw one small panel per party, all on one axis; phases are numbered in the order given."""
    sheet = Sheet(frame)
    parties = list(dict.fromkeys(m.party for m in margins))
    ticks = round_ticks([v for m in margins for v in (m.spread.low, m.spread.high)], 5)
    per_row = 2 if frame.narrow else 4
    width = (frame.width - _LEFT) / min(per_row, max(len(parties), 2))
    y = 30.0
    sheet.text(0, 13, "above zero: keeping pays more", Type("pos", 600))
    sheet.text(0, 29, "below zero: breaking pays more", Type("neg", 600))
    y = 42.0
    for first in range(0, len(parties), per_row):
        shown = parties[first : first + per_row]
        scale = Scale(ticks[0], ticks[-1], y + 44 + _PLOT_HEIGHT, y + 44)
        _grid(sheet, ticks, scale, width * len(shown))
        for k, party in enumerate(shown):
            mine = [m for m in margins if m.party == party]
            _panel(sheet, (_LEFT + k * width, y, width - 10), mine, (phases, names.party(party).id), names, scale)
        y += _PLOT_HEIGHT + 78
    return sheet.finish(y)


def _grid(sheet: Sheet, ticks: Sequence[float], scale: Scale, width: float) -> None:
    for value in ticks:
        y = scale.at(value)
        sheet.line((_LEFT, y), (_LEFT + width - 10, y), "grid")
        sheet.text(_LEFT - 6, y + 4.5, signed_exact(value), LABEL.at("end"))


def _panel(
    sheet: Sheet,
    box: tuple[float, float, float],
    margins: Sequence[PhaseMargin],
    where: tuple[Sequence[str], str],
    names: Names,
    scale: Scale,
) -> None:
    left, top, width = box
    phases, party = where
    label = names.party(party)
    chip(sheet, left, top, label)
    taken = chip_width(label)
    if label.beside and taken + 40 < width:
        sheet.lines((left + taken + 6, top + 13.5), label.beside, width - taken - 6, STRONG, 1)
    if any(m.money_alone for m in margins):
        sheet.text(left, top + 34, "money alone", QUIET)
    zero = scale.at(0)
    sheet.parts.append(
        f'<rect x="{left:.5g}" y="{zero:.5g}" width="{width:.5g}" height="{scale.start - zero:.5g}" '
        'fill="var(--neg-tint,#F8E6D6)" opacity=".55"/>'
    )
    step = width / max(len(phases), 1)
    for k, phase in enumerate(phases):
        found = next((m for m in margins if m.phase == phase), None)
        _column(sheet, (left + k * step, step), found, scale)
        if step > text_width(str(k + 1)) + 3 or k % 2 == 0:
            sheet.text(left + (k + 0.5) * step, scale.start + 18, str(k + 1), LABEL.at("middle"))
    sheet.line((left, zero), (left + width, zero), "ink", 1.5)


def _column(sheet: Sheet, place: tuple[float, float], found: PhaseMargin | None, scale: Scale) -> None:
    left, width = place[0] + 1.5, place[1] - 3
    if found is None:
        sheet.hatch(left, scale.end, (width, scale.start - scale.end))
        return
    spread = found.spread
    for opacity, low, high in _BANDS:
        _band(sheet, (left, width), (getattr(spread, low), getattr(spread, high)), scale, opacity)
    token = "pos" if spread.median >= 0 else "neg"
    sheet.line((left, scale.at(spread.median)), (left + width, scale.at(spread.median)), token, 2.5)


def _band(sheet: Sheet, place: tuple[float, float], ends: tuple[float, float], scale: Scale, opacity: str) -> None:
    """Blue above zero, orange below it."""
    zero = min(max(0.0, ends[0]), ends[1])
    for low, high, token in ((ends[0], zero, "neg"), (zero, ends[1], "pos")):
        top, bottom = scale.at(high), scale.at(low)
        if bottom > top:
            sheet.parts.append(
                f'<rect x="{place[0]:.5g}" y="{top:.5g}" width="{place[1]:.5g}" height="{bottom - top:.5g}" '
                f'fill="var(--{token},{"#1F6299" if token == "pos" else "#A84A08"})" opacity="{opacity}"/>'
            )
