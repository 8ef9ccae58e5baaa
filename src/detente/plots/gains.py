"""What each package is worth to each party: one spread per line, hatched where money is unknown."""

from __future__ import annotations

from collections.abc import Sequence

from detente.deals import PackageResult, PartyAcceptance
from detente.plots.axis import Scale, round_ticks
from detente.plots.ink import LABEL, STRONG, Frame, Sheet, Type
from detente.plots.lettering import text_width
from detente.plots.marks import chip, chip_width, party_row, spread, unknown_bar
from detente.plots.names import Names
from detente.plots.numbers import intervals, signed_exact

_LABELS = 210
_VALUES = 150


def draw_gains(packages: Sequence[PackageResult], names: Names, unit: str, frame: Frame) -> str:
    """Draw the yearly money of every required party under each package, all on one axis."""
    rows = [[party for party in package.parties if party.required] for package in packages]
    spreads = [party.money for row in rows for party in row if party.money]
    ticks = round_ticks([value for q in spreads for value in (q.low, q.high)], 4 if frame.narrow else 6)
    ends = (8, frame.width - 8) if frame.narrow else (_LABELS, frame.width - _VALUES)
    scale, sheet = Scale(ticks[0], ticks[-1], *ends), Sheet(frame)
    values, y = iter(intervals([party.money for row in rows for party in row])), 18.0
    _sides(sheet, y - 6, scale)
    for package, parties in zip(packages, rows, strict=True):
        y += 16 * sheet.lines((0, y + 20), package.title, frame.width, STRONG, 2) + 14
        for party in parties:
            y = _row(sheet, y, (party, next(values)), names, scale)
    _axis(sheet, y, ticks, scale, unit)
    return sheet.finish(y + 56)


def _sides(sheet: Sheet, y: float, scale: Scale) -> None:
    """Name the two sides of zero, those that the axis has; both stay within the sheet."""
    zero, lost, won = scale.at(0), text_width("loses"), text_width("gains")
    start, end = zero + 8, zero - 8
    if scale.low < 0 < scale.high:
        # Beside one another at an edge of the sheet, where zero is too near to it.
        start, end = max(start, lost + 12), min(end, sheet.frame.width - won - 12)
    if scale.low < 0:
        sheet.text(max(end, lost), y, "loses", Type("neg", 600, anchor="end"))
    if scale.high > 0:
        sheet.text(min(start, sheet.frame.width - won), y, "gains", Type("pos", 600))


def _row(sheet: Sheet, y: float, row: tuple[PartyAcceptance, str], names: Names, scale: Scale) -> float:
    party, words = row
    label, width = names.party(party.party), sheet.frame.width
    if sheet.frame.narrow:
        taken = chip(sheet, 0, y + 4, label)
        room = width - chip_width(label) - 150
        if label.beside:
            sheet.lines((taken + 7, y + 17.5), label.beside, room, LABEL, 1)
        sheet.text(width, y + 17.5, words, STRONG.at("end"))
        middle, height = y + 36, 50
    else:
        party_row(sheet, (0, y + 20), label, _LABELS - 16)
        sheet.text(width, y + 24.5, words, STRONG.at("end"))
        middle, height = y + 20, 38
    sheet.line((scale.at(0), middle - 14), (scale.at(0), middle + 14), "ink", 1.5)
    if party.money:
        spread(sheet, middle, party.money, scale)
    else:
        unknown_bar(sheet, (scale.start, middle), scale.end - scale.start)
    sheet.line((0, y + height), (width, y + height), "grid")
    return y + height


def _axis(sheet: Sheet, y: float, ticks: Sequence[float], scale: Scale, unit: str) -> None:
    for value in ticks:
        sheet.line((scale.at(value), y), (scale.at(value), y + 6), "mark")
        anchor = "middle"
        if sheet.frame.narrow:
            anchor = {ticks[0]: "start", ticks[-1]: "end"}.get(value, "middle")
        sheet.text(scale.at(value), y + 20, signed_exact(value), LABEL.at(anchor))
    sheet.text((scale.start + scale.end) / 2, y + 42, unit, LABEL.at("middle"))
