"""Raw accounts of a known world lead back to its baseline."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.case import CaseError
from detente.economy.trade import Accounts, Draws, build_base, close_deficits, no_shock, solve, solve_batch
from unit.economy.trade.level_world import as_baseline, draw_world, solve_levels


@pytest.fixture(scope="module")
def known():
    world = draw_world(13)
    world = replace(world, export_tax=np.ones_like(world.export_tax))
    return as_baseline(world, solve_levels(world))


def accounts_of(baseline):
    """What customs and statisticians would count: flows at the border without domestic sales, and output."""
    border = baseline.border_flow
    return Accounts(
        regions=baseline.regions,
        sectors=baseline.sectors,
        year=2000,
        unit="share of world value added",
        source="made up",
        trade=border * (1 - np.eye(3)),
        tariff=baseline.tariff,
        gross_output=border.sum(axis=1),
        value_added_share=baseline.value_added_share,
        input_share=baseline.input_share,
        theta=baseline.theta,
    )


def test_raw_accounts_lead_back_to_the_world_they_were_counted_in(known):
    built = build_base(accounts_of(known))
    for name in ("trade_share", "final_share", "value_added", "expenditure", "surplus"):
        np.testing.assert_allclose(getattr(built, name), getattr(known, name), atol=1e-12)


def test_closed_deficits_balance_trade(known):
    closed = close_deficits(build_base(accounts_of(known))).after
    border = closed.border_flow
    np.testing.assert_allclose(border.sum(axis=(0, 1)), border.sum(axis=(0, 2)), rtol=1e-12)
    assert np.abs(known.surplus).max() > 1e-3


def test_a_region_whose_producers_use_all_it_buys_is_named(known):
    """Nearly all of output is inputs, and the region sells most of it abroad: nothing is left for its households."""
    share, output = np.array(known.value_added_share), np.array(accounts_of(known).gross_output)
    share[:, 1], output[:, 1] = 1e-12, 100 * output[:, 1]
    trade = np.array(accounts_of(known).trade)
    trade[:, 0, 1] = 0.99 * output[:, 1]
    with pytest.raises(CaseError, match=f"Producers in {known.regions[1]} use all that it spends as inputs"):
        build_base(replace(accounts_of(known), value_added_share=share, gross_output=output, trade=trade))


def test_output_below_exports_is_raised_to_exports(known):
    accounts = accounts_of(known)
    exports = accounts.trade.sum(axis=1)
    output = np.array(accounts.gross_output)
    output[0, 1] = exports[0, 1] / 2
    built = build_base(replace(accounts, gross_output=output))
    assert built.trade_share[0, 1, 1] == 0.0


def test_negative_flows_and_goods_nobody_buys_are_named(known):
    accounts = accounts_of(known)
    with pytest.raises(CaseError, match="must not be negative"):
        build_base(replace(accounts, trade=-accounts.trade))
    bare = np.array(accounts.trade)
    bare[1, 2], bare[1, :, 2] = 0.0, 0.0
    output = np.array(accounts.gross_output)
    output[1, 2] = 0.0
    with pytest.raises(CaseError, match="C spends nothing on s1: merge"):
        build_base(replace(accounts, trade=bare, gross_output=output))


@pytest.fixture(scope="module")
def unneeded(known):
    """The known world with a third good that nobody makes or wants."""
    share = np.concatenate([known.trade_share, np.eye(3)[None]])
    inputs = np.zeros((3, 3, 3))
    inputs[:, :2, :2], inputs[:, 0, 2] = known.input_share, 1.0
    return replace(
        known,
        sectors=(*known.sectors, "unneeded"),
        trade_share=share,
        tariff=np.concatenate([known.tariff, np.ones((1, 3, 3))]),
        export_tax=np.ones((3, 3, 3)),
        value_added_share=np.vstack([known.value_added_share, np.full(3, 0.5)]),
        input_share=inputs,
        final_share=np.vstack([known.final_share, np.zeros(3)]),
        expenditure=np.vstack([known.expenditure, np.zeros(3)]),
        theta=np.append(known.theta, 4.0),
    )


def test_a_good_that_nobody_needs_changes_nothing_even_banned(known, unneeded):
    flow = np.random.default_rng(0).uniform(1.0, 1.5, (3, 3, 3))
    expected = solve(known, replace(no_shock(), iceberg=flow[:2]))
    solved = solve(unneeded, replace(no_shock(), iceberg=flow))
    np.testing.assert_allclose(solved.real_income_hat, expected.real_income_hat, rtol=1e-9)
    banned = np.ones((3, 3, 3))
    banned[2] = 0.0
    without = solve(unneeded, replace(no_shock(), iceberg=flow, quantity=banned))
    np.testing.assert_allclose(without.real_income_hat, expected.real_income_hat, rtol=1e-9)
    assert (without.after.expenditure[2] == 0).all()


def test_a_world_without_taxes_is_the_same_one_by_one_and_in_a_batch(known):
    free = solve(known, replace(no_shock(), tariff=1 / known.tariff)).after
    shock = replace(no_shock(), iceberg=np.random.default_rng(1).uniform(1.0, 1.5, (2, 3, 3)))
    theta = np.random.default_rng(2).uniform(2, 8, (9, 2))
    batch = solve_batch(free, [shock], Draws(theta, np.ones(9)), tolerance=1e-11)
    for d in range(9):
        one = solve(replace(free, theta=theta[d]), shock)
        np.testing.assert_allclose(batch.real_income_hat[d, 0], one.real_income_hat, rtol=1e-9)
