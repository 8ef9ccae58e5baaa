"""Adjusted winner, against small computations by hand, and elements of cases divided by it."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from detente.case import CaseError
from detente.deals.mediation.divisible import adjusted_winner, divide_elements
from property.cases import generated_case
from unit.deals.mediation.test_bridging import drawn


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
