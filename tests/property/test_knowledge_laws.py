"""Precedents and signals agree with their slow twins, and obey the laws of what they estimate."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student_t

from detente.case import DealPrice, Estimate, Origin
from detente.precedents import gower, hazard_ratio, survival_curve
from detente.signals import (
    abnormal_returns,
    adjusted_bmp_t,
    bmp_t,
    corrado_rank_z,
    cross_sectional_t,
    cusum_test,
    fit_normal_returns,
    forecast_factor,
    odds_implied,
    patell_z,
    placebo_test,
    rank_p,
    sup_f_p,
    sup_f_test,
    window_factor,
)
from property.slow_knowledge import (
    slow_alarms,
    slow_corrado,
    slow_curve,
    slow_hazard,
    slow_likeness,
    slow_market_model,
    slow_sup_f,
)

SEEDS = st.integers(0, 10_000)


def generator(seed: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(seed))


def days(count: int) -> list[date]:
    return [date(2031, 1, 1) + timedelta(days=k) for k in range(count)]


lifetimes = st.lists(st.tuples(st.integers(1, 12), st.booleans()), min_size=3, max_size=25)


@given(lifetimes)
def test_the_curve_is_that_of_the_slow_twin(rows):
    years, ended = np.array([float(y) for y, _ in rows]), np.array([e for _, e in rows])
    found = survival_curve(years, ended)
    slow = slow_curve(years.tolist(), ended.tolist())
    assert [p.years for p in found[1:]] == [row[0] for row in slow]
    for point, (_, share, low, high) in zip(found[1:], slow, strict=True):
        assert point.in_force == pytest.approx(share, abs=1e-12)
        if low is not None:
            assert (point.low, point.high) == pytest.approx((low, high), abs=1e-9)
        assert 0 <= point.low <= point.in_force <= point.high <= 1


@given(SEEDS)
def test_the_ratio_of_rates_is_that_of_the_slow_twin_and_turns_over_with_the_label(seed):
    draw = generator(seed)
    has = np.repeat([0.0, 1.0], 20)
    years = np.ceil(draw.exponential(np.where(has == 1, 4.0, 8.0)) * 2) / 2
    ended = draw.uniform(size=40) < 0.7
    found = hazard_ratio(years, ended, has)
    assert found is not None
    assert np.log(found[0]) == pytest.approx(slow_hazard(years.tolist(), ended.tolist(), has.tolist()), abs=1e-4)
    turned = hazard_ratio(years, ended, 1 - has)
    assert turned is not None
    assert turned[0] == pytest.approx(1 / found[0], rel=1e-4)


known_or_not = st.lists(st.one_of(st.none(), st.floats(0, 1)), min_size=4, max_size=4)


@given(known_or_not, known_or_not, st.lists(st.floats(0.1, 5), min_size=4, max_size=4))
def test_likeness_is_that_of_the_slow_twin_and_symmetric(own, theirs, weights):
    a, b = (np.array([np.nan if v is None else v for v in row]) for row in (own, theirs))
    known, agree = (np.isfinite(a) & np.isfinite(b))[None], (1 - np.abs(a - b))[None]
    found, slow = gower(agree, known, np.array(weights))[0], slow_likeness(own, theirs, weights)
    assert np.isnan(found) if slow is None else found == pytest.approx(slow)
    assert np.isnan(found) or 0 <= found <= 1 + 1e-12
    assert slow == slow_likeness(theirs, own, weights)


@given(SEEDS)
def test_the_market_model_is_that_of_the_slow_twin(seed):
    draw = generator(seed)
    market, returns = draw.standard_normal(40), draw.standard_normal((40, 3))
    fit = fit_normal_returns(returns, market)
    for k in range(3):
        level, slope, residuals, variance, mean, spread = slow_market_model(returns[:, k].tolist(), market.tolist())
        np.testing.assert_allclose(fit.coefficients[:, k], [level, slope], atol=1e-10)
        np.testing.assert_allclose(fit.residuals[:, k], residuals, atol=1e-10)
        assert fit.variance[k] == pytest.approx(variance)
    ahead = draw.standard_normal(3)
    one = 3 + 9 / 40 + (ahead - mean).sum() ** 2 / spread
    assert window_factor(fit, ahead, np.ones(3)) == pytest.approx(one)


@given(SEEDS)
def test_adding_the_market_to_a_series_changes_no_abnormal_return(seed):
    draw = generator(seed)
    market, returns = draw.standard_normal(45), draw.standard_normal((45, 2))
    moved = returns + 0.7 * market[:, None] + 0.3
    plain, shifted = (fit_normal_returns(r[:40], market[:40]) for r in (returns, moved))
    before = abnormal_returns(plain, returns[40:], market[40:])
    np.testing.assert_allclose(before, abnormal_returns(shifted, moved[40:], market[40:]), atol=1e-10)


@given(SEEDS)
def test_ranks_are_those_of_the_slow_twin_and_blind_to_stretching(seed):
    draw = generator(seed)
    residuals, abnormal = draw.standard_normal((30, 4)).round(1), draw.standard_normal((2, 4)).round(1)
    found = corrado_rank_z(residuals, abnormal)
    np.testing.assert_allclose(found, slow_corrado(residuals.tolist(), abnormal.tolist()), atol=1e-10)
    np.testing.assert_allclose(found, corrado_rank_z(np.exp(residuals), np.exp(abnormal)), atol=1e-10)


@given(SEEDS)
def test_correlation_takes_from_the_test_and_none_leaves_it(seed):
    standardised = generator(seed).standard_normal((3, 5))
    np.testing.assert_allclose(adjusted_bmp_t(standardised, 0.0), bmp_t(standardised))
    assert (np.abs(adjusted_bmp_t(standardised, 0.4)) < np.abs(bmp_t(standardised))).all()
    np.testing.assert_allclose(patell_z(-standardised, 100), -patell_z(standardised, 100))


@given(SEEDS)
def test_false_alarms_are_those_of_the_slow_twin(seed):
    draw = generator(seed)
    market, returns = draw.standard_normal(90), draw.standard_t(4, 90)
    by_t, by_rank = placebo_test(returns, market, 40)
    slow = slow_alarms(returns.tolist(), market.tolist(), 40, float(student_t.ppf(0.975, 38)))
    assert (by_t.alarms, by_rank.alarms) == (sum(slow[0]), sum(slow[1]))
    assert by_t.days == by_rank.days == 50


KINDS = {
    "normal": lambda draw, size: draw.standard_normal(size),
    "fat tails": lambda draw, size: draw.standard_t(3, size),
    "skewed": lambda draw, size: draw.exponential(1, size),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("with_market", [False, True])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_ranks_raise_false_alarms_at_five_percent_on_two_thousand_days(kind, with_market, seed):
    draw = generator(seed)
    market = draw.standard_normal(2120)
    returns = KINDS[kind](draw, 2120) + (0.8 * market if with_market else 0)
    by_t, by_rank = placebo_test(returns, market if with_market else None, 120)
    assert by_rank.days == 2000
    assert by_rank.share == pytest.approx(0.05, abs=0.01)
    if kind == "normal":
        assert by_t.share == pytest.approx(0.05, abs=0.01)


@pytest.mark.parametrize("seed", [11, 12])
def test_tests_over_series_raise_false_alarms_at_five_percent_on_two_thousand_events(seed):
    draw, alarms = generator(seed), []
    for _ in range(2000):
        market, returns = draw.standard_normal(121), draw.standard_normal((121, 10))
        fit = fit_normal_returns(returns[:120], market[:120])
        abnormal = abnormal_returns(fit, returns[120:], market[120:])
        standard = abnormal / np.sqrt(fit.variance * forecast_factor(fit, market[120:], 1)[:, None])
        by_normal = (patell_z(standard, fit.degrees)[0], corrado_rank_z(fit.residuals, abnormal)[0])
        by_t = (bmp_t(standard)[0], cross_sectional_t(abnormal)[0])
        limits = (1.959964, 1.959964, 2.262157, 2.262157)
        alarms.append([abs(v) > limit for v, limit in zip((*by_normal, *by_t), limits, strict=True)])
    np.testing.assert_allclose(np.mean(alarms, axis=0), 0.05, atol=0.01)


@given(SEEDS, st.integers(1, 3))
def test_a_rank_never_lies_below_one_in_the_windows_and_grows_with_no_larger_move(seed, length):
    draw = generator(seed)
    residuals = draw.standard_normal(120)
    small, large = rank_p(residuals, 0.5, length), rank_p(residuals, 2.0, length)
    assert small is not None
    assert large is not None
    assert 1 / (120 // length + 1) <= large <= small <= 1


@given(SEEDS)
def test_a_break_is_that_of_the_slow_twin(seed):
    returns = generator(seed).standard_normal(50)
    found, (statistic, size) = sup_f_test(returns, days(50)), slow_sup_f(returns.tolist())
    assert found.statistic == pytest.approx(statistic)
    assert found.on == days(50)[size]


def test_breaks_alarm_about_as_often_as_they_say():
    draws = generator(5).standard_normal((600, 200))
    alarms = [(sup_f_test(r, days(200)).p < 0.05, cusum_test(r, days(200)).p < 0.05) for r in draws]
    by_f, by_sum = np.mean(alarms, axis=0)
    assert 0.02 <= by_f <= 0.07
    assert 0.02 <= by_sum <= 0.06


@pytest.mark.parametrize(("statistic", "p"), [(7.17, 0.10), (8.85, 0.05), (12.35, 0.01)])
def test_critical_values_of_the_largest_f_are_those_printed(statistic, p):
    # Andrews (1993), table I, one parameter, 15 percent trimmed.
    assert sup_f_p(statistic) == pytest.approx(p, rel=0.06)


def deal(series: str, with_deal: float, without: float, half: float) -> DealPrice:
    ends = [Estimate("", v, "USD", Origin.ASSUMED, v - half, v + half, why="made up") for v in (with_deal, without)]
    return DealPrice(series, ends[0], ends[1], "USD")


@given(st.floats(0.02, 0.98), st.lists(st.floats(20, 60), min_size=1, max_size=4))
def test_prices_that_mix_exactly_give_back_their_odds(odds, gaps):
    deals = [deal(f"s{k}", 100.0, 100.0 + gap, 1.0) for k, gap in enumerate(gaps)]
    prices = {
        d.series: (date(2031, 1, 1), odds * 100 + (1 - odds) * (100 + g)) for d, g in zip(deals, gaps, strict=True)
    }
    found = odds_implied(prices, deals)
    assert found.odds == pytest.approx(odds, abs=1e-5)
    assert found.low is not None
    assert found.high is not None
    assert found.low <= odds + 1e-3 <= found.high + 2e-3
    assert found.misfit == pytest.approx(0, abs=1e-8)


@given(st.floats(0, 1))
def test_no_odds_beat_a_search_over_all_of_them(odds):
    deals = [deal("a", 50, 70, 2), deal("b", 10, 5, 1)]
    prices = {"a": (date(2031, 1, 1), 70 - 20 * odds), "b": (date(2031, 1, 1), 6.0)}
    found = odds_implied(prices, deals)

    def misfit(p: float) -> float:
        one = (70 - 20 * odds - 50 * p - 70 * (1 - p)) ** 2 / ((p**2 + (1 - p) ** 2) * 4 / 6)
        return one + (6.0 - 10 * p - 5 * (1 - p)) ** 2 / ((p**2 + (1 - p) ** 2) / 6)

    assert found.misfit <= min(misfit(k / 1000) for k in range(1001)) + 1e-12
    assert found.misfit == pytest.approx(misfit(found.odds))
