"""Weights inside cuts: where the walk starts, and that it ends where rejection sampling would."""

from __future__ import annotations

import numpy as np
import pytest

from detente.preferences.cone import deepest_of_two, deepest_point, scaled, towards
from detente.preferences.walk import SWEEPS, hit_and_run
from detente.preferences.weights import simplex_weights
from detente.worlds import draw_worlds

CUTS = {
    "one cut": [[0.85, -0.65, -0.65, 0.05]],
    "a corner cut off but for a sliver": [[0.1, -1.0, -0.9, -1.0]],
    "two elements must carry it": [[0.2, 0.2, -1.0, -0.9]],
    "a slab between two cuts": [[1.0, -0.8, 0.3, -0.2], [-0.9, 0.9, -0.2, 0.3]],
    "three cuts": [[0.5, -0.5, 0.2, -0.3], [0.4, 0.3, -0.6, 0.1], [-0.2, 0.5, 0.5, -0.4]],
}


def by_rejection(cuts: np.ndarray, count: int) -> np.ndarray:
    """Uniform on the simplex by sorted uniforms, kept if it fits."""
    cut_points = np.sort(np.random.default_rng(3).random((count, cuts.shape[1] - 1)), axis=1)
    spaced = np.diff(np.column_stack([np.zeros(count), cut_points, np.ones(count)]), axis=1)
    return spaced[(spaced @ cuts.T >= 0).all(axis=1)]


@pytest.mark.parametrize("name", CUTS)
def test_the_walk_agrees_with_rejection_sampling(name):
    cuts, count = np.array(CUTS[name]), 3_000
    worlds = draw_worlds(count, 1)
    inside = deepest_point(cuts)
    prior = simplex_weights(worlds.uniform("w", cuts.shape[1]))
    start = np.array([towards(inside, k, cuts) for k in prior])
    walked = hit_and_run(start, np.broadcast_to(cuts, (count, *cuts.shape)), lambda s, n: worlds.uniform(f"x:{s}", n))
    slow = by_rejection(cuts, 2_000_000)
    assert len(slow) > 500
    assert (walked.weights @ cuts.T >= -1e-9).all()
    np.testing.assert_allclose(walked.weights.sum(axis=1), 1)
    # Five standard errors of the difference of two means, and of two standard deviations.
    error = slow.std(axis=0) * np.sqrt(1 / count + 1 / len(slow))
    assert (np.abs(walked.weights.mean(axis=0) - slow.mean(axis=0)) < 5 * error).all()
    np.testing.assert_allclose(walked.weights.std(axis=0), slow.std(axis=0), rtol=0.1, atol=0.002)
    assert 0.98 < walked.split_r_hat < 1.1
    assert 1 < walked.effective_sweeps <= 2 * (SWEEPS // 3)


def test_a_row_of_the_walk_does_not_depend_on_the_others():
    cuts, worlds = np.array(CUTS["three cuts"]), draw_worlds(50, 2)
    start = np.array([towards(deepest_point(cuts), k, cuts) for k in simplex_weights(worlds.uniform("w", 4))])
    every = np.broadcast_to(cuts, (50, 3, 4))
    together = hit_and_run(start, every, lambda s, n: worlds.uniform(f"x:{s}", n)).weights
    alone = hit_and_run(start[7:8], every[7:8], lambda s, n: worlds.uniform(f"x:{s}", n)[7:8]).weights
    np.testing.assert_allclose(alone[0], together[7], atol=1e-12)


def test_a_set_without_an_inside_is_empty():
    assert deepest_point(np.array([[-1.0, -2.0, -0.1]])) is None
    assert deepest_point(np.array([[0.0, -2.0, -0.1]])) is None
    assert deepest_point(np.array([[1.0, -1.0], [-1.0, 1.0]])) is None
    assert deepest_point(np.array([[1.0, -1.0, -1.0], [-1.0, 1.0, -1.0], [-1.0, -1.0, 1.0]])) is None


@pytest.mark.parametrize("seed", range(20))
def test_the_deepest_point_of_two_cuts_is_the_optimum_of_the_linear_programme(seed):
    cuts = scaled(np.random.default_rng(seed).normal(size=(2, 6)))
    _, slack = deepest_of_two(cuts)
    # The dual on a fine grid: the smallest over t of the largest entry of the mixed cut.
    t = np.linspace(0, 1, 20_001)[:, None]
    assert slack == pytest.approx((t * cuts[0] + (1 - t) * cuts[1]).max(axis=1).min(), abs=2e-4)


def test_a_start_lies_inside_and_on_the_way_to_the_deepest_point():
    cuts = np.array(CUTS["three cuts"])
    inside = deepest_point(cuts)
    for weights in np.random.default_rng(0).dirichlet(np.ones(4), 200):
        start = towards(inside, weights, cuts)
        assert (cuts @ start > 0).all()
        assert start.sum() == pytest.approx(1)
