"""The solver against two slow twins: a world in levels, and nested loops in changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.case import CaseError, NotConverged
from detente.economy.trade import Substitution, no_shock, solve
from detente.economy.trade.counterfactual import _search
from detente.economy.trade.iterate import Limits
from unit.economy.trade.level_world import as_baseline, draw_world, shocked, solve_levels
from unit.economy.trade.slow_hat import solve_nested

LONG_RUN = Substitution()
SHORT_RUN = Substitution(inputs=0.3, factors=0.5, final=0.9)
AGREEMENT = 1e-9
"""Both twins stop at 1e-13 of excess demand; what is left is the solver's own tolerance of 1e-10."""


@pytest.fixture(scope="module", params=[LONG_RUN, SHORT_RUN], ids=["long run", "short run"])
def world(request):
    made = draw_world(3, substitution=request.param)
    solved = solve_levels(made)
    return made, solved, as_baseline(made, solved)


def factors(seed, shape, low=0.8, high=1.3):
    drawn = np.random.default_rng(seed).uniform(low, high, shape)
    if len(shape) == 3:
        drawn[:, range(shape[1]), range(shape[1])] = 1.0
    return drawn


def compare(world, after, shock):
    _, before, baseline = world
    slow, fast = solve_levels(after), solve(baseline, shock)
    real = slow.income / slow.living_cost / (before.income / before.living_cost)
    np.testing.assert_allclose(fast.real_income_hat, real, rtol=AGREEMENT)
    np.testing.assert_allclose(fast.after.trade_share, slow.share, atol=AGREEMENT)
    np.testing.assert_allclose(fast.after.expenditure, slow.spending, rtol=1e-8)
    np.testing.assert_allclose(fast.after.input_share, slow.input_share, atol=AGREEMENT)
    np.testing.assert_allclose(fast.after.final_share, slow.final_share, atol=AGREEMENT)
    np.testing.assert_allclose(fast.wage_hat, slow.wage / before.wage, rtol=AGREEMENT)
    np.testing.assert_allclose(fast.price_hat, slow.price / before.price, rtol=AGREEMENT)


@pytest.mark.parametrize(
    ("lever", "primitive"), [("tariff", "tariff"), ("iceberg", "cost"), ("export_tax", "export_tax")]
)
def test_a_flow_lever_gives_what_the_world_in_levels_gives(world, lever, primitive):
    by = factors(1, (2, 3, 3))
    compare(world, shocked(world[0], **{primitive: by}), replace(no_shock(), **{lever: by}))


@pytest.mark.parametrize(("lever", "primitive"), [("productivity", "state_of_art"), ("capital", "skill")])
def test_a_seller_lever_gives_what_the_world_in_levels_gives(world, lever, primitive):
    by = factors(2, (2, 3))
    compare(world, shocked(world[0], **{primitive: by}), replace(no_shock(), **{lever: by}))


def test_a_transfer_gives_what_the_world_in_levels_gives(world):
    gift = np.array([0.02, -0.03, 0.01])
    compare(world, shocked(world[0], gift=gift), replace(no_shock(), transfer=gift))


def test_closed_deficits_give_what_a_world_without_gifts_gives(world):
    compare(world, replace(world[0], gift=np.zeros(3)), no_shock("closed"))


def test_all_levers_together_give_what_the_world_in_levels_gives(world):
    tariff, cost, art = factors(4, (2, 3, 3)), factors(5, (2, 3, 3)), factors(6, (2, 3))
    after = shocked(world[0], tariff=tariff, cost=cost, state_of_art=art)
    compare(world, after, replace(no_shock(), tariff=tariff, iceberg=cost, productivity=art))


def test_a_ban_is_the_limit_of_ever_higher_costs(world):
    banned = np.ones((2, 3, 3))
    banned[0, 1, 2] = 0.0
    prohibitive = np.where(banned == 0, 1e6, 1.0)
    ban = solve(world[2], replace(no_shock(), quantity=banned))
    assert ban.after.trade_share[0, 1, 2] == 0.0
    assert (ban.after.trade_share[banned == 1] > 0).all()
    near = solve(world[2], replace(no_shock(), iceberg=prohibitive))
    np.testing.assert_allclose(ban.real_income_hat, near.real_income_hat, rtol=1e-9)
    for lever in ("tariff", "iceberg", "export_tax"):
        infinite = solve(world[2], replace(no_shock(), **{lever: np.where(banned == 0, np.inf, 1.0)}))
        np.testing.assert_allclose(infinite.real_income_hat, ban.real_income_hat, rtol=1e-12)


