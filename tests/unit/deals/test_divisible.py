"""Adjusted winner and equitable shares, against small computations by hand and against all divisions."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from detente.case import CaseError
from detente.deals.divisible import adjusted_winner, divide_elements, equitable_shares
from property.cases import generated_case
from unit.deals.test_bridging import drawn


def test_equal_points_are_split_by_item_and_then_in_one_item():
    done = adjusted_winner({"a": 50, "b": 50}, {"a": 50, "b": 50})
    assert done.points == 50
    assert sorted(done.first.values()) == [0, 1]


def test_nothing_is_split_when_each_takes_what_it_wants():
    done = adjusted_winner({"a": 70, "b": 30}, {"a": 30, "b": 70})
    assert (done.shared, done.handed_over, done.giver, done.points) == ("", 0, "", 70)


def test_the_leader_hands_over_the_item_that_costs_it_least_against_what_it_brings():
    # First wins a (40 to 30) and b (50 to 10), second wins c (10 to 60): 90 against 60. The ratio of a is the smaller
    # one, so first hands over x of a: 90 - 40 x = 60 + 30 x, x = 3/7, and both have 510/7.
    done = adjusted_winner({"a": 40, "b": 50, "c": 10}, {"a": 30, "b": 10, "c": 60})
    assert (done.shared, done.handed_over, done.giver) == ("a", Fraction(3, 7), "first")
    assert done.points == Fraction(510, 7)
    assert done.first == {"a": Fraction(4, 7), "b": 1, "c": 0}


def test_parties_are_treated_alike():
    a, b = {"x": 10, "y": 25, "z": 65}, {"x": 40, "y": 30, "z": 30}
    one, other = adjusted_winner(a, b), adjusted_winner(b, a)
    assert one.points == other.points
    assert one.first == other.second
    assert {one.giver, other.giver} in ({"first", "second"}, {""})


@pytest.mark.parametrize(
    ("first", "second"), [({"a": -1, "b": 2}, {"a": 1, "b": 1}), ({"a": 0}, {"a": 1}), ({"a": 1}, {"b": 1})]
)
def test_points_that_make_no_sense_are_refused(first, second):
    with pytest.raises(CaseError):
        adjusted_winner(first, second)


def smallest_share(points, shares):
    return float(((shares * points).sum(axis=1) / points.sum(axis=1)).min())


@pytest.mark.parametrize("seed", range(5))
def test_equitable_shares_of_two_equal_adjusted_winner(seed):
    points = np.random.default_rng(seed).integers(1, 40, size=(2, 5))
    names = "abcde"
    exact = adjusted_winner(*(dict(zip(names, map(int, row), strict=True)) for row in points))
    shares, reached = equitable_shares(points.astype(float))
    assert reached == pytest.approx(float(exact.points) / 100, abs=1e-9)
    np.testing.assert_allclose(shares.sum(axis=0), 1.0, atol=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_no_division_in_quarters_serves_the_least_served_of_three_better(seed):
    points = np.random.default_rng(seed).integers(1, 9, size=(3, 2)).astype(float)
    shares, reached = equitable_shares(points)
    quarters = [q for q in product(np.arange(5) / 4, repeat=3) if sum(q) == 1]
    best = max(smallest_share(points, np.array(d).T) for d in product(quarters, repeat=2))
    assert smallest_share(points, shares) == pytest.approx(reached, abs=1e-7)
    assert reached >= best - 1e-9


def test_entitlements_tilt_the_division_in_proportion():
    shares, reached = equitable_shares(np.ones((2, 4)), entitlement=[3.0, 1.0])
    np.testing.assert_allclose(shares.sum(axis=1), [3.0, 1.0], atol=1e-7)
    assert reached == pytest.approx(0.25)


def test_what_is_worth_nothing_to_one_goes_to_the_other():
    shares, reached = equitable_shares(np.array([[1.0, 0.0], [0.0, 1.0]]))
    np.testing.assert_allclose(shares, np.eye(2), atol=1e-7)
    assert reached == pytest.approx(1.0)


def test_negative_points_have_no_equitable_division():
    with pytest.raises(CaseError):
        equitable_shares(np.array([[-1.0, 2.0], [1.0, 1.0]]))


@pytest.mark.parametrize("seed", range(4))
def test_elements_of_a_case_go_to_the_party_that_values_them_more(seed):
    case = generated_case(seed)
    options = drawn(case)
    division = divide_elements(case, options, "P0", "P1")
    elements = [*division.first_wins, *division.second_wins, *division.common, *division.left_out]
    assert sorted(elements) == [e.id for e in case.elements]
    own = [{e: p / sum(points.values()) for e, p in points.items()} for points in division.points]
    for e, option in division.first_wins.items():
        assert own[0][e] >= own[1][e] or e == division.outcome.shared
        single = options.single[:, 0, options.preferences.axes.element(e)].mean(axis=0)
        red = options.preferences.red_lines[:, 0, options.preferences.axes.element(e)].mean(axis=0)
        assert option.endswith(f".{np.where(red >= 0.5, -np.inf, single).argmax()}")


def test_parties_of_one_mind_have_nothing_to_divide():
    case = generated_case(0)
    assert divide_elements(case, drawn(case), "P0", "P0") is None
