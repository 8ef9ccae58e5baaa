"""Energy figures: well-formed, nothing outside the sheet, labels apart, bands as wide as flows."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise

import numpy as np
import pytest

from detente.deals import Quantiles
from detente.plots import (
    NARROW,
    WIDE,
    FlowLink,
    FlowNode,
    Frame,
    PeriodSeries,
    SurplusRow,
    draw_flows,
    draw_prices,
    draw_storage,
    draw_surplus,
)
from detente.plots.flow_layout import Room, place_flows, thickness
from unit.plots.test_figures import labels

WIDTHS = [WIDE, NARROW]
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NODES = (
    FlowNode("Northland with a rather long name", 0, 500.0, 700.0),
    FlowNode("Westland", 0, 200.0, 100.0),
    FlowNode("Transit", 1, 100.0, 300.0),
    FlowNode("Southland", 2, 600.0, 700.0),
    FlowNode("Eastland", 2, 50.0, 60.0),
)
LINKS = (
    FlowLink(0, 3, 400.0, 400.0, "Old line"),
    FlowLink(0, 3, 0.0, 0.0, "Closed line", closed_before=True, closed_after=True),
    FlowLink(0, 2, 100.0, 300.0),
    FlowLink(2, 3, 100.0, 250.0),
    FlowLink(2, 4, 0.0, 50.0),
    FlowLink(1, 3, 200.0, 100.0, "Shrinking line"),
    FlowLink(3, 4, 50.0, 10.0),
)


def frame(width: int) -> Frame:
    return Frame("test", "A title", "A description", width)


def apart(svg: str) -> None:
    boxes = labels(svg)
    assert boxes
    for one, other in combinations(boxes, 2):
        across = min(one[2], other[2]) - max(one[0], other[0])
        down = min(one[3], other[3]) - max(one[1], other[1])
        assert across <= 1 or down <= 1, f"{one[4]!r} runs into {other[4]!r}"


def within(svg: str, width: int) -> None:
    height = float(ET.fromstring(svg).get("viewBox").split()[3])
    for left, top, right, bottom, words in labels(svg):
        assert left >= -1, words
        assert right <= width + 1, words
        assert top >= -1, words
        assert bottom <= height + 1, words


def series(label: str, shift: float = 0.0, **more) -> PeriodSeries:
    values = [30 + 10 * math.cos(k / 2) + shift for k in range(12)]
    return PeriodSeries(label, values, [value - 12 for value in values], **more)


@pytest.mark.parametrize("width", WIDTHS)
def test_flows_stay_on_the_sheet_and_labels_apart(width):
    svg = draw_flows(NODES, LINKS, "TWh a year", frame(width))
    within(svg, width)
    apart(svg)
    assert "Closed line" in svg
    assert "closed" in svg
    assert 'stroke-dasharray="4 3"' in svg


@pytest.mark.parametrize("width", WIDTHS)
def test_many_places_and_one_place_can_be_drawn(width):
    many = tuple(FlowNode(f"Place number {k}", k % 3, 10.0 + k, 12.0) for k in range(24))
    links = tuple(FlowLink(k, k + 3 - (k % 3) + 2, 5.0, float(k % 7)) for k in range(0, 18))
    for svg in (draw_flows(many, links, "TWh", frame(width)), draw_flows(NODES[:1], (), "TWh", frame(width))):
        within(svg, width)


def test_a_circle_of_flows_is_drawn():
    nodes = (FlowNode("A", 2, 5.0, 5.0), FlowNode("B", 2, 5.0, 5.0))
    svg = draw_flows(nodes, (FlowLink(0, 1, 5.0, 5.0), FlowLink(1, 0, 5.0, 3.0)), "TWh", frame(WIDE))
    assert svg.count("<path") >= 4


def test_bands_take_the_larger_of_before_and_after_and_never_overlap_at_a_place():
    room = Room(0.1, 6.0, (3.0, 3.0, 3.0), (0.0, 0.0, 0.0))
    placed = place_flows(NODES, LINKS, room)
    for node in range(len(NODES)):
        for side in (0, 1):
            ends = [(k.start, k.end)[side] for k in LINKS]
            spans = sorted(
                (placed.touches[k][side], placed.touches[k][side] + thickness(LINKS[k], 0.1))
                for k, at in enumerate(ends)
                if at == node and NODES[LINKS[k].start].column < NODES[LINKS[k].end].column
            )
            for (_, low), (high, _) in pairwise(spans):
                assert low <= high + 1e-9
            box = placed.nodes[node]
            assert all(top >= box.top - 1e-9 and end <= box.top + box.height + 1e-9 for top, end in spans)
    boxes = [(b.column, b.top, b.top + b.height) for b in (*placed.nodes, *placed.passages.values())]
    for one, other in combinations(boxes, 2):
        assert one[0] != other[0] or one[2] <= other[1] + 1e-9 or other[2] <= one[1] + 1e-9


@pytest.mark.parametrize("width", WIDTHS)
def test_prices_by_month_have_bands_gaps_and_labels_apart(width):
    low, high = [20.0] * 12, [45.0] * 12
    holes = series("With a hole")
    holes = PeriodSeries("With a hole", [math.nan, *holes.before[1:]], [*holes.after[:5], math.nan, *holes.after[6:]])
    drawn = [series("The buyers", before_band=(low, high), after_band=(low, high)), holes, series("A third", 3.0)]
    svg = draw_prices(drawn, MONTHS, "EUR/MWh", frame(width))
    within(svg, width)
    apart(svg)
    assert "nan" not in svg
    assert "nine of ten worlds" in svg
    assert svg.count("fill-opacity") == 3


def test_a_year_as_it_stands_has_one_line_and_no_key():
    svg = draw_prices([series("Place", same=True)], MONTHS, "EUR/MWh", frame(WIDE))
    assert "before" not in [label[4] for label in labels(svg)]
    assert 'stroke-dasharray="5 3"' not in svg


@pytest.mark.parametrize("width", WIDTHS)
def test_a_year_of_one_period_is_drawn_as_rows(width):
    rows = [
        PeriodSeries("Somewhere", [80.0], [75.0], ([70.0], [90.0]), ([60.0], [85.0])),
        PeriodSeries("Nowhere", [math.nan], [math.nan]),
    ]
    svg = draw_prices(rows, ("Year",), "USD/bbl", frame(width))
    within(svg, width)
    apart(svg)
    assert "none to none" in svg
    assert "nan" not in svg


@pytest.mark.parametrize("width", WIDTHS)
def test_storage_shows_the_room_there_is(width):
    svg = draw_storage([series("All", limit=[60.0] * 12)], MONTHS, "TWh", frame(width))
    within(svg, width)
    assert 'stroke-dasharray="1 3"' in svg
    assert "room" in svg


@pytest.mark.parametrize("width", WIDTHS)
def test_winners_stand_above_losers_each_by_size(width):
    sizes = {"A": 3.0, "B": -7.0, "C": 9.0, "D": -1.0}
    spreads = [SurplusRow(name, Quantiles(v - 1, v - 0.5, v, v + 0.5, v + 1, "bn EUR")) for name, v in sizes.items()]
    svg = draw_surplus(spreads, "bn EUR a year", frame(width))
    within(svg, width)
    words = [label[4] for label in labels(svg) if label[4] in sizes]
    assert words == ["C", "A", "B", "D"]


def test_the_order_of_the_places_decides_nothing_about_their_sizes():
    room = Room(0.1, 6.0, (3.0, 3.0, 3.0), (0.0, 0.0, 0.0))
    turned = (4, 3, 2, 1, 0)
    back = {old: new for new, old in enumerate(turned)}
    nodes = tuple(NODES[k] for k in turned)
    links = tuple(FlowLink(back[k.start], back[k.end], k.before, k.after, k.label) for k in LINKS)
    one, other = place_flows(NODES, LINKS, room), place_flows(nodes, links, room)
    assert [b.height for b in one.nodes] == pytest.approx([other.nodes[back[k]].height for k in range(5)])
    assert np.isclose(one.height, other.height)
