"""Figures: well-formed, no lettering outside the sheet or over another label, unknown drawn as unknown."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from detente.deals import Quantiles
from detente.plots import (
    NARROW,
    WIDE,
    Fate,
    Frame,
    MapPoint,
    PhaseMargin,
    SpreadGroup,
    SpreadRow,
    draw_acceptance,
    draw_calendar,
    draw_deal_map,
    draw_gains,
    draw_hundred_worlds,
    draw_influences,
    draw_margins,
    draw_spread_rows,
    names_of,
)
from detente.plots.lettering import text_width
from detente.plots.names import PartyLabel
from unit.report import fixtures

SVG = "{http://www.w3.org/2000/svg}"
SIZES = [2, 5, 25]
WIDTHS = [WIDE, NARROW]
CASE = fixtures.large_case()
NAMES = names_of(CASE)
PARTIES = [p.id for p in CASE.parties]
EVERY = np.arange(1000)


def frame(width: int) -> Frame:
    return Frame("test", "A title", "A description", width)


def labels(svg: str) -> list[tuple[float, float, float, float, str]]:
    """Box of every label: left, top, right, bottom, words."""
    boxes = []
    for text in ET.fromstring(svg).iter(f"{SVG}text"):
        size, words = float(text.get("font-size", "13")), text.text or ""
        width = text_width(words, size)
        shift = {"start": 0.0, "middle": width / 2, "end": width}[text.get("text-anchor", "start")]
        left, base = float(text.get("x", "0")) - shift, float(text.get("y", "0"))
        boxes.append((left, base - 0.72 * size, left + width, base + 0.2 * size, words))
    return boxes


def overlaps(svg: str) -> list[tuple[str, str]]:
    return [
        (a[4], b[4])
        for a, b in combinations(labels(svg), 2)
        if min(a[2], b[2]) - max(a[0], b[0]) > 1 and min(a[3], b[3]) - max(a[1], b[1]) > 1
    ]


def outside(svg: str) -> list[str]:
    _, _, width, height = map(float, str(ET.fromstring(svg).get("viewBox")).split())
    return [
        words for left, top, right, bottom, words in labels(svg) if left < -2 or right > width + 2 or bottom > height
    ]


def fits(svg: str) -> None:
    assert overlaps(svg) == []
    assert outside(svg) == []
    assert set(re.findall(r"var\(--[\w-]+(,?)", svg)) == {","}, "a colour without its value to fall back on"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("count", SIZES)
def test_acceptance_fits_with_long_names_and_many_parties(width: int, count: int) -> None:
    packages = fixtures.large_analysis().deals.packages[: min(count, 5)]
    fits(draw_acceptance(packages, PARTIES[:count], NAMES, frame(width)))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("count", SIZES)
def test_margins_fit_with_long_names_and_many_parties(width: int, count: int) -> None:
    phases = [f"phase-{k}" for k in range(5)]
    margins = [
        PhaseMargin(party, phase, "exit", Quantiles(-8.0 - k, -2.0, 1.0, 4.0, 900.0, "USD bn"), k % 2 == 0)
        for party in PARTIES[:count]
        for k, phase in enumerate(phases)
    ]
    fits(draw_margins(margins, phases, NAMES, frame(width)))


def test_phase_without_a_margin_is_hatched() -> None:
    margin = PhaseMargin(PARTIES[0], "one", "exit", Quantiles(-1.0, 0.0, 1.0, 2.0, 3.0, "USD bn"), False)
    assert "url(#test-hatch)" in draw_margins([margin], ["one", "two"], NAMES, frame(WIDE))
    assert "url(#test-hatch)" not in draw_margins([margin], ["one"], NAMES, frame(WIDE))


@pytest.mark.parametrize("width", WIDTHS)
def test_gains_fit_and_hatch_what_is_unknown(width: int) -> None:
    svg = draw_gains(fixtures.large_analysis().deals.packages, NAMES, "USD bn a year over no deal", frame(width))
    fits(svg)
    assert svg.count(">unknown</text>") >= 20
    known = draw_gains(
        fixtures.small_analysis().deals.packages, names_of(fixtures.small_case()), "USD bn a year", frame(width)
    )
    fits(known)
    assert ">unknown</text>" not in known


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("low", "high"), [(-0.02, 9.0), (-9.0, 0.02), (1.0, 9.0), (-9.0, -1.0)])
def test_sides_of_zero_are_named_within_the_sheet_and_only_where_the_axis_has_them(
    width: int, low: float, high: float
) -> None:
    package = fixtures.small_analysis().deals.packages[0]
    spread = Quantiles(low, low, (low + high) / 2, high, high, "USD bn")
    party = replace(package.parties[0], required=True, money=spread)
    svg = draw_gains([replace(package, parties=(party,))], NAMES, "USD bn a year", frame(width))
    fits(svg)
    assert (">loses<" in svg) == (low < 0)
    assert (">gains<" in svg) == (high > 0)


@pytest.mark.parametrize("width", WIDTHS)
def test_party_that_nobody_heard_is_hatched_and_carries_no_number(width: int) -> None:
    package = fixtures.small_analysis().deals.packages[0]
    names = names_of(fixtures.small_case())
    heard = draw_acceptance([package], ["northland", "southland"], names, frame(width))
    unheard = draw_acceptance([package], ["northland", "southland"], names, frame(width), {"southland"})
    fits(unheard)
    assert unheard.count(">not heard</text>") == 1
    assert ">not heard</text>" not in heard
    count = re.compile(r">[<>&;gtl]*\d+[^<]*</text>")
    assert len(count.findall(unheard)) == len(count.findall(heard)) - 1


def test_counts_of_the_widest_form_do_not_touch_the_next_package() -> None:
    packages = [
        replace(p, joint_surely=EVERY < 996, joint_as_is=EVERY < 997, joint_possibly=EVERY < 999, parties=())
        for p in fixtures.large_analysis().deals.packages[:5]
    ]
    fits(draw_acceptance(packages, [], NAMES, frame(WIDE)))


@pytest.mark.parametrize("width", WIDTHS)
def test_package_that_crosses_a_red_line_is_hollow_with_a_cross_beside_the_others(width: int) -> None:
    frontier = fixtures.small_analysis().deals.frontiers[0]
    points = [MapPoint("Open", 0.2, 0.2), MapPoint("Barred", 0.2, 0.2, "Northland"), MapPoint("Other", 0.6, 0.1)]
    svg = draw_deal_map(frontier, points, names_of(fixtures.small_case()), frame(width))
    fits(svg)
    discs = re.findall(r'<rect [^>]*rx="10" fill="var\(--(\w+)', svg)
    assert sorted(discs) == ["ink", "ink", "page"]
    assert "Barred, crosses a red line of Northland" in svg
    plain = draw_deal_map(frontier, [replace(p, crosses="") for p in points], NAMES, frame(width))
    assert "crosses a red line" not in plain
    assert 'fill="var(--page' not in "".join(re.findall(r'<rect [^>]*rx="10"[^>]*>', plain))


@pytest.mark.parametrize("width", WIDTHS)
def test_calendar_fits_draws_at_most_so_many_steps_and_marks_gates_by_number(width: int) -> None:
    for analysis in (fixtures.small_analysis(), fixtures.large_analysis()):
        names, plan = names_of(analysis.case), analysis.roadmap.packages[0].plan
        assert plan is not None
        fits(draw_calendar(plan, names, frame(width)))
        assert all(
            f">{g.measure}<" not in draw_calendar(plan, names, frame(width)) for s in plan.steps for g in s.gates
        )
        assert len(draw_calendar(plan, names, frame(width), 1)) < len(draw_calendar(plan, names, frame(width)))


@pytest.mark.parametrize("width", WIDTHS)
def test_influences_fit(width: int) -> None:
    fits(draw_influences(fixtures.small_analysis().influences[:10], frame(width)))


def test_hundred_worlds_draw_one_mark_per_world() -> None:
    fates = [Fate(14, "signed and holds", "holds"), Fate(9, "signed, breaking pays someone", "breaks")]
    svg = draw_hundred_worlds([*fates, Fate(77, "not signed by all it requires", "apart")], frame(372))
    assert svg.count("<circle") == 100
    fits(svg)


def test_words_of_the_case_are_escaped_in_title_description_and_labels() -> None:
    nasty = Frame("k", "<b>&", '"<i>"', 372)
    svg = draw_hundred_worlds([Fate(100, "<script>x</script>", "unknown")], nasty)
    ET.fromstring(svg)
    assert "<script" not in svg
    assert "<b>" not in svg
    assert "<i>" not in svg


def test_same_records_give_the_same_drawing() -> None:
    influences = fixtures.small_analysis().influences
    assert draw_influences(influences, frame(WIDE)) == draw_influences(influences, frame(WIDE))


@pytest.mark.parametrize("width", WIDTHS)
def test_party_whose_id_is_its_name_is_written_once(width: int) -> None:
    labels_by_id = {"norland": PartyLabel("norland", "Norland", "Norland", "a")}
    names = replace(NAMES, parties=labels_by_id)
    margin = PhaseMargin("norland", "one", "exit", Quantiles(-1.0, 0.0, 1.0, 2.0, 3.0, "USD bn"), False)
    assert draw_margins([margin], ["one"], names, frame(width)).count(">Norland<") == 1
    package = fixtures.small_analysis().deals.packages[0]
    party = replace(package.parties[0], party="norland", required=True, money=margin.spread)
    svg = draw_gains([replace(package, parties=(party,))], names, "USD bn", frame(width))
    assert svg.count(">Norland<") == 1


LONG_NAME = "Austria, Czechia, Hungary, Slovakia, Slovenia, Bulgaria, Romania"


def one_value(value: float) -> Quantiles:
    return Quantiles(value, value, value, value, value, "percent")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("height", [34, 38])
@pytest.mark.parametrize("size", [0.002, 1.0, 40_000.0])
def test_spread_rows_fit_with_long_names_and_amounts_of_any_size(width: int, height: int, size: float) -> None:
    spread = Quantiles(-12.0 * size, -3.4 * size, 1.1 * size, 8.9 * size, 11.0 * size, "USD bn")
    rows = tuple(SpreadRow(LONG_NAME, found) for found in (spread, None, one_value(-size), one_value(0.0)))
    groups = [SpreadGroup(f"{LONG_NAME}: {LONG_NAME}", rows), SpreadGroup("", rows[:1])]
    svg = draw_spread_rows(groups, "bn USD a year", frame(width), ("less", "more"), height)
    fits(svg)
    assert svg.count(">unknown</text>") == 2
    assert ">less<" in svg
    assert ">gains<" not in svg


def test_a_single_value_is_a_bar_from_zero_on_its_side() -> None:
    def bars(value: float) -> list[tuple[float, float, str]]:
        svg = draw_spread_rows([SpreadGroup("", (SpreadRow("x", one_value(value)),))], "percent", frame(WIDE))
        found = ET.fromstring(svg).iter(f"{SVG}rect")
        return [(float(r.get("x", "0")), float(r.get("width", "0")), str(r.get("fill"))) for r in found]

    (gain,), (loss,) = bars(5.0), bars(-5.0)
    assert "--pos" in gain[2]
    assert "--neg" in loss[2]
    assert gain[1] == pytest.approx(loss[1])
    assert bars(0.0) == []


def test_rows_on_one_axis_keep_their_proportions() -> None:
    rows = tuple(SpreadRow("x", one_value(value)) for value in (4.0, 1.0, -2.0))
    svg = draw_spread_rows([SpreadGroup("", rows)], "percent", frame(WIDE))
    widths = [float(r.get("width", "0")) for r in ET.fromstring(svg).iter(f"{SVG}rect")]
    assert widths[0] == pytest.approx(4 * widths[1], rel=1e-3)
    assert widths[2] == pytest.approx(2 * widths[1], rel=1e-3)
