"""Packages solved as a whole: the number that every stage must read, against one world solved alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.case import Option, Outcome, Package, Payoff
from detente.economy import income_solver, model_payoffs, whole_packages
from detente.economy.payoffs import value_options
from detente.economy.whole_packages import (
    planned_further_solves,
    unsolved_combinations,
    value_combinations,
    value_combinations_on,
)
from detente.preferences.no_deal import expected_no_deal
from detente.worlds import draw_worlds
from unit.economy.overlapping import BOTH, WORLDS, as_a_whole, overlapping, payoffs_of, tightened
from unit.economy.small_economy import BASELINE, number, party

CASE = overlapping(price=10.0)
PAYOFFS = payoffs_of(CASE)
AXES = PAYOFFS.axes
CHOICE = AXES.choice(BOTH)
TOGETHER = (("ONE.1", "TWO.1"),)
SOLVED = 1e-4


def unnamed():
    """The case without its package, so that nothing but single options is solved."""
    return replace(CASE, packages=())


@pytest.mark.parametrize("name", ["EAST", "SOUTH"])
@pytest.mark.parametrize("world", [0, 31, 63])
def test_a_package_adds_up_to_what_solving_it_alone_in_one_world_gives(name, world):
    priced = PAYOFFS.of_package(CHOICE)[world, AXES.party(name)]
    hand = -10.0 if name == "EAST" else 0.0
    assert priced.sum() - hand == pytest.approx(as_a_whole(name, world), abs=SOLVED)


def test_the_sum_overshoots_what_taking_the_whole_measure_back_brings():
    i = AXES.party("EAST")
    alone = PAYOFFS.money[:, i, [0, 1], [1, 1]].sum(axis=1)
    assert (alone > 1.1 * PAYOFFS.money[:, i, 0, 2]).mean() > 0.9
    assert (PAYOFFS.of_package(CHOICE)[:, i, :2].sum(axis=1) < PAYOFFS.money[:, i, 0, 2] + 10.0).all()


def test_the_residual_is_spread_in_proportion_to_what_each_element_brings():
    beyond = PAYOFFS.wholes.beyond[PAYOFFS.wholes.row(CHOICE)]
    for world in (0, 40, 89):
        for i in range(2):
            alone = [PAYOFFS.money[world, i, e, CHOICE[e]] for e in range(3)]
            size = sum(abs(m) for m in alone)
            wanted = [m + beyond[world, i] * abs(m) / size for m in alone]
            np.testing.assert_allclose(PAYOFFS.of_package(CHOICE)[world, i], wanted, atol=1e-12)


def test_where_options_bring_nothing_alone_the_residual_is_shared_evenly_by_those_the_model_reaches():
    nothing = replace(PAYOFFS, money=np.zeros_like(PAYOFFS.money))
    shares = nothing.of_package(CHOICE)[:, 0] / PAYOFFS.wholes.beyond[0][:, [0]]
    np.testing.assert_allclose(shares, np.tile([0.5, 0.5, 0.0], (WORLDS.count, 1)), atol=1e-12)


def test_other_packages_and_single_options_are_left_as_they_are():
    for choices in ([1, 0, 1], [2, 1, 0], [0, 0, 0]):
        choice = np.array(choices)
        np.testing.assert_array_equal(PAYOFFS.of_package(choice), PAYOFFS.money[:, :, np.arange(3), choice])
    assert PAYOFFS.wholes.is_exact(np.array([1, 0, 1]))
    assert not PAYOFFS.wholes.is_exact(np.array([2, 1, 0]))


def test_packages_that_differ_in_what_no_model_reaches_share_one_combination():
    assert PAYOFFS.wholes.rows(np.array([[1, 1, 0], [1, 1, 1], [1, 1, -1], [2, 1, 1], [-1, 1, 1]])).tolist() == [
        0,
        0,
        0,
        -1,
        -1,
    ]


def test_a_combination_named_afterwards_has_the_number_it_would_have_had_as_a_package():
    before = payoffs_of(unnamed())
    after = value_combinations_on(unnamed(), BASELINE, WORLDS, before, TOGETHER)
    np.testing.assert_array_equal(after.wholes.combinations, PAYOFFS.wholes.combinations)
    np.testing.assert_allclose(after.wholes.beyond, PAYOFFS.wholes.beyond, atol=1e-6)
    np.testing.assert_allclose(after.wholes.error, PAYOFFS.wholes.error, atol=1e-6)
    np.testing.assert_array_equal(after.money, before.money)


def test_further_solves_are_planned_and_counted():
    before = payoffs_of(unnamed())
    after = value_combinations_on(unnamed(), BASELINE, WORLDS, before, TOGETHER)
    planned = planned_further_solves(unnamed(), before, TOGETHER)
    assert planned == 64 * 2
    assert after.modelled.solves - before.modelled.solves == planned
    assert planned_further_solves(unnamed(), before, ()) == 0


def test_a_combination_that_brings_the_shocks_of_one_option_alone_costs_no_solve():
    same = replace(CASE.elements[1], options=(CASE.elements[1].options[0], Option("TWO.1", "x", shocks=("first",))))
    twice = replace(unnamed(), elements=(CASE.elements[0], same, CASE.elements[2]))
    before = payoffs_of(twice)
    after = value_combinations_on(twice, BASELINE, WORLDS, before, TOGETHER)
    assert after.modelled.solves - before.modelled.solves == planned_further_solves(twice, before, TOGETHER) == 64
    # Both bring the same shock, and it acts once.
    np.testing.assert_allclose(after.wholes.beyond[0], -before.money[:, :, 0, 1], atol=1e-9)


def test_what_is_not_solved_yet_is_listed_once_and_in_order():
    before = payoffs_of(unnamed())
    packages = [np.array(p) for p in ([1, 1, 0], [2, 1, 1], [1, 1, 1], [1, 0, 1])]
    assert unsolved_combinations(before, packages) == (("ONE.1", "TWO.1"), ("ONE.2", "TWO.1"))
    assert unsolved_combinations(PAYOFFS, packages) == (("ONE.2", "TWO.1"),)


def test_a_combination_that_does_not_converge_is_counted_and_left_unsolved(monkeypatch):
    before, as_it_is = payoffs_of(unnamed()), income_solver.solve_anchors
    calls = []

    def fails(*arguments):
        solved = as_it_is(*arguments)
        calls.append(1)
        # The first solve is the status quo, the second the combination.
        if len(calls) < 2:
            return solved
        return [replace(each, converged=np.zeros_like(each.converged)) for each in solved]

    monkeypatch.setattr(income_solver, "solve_anchors", fails)
    after = value_combinations_on(unnamed(), BASELINE, WORLDS, before, TOGETHER)
    assert len(after.wholes.combinations) == 0
    assert after.modelled.failed == 64
    assert unsolved_combinations(after, [CHOICE]) == TOGETHER


def test_without_a_model_or_a_combination_nothing_is_solved(monkeypatch):
    by_hand = value_options(replace(CASE, shocks=()), draw_worlds(3, 0))
    assert value_combinations(CASE, WORLDS, by_hand, TOGETHER) is by_hand
    monkeypatch.setattr(whole_packages, "world_economy", lambda case: (case, BASELINE))
    assert value_combinations(CASE, WORLDS, PAYOFFS, ()) is PAYOFFS


def test_an_outcome_of_no_deal_is_a_package_too():
    case = tightened(unnamed())
    payoffs = payoffs_of(case)
    assert model_payoffs.planned_solves(case, WORLDS) == payoffs.modelled.solves == 64 * 5
    _, money = expected_no_deal(case, WORLDS, np.zeros(payoffs.money.shape), payoffs)
    for world in (0, 63):
        expected = as_a_whole("EAST", world) / 2
        assert money[world, AXES.party("EAST")].sum() == pytest.approx(expected, abs=SOLVED)


def test_an_outcome_with_the_options_of_a_package_is_solved_once():
    case = replace(CASE, no_deal=(Outcome("same", "Same", {"ONE": "ONE.1", "TWO": "TWO.1"}, number("p", 1.0)),))
    assert len(payoffs_of(case).wholes.combinations) == 1


def kept(*options):
    return tuple(Payoff("EAST", o[:3], o, number(f"payoff:EAST:{o}", 5.0), "kept") for o in options)


def test_a_party_whose_author_kept_every_row_has_no_residual():
    both = payoffs_of(replace(CASE, payoffs=kept("ONE.1", "TWO.1")))
    assert (both.wholes.beyond[0][:, AXES.party("EAST")] == 0).all()
    assert (both.wholes.error[0][AXES.party("EAST")]) == 0
    np.testing.assert_array_equal(both.wholes.beyond[0][:, 1], PAYOFFS.wholes.beyond[0][:, 1])
    one = payoffs_of(replace(CASE, payoffs=kept("ONE.1")))
    np.testing.assert_array_equal(one.wholes.beyond, PAYOFFS.wholes.beyond)


def test_a_voice_that_ratifies_takes_the_residual_of_its_party_with_its_money():
    voice = replace(party("VOICE"), voice_of="EAST", ratifies=True)
    silent = replace(party("OTHER"), voice_of="EAST")
    case = replace(CASE, parties=(*CASE.parties, voice, silent))
    found = payoffs_of(case)
    i, east, other = (found.axes.party(p) for p in ("VOICE", "EAST", "OTHER"))
    np.testing.assert_array_equal(found.of_package(CHOICE)[:, i], found.of_package(CHOICE)[:, east])
    assert (found.wholes.beyond[0][:, other] == 0).all()
    own = tuple(Payoff("VOICE", o[:3], o, number(f"payoff:VOICE:{o}", 5.0)) for o in ("ONE.1", "TWO.1"))
    apart = payoffs_of(replace(case, payoffs=own))
    assert (apart.wholes.beyond[0][:, i] == 0).all()
    assert apart.of_package(CHOICE)[0, i].sum() == pytest.approx(10.0)


def test_a_package_of_no_option_with_shocks_is_no_combination():
    case = replace(CASE, packages=(Package("p", "P", {"PRICE": "PRICE.1", "ONE": "ONE.1"}, ("EAST",)),))
    assert len(payoffs_of(case).wholes.combinations) == 0
