"""What a party told takes the place of claims and priors, and nothing else changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from detente.case import Told
from unit.preferences.small_case import a_case, claim, drawn, fixed, party

ALL_VALUES = {f"E{n}": {f"E{n}.0": 2.0, f"E{n}.1": 4.0 + n, f"E{n}.2": 3.0} for n in range(4)}


def with_told(case, **told):
    return replace(case, told=(Told("A", **told),))


def test_told_weights_replace_the_draw_and_unnamed_elements_weigh_nothing():
    preferences = drawn(with_told(a_case(), weights={"E0": 30.0, "E2": 10.0}), 20)
    assert (preferences.weights[:, 0] == [0.75, 0, 0.25, 0]).all()
    assert preferences.told == ("A",)
    np.testing.assert_array_equal(preferences.weights[:, 1], drawn(a_case(), 20).weights[:, 1])


def test_told_values_are_rescaled_and_the_rest_is_drawn_as_before():
    case = a_case(claims=(claim("C1", "demands", "E1.2"),))
    told = drawn(with_told(case, values={"E0": {"E0.0": 10.0, "E0.1": 30.0, "E0.2": 20.0}}), 50)
    assert (told.values[:, 0, 0] == [0, 1, 0.5]).all()
    np.testing.assert_array_equal(told.values[:, :, 1:], drawn(case, 50).values[:, :, 1:])
    assert told.told_against == ()


def test_told_red_lines_replace_on_told_values_and_add_elsewhere():
    claims = (claim("C1", "rejects", "E0.1", red_line=True), claim("C2", "rejects", "E1.1", red_line=True))
    told = drawn(with_told(a_case(claims=claims), values={"E0": ALL_VALUES["E0"]}, red_lines=("E0.2", "E1.2")), 10)
    assert told.red_lines[:, 0, 0].tolist() == [[False, False, True]] * 10
    assert told.red_lines[:, 0, 1].tolist() == [[False, True, True]] * 10
    assert told.told_against == ("C1",)


def test_walking_away_means_that_the_package_is_worth_less_than_what_was_told():
    rich = party("A", stake_usd_bn_per_year=fixed("stake:A", 5.0))
    told = drawn(with_told(a_case(rich, party("B")), walk_away=0.6), 300)
    worth = (told.weights[:, 0] * told.values[:, 0, :, 1]).sum(axis=1)
    gain = (told.weights[:, 0] * (told.values[:, 0, :, 1] - told.no_deal_values[:, 0])).sum(axis=1)
    np.testing.assert_allclose(gain, worth - 0.6)
    assert told.has_stake.tolist() == [False, False]


def test_claims_do_not_move_what_was_told_and_are_listed():
    claims = (
        claim("C1", "demands", "E0.2"),
        claim("C2", "accepts", "E1.1"),
        claim("C3", "rejects", "E2.1"),
        claim("C4", "rejects"),
        claim("C5", "accepts_in_part"),
        claim("C6", "demands", "E3.2", by="B"),
        claim("C7", "conditional", "E3.1", condition_option="E0.1"),
    )
    told = drawn(with_told(a_case(claims=claims), weights={"E0": 1.0}, values=ALL_VALUES), 40)
    free = drawn(with_told(a_case(), weights={"E0": 1.0}, values=ALL_VALUES), 40)
    np.testing.assert_array_equal(told.values[:, 0], free.values[:, 0])
    np.testing.assert_array_equal(told.weights[:, 0], free.weights[:, 0])
    assert told.told_against == ("C1", "C3", "C4")
    assert told.linkages == ()
    assert not [d for d in told.dropped if d.party == "A" and d.claim == "C4"]


def test_several_parts_are_against_what_was_told_when_too_few_are_left():
    worse = {f"E{n}": {f"E{n}.0": 2.0, f"E{n}.1": 1.0, f"E{n}.2": 3.0} for n in range(3)}
    case = a_case(claims=(claim("C1", "accepts_in_part"),))
    assert drawn(with_told(case, values=worse), 10).told_against == ("C1",)
    assert drawn(with_told(case, values={"E0": worse["E0"]}), 10).told_against == ()


def test_a_told_red_line_on_what_a_claim_demands_is_listed():
    case = a_case(claims=(claim("C1", "demands", "E0.1"), claim("C2", "accepts", "E1.1")))
    assert drawn(with_told(case, red_lines=("E0.1", "E1.1")), 10).told_against == ("C1", "C2")


def test_an_option_told_to_be_worth_nothing_is_against_the_claim_that_accepts_it():
    case = a_case(claims=(claim("C1", "accepts", "E0.1"), claim("C2", "accepts", "E0.2")))
    worst = {"E0": {"E0.0": 2.0, "E0.1": 0.0, "E0.2": 10.0}}
    assert drawn(with_told(case, values=worst), 10).told_against == ("C1",)


def test_a_claim_replaced_by_a_later_one_is_not_listed():
    case = a_case(claims=(claim("C1", "rejects", "E0.1"), claim("C2", "accepts", "E0.1")))
    assert drawn(with_told(case, values={"E0": ALL_VALUES["E0"]}), 10).told_against == ()


def test_claims_on_packages_still_cut_weights_that_were_not_told():
    case = with_told(a_case(claims=(claim("C1", "accepts"),)), values={"E0": {"E0.0": 2.0, "E0.1": 1.0, "E0.2": 1.5}})
    told = drawn(case, 300)
    change = told.values[:, 0, :, 1] - told.values[:, 0, :, 0]
    left_out = sum(d.worlds for d in told.dropped)
    assert ((told.weights[:, 0] * change).sum(axis=1) < -1e-9).sum() <= left_out < 100
