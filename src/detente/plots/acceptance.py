"""Who would sign which package: one bar per party and package, with the range that open elements leave."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from detente.deals import PackageResult
from detente.plots.axis import Scale
from detente.plots.ink import LABEL, QUIET, STRONG, Frame, Sheet
from detente.plots.marks import chip, party_row, unknown_bar
from detente.plots.names import Names
from detente.plots.shares import compact_of_100, compact_range_of_100

MOST_PACKAGES = 5
_LABELS = 190
_ROW = 44

Shares = tuple[float, float, float]
"""Sure whatever the open elements become; with them as they are today; with the best of them."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """Parties of the figure, and those among them of whom nothing is known: hatched, without a number."""

    parties: Sequence[str]
    unheard: Collection[str]


def draw_acceptance(
    packages: Sequence[PackageResult],
    parties: Sequence[str],
    names: Names,
    frame: Frame,
    unheard: Collection[str] = (),
) -> str:
    """Draw the shares of worlds in which each party, and all whose yes is needed, accept each package.

    Of parties `unheard` nothing is known; they are hatched.
    """
    shown = _Shown(parties, unheard)
    if frame.narrow:
        return _draw_stacked(packages, shown, names, Sheet(frame))
    return _draw_grid(packages, shown, names, Sheet(frame))


def _draw_grid(packages: Sequence[PackageResult], shown: _Shown, names: Names, sheet: Sheet) -> str:
    step = (sheet.frame.width - _LABELS) / len(packages)
    bars = Scale(0, 1, 0, min(step - 18, 240))
    lefts = [_LABELS + k * step for k in range(len(packages))]
    deepest = max(sheet.lines((x, 14), p.title, step - 14, STRONG, 4) for p, x in zip(packages, lefts, strict=True))
    y = deepest * 16 + 10.0
    sheet.line((0, y), (sheet.frame.width, y), "ink", 1.5)
    sheet.lines((0, y + 18), "All it requires, together", _LABELS - 14, STRONG)
    for package, x in zip(packages, lefts, strict=True):
        _bar(sheet, (x, y + 16), _joint(package), bars)
    for party in shown.parties:
        y += _ROW
        sheet.line((0, y), (sheet.frame.width, y), "grid")
        party_row(sheet, (0, y + _ROW / 2), names.party(party), _LABELS - 14)
        for package, x in zip(packages, lefts, strict=True):
            _cell(sheet, (x, y + 16), (package, party), shown, bars)
    return sheet.finish(y + _ROW)


def _draw_stacked(packages: Sequence[PackageResult], shown: _Shown, names: Names, sheet: Sheet) -> str:
    y, width, bars = 4.0, sheet.frame.width, Scale(0, 1, 0, sheet.frame.width - 4)
    for package in packages:
        sheet.line((0, y), (width, y), "ink", 1.5)
        y += 16 * sheet.lines((0, y + 18), package.title, width, STRONG, 2) + 18
        sheet.text(0, y + 6, "All it requires, together")
        _bar(sheet, (0, y + 6), _joint(package), bars, width)
        for party in (p for p in shown.parties if p in (*package.required, *package.signatories)):
            y += 40
            taken = chip(sheet, 0, y - 8, names.party(party))
            sheet.lines((taken + 7, y + 6), names.party(party).name, width - taken - 110, LABEL, 1)
            _cell(sheet, (0, y + 6), (package, party), shown, bars)
        y += 34
    return sheet.finish(y)


def _joint(package: PackageResult) -> Shares:
    surely, as_is, possibly = package.joint_surely, package.joint_as_is, package.joint_possibly
    return float(surely.mean()), float(as_is.mean()), float(possibly.mean())


def _cell(
    sheet: Sheet, place: tuple[float, float], asked: tuple[PackageResult, str], shown: _Shown, bars: Scale
) -> None:
    package, party = asked
    found = next((p for p in package.parties if p.party == party), None)
    right = sheet.frame.width if sheet.frame.narrow else 0.0
    if found is None:
        sheet.text(place[0], place[1], "not assessed", QUIET)
    elif party in shown.unheard:
        unknown_bar(sheet, (place[0], place[1] + 12), bars.end, "not heard")
    else:
        _bar(sheet, place, (found.surely, found.as_is, found.possibly), bars, right)


def _bar(sheet: Sheet, place: tuple[float, float], shares: Shares, bars: Scale, right: float = 0.0) -> None:
    """The count over its bar: filled while open elements stay as they are, hatched on to the best they could be."""
    x, y = place
    surely, as_is, possibly = shares
    words = compact_of_100(as_is)
    if surely < possibly:
        words += f" ({compact_range_of_100(surely, possibly)})"
    sheet.text(right or x, y, words, STRONG.at("end") if right else STRONG)
    top = y + 7
    if possibly > as_is:
        sheet.hatch(x + bars.at(as_is), top, (bars.at(possibly) - bars.at(as_is), 10), "dash:pos")
    sheet.bar(x, top, (bars.at(as_is), 10), "pos-mid")
    sheet.bar(x, top, (bars.at(surely), 10), "pos")
    sheet.line((x, top + 10), (x + bars.end, top + 10), "rule")
    sheet.line((x + bars.at(as_is), top - 2), (x + bars.at(as_is), top + 12), "ink", 2)