def test_no_shock_changes_nothing(world):
    solved = solve(world[2], no_shock())
    np.testing.assert_allclose(solved.real_income_hat, 1.0, atol=1e-12)
    np.testing.assert_allclose(solved.after.trade_share, world[2].trade_share, atol=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_nested_loops_in_changes_give_the_same(seed):
    made = draw_world(seed)
    made = replace(made, export_tax=np.ones_like(made.export_tax))
    baseline = as_baseline(made, solve_levels(made))
    tariff, iceberg = factors(seed, (2, 3, 3)), factors(seed + 10, (2, 3, 3))
    wage, real_income = solve_nested(baseline, baseline.tariff * tariff, iceberg)
    fast = solve(baseline, replace(no_shock(), tariff=tariff, iceberg=iceberg))
    np.testing.assert_allclose(fast.wage_hat, wage, rtol=AGREEMENT)
    np.testing.assert_allclose(fast.real_income_hat, real_income, rtol=AGREEMENT)


def test_one_sector_without_inputs_meets_the_closed_form_of_gains_from_trade():
    """Real income changes by the change of the domestic share to the power -1/theta (Arkolakis et al. 2012)."""
    made = draw_world(5, sectors=1)
    untaxed = {name: np.ones_like(made.tariff) for name in ("tariff", "export_tax")}
    made = replace(made, **untaxed, gift=np.zeros(3), labour_weight=np.ones((1, 3)))
    baseline = as_baseline(made, solve_levels(made))
    solved = solve(baseline, replace(no_shock(), iceberg=factors(8, (1, 3, 3))))
    domestic = np.einsum("nn->n", solved.after.trade_share[0]) / np.einsum("nn->n", baseline.trade_share[0])
    np.testing.assert_allclose(solved.real_income_hat, domestic ** (-1 / baseline.theta[0]), rtol=AGREEMENT)


def test_autarky_of_one_region_leaves_it_what_it_makes(world):
    """With no trade at all, spending on each good is what is made of it at home."""
    baseline = world[2]
    alone = np.ones((2, 3, 3))
    alone[:, 0, 1:] = alone[:, 1:, 0] = 0.0
    solved = solve(baseline, replace(no_shock("closed"), quantity=alone))
    assert (solved.after.trade_share[:, 0, 0] == 1.0).all()
    np.testing.assert_allclose(solved.after.income[0], solved.after.value_added[0], rtol=1e-9)


def test_a_ban_of_every_supplier_names_buyer_and_good(world):
    nobody = np.ones((2, 3, 3))
    nobody[1, 2] = 0.0
    with pytest.raises(CaseError, match="All suppliers of s1 to C are banned"):
        solve(world[2], replace(no_shock(), quantity=nobody))


def test_a_world_that_cannot_settle_raises_with_residual_and_iterations(world):
    """A region that may sell nothing to anybody but must earn its surplus has no equilibrium."""
    baseline = world[2]
    mute = np.ones((2, 3, 3))
    giver = int(baseline.surplus.argmax())
    mute[:, :, giver] = np.where(np.arange(3) == giver, 1.0, 0.0)
    with pytest.raises(NotConverged, match=r"residual .* after \d+ iterations"):
        solve(baseline, replace(no_shock(), quantity=mute))


def test_the_second_try_is_taken_when_the_first_is_too_short(world, monkeypatch):
    monkeypatch.setattr("detente.economy.trade.counterfactual.FIRST_TRY", Limits(iterations=2))
    found = _search(world[2], replace(no_shock(), iceberg=factors(1, (2, 3, 3))), 1e-10)
    assert found.residual[0] <= 1e-10


def test_a_shock_too_far_away_is_reached_along_a_path(world, monkeypatch):
    """Too few steps for the whole shock, enough for each part of it from where the part before ended."""
    shock = replace(no_shock(), iceberg=factors(1, (2, 3, 3)))
    needed = solve(world[2], shock).iterations
    for name in ("FIRST_TRY", "SECOND_TRY"):
        monkeypatch.setattr(f"detente.economy.trade.counterfactual.{name}", Limits(iterations=needed - 1))
    found = _search(world[2], shock, 1e-10)
    assert found.residual[0] <= 1e-10


@pytest.mark.parametrize(
    ("lever", "factor", "message"),
    [
        ("tariff", 0.0, "Lever tariff: a factor of 0 has no meaning. It multiplies 1 . tariff"),
        ("iceberg", -1.0, "Lever iceberg: a factor of -1 has no meaning"),
        ("iceberg", np.nan, "Lever iceberg: a factor of nan has no meaning"),
        ("quantity", 0.5, "Use 0 for a ban and 1 for none"),
        ("productivity", np.inf, "Lever productivity: a factor of inf has no meaning"),
        ("capital", 0.0, "Lever capital: a factor of 0 has no meaning"),
        ("capital", 1e300, "Lever capital: a factor of 1e.300 is beyond what can be computed with"),
        ("iceberg", 1e-101, "Lever iceberg: a factor of 1e-101 is beyond what can be computed with"),
    ],
)
def test_a_factor_without_meaning_is_an_error(world, lever, factor, message):
    shape = (1, 1) if lever in ("productivity", "capital") else (1, 1, 1)
    with pytest.raises(CaseError, match=message):
        solve(world[2], replace(no_shock(), **{lever: np.full(shape, factor)}))


def test_transfers_that_come_from_nowhere_are_an_error(world):
    with pytest.raises(CaseError, match="sum to zero"):
        solve(world[2], replace(no_shock(), transfer=np.array([0.1, 0.0, 0.0])))
