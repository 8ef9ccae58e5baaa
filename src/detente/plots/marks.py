"""Marks that several figures share: party chips, spreads, and the hatched word for what is unknown."""

from __future__ import annotations

from detente.deals import Quantiles
from detente.plots.axis import Scale
from detente.plots.ink import LABEL, OVER, Sheet, Type
from detente.plots.lettering import text_width
from detente.plots.names import PartyLabel

CHIP_HEIGHT = 18


def chip_width(label: PartyLabel) -> float:
    """Width of the chip of a party in pixels."""
    return max(28.0, text_width(label.code) + 10)


def chip(sheet: Sheet, x: float, y: float, label: PartyLabel) -> float:
    """Draw the chip of a party with its top left corner at (x, y), and say how wide it is."""
    width = chip_width(label)
    hue = f"party-{label.hue}"
    sheet.bar(x, y, (width, CHIP_HEIGHT), hue)
    sheet.text(x + width / 2, y + 13.5, label.code, Type(fill=f"{hue}-on", weight=700, anchor="middle"))
    return width


def party_row(sheet: Sheet, place: tuple[float, float], label: PartyLabel, width: float, most: int = 2) -> None:
    """Draw chip and name, the name over at most two lines, centred on the given height."""
    x, y = place
    taken = chip(sheet, x, y - CHIP_HEIGHT / 2, label)
    if not label.beside:
        return
    left = x + taken + 7
    rows = sheet.lines((left, y + 4.5), label.name, width - taken - 7, LABEL, 1) if most == 1 else 0
    if not rows:
        two = text_width(label.name) > width - taken - 7
        sheet.lines((left, y + (-3.5 if two else 4.5)), label.name, width - taken - 7, LABEL)


def spread(sheet: Sheet, y: float, quantiles: Quantiles, scale: Scale) -> None:
    """Draw a spread: thin bar nine of ten worlds, thick bar half of them, circle the median; blue right of zero."""
    _signed_bar(sheet, y, (quantiles.low, quantiles.high), 3, scale)
    _signed_bar(sheet, y, (quantiles.lower, quantiles.upper), 10, scale)
    sheet.disc(scale.at(quantiles.median), y, 4.5, "page", "ink")


def unknown_bar(sheet: Sheet, place: tuple[float, float], width: float, words: str = "unknown") -> None:
    """Draw a hatched bar across the whole range with the word on it: a missing bar would read as zero."""
    sheet.hatch(place[0], place[1] - 6, (width, 12))
    sheet.text(place[0] + width / 2, place[1] + 4.5, words, OVER.at("middle"))


def _signed_bar(sheet: Sheet, y: float, ends: tuple[float, float], height: float, scale: Scale) -> None:
    low, high = ends
    zero = min(max(0.0, low), high)
    for first, last, token in ((low, zero, "neg"), (zero, high, "pos")):
        if last > first:
            start = scale.at(first)
            sheet.bar(start, y - height / 2, (scale.at(last) - start, height), token)
