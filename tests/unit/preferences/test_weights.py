"""Weights are uniform on the simplex, and on what claims on whole packages leave of it."""

from __future__ import annotations

import numpy as np

from detente.preferences.weights import deepest_point, hit_and_run, inner_start, simplex_weights
from detente.worlds import draw_worlds


def test_weights_sum_to_one_and_have_the_mean_of_the_uniform_simplex():
    weights = simplex_weights(draw_worlds(20_000, 0).uniform("w", 5))
    np.testing.assert_allclose(weights.sum(axis=1), 1)
    np.testing.assert_allclose(weights.mean(axis=0), 0.2, atol=0.005)


def test_the_walk_agrees_with_rejection_sampling():
    worlds = draw_worlds(4_000, 1)
    normal, offset = np.array([[1.0, -0.5, -0.5, 0.2]]), np.array([-0.15])
    prior = simplex_weights(worlds.uniform("w", 4))
    fits = (prior @ normal[0] + offset[0]) >= 0
    start = np.array([inner_start(k, normal, offset) for k in prior[~fits]])
    count = len(start)
    walked = hit_and_run(
        start,
        np.broadcast_to(normal, (count, 1, 4)),
        np.broadcast_to(offset, (count, 1)),
        lambda step: worlds.uniform(f"walk:{step}", 5)[:count],
    )
    assert (walked @ normal[0] + offset[0] >= -1e-9).all()
    many = simplex_weights(draw_worlds(200_000, 2).uniform("w", 4))
    slow = many[(many @ normal[0] + offset[0]) >= 0]
    np.testing.assert_allclose(walked.mean(axis=0), slow.mean(axis=0), atol=0.012)
    np.testing.assert_allclose(walked.std(axis=0), slow.std(axis=0), atol=0.012)


def test_an_empty_set_is_reported_as_none():
    normals, offsets = np.array([[1.0, 1.0], [-1.0, -1.0]]), np.array([-2.0, 0.0])
    assert deepest_point(normals, offsets) is None
    assert inner_start(np.array([0.5, 0.5]), normals, offsets) is None


def test_the_start_lies_inside_when_no_corner_does():
    normals, offsets = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]), np.array([-0.3, -0.3])
    start = inner_start(np.array([0.1, 0.1, 0.8]), normals, offsets)
    assert start is not None
    assert (normals @ start + offsets >= -1e-9).all()
