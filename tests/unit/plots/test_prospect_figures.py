"""Figures of prospects: well-formed, lettering within the sheet, unknown drawn as unknown."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest

from detente.deals import Quantiles
from detente.plots import NARROW, WIDE, Frame, MonthStrip, WorthBar, draw_months, draw_peace
from detente.plots.lettering import text_width
from detente.plots.names import PartyLabel

SVG = "{http://www.w3.org/2000/svg}"
KEY = ("trade", "energy", "forces and cost of conflict", "politics, at the stake stated")
WIDTHS = [WIDE, NARROW]


def label(name: str, hue: str = "a") -> PartyLabel:
    return PartyLabel(name, f"Party of {name}", name, hue)


def whole(low: float, median: float, high: float) -> Quantiles:
    return Quantiles(low, (low + median) / 2, median, (median + high) / 2, high, "USD bn per year")


BARS = (
    WorthBar(label("NOR"), ((1, 40.0), (2, -12.0), (3, 3.0), (4, 25.0)), whole(-20, 55, 120), True),
    WorthBar(label("SOUTHLAND", "b"), ((1, -0.2), (3, -30.0)), whole(-60, -31, -5), False),
    WorthBar(label("W", "other"), (), None, False),
)


def frame(width: int) -> Frame:
    return Frame("test", "A title", "A description", width)


def outside(svg: str) -> list[str]:
    root = ET.fromstring(svg)
    sheet = float(root.get("viewBox").split()[2]) + 1
    found = []
    for text in root.iter(f"{SVG}text"):
        width = text_width(text.text or "")
        shift = {"start": 0.0, "middle": width / 2, "end": width}[text.get("text-anchor", "start")]
        left = float(text.get("x")) - shift
        if left < -1 or left + width > sheet + 12:
            found.append(text.text)
    return found


@pytest.mark.parametrize("width", WIDTHS)
def test_lettering_of_peace_stays_on_the_sheet(width):
    assert outside(draw_peace(BARS, KEY, "USD bn a year", frame(width))) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_parts_of_peace_lie_end_to_end_on_their_side_of_zero(width):
    svg = draw_peace(BARS[:1], KEY, "USD bn a year", frame(width))
    boxes = [r for r in ET.fromstring(svg).iter(f"{SVG}rect") if "-mid" in r.get("fill") or "-tint" in r.get("fill")]
    gains = sorted((float(r.get("x")), float(r.get("width"))) for r in boxes if "pos" in r.get("fill"))
    assert len(gains) == 3
    for (x, wide), (following, _) in pairwise(gains):
        assert following == pytest.approx(x + wide + 1, abs=0.1)
    # 40, 25 and 3 to the right, 12 to the left: widths in proportion, but for the gap of one pixel.
    widths = [wide + 1 for _, wide in gains]
    (loss,) = [float(r.get("width")) + 1 for r in boxes if "neg" in r.get("fill")]
    assert widths[0] / widths[2] == pytest.approx(40 / 3, rel=0.05)
    assert loss / widths[0] == pytest.approx(12 / 40, rel=0.05)


def test_only_parts_that_somebody_has_are_in_the_key():
    svg = draw_peace(BARS[1:2], KEY, "USD bn a year", frame(WIDE))
    assert "trade" in svg
    assert "energy" not in svg
    assert "money alone" in svg


HEADS = ("signed and holds", "signed, breaking pays someone", "not signed")
STRIPS = (
    MonthStrip("1 month, Signature", 0.6, 0.1, 0.3),
    MonthStrip("36 months, a phase with a very long name that goes on and on for ever", 0.004, 0.696, 0.3),
    MonthStrip("6 months, Opening", None, None, 0.3),
)


@pytest.mark.parametrize("width", WIDTHS)
def test_lettering_of_months_stays_on_the_sheet(width):
    assert outside(draw_months(STRIPS, HEADS, frame(width))) == []


def test_months_write_counts_and_hatch_what_is_unknown():
    svg = draw_months(STRIPS, HEADS, frame(WIDE))
    words = re.findall(r">([^<>]+)</text>", svg)
    assert {"60", "10", "30", "70", "unknown whether it holds"} <= set(words)
    assert svg.count("url(#test-hatch)") == 1
    assert "url(#" not in draw_months(STRIPS[:2], HEADS, frame(WIDE))
