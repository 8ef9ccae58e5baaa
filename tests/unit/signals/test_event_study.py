"""Event studies with awkward data: gaps, overlaps, weekends, short series, and moves that are known."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from detente.case import CaseError, Event, Price, SignalSettings
from detente.signals import (
    abnormal_returns,
    across_series,
    bmp_t,
    corrado_rank_z,
    cross_sectional_t,
    effect_on,
    fit_normal_returns,
    forecast_factor,
    looked_at,
    panel_of,
    patell_z,
    placebo_test,
    portfolio_t,
    pose_study,
    study_signals,
)
from unit.precedents.test_checks import CASE

FIRST = date(2025, 1, 1)


def weekdays(count: int) -> list[date]:
    days = (FIRST + timedelta(days=k) for k in range(3 * count))
    return [d for d in days if d.weekday() < 5][:count]


def walk(seed: int, count: int, jump_at: int | None = None, jump: float = 0.0) -> np.ndarray:
    returns = 0.01 * np.random.Generator(np.random.Philox(seed)).standard_normal(count)
    if jump_at is not None:
        returns[jump_at] += jump
    return 100 * np.exp(np.cumsum(returns))


def prices_of(name: str, days, values, unit: str = "EUR") -> list[Price]:
    return [Price(d, name, float(v), unit) for d, v in zip(days, values, strict=True)]


def study(prices, events, **settings):
    panel = panel_of([one for one in looked_at(prices) if one.used])
    return pose_study(panel, events, SignalSettings(**{"to_day": 0, **settings}))


def test_a_jump_on_the_day_of_an_event_is_measured_and_found():
    days = weekdays(140)
    posed = study(prices_of("oil", days, walk(1, 140, 130, 0.08)), [Event("news", days[130], "News")])
    found = effect_on(posed, posed.events[0], "oil")
    assert found.move == pytest.approx(0.08, abs=0.03)
    assert found.low is not None
    assert found.high is not None
    assert found.low <= 0.08 <= found.high
    assert found.p is not None
    assert found.p < 1e-6
    assert found.p_rank == pytest.approx(1 / 121)
    assert (found.estimation_days, found.short, found.missing_days) == (120, False, 0)


def test_news_of_a_weekend_counts_on_the_next_day_with_a_price():
    days = weekdays(140)
    friday = next(k for k in range(130, 140) if days[k].weekday() == 4)
    posed = study(prices_of("oil", days, walk(1, 140)), [Event("news", days[friday] + timedelta(days=1), "News")])
    assert effect_on(posed, posed.events[0], "oil").first_on == days[friday + 1]


def test_news_after_the_last_price_has_no_effect_yet():
    days = weekdays(140)
    posed = study(prices_of("oil", days, walk(1, 140)), [Event("news", days[-1] + timedelta(days=9), "News")])
    found = effect_on(posed, posed.events[0], "oil")
    assert found.move is None
    assert found.reason == "no return falls into its window"


def test_other_events_are_kept_out_of_what_is_usual():
    days = weekdays(140)
    values = walk(3, 140, 120, 0.5)
    alone = study(prices_of("oil", days, values), [Event("late", days[135], "Late")])
    both = study(prices_of("oil", days, values), [Event("early", days[120], "Early"), Event("late", days[135], "Late")])
    disturbed, clean = (effect_on(s, s.events[-1], "oil") for s in (alone, both))
    assert clean.high - clean.low < 0.5 * (disturbed.high - disturbed.low)


def test_windows_that_meet_are_named():
    days = weekdays(140)
    events = [Event("one", days[130], "One"), Event("two", days[131], "Two"), Event("far", days[138], "Far")]
    posed = study(prices_of("oil", days, walk(1, 140)), events, to_day=1)
    assert [effect_on(posed, e, "oil").overlaps for e in events] == [("two",), ("one",), ()]


def test_a_day_without_a_price_is_bridged_and_counts_as_two():
    days = weekdays(140)
    values = walk(1, 140)
    gone = 130
    gas = [p for p in prices_of("gas", days, walk(2, 140)) if p.on != days[gone]]
    posed = study([*prices_of("oil", days, values), *gas], [Event("news", days[gone + 1], "News")])
    whole = study(
        [*prices_of("oil", days, values), *prices_of("gas", days, walk(2, 140))],
        [Event("news", days[gone + 1], "News")],
    )
    bridged, plain = effect_on(posed, posed.events[0], "gas"), effect_on(whole, whole.events[0], "gas")
    assert (bridged.bridged, plain.bridged) == (1, 0)
    ratio = (bridged.high - bridged.low) / (plain.high - plain.low)
    assert ratio == pytest.approx(np.sqrt(2), rel=0.05)


def test_a_missing_day_in_the_window_is_counted():
    days = weekdays(140)
    gas = [p for p in prices_of("gas", days, walk(2, 140)) if p.on != days[131]]
    posed = study([*prices_of("oil", days, walk(1, 140)), *gas], [Event("news", days[130], "News")], to_day=1)
    assert effect_on(posed, posed.events[0], "gas").missing_days == 1


def test_a_short_series_is_marked_and_too_short_a_one_says_nothing():
    days = weekdays(60)
    posed = study(prices_of("oil", days, walk(1, 60)), [Event("a", days[50], "A"), Event("b", days[15], "B")])
    marked, nothing = (effect_on(posed, e, "oil") for e in posed.events)
    assert marked.short
    assert marked.move is not None
    assert nothing.move is None
    assert nothing.reason.endswith("estimation days, 20 are needed")


def test_the_market_takes_out_what_all_prices_do():
    days, market = weekdays(140), walk(5, 140)
    shares = 50 * (market / 100) ** 1.5
    shares[-5:] *= np.exp(0.01)
    noise = walk(6, 140) ** 0.05
    prices = [*prices_of("index", days, market), *prices_of("share", days, shares * noise)]
    posed = study(prices, [Event("news", days[135], "News")], market="index")
    found = effect_on(posed, posed.events[0], "share")
    assert found.move == pytest.approx(0.01, abs=0.003)
    assert found.p is not None
    assert found.p < 0.01


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([5.0] * 30, "the price never moves"),
        ([5.0, -1.0] * 15, "a price is not above zero, so that it has no log return"),
        ([5.0, 6.0] * 5, "10 prices are too few, 23 are needed"),
    ],
)
def test_a_series_that_cannot_be_studied_says_why(values, reason):
    found = looked_at(prices_of("oil", weekdays(len(values)), values))[0]
    assert (found.used, found.reason) == (False, reason)


def test_a_series_whose_unit_changes_is_not_studied():
    days = weekdays(30)
    prices = [*prices_of("oil", days[:15], walk(1, 15)), *prices_of("oil", days[15:], walk(2, 15), "USD")]
    assert looked_at(prices)[0].reason == "its unit changes: EUR, USD"


def test_a_market_that_does_not_move_is_refused():
    with pytest.raises(CaseError, match="does not move"):
        fit_normal_returns(np.random.default_rng(0).standard_normal((30, 1)), np.zeros(30))


def test_too_few_days_are_refused():
    with pytest.raises(CaseError, match="3 estimation days are too few"):
        fit_normal_returns(np.zeros((3, 1)))


def test_placebo_days_without_enough_before_them_give_no_share():
    found = placebo_test(np.random.default_rng(0).standard_normal(50), None, 120)
    assert [(f.days, f.share) for f in found] == [(0, None), (0, None)]


def test_prices_after_the_day_of_the_case_are_not_used():
    days = weekdays(300)
    last = CASE.as_of
    study_ = study_signals(CASE, prices_of("oil", days, walk(1, 300)))
    assert study_ is not None
    assert study_.series[0].last_on <= last
    assert study_signals(CASE, ()) is None


def test_a_case_whose_series_are_all_too_short_still_answers():
    found = study_signals(CASE, prices_of("oil", weekdays(5), walk(1, 5)))
    assert found is not None
    assert found.effects == found.breaks == found.false_alarms == ()
    assert found.series[0].reason


def test_one_event_over_several_series_is_the_tests_on_the_days_they_share():
    days = weekdays(140)
    names = ("a", "b", "c", "d")
    prices = [p for k, name in enumerate(names) for p in prices_of(name, days, walk(20 + k, 140))]
    posed = study(prices, [Event("news", days[130], "News")])
    found = across_series(posed, posed.events[0], names)
    assert found is not None
    returns = posed.panel.returns
    fit = fit_normal_returns(returns[10:130])
    abnormal = abnormal_returns(fit, returns[130:131])
    standard = abnormal / np.sqrt(fit.variance * forecast_factor(fit, None, 1))
    said = {s.name: s.value for s in found.statistics}
    assert said["patell"] == pytest.approx(patell_z(standard, fit.degrees)[0])
    assert said["bmp"] == pytest.approx(bmp_t(standard)[0])
    assert said["corrado rank"] == pytest.approx(corrado_rank_z(fit.residuals, abnormal)[0])
    assert said["cross-sectional t"] == pytest.approx(cross_sectional_t(abnormal)[0])
    assert said["portfolio t"] == pytest.approx(portfolio_t(fit.residuals, abnormal)[0])
    assert all(0 <= s.p <= 1 for s in found.statistics)


def test_one_series_alone_is_not_tested_across():
    days = weekdays(140)
    posed = study(prices_of("oil", days, walk(1, 140)), [Event("news", days[130], "News")])
    assert across_series(posed, posed.events[0], ["oil"]) is None


def test_a_price_that_stands_still_before_the_event_says_so_and_warns_of_nothing():
    days = weekdays(200)
    oil, still = walk(1, 200), np.r_[np.linspace(50, 60, 20), np.full(160, 60.0), 60 + np.arange(20)]
    prices = [*prices_of("oil", days, oil), *prices_of("still", days, still)]
    posed = study(prices, [Event("news", days[180], "News")], estimation_days=100)
    found = effect_on(posed, posed.events[0], "still")
    assert (found.move, found.reason) == (None, "the price does not move on the estimation days")
    assert across_series(posed, posed.events[0], ["oil", "still"]) is None
    counted = placebo_test(np.r_[np.zeros(150), np.ones(3)], None, 100)
    assert [f.days for f in counted] == [2, 2], "days before which nothing moved are no test"


def test_a_market_that_stands_still_before_the_event_says_so():
    days = weekdays(200)
    index = np.r_[walk(2, 60), np.full(140, 99.0)]
    prices = [*prices_of("share", days, walk(1, 200)), *prices_of("index", days, index)]
    posed = study(prices, [Event("news", days[190], "News")], estimation_days=100, market="index")
    assert "does not move" in effect_on(posed, posed.events[0], "share").reason


def test_two_series_that_are_one_are_not_tested_against_each_other():
    days = weekdays(140)
    prices = [p for name in ("a", "b") for p in prices_of(name, days, walk(1, 140))]
    posed = study(prices, [Event("news", days[130], "News")])
    found = across_series(posed, posed.events[0], ["a", "b"])
    assert found is not None
    assert {s.name for s in found.statistics if s.value is None} >= {"bmp", "cross-sectional t"}


def test_a_return_across_a_hole_of_weeks_does_not_pass_for_one_day():
    days = weekdays(200)
    values = walk(4, 200)
    kept = [k for k in range(200) if not 150 <= k < 170]
    prices = prices_of("oil", [days[k] for k in kept], values[kept])
    posed = study(prices, [Event("within", days[155], "Within"), Event("after", days[170], "After")], to_day=1)
    within, after = (effect_on(posed, e, "oil") for e in posed.events)
    assert (within.move, within.reason) == (None, "no return falls into its window")
    assert after.bridged == 1
    whole = study(prices_of("oil", days, values), [Event("after", days[170], "After")], to_day=1)
    daily = effect_on(whole, whole.events[0], "oil")
    assert after.high - after.low > 2.5 * (daily.high - daily.low)


def test_prices_in_any_order_give_the_same_study():
    days = weekdays(140)
    prices = prices_of("oil", days, walk(1, 140))
    event = Event("news", days[130], "News")
    one, other = (study(rows, [event]) for rows in (prices, prices[::-1]))
    assert effect_on(one, event, "oil") == effect_on(other, event, "oil")


def test_two_events_of_one_day_share_their_window_and_say_so():
    days = weekdays(140)
    events = [Event("one", days[130], "One"), Event("two", days[130], "Two")]
    posed = study(prices_of("oil", days, walk(1, 140)), events)
    one, two = (effect_on(posed, e, "oil") for e in events)
    assert (one.overlaps, two.overlaps, one.move) == (("two",), ("one",), two.move)


def test_a_window_that_begins_before_the_event_is_kept_out_of_what_is_usual():
    days = weekdays(160)
    values = walk(7, 160, 146, 0.2)
    event = Event("news", days[150], "News")
    found = effect_on(study(prices_of("oil", days, values), [event], from_day=-5, to_day=0), event, "oil")
    assert (found.first_on, found.last_on) == (days[145], days[150])
    assert found.move == pytest.approx(0.2, abs=0.08)
    assert found.low > 0


@pytest.mark.parametrize("every", [2, 3])
def test_thin_trading_counts_its_own_days_and_is_too_thin_beyond_four(every):
    days = weekdays(400)[::every]
    found = looked_at(prices_of("oil", days, walk(1, len(days))))[0]
    assert found.used is (every == 2)
    assert found.used or found.reason == "prices are too far apart to be daily"
