"""Simpler models on the same data keep the data, and do what their name says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.case import CaseError
from detente.economy.trade import (
    in_one_sector,
    no_shock,
    shock_in_one_sector,
    solve,
    without_linkages,
    without_materials,
)
from detente.economy.trade.checks import check
from property.trade_worlds import trade_world

SEEDS = (1, 4, 9)
KEPT = 1e-10


@pytest.fixture(scope="module", params=SEEDS)
def baseline(request):
    return trade_world(request.param)


def untouched(world, shape):
    after = solve(world, no_shock())
    assert after.iterations == 0
    np.testing.assert_allclose(after.real_income_hat, 1.0, atol=KEPT)
    assert world.expenditure.shape == shape


def test_without_materials_flows_and_tariffs_stay_and_the_world_is_in_equilibrium(baseline):
    bare = without_materials(baseline)
    check(bare)
    untouched(bare, baseline.expenditure.shape)
    np.testing.assert_array_equal(bare.border_flow, baseline.border_flow)
    np.testing.assert_allclose(bare.income, baseline.expenditure.sum(axis=0), rtol=KEPT)


def test_without_materials_prices_are_wages_and_trade_and_nothing_else(baseline):
    """No input passes a cost on: the cost of every sector of a region is its wage."""
    costs = np.where(np.eye(len(baseline.regions), dtype=bool), 1.0, 1.3)[None]
    after = solve(without_materials(baseline), replace(no_shock(), iceberg=costs))
    np.testing.assert_allclose(after.cost_hat, np.broadcast_to(after.wage_hat, after.cost_hat.shape), rtol=KEPT)


def test_without_linkages_a_sector_uses_its_own_good_only(baseline):
    apart = without_linkages(baseline)
    check(apart)
    untouched(apart, baseline.expenditure.shape)
    np.testing.assert_array_equal(apart.border_flow, baseline.border_flow)
    receipts = (baseline.border_flow / baseline.export_tax).sum(axis=1)
    crowded = (1 - baseline.value_added_share) * receipts > baseline.expenditure
    np.testing.assert_allclose(apart.value_added_share[~crowded], baseline.value_added_share[~crowded], rtol=KEPT)
    assert (apart.value_added_share[crowded] > baseline.value_added_share[crowded]).all()
    assert (apart.final_share[crowded] == 0).all()
    costs = np.where(np.eye(len(baseline.regions), dtype=bool), 1.0, 1.3)[None]
    after = solve(apart, replace(no_shock(), iceberg=costs))
    gamma = apart.value_added_share
    np.testing.assert_allclose(after.cost_hat, after.wage_hat**gamma * after.price_hat ** (1 - gamma), rtol=1e-8)


def test_without_linkages_nothing_left_for_final_demand_is_an_error(baseline):
    """A region that buys next to nothing, and makes for others nearly all from inputs."""
    share, spending = np.array(baseline.value_added_share), np.array(baseline.expenditure)
    share[:, 0], spending[:, 0] = 1e-9, 1e-12
    with pytest.raises(CaseError, match=f"nothing is left for final demand in {baseline.regions[0]}"):
        without_linkages(replace(baseline, value_added_share=share, expenditure=spending))


def test_in_one_sector_money_and_taxes_add_up(baseline):
    whole = in_one_sector(baseline)
    check(whole)
    untouched(whole, (1, len(baseline.regions)))
    np.testing.assert_allclose(whole.border_flow[0], baseline.border_flow.sum(axis=0), rtol=KEPT)
    np.testing.assert_allclose(whole.income, baseline.income, rtol=KEPT)
    np.testing.assert_array_equal(whole.value_added, baseline.value_added)
    assert baseline.theta.min() <= whole.theta[0] <= baseline.theta.max()
    assert in_one_sector(baseline, 4.5).theta.tolist() == [4.5]


def test_sectors_that_are_all_alike_answer_as_one():
    """Three copies of one sector that use each other evenly are one sector, whatever the shock."""
    single = in_one_sector(trade_world(4), 5.0)
    n = len(single.regions)
    copies = replace(
        single,
        sectors=("a", "b", "c"),
        trade_share=np.repeat(single.trade_share, 3, axis=0),
        tariff=np.repeat(single.tariff, 3, axis=0),
        export_tax=np.repeat(single.export_tax, 3, axis=0),
        value_added_share=np.repeat(single.value_added_share, 3, axis=0),
        input_share=np.full((n, 3, 3), 1 / 3),
        final_share=np.full((3, n), 1 / 3),
        expenditure=np.repeat(single.expenditure / 3, 3, axis=0),
        theta=np.full(3, 5.0),
    )
    draw = np.random.default_rng(0)
    flows = np.where(np.eye(n, dtype=bool), 1.0, draw.uniform(0.8, 1.4, (1, n, n)))
    shock = replace(no_shock(), tariff=flows, iceberg=1 / flows, capital=draw.uniform(0.9, 1.1, (1, n)))
    many = solve(copies, shock, tolerance=1e-12)
    one = solve(in_one_sector(copies, 5.0), shock_in_one_sector(copies, shock), tolerance=1e-12)
    np.testing.assert_allclose(one.real_income_hat, many.real_income_hat, rtol=KEPT)


def test_factors_are_weighed_with_what_is_paid():
    baseline = trade_world(1)
    j = len(baseline.sectors)
    factor = np.ones_like(baseline.tariff)
    factor[0, 1, 0] = 1.5
    mean = shock_in_one_sector(baseline, replace(no_shock(), tariff=factor)).tariff[0]
    paid = [baseline.trade_share[k, 1, 0] * baseline.expenditure[k, 1] for k in range(j)]
    assert mean[1, 0] == pytest.approx((1.5 * paid[0] + sum(paid[1:])) / sum(paid))
    assert (np.delete(mean.ravel(), len(baseline.regions)) == 1).all()


def test_a_ban_of_all_sectors_stays_one_and_a_ban_of_some_is_refused():
    baseline = trade_world(4)
    assert len(baseline.sectors) > 1
    paid = (baseline.trade_share > 0).all(axis=0) & ~np.eye(len(baseline.regions), dtype=bool)
    n, i = np.argwhere(paid)[0]
    every, some = np.ones_like(baseline.tariff), np.ones_like(baseline.tariff)
    every[:, n, i] = np.inf
    some[0, n, i] = np.inf
    banned = shock_in_one_sector(baseline, replace(no_shock(), tariff=every))
    assert banned.banned[0, n, i]
    assert banned.banned.sum() == 1
    names = f"from {baseline.regions[i]} to {baseline.regions[n]} are banned and others are not"
    with pytest.raises(CaseError, match=names):
        shock_in_one_sector(baseline, replace(no_shock(), tariff=some))
