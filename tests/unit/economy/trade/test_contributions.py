"""Where a change of real income comes from, and rows for groups."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.case import CaseError
from detente.economy.trade import (
    chained,
    first_order,
    group_rows,
    inverse,
    no_shock,
    output_hat,
    partial,
    solve,
    tariffs_to,
    tax_revenue,
)
from unit.economy.trade.level_world import as_baseline, draw_world, solve_levels


@pytest.fixture(scope="module")
def baseline():
    world = draw_world(7)
    return as_baseline(world, solve_levels(world))


def flow(seed, low=0.85, high=1.25):
    drawn = np.random.default_rng(seed).uniform(low, high, (2, 3, 3))
    drawn[:, range(3), range(3)] = 1.0
    return drawn


SHOCKS = {
    "tariff": lambda: replace(no_shock(), tariff=flow(0)),
    "iceberg": lambda: replace(no_shock(), iceberg=flow(1)),
    "export_tax": lambda: replace(no_shock(), export_tax=flow(2)),
    "productivity": lambda: replace(no_shock(), productivity=flow(3)[:, 0]),
    "capital": lambda: replace(no_shock(), capital=flow(4)[:, 0]),
    "transfer": lambda: replace(no_shock(), transfer=np.array([0.03, -0.02, -0.01])),
}


@pytest.mark.parametrize("lever", SHOCKS)
def test_the_chained_parts_approach_the_exact_change_with_the_square_of_the_steps(baseline, lever):
    shock = SHOCKS[lever]()
    exact = np.log(solve(baseline, shock).real_income_hat)
    gaps = [np.abs(chained(baseline, shock, steps).total - exact).max() for steps in (4, 8, 16)]
    assert gaps[2] < 2e-5
    assert gaps[0] / gaps[1] == pytest.approx(4, rel=0.15)
    assert gaps[1] / gaps[2] == pytest.approx(4, rel=0.1)


@pytest.mark.parametrize("lever", SHOCKS)
def test_the_first_order_measure_is_the_slope_at_the_baseline(baseline, lever):
    """Without taxes at the start, and with them: a small shock moves real income by its first-order measure."""
    small = partial(SHOCKS[lever](), 1e-4)
    solved = solve(baseline, small, tolerance=1e-13)
    np.testing.assert_allclose(first_order(solved).total, solved.real_income_hat - 1, atol=5e-8)
    assert np.abs(solved.real_income_hat - 1).max() > 1e-6


def test_each_part_answers_to_its_lever(baseline):
    named = {
        "iceberg": "trade_cost",
        "productivity": "productivity",
        "capital": "productivity",
        "transfer": "transfers",
    }
    for lever, shock in SHOCKS.items():
        parts = first_order(solve(baseline, shock()))
        for part in ("trade_cost", "productivity", "transfers"):
            assert (np.abs(getattr(parts, part)).max() > 1e-6) == (named.get(lever) == part)


def test_terms_of_trade_of_a_tariff_sum_to_zero_over_the_world(baseline):
    parts = first_order(solve(baseline, SHOCKS["tariff"]()))
    money = parts.terms_of_trade.sum(axis=(0, 2)) * baseline.income
    assert abs(money.sum()) < 1e-12
    assert np.abs(money).max() > 1e-4


def test_group_rows_are_income_weighted_and_a_group_of_one_is_its_region(baseline):
    solved = solve(baseline, SHOCKS["tariff"]())
    one, both = group_rows(solved, {"one": ["B"], "both": ["A", "C"]})
    assert one.real_income_change == pytest.approx(solved.real_income_hat[1] - 1)
    weights = baseline.income[[0, 2]]
    assert both.real_income_change == pytest.approx(np.average(solved.real_income_hat[[0, 2]] - 1, weights=weights))
    assert both.equivalent_variation == pytest.approx(both.real_income_change * weights.sum())
    with pytest.raises(CaseError, match="Group none: the baseline has no region D"):
        group_rows(solved, {"none": ["D"]})


def test_output_is_receipts_over_cost_and_moves_with_productivity_in_a_closed_world(baseline):
    """With every region alone and productivity up alike everywhere, quantities rise by exactly the multiplier."""
    alone = np.broadcast_to(np.eye(3), (2, 3, 3))
    closed = solve(baseline, replace(no_shock("closed"), quantity=np.array(alone))).after
    up = solve(closed, replace(no_shock(), productivity=np.full((2, 3), 1.1)))
    np.testing.assert_allclose(output_hat(up), 1 / up.cost_hat, rtol=1e-9)
    assert (output_hat(up) > 1.1).all()


def test_tax_revenue_is_what_the_taxes_bring(baseline):
    border = baseline.border_flow
    by_hand = np.zeros(3)
    for j in range(2):
        for n in range(3):
            for i in range(3):
                by_hand[n] += (baseline.tariff[j, n, i] - 1) * border[j, n, i]
                by_hand[i] += (baseline.export_tax[j, n, i] - 1) * border[j, n, i] / baseline.export_tax[j, n, i]
    np.testing.assert_allclose(tax_revenue(baseline), by_hand)


def test_a_tariff_level_is_reached(baseline):
    free = tariffs_to(baseline, np.ones((2, 3, 3)))
    np.testing.assert_allclose(solve(baseline, free).after.tariff, 1.0, rtol=1e-15)


def test_a_ban_has_no_inverse_and_no_part():
    ban = replace(no_shock(), quantity=np.zeros((1, 1, 1)))
    with pytest.raises(CaseError, match="A ban has no inverse"):
        inverse(ban)
    with pytest.raises(CaseError, match="A ban cannot be applied in part"):
        partial(ban, 0.5)
    assert (partial(ban, 1.0).quantity == 0).all()


def test_worth_is_percent_times_the_gdp_of_the_price_year(baseline):
    solved = solve(baseline, SHOCKS["iceberg"]())
    np.testing.assert_allclose(
        solved.worth(np.array([100.0, 200.0, 0.0])), (solved.real_income_hat - 1) * [100, 200, 0]
    )
    np.testing.assert_allclose(solved.equivalent_variation, solved.worth(baseline.income))
