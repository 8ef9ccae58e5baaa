"""Figures of precedents and signals: no lettering outside the sheet or over another label."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from detente.plots import (
    NARROW,
    WIDE,
    LastingPoint,
    Lifetime,
    PricePath,
    draw_lasting,
    draw_lifetimes,
    draw_price_path,
)
from detente.plots.price_path import price_ticks
from unit.plots.test_figures import fits, frame

WIDTHS = [WIDE, NARROW]
LONG = "An agreement with a name that is much longer than any column of a drawing could ever hold in one line"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("years", [0.3, 7.0, 66.0])
def test_lifetimes_fit_with_long_names(width, years):
    rows = [
        Lifetime(LONG, 1.0, years, "ended", "collapsed"),
        Lifetime("Short", 0.5, years / 2, "lasting", "held in part"),
        Lifetime(LONG, 0.0, 0.01, "done", "ran its term"),
    ]
    fits(draw_lifetimes(rows, frame(width)))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("until", [2.0, 12.0, 60.0])
def test_the_curve_fits_and_shows_its_marks_where_it_is_known(width, until):
    points = [LastingPoint(0, 1, 1, 1), LastingPoint(0.5, 0.9, 0.7, 0.98), LastingPoint(1.5, 0.6, 0.3, 0.9)]
    svg = draw_lasting(points, until, frame(width))
    fits(svg)
    assert svg.count("<circle") == sum(years < until for years in (1, 5, 10))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("count", [23, 300, 5000])
@pytest.mark.parametrize("scale", [1e-4, 1.0, 1e6])
def test_price_paths_fit_over_weeks_and_decades(width, count, scale):
    days = [date(2011, 1, 17) + timedelta(days=k) for k in range(count)]
    values = [scale * (50 + 7 * (k % 13)) for k in range(count)]
    events = [(1, days[5]), (2, days[6]), (3, days[7]), (4, days[count - 1])]
    svg = draw_price_path([PricePath(LONG, days, values), PricePath("B, EUR", days, values)], events, frame(width))
    fits(svg)
    assert svg.count("stroke-dasharray") == 8


@pytest.mark.parametrize(("low", "high"), [(61.2, 67.4), (0.003, 0.0031), (5.0, 5.0), (1e6, 3e6), (-2.0, 40.0)])
def test_price_ticks_hold_all_prices_between_few_round_values(low, high):
    ticks = price_ticks(low, high)
    assert ticks[0] <= low
    assert ticks[-1] >= high
    assert 2 <= len(ticks) <= 7
