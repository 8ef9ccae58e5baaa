"""Laws of the trade model on generated worlds, each to 1e-10."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.economy.trade import Substitution, inverse, no_shock, solve
from detente.economy.trade.baseline import ARRAYS
from property.trade_worlds import trade_shock, trade_world

LAW = 1e-10
FINE = 1e-12
"""Residual asked of the solver, so that what is tested is the law and not where the search stopped."""

SHORT_RUN = Substitution(inputs=0.2, factors=0.5, final=0.9)
seeds = st.integers(0, 10_000)
elasticities = st.sampled_from([Substitution(), SHORT_RUN])


def solved(seed, substitution):
    baseline = trade_world(seed, substitution)
    return solve(baseline, trade_shock(baseline, seed), tolerance=FINE)


@settings(max_examples=25)
@given(seeds, elasticities)
def test_no_shock_changes_nothing(seed, substitution):
    after = solve(trade_world(seed, substitution), no_shock())
    np.testing.assert_allclose(after.real_income_hat, 1.0, atol=FINE)
    np.testing.assert_allclose(after.price_hat, 1.0, atol=FINE)


@settings(max_examples=25)
@given(seeds, elasticities)
def test_world_income_is_world_value_added_and_taxes_and_all_of_it_is_spent(seed, substitution):
    """Deficits and transfers cancel over the world; final spending is spending less inputs."""
    found = solved(seed, substitution)
    after, border = found.after, found.after.border_flow
    taxes = ((after.tariff - 1) * border).sum() + ((1 - 1 / after.export_tax) * border).sum()
    world = after.value_added.sum()
    assert after.income.sum() == pytest.approx(world + taxes, rel=LAW)
    assert world == pytest.approx(found.baseline.value_added.sum(), rel=LAW)
    receipts = (border / after.export_tax).sum(axis=1)
    inputs = np.einsum("nkj,jn->kn", after.input_share, (1 - after.value_added_share) * receipts)
    np.testing.assert_allclose((after.expenditure - inputs).sum(axis=0), after.income, rtol=LAW)


@settings(max_examples=25)
@given(seeds, elasticities)
def test_trade_is_out_of_balance_by_the_surplus_and_shares_sum_to_one(seed, substitution):
    found = solved(seed, substitution)
    border = found.after.border_flow
    balance = border.sum(axis=(0, 1)) - border.sum(axis=(0, 2))
    np.testing.assert_allclose(balance, found.after.surplus, atol=LAW * found.after.value_added.sum())
    np.testing.assert_allclose(found.after.trade_share.sum(axis=2), 1.0, rtol=LAW)
    np.testing.assert_allclose(found.after.final_share.sum(axis=0), 1.0, rtol=LAW)
    np.testing.assert_allclose(found.after.input_share.sum(axis=1), 1.0, rtol=LAW)


@settings(max_examples=25)
@given(seeds, elasticities, st.floats(1e-6, 1e6))
def test_the_unit_of_money_does_not_matter(seed, substitution, unit):
    found = solved(seed, substitution)
    money = {name: getattr(found.baseline, name) * unit for name in ("value_added", "surplus", "expenditure")}
    scaled = solve(replace(found.baseline, **money), found.shock, tolerance=FINE)
    np.testing.assert_allclose(scaled.real_income_hat, found.real_income_hat, rtol=LAW)
    np.testing.assert_allclose(scaled.equivalent_variation, unit * found.equivalent_variation, atol=LAW * unit * 100)


@settings(max_examples=25)
@given(seeds, elasticities, st.floats(0.5, 2.0))
def test_the_same_productivity_everywhere_is_worth_the_same_everywhere(seed, substitution, factor):
    """More of all labour and capital by one factor moves every real income by that factor, and no share."""
    baseline = trade_world(seed, substitution)
    found = solve(baseline, replace(no_shock(), capital=np.full((1, 1), factor)), tolerance=FINE)
    np.testing.assert_allclose(found.real_income_hat, factor, rtol=LAW)
    np.testing.assert_allclose(found.after.trade_share, baseline.trade_share, atol=LAW)


@settings(max_examples=25)
@given(seeds, elasticities)
def test_relabelling_regions_and_sectors_relabels_the_results(seed, substitution):
    found = solved(seed, substitution)
    draw = np.random.default_rng(seed)
    n, j = draw.permutation(len(found.baseline.regions)), draw.permutation(len(found.baseline.sectors))
    axes = {"input_share": (n, j, j), "theta": (j,), "value_added": (n,), "surplus": (n,)}
    tables = dict.fromkeys(("trade_share", "tariff", "export_tax"), (j, n, n))
    orders = {**dict.fromkeys(ARRAYS, (j, n)), **tables, **axes}
    moved = replace(
        found.baseline,
        regions=tuple(found.baseline.regions[k] for k in n),
        sectors=tuple(found.baseline.sectors[k] for k in j),
        **{name: getattr(found.baseline, name)[np.ix_(*order)] for name, order in orders.items()},
    )
    flows = {name: getattr(found.shock, name)[np.ix_(j, n, n)] for name in ("tariff", "iceberg", "export_tax")}
    sellers = {name: getattr(found.shock, name)[np.ix_(j, n)] for name in ("productivity", "capital")}
    shock = replace(found.shock, **flows, **sellers, transfer=found.shock.transfer[n])
    again = solve(moved, shock, tolerance=FINE)
    np.testing.assert_allclose(again.real_income_hat, found.real_income_hat[n], rtol=LAW)
    np.testing.assert_allclose(again.after.trade_share, found.after.trade_share[np.ix_(j, n, n)], atol=LAW)


@settings(max_examples=25)
@given(seeds, elasticities)
def test_a_shock_and_then_its_inverse_leads_back(seed, substitution):
    found = solved(seed, substitution)
    back = solve(found.after, inverse(found.shock), tolerance=FINE)
    np.testing.assert_allclose(back.real_income_hat * found.real_income_hat, 1.0, atol=LAW)
    np.testing.assert_allclose(back.after.trade_share, found.baseline.trade_share, atol=LAW)
    np.testing.assert_allclose(back.after.value_added, found.baseline.value_added, rtol=LAW)
    np.testing.assert_allclose(back.after.final_share, found.baseline.final_share, atol=LAW)


@settings(max_examples=25)
@given(seeds, elasticities)
def test_two_shocks_one_after_the_other_are_both_at_once(seed, substitution):
    baseline = trade_world(seed, substitution)
    first, second = trade_shock(baseline, seed), trade_shock(baseline, seed + 1)
    factors = {
        name: getattr(first, name) * getattr(second, name)
        for name in ("tariff", "iceberg", "export_tax", "productivity", "capital")
    }
    both = solve(baseline, replace(first, **factors, transfer=first.transfer + second.transfer), tolerance=FINE)
    step = solve(baseline, first, tolerance=FINE)
    then = solve(step.after, second, tolerance=FINE)
    np.testing.assert_allclose(step.real_income_hat * then.real_income_hat, both.real_income_hat, rtol=LAW)


@settings(max_examples=25)
@given(seeds)
def test_dearer_trade_with_everybody_harms_a_world_without_taxes(seed):
    """Without taxes, deficits and transfers the baseline is efficient: the world loses, weighed by income."""
    drawn = trade_world(seed)
    free = solve(drawn, replace(no_shock("closed"), tariff=1 / drawn.tariff, export_tax=1 / drawn.export_tax)).after
    dearer = replace(no_shock(), iceberg=np.where(np.eye(len(free.regions), dtype=bool), 1.0, 1.05)[None])
    assert solve(free, dearer).equivalent_variation.sum() < 0
