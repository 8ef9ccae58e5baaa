"""Laws of coalitions on generated worlds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.economy.coalitions import (
    EQUAL,
    Actor,
    by_bookkeeping,
    contributions,
    effects_of_coalitions,
    gain_from_leaving,
    in_model,
    sanctions_between,
)
from detente.economy.trade import no_shock, solve
from property.trade_worlds import trade_shock, trade_world

LAW = 1e-8
"""Differences of real incomes that were each solved to 1e-10."""

seeds = st.integers(0, 10_000)


def posed(seed):
    """A world with sanctions of every region on the first, and other things that stand."""
    world = trade_world(seed)
    assume(len(world.regions) > 2)
    counted = replace(
        trade_shock(world, seed), productivity=np.ones((1, 1)), capital=np.ones((1, 1)), transfer=np.zeros(1)
    )
    standing = replace(no_shock(), productivity=trade_shock(world, seed + 1).productivity)
    senders = [Actor(region, (region,)) for region in world.regions[1:]]
    return world, sanctions_between(world, Actor("r0", ("r0",)), senders, counted, standing), counted, standing


def gdp_of(world, seed):
    return np.random.default_rng(seed).uniform(1, 100, len(world.regions))


@settings(max_examples=15)
@given(seeds)
def test_ends_are_the_plain_solves_and_shares_add_up(seed):
    world, sanctions, counted, standing = posed(seed)
    found = effects_of_coalitions(world, sanctions, gdp_of(world, seed))
    whole = replace(counted, productivity=standing.productivity)
    ratio = solve(world, whole).real_income_hat / solve(world, _without_target(world, whole)).real_income_hat
    np.testing.assert_allclose(found.change[found.grand], ratio - 1, atol=LAW)
    assert (found.change[0] == 0).all()
    full = found.target_loss[found.grand]
    assert contributions(found).shapley.sum() == pytest.approx(full, abs=1e-12 * np.abs(found.worth).max() * 100)


def _without_target(world, whole):
    """The shock with 1 on all trade of the first region."""
    inside = np.zeros((len(world.regions),) * 2, dtype=bool)
    inside[0, 1:] = inside[1:, 0] = True
    return replace(whole, **{x: np.where(inside, 1.0, getattr(whole, x)) for x in ("tariff", "iceberg", "export_tax")})


@settings(max_examples=10)
@given(seeds)
def test_the_order_of_senders_does_not_matter(seed):
    world, sanctions, *_ = posed(seed)
    order = np.random.default_rng(seed).permutation(len(sanctions.senders))
    turned = replace(sanctions, senders=tuple(sanctions.senders[k] for k in order), members=sanctions.members[order])
    found, again = (effects_of_coalitions(world, one, gdp_of(world, seed)) for one in (sanctions, turned))
    size = np.abs(found.worth).max()
    for name in ("alone", "last", "shapley", "loss_alone", "loss_together", "loss_caused"):
        first, second = getattr(contributions(found), name), getattr(contributions(again), name)
        np.testing.assert_allclose(second, first[order], atol=1e-6 * size)
    np.testing.assert_allclose(gain_from_leaving(again), gain_from_leaving(found)[order], atol=1e-6 * size)


@settings(max_examples=10)
@given(seeds)
def test_equal_burdens_are_equal_and_sum_to_zero(seed):
    world, sanctions, *_ = posed(seed)
    gdp = gdp_of(world, seed)
    found = effects_of_coalitions(world, sanctions, gdp)
    for transfers in (by_bookkeeping(found, EQUAL), in_model(world, found, EQUAL)):
        assert np.ptp(transfers.after) < LAW
        assert transfers.received.sum() == pytest.approx(0, abs=1e-10 * gdp.sum())


@settings(max_examples=10)
@given(seeds)
def test_a_sender_whose_measures_are_neutral_adds_nothing(seed):
    world, sanctions, *_ = posed(seed)
    own = sanctions.members[-1]
    cells = own[:, None] | own[None, :]
    flows = ("tariff", "iceberg", "export_tax")
    imposed = {name: np.where(cells, 1.0, getattr(sanctions.imposed, name)) for name in flows}
    idle = replace(sanctions, imposed=replace(sanctions.imposed, **imposed))
    found = effects_of_coalitions(world, idle, gdp_of(world, seed))
    parts = contributions(found)
    size = np.abs(found.worth).max() + 1e-9
    for name in ("alone", "last", "shapley", "loss_alone", "loss_caused"):
        assert getattr(parts, name)[-1] == pytest.approx(0, abs=1e-6 * size)
