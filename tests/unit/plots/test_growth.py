from __future__ import annotations

import re
from itertools import pairwise

import pytest

from detente.plots import WIDE, Frame, GrowthCurve, draw_growth

FRAME = Frame("g", "Growth", "Both axes in powers of ten", WIDE)


def paths(svg: str) -> list[list[tuple[float, float]]]:
    """The solid lines, in the order they were drawn."""
    drawn = re.findall(r'<path[^>]* d="(M[^"]*L[^"]*)"[^>]*>', svg)
    points = [[tuple(map(float, p.split())) for p in line[1:].split("L")] for line in drawn]
    return points[1:]


def test_what_grows_in_proportion_runs_beside_the_dashed_line():
    svg = draw_growth(
        [GrowthCurve("even", [10, 100], [2, 20]), GrowthCurve("flat", [10, 100], [5, 5])], "s", "n", FRAME
    )
    even, flat = paths(svg)
    assert flat[0][1] == flat[1][1]
    assert even[0][1] > even[1][1]
    assert "even" in svg
    assert "flat" in svg


def test_names_of_lines_that_end_together_do_not_touch():
    curves = [GrowthCurve(f"work {k}", [10, 100], [1, 50.0]) for k in range(6)]
    svg = draw_growth(curves, "s", "n", FRAME)
    found = re.findall(r'y="([0-9.]+)"[^>]*>(?:<tspan[^>]*>)?work', svg)
    places = sorted(map(float, found))
    assert len(places) == 6
    assert min(b - a for a, b in pairwise(places)) >= 14


@pytest.mark.parametrize("values", [[0.001, 0.001], [1, 1e6]])
def test_any_range_of_values_finds_a_scale(values):
    assert draw_growth([GrowthCurve("x", [1, 2], values)], "s", "n", FRAME).startswith("<svg")
