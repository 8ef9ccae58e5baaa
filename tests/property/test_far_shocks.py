"""Shocks far from the baseline: what is known beforehand is found, and what cannot be is refused with the place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.case import NotConverged
from detente.economy.trade import close_deficits, no_shock, solve
from detente.economy.trade.newton import newton
from detente.economy.trade.path import follow
from detente.economy.trade.system import pose, unchanged
from property.backward_worlds import backward, hangs_together
from property.trade_worlds import trade_shock, trade_world

seeds = st.integers(0, 10_000)
KNOWN = 1e-7
"""Markets are cleared to 1e-10; far away, where trade is tiny, that leaves real incomes some digits worse."""

QUIET = {"over": "ignore", "invalid": "ignore", "divide": "ignore"}


@settings(max_examples=60)
@given(seeds, st.sampled_from([0.2, 0.4, 0.7]), st.sampled_from([0.0, 0.3, 0.9]))
def test_an_equilibrium_known_beforehand_is_found(seed, spread, bans):
    """Bans of up to nine flows in ten, and costs by factors that move wages a hundredfold and more."""
    baseline = trade_world(seed)
    known = backward(baseline, seed, spread, bans)
    # Between parts that bans keep from each other, wages are free.
    assume(known is not None and hangs_together(known.trade_share))
    found = solve(baseline, known.shock)
    np.testing.assert_allclose(found.wage_hat, known.wage_hat, rtol=KNOWN)
    np.testing.assert_allclose(found.real_income_hat, known.real_income_hat, rtol=KNOWN)
    np.testing.assert_allclose(found.after.trade_share, known.trade_share, atol=KNOWN)


@settings(max_examples=20)
@given(seeds)
def test_the_long_way_round_ends_where_the_short_way_does(seed):
    baseline = trade_world(seed)
    shock = trade_shock(baseline, seed)
    whole = pose(baseline, shock, baseline.theta[None], np.ones(1))
    short = solve(baseline, shock, tolerance=1e-12)
    with np.errstate(**QUIET):
        long = follow(whole, 1e-12)
        step = newton(whole, unchanged(whole), 1e-12)
    assert long.residual[0] <= 1e-12
    for found in [long, *([step] if step.residual[0] <= 1e-12 else [])]:
        wage = np.exp(found.state.wage[0])
        level = (wage * baseline.value_added).sum() / baseline.value_added.sum()
        np.testing.assert_allclose(wage / level, short.wage_hat, rtol=1e-9)


@settings(max_examples=20)
@given(seeds, st.sampled_from(["iceberg", "tariff", "export_tax"]))
def test_ever_higher_costs_approach_the_ban(seed, lever):
    """The gap to the ban shrinks as the factor to the power of theta does, down to nothing at 1e90."""
    baseline = trade_world(seed)
    banned = np.ones_like(baseline.trade_share)
    banned[0, 1, 0] = 0.0
    assume(hangs_together(baseline.trade_share * banned))
    ban = solve(baseline, replace(no_shock(), quantity=banned), tolerance=1e-12)
    gaps = []
    for factor in (1e1, 1e2, 1e90):
        near = solve(baseline, replace(no_shock(), **{lever: np.where(banned == 0, factor, 1.0)}), tolerance=1e-12)
        gaps.append(np.abs(near.real_income_hat - ban.real_income_hat).max())
    # Theta is 1 at least, so that ten times the cost leaves about a tenth of the gap, or less.
    assert gaps[1] <= 0.2 * gaps[0] + 1e-10
    assert gaps[2] <= 1e-10


@pytest.mark.parametrize("seed", [2, 3, 8])
def test_powers_too_large_for_a_number_lead_where_small_steps_lead(seed):
    """A region without a good of its own pays whatever it costs; a million to the power of 60 is no number."""
    baseline = trade_world(seed)
    share = np.array(baseline.trade_share)
    share[0, 0, 0] = 0.0
    share[0, 0] /= share[0, 0].sum()
    needy = close_deficits(replace(baseline, trade_share=share, theta=np.full_like(baseline.theta, 60.0))).after
    dearer = np.ones_like(share)
    dearer[0, 0, 1:] = 100.0
    step = needy
    for _ in range(3):
        step = solve(step, replace(no_shock(), iceberg=dearer), tolerance=1e-12).after
    at_once = solve(needy, replace(no_shock(), iceberg=dearer**3), tolerance=1e-12)
    assert at_once.price_hat[0, 0] > 1e5
    np.testing.assert_allclose(at_once.after.trade_share, step.trade_share, atol=1e-9)
    np.testing.assert_allclose(at_once.after.income, step.income, rtol=1e-9)


def test_a_region_that_would_be_left_in_debt_is_named():
    """Markets clear with a transfer of twice what the giver earns; it would have less than nothing to spend."""
    baseline = trade_world(3)
    gift = np.zeros(len(baseline.regions))
    share = baseline.value_added[0] / baseline.value_added.sum()
    gift[0], gift[1] = -2 * share, 2 * share
    with pytest.raises(NotConverged, match="r0 would be left less than nothing to spend"):
        solve(baseline, replace(no_shock("closed"), transfer=gift))


def test_one_way_trade_is_named():
    baseline = trade_world(3)
    n = len(baseline.regions)
    quantity = np.ones((1, n, n))
    quantity[0, :, 1] = 0.0
    quantity[0, 1, 1] = 1.0
    with pytest.raises(NotConverged, match="With this shock r1 can buy from others and sell nothing to them"):
        solve(baseline, replace(no_shock("closed"), quantity=quantity))
