"""Odds in prices: what a price allows, what several allow together, and when they contradict each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from detente.case import CaseError
from detente.signals import EventEffect, odds_implied, reactions_to
from property.test_knowledge_laws import deal

TODAY = date(2031, 1, 1)


def test_one_price_allows_an_interval():
    found = odds_implied({"oil": (TODAY, 65.0)}, [deal("oil", 50, 70, 2)])
    corners = [(65 - b) / (a - b) for a in (48, 52) for b in (68, 72)]
    assert (found.assets[0].low, found.assets[0].high) == pytest.approx((min(corners), max(corners)))
    assert found.misfit_p is None
    assert found.degrees == 0


def test_prices_that_contradict_each_other_leave_no_odds():
    deals = [deal("oil", 50, 70, 0.5), deal("gas", 20, 40, 0.5)]
    found = odds_implied({"oil": (TODAY, 51.0), "gas": (TODAY, 39.0)}, deals)
    assert (found.low, found.high) == (None, None)
    assert found.misfit_p is not None
    assert found.misfit_p < 1e-6


def test_prices_that_agree_narrow_the_odds():
    one = odds_implied({"oil": (TODAY, 60.0)}, [deal("oil", 50, 70, 3)])
    two = odds_implied({"oil": (TODAY, 60.0), "gas": (TODAY, 30.0)}, [deal("oil", 50, 70, 3), deal("gas", 20, 40, 3)])
    assert one.odds == two.odds == pytest.approx(0.5)
    assert two.misfit_p == pytest.approx(1)


@pytest.mark.parametrize(
    ("price", "ends", "reason"),
    [
        (80.0, (50, 70, 2), "the price lies outside"),
        (60.0, (58, 60, 3), "the ranges with and without a deal overlap"),
        (None, (50, 70, 2), "no price is known"),
    ],
)
def test_a_price_that_tells_nothing_says_why(price, ends, reason):
    seen = {} if price is None else {"oil": (TODAY, price)}
    found = odds_implied(seen, [deal("oil", *ends)])
    assert found.assets[0].odds is None
    assert found.assets[0].reason.startswith(reason)


def test_a_price_outside_counts_in_the_misfit():
    found = odds_implied({"oil": (TODAY, 90.0)}, [deal("oil", 50, 70, 2)])
    assert found.odds == pytest.approx(0, abs=1e-6)
    assert (found.low, found.high) == (None, None)


def test_model_prices_without_a_range_are_refused():
    exact = deal("oil", 50, 70, 2)
    exact = replace(exact, with_deal=replace(exact.with_deal, low=None, high=None))
    with pytest.raises(CaseError, match="no range"):
        odds_implied({"oil": (TODAY, 60.0)}, [exact])


def test_a_move_is_read_as_a_change_in_odds():
    effect = EventEffect("e", "oil", TODAY, TODAY, -0.05, -0.08, -0.02, -3, 0.01, 0.01, 120, 0, 0, (), False)
    found = reactions_to([effect], {("e", "oil"): 100.0}, [deal("oil", 80, 100, 1)])[0]
    assert found.observed == pytest.approx(100 * (2.718281828**-0.05 - 1))
    assert found.implied_by_deal == -20
    assert found.implied_change == pytest.approx(0.2439, abs=1e-3)
    assert found.low < found.implied_change < found.high
    assert reactions_to([replace(effect, move=None)], {("e", "oil"): 100.0}, [deal("oil", 80, 100, 1)]) == ()
