"""Values are drawn from exactly what the claims leave open."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from detente.preferences.constraints import Allowed, Constraint, Effect, resolve
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


def constraint(effect, *options):
    return Constraint("C", effect, options, False, 1.0, np.ones(1, dtype=bool))


def test_a_later_claim_replaces_an_earlier_one_on_the_same_option():
    allowed = resolve([constraint(Effect.AT_MOST, 2), constraint(Effect.AT_LEAST, 2)], status_quo=0)
    assert allowed == Allowed(None, frozenset({2}), frozenset())


def test_rejecting_what_was_demanded_withdraws_the_demand():
    allowed = resolve([constraint(Effect.IDEAL, 2), constraint(Effect.AT_MOST, 2)], status_quo=0)
    assert allowed == Allowed(None, frozenset(), frozenset({2}))


def test_a_new_demand_replaces_the_old_one():
    allowed = resolve([constraint(Effect.IDEAL, 2), constraint(Effect.IDEAL, 1)], status_quo=0)
    assert allowed.ideal == frozenset({1})
