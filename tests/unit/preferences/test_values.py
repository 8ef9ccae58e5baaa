"""Values are drawn from exactly what the claims leave open."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from detente.case import Stance
from detente.preferences.constraints import Allowed, Constraint, resolve
from detente.preferences.stances import ROWS
from detente.preferences.values import (
    draw_ordered,
    draw_unordered,
    possible_peaks,
    possible_rankings,
    single_peaked_ranks,
)
from detente.worlds import draw_worlds

FREE = Allowed(None, frozenset(), frozenset())


def is_single_peaked(values):
    peak = int(np.argmax(values))
    return (np.diff(values[: peak + 1]) >= 0).all() and (np.diff(values[peak:]) <= 0).all()


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6])
def test_single_peaked_rankings_equal_the_filtered_permutations(count):
    slow = sorted(list(p) for p in permutations(range(count)) if is_single_peaked(np.array(p)))
    assert single_peaked_ranks(count).tolist() == slow


@pytest.mark.parametrize("draw", [draw_ordered, draw_unordered])
def test_zero_and_one_are_attained(draw):
    values = draw(draw_worlds(500, 1).uniform("v", 7), 2, FREE)
    assert (values.min(axis=1) == 0).all()
    assert (values.max(axis=1) == 1).all()


@pytest.mark.parametrize("draw", [draw_ordered, draw_unordered])
def test_the_named_ideal_is_best_and_rejected_options_stay_below_the_status_quo(draw):
    allowed = Allowed(frozenset({3}), frozenset({3}), frozenset({0, 1}))
    values = draw(draw_worlds(500, 2).uniform("v", 6), 2, allowed)
    assert (values[:, 3] == 1).all()
    assert (values[:, :2] <= values[:, [2]]).all()


def test_ordered_values_are_single_peaked():
    values = draw_ordered(draw_worlds(300, 3).uniform("v", 7), 1, FREE)
    assert all(is_single_peaked(v) for v in values)


def test_the_best_option_is_uniform_over_those_possible():
    values = draw_ordered(draw_worlds(20_000, 4).uniform("v", 7), 1, FREE)
    shares = np.bincount(values.argmax(axis=1), minlength=5) / 20_000
    np.testing.assert_allclose(shares, 0.2, atol=0.012)


def test_unordered_threshold_matches_rejection_sampling():
    allowed = Allowed(None, frozenset({1, 2}), frozenset({3}))
    fast = draw_unordered(draw_worlds(20_000, 5).uniform("v", 7), 0, allowed)
    draws = np.random.default_rng(5).random((400_000, 5))
    fits = (draws[:, [1, 2]].min(axis=1) >= draws[:, 0]) & (draws[:, 3] <= draws[:, 0])
    slow = draws[fits]
    peaks = possible_peaks(5, 0, allowed)
    slow[np.arange(len(slow)), np.random.default_rng(6).choice(peaks, len(slow))] = 1
    slow = (slow - slow.min(axis=1, keepdims=True)) / (1 - slow.min(axis=1, keepdims=True))
    np.testing.assert_allclose(fast.mean(axis=0), slow.mean(axis=0), atol=0.01)


def test_nothing_fits_when_the_only_ideal_is_rejected():
    allowed = Allowed(frozenset({3}), frozenset(), frozenset({3}))
    assert len(possible_rankings(4, 0, allowed)) == 0
    assert possible_peaks(4, 0, allowed) == []


def constraint(stance, *options, red_line=False):
    return Constraint("C", ROWS[stance], options, red_line, 1.0, np.ones(1, dtype=bool))


def test_a_later_claim_replaces_an_earlier_one_on_the_same_option():
    allowed = resolve([constraint(Stance.REJECTS, 2), constraint(Stance.ACCEPTS, 2)], status_quo=0)
    assert allowed == Allowed(None, frozenset({2}), frozenset())


def test_rejecting_what_was_demanded_withdraws_the_demand():
    allowed = resolve([constraint(Stance.DEMANDS, 2), constraint(Stance.REJECTS, 2)], status_quo=0)
    assert allowed == Allowed(None, frozenset(), frozenset({2}))


def test_a_new_demand_replaces_the_old_one():
    allowed = resolve([constraint(Stance.DEMANDS, 2), constraint(Stance.DEMANDS, 1)], status_quo=0)
    assert allowed.ideal == frozenset({1})


def test_a_red_line_stands_until_a_later_claim_lifts_it():
    drawn = constraint(Stance.REJECTS, 2, red_line=True)
    assert resolve([drawn], status_quo=0).red == {2}
    for stance in (Stance.ACCEPTS, Stance.PROPOSES, Stance.CONDITIONAL, Stance.REJECTS):
        assert resolve([drawn, constraint(stance, 2)], status_quo=0).red == frozenset()


def test_the_first_two_moments_above_the_status_quo_are_those_of_the_order_polytope():
    """With two options above q and one below, the smaller of the two above is a third order statistic of four."""
    allowed = Allowed(None, frozenset({1, 2}), frozenset({3}))
    u = draw_worlds(40_000, 7).uniform("v", 7)
    u[:, 0] = 0.999  # the last possible peak is the free option 4, so that 0, 1, 2 and 3 keep their order polytope
    values = draw_unordered(u, 0, allowed)
    # Rescaling to a lowest value of 0 is undone: quotients of differences do not feel it.
    threshold, above, below = values[:, 0], values[:, [1, 2]].min(axis=1), values[:, 3]
    quotient = (threshold - below) / (above - below)
    # Of four ordered uniforms x1 < x2 < x3 < x4, (x2 - x1) / (x3 - x1) is uniform.
    assert abs(quotient.mean() - 1 / 2) < 0.005
    assert abs(quotient.var() - 1 / 12) < 0.002
