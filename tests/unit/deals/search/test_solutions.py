"""Each solution on a set of points, against its definition written out as a loop."""

from __future__ import annotations

import math

import numpy as np
import pytest

from detente.deals.search.solutions import (
    egalitarian_solution,
    kalai_smorodinsky_solution,
    maximin_solution,
    nash_solution,
    utilitarian_solution,
)

SOLVERS = {
    "nash": nash_solution,
    "egalitarian": egalitarian_solution,
    "kalai_smorodinsky": kalai_smorodinsky_solution,
    "utilitarian": utilitarian_solution,
    "maximin": maximin_solution,
}


def value(name, point, no_deal, ideal):
    gains = [u - d for u, d in zip(point, no_deal, strict=True)]
    shares = [g / (b - d) for g, b, d in zip(gains, ideal, no_deal, strict=True) if b > d]
    return {
        "nash": math.prod(gains),
        "egalitarian": min(gains),
        "kalai_smorodinsky": min(shares, default=0.0),
        "utilitarian": sum(gains),
        "maximin": min(point),
    }[name]


@pytest.mark.parametrize("name", SOLVERS)
@pytest.mark.parametrize("seed", range(12))
def test_the_choice_has_the_best_value_by_definition(name, seed):
    draw = np.random.default_rng(seed)
    parties = int(draw.integers(1, 6))
    points = draw.random((30, parties)) * draw.integers(1, 9, parties)
    no_deal = points.min(axis=0) + draw.random(parties) * 0.3 * np.ptp(points, axis=0)
    acceptable = [p for p in points.tolist() if all(u >= d for u, d in zip(p, no_deal, strict=True))]
    at = SOLVERS[name](points, no_deal)
    if not acceptable:
        assert at is None
        return
    ideal = [max(column) for column in zip(*acceptable, strict=True)]
    best = max(value(name, p, no_deal, ideal) for p in acceptable)
    assert points[at].tolist() in acceptable
    assert value(name, points[at], no_deal, ideal) == pytest.approx(best, rel=1e-12)


@pytest.mark.parametrize("name", SOLVERS)
def test_no_package_that_all_accept_is_an_answer(name):
    assert SOLVERS[name](np.array([[0.9, 0.1], [0.1, 0.9]]), np.array([0.5, 0.5])) is None


@pytest.mark.parametrize("name", ["nash", "kalai_smorodinsky"])
def test_the_scale_of_a_party_does_not_matter_where_the_definition_says_so(name):
    points, no_deal = np.random.default_rng(2).random((40, 3)), np.array([0.2, 0.1, 0.3])
    scale, shift = np.array([1.0, 50.0, 0.01]), np.array([3.0, -7.0, 0.5])
    assert SOLVERS[name](points, no_deal) == SOLVERS[name](points * scale + shift, no_deal * scale + shift)


def test_the_scale_of_a_party_matters_to_the_plain_sum_and_to_equal_gains():
    points = np.array([[1.0, 0.1], [0.2, 0.9]])
    assert utilitarian_solution(points, np.zeros(2)) == 0
    assert utilitarian_solution(points * [1.0, 10.0], np.zeros(2)) == 1
    assert egalitarian_solution(points * [1.0, 10.0], np.zeros(2)) == 0
    assert egalitarian_solution(points, np.zeros(2)) == 1


def test_maximin_compares_utilities_where_equal_gains_compare_gains():
    points, no_deal = np.array([[0.5, 0.9], [0.7, 0.75]]), np.array([0.0, 0.6])
    assert maximin_solution(points, no_deal) == 1
    assert egalitarian_solution(points, no_deal) == 0


def test_a_party_that_cannot_gain_does_not_decide():
    points = np.array([[0.5, 0.2, 0.9], [0.5, 0.6, 0.6]])
    no_deal = np.array([0.5, 0.0, 0.0])
    assert kalai_smorodinsky_solution(points, no_deal) == 1
    assert kalai_smorodinsky_solution(np.full((2, 2), 0.5), np.array([0.5, 0.5])) == 0


@pytest.mark.parametrize("scale", [1.0, 1e6, 1e12])
@pytest.mark.parametrize("solve", [egalitarian_solution, maximin_solution])
def test_the_size_of_the_unit_changes_neither_the_choice_nor_how_ties_are_settled(solve, scale):
    points = np.array([[0.25, 0.875], [0.5, 0.5], [0.5, 0.75]])
    assert solve(points * scale, np.zeros(2)) == 2
