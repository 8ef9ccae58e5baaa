"""Laws of self-enforcing payoffs: units, names and constants change nothing, and safeguards never hurt."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.durability.game import check_plan, solve_game, stochastic_game
from unit.durability.game.random_games import random_game
from unit.durability.game.random_plans import random_plan

seeds = st.integers(0, 10_000)
FEW = settings(max_examples=30, deadline=None)
CLOSE = 1e-7


@FEW
@given(seeds, st.floats(0.01, 100), st.floats(-5, 5))
def test_units_and_constants_carry_through(seed, unit, constant):
    game = random_game(seed)
    delta = game.discount[0, 0]
    paid = unit * game.payoff + np.array([constant, 0.0])
    found = solve_game(game)
    other = solve_game(stochastic_game(game.actions, paid, game.transition, delta))
    assert other.exists == found.exists
    if found.exists:
        more = constant / (1 - delta)
        np.testing.assert_allclose(other.joint, unit * found.joint + more, atol=CLOSE * max(1, unit))
        expected = unit * found.punishment + np.array([more, 0.0])
        np.testing.assert_allclose(other.punishment, expected, atol=CLOSE * max(1, unit))


@FEW
@given(seeds, st.sampled_from(["equal", "by profile"]))
def test_relabelling_the_parties_relabels_the_punishments(seed, patience):
    game = random_game(seed, patience=patience)
    swapped = np.concatenate(
        [
            first + np.arange(np.prod(counts)).reshape(counts).T.ravel()
            for first, counts in zip(game.first, game.actions, strict=True)
        ]
    )
    other = stochastic_game(
        game.actions[:, ::-1],
        game.payoff[swapped][:, ::-1],
        game.transition[swapped],
        game.discount[swapped][:, ::-1],
    )
    found, mirrored = solve_game(game), solve_game(other)
    np.testing.assert_allclose(mirrored.joint, found.joint, atol=CLOSE)
    np.testing.assert_allclose(mirrored.punishment, found.punishment[:, ::-1], atol=CLOSE)


@FEW
@given(seeds)
def test_the_joint_value_covers_the_punishments_and_no_more_than_everything(seed):
    game = random_game(seed)
    found = solve_game(game)
    if found.exists:
        assert (found.joint >= found.punishment.sum(axis=1) - CLOSE).all()
        most = game.payoff.sum(axis=1).max() / (1 - game.discount[0, 0])
        assert (found.joint <= most + CLOSE).all()


@FEW
@given(seeds, st.floats(0, 5))
def test_a_larger_escrow_never_lowers_a_margin(seed, more):
    plan = random_plan(seed)
    before = check_plan(plan).margins
    after = check_plan(replace(plan, escrow=plan.escrow + more)).margins
    assert (after - before)[np.isfinite(before)].min() >= -CLOSE


@FEW
@given(seeds)
def test_margins_that_are_all_kept_are_sustained(seed):
    plan = random_plan(seed, richness=2.5)
    margins = check_plan(plan).margins
    short = np.maximum(0, -np.nanmin(margins, axis=(1, 2), initial=0, where=np.isfinite(margins)))
    # The bond that a breaker loses is large enough in every phase: then keeping must be self-enforcing.
    watched = replace(plan, p_detect=np.ones_like(plan.p_detect), hybrid=np.full_like(plan.hybrid, np.nan))
    bonded = replace(watched, escrow=watched.escrow + (3 * short + 100)[:, None])
    found = check_plan(bonded)
    assert found.keeps
    assert found.sustainable
