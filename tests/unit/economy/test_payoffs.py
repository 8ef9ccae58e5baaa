"""Money is known where a row says so, zero at the status quo, and unknown elsewhere."""

from __future__ import annotations

from dataclasses import replace

from detente.economy import value_options
from detente.worlds import draw_worlds
from property.cases import generated_case

CASE = generated_case(1)


def test_the_status_quo_is_worth_nothing_by_definition():
    payoffs = value_options(CASE, draw_worlds(5, 0))
    for e, q in enumerate(payoffs.axes.status_quo):
        assert payoffs.known[:, e, q].all()
        assert (payoffs.money[:, :, e, q] == 0).all()


def test_options_without_a_row_are_unknown_not_zero():
    payoffs = value_options(CASE, draw_worlds(5, 0))
    assert not payoffs.known[3].all()


def test_an_element_declared_without_money_is_known_to_bring_none():
    silent = replace(CASE, elements=(replace(CASE.elements[0], economic=False), *CASE.elements[1:]))
    payoffs = value_options(silent, draw_worlds(5, 0))
    assert payoffs.known[:, 0].all()


def test_draws_stay_within_their_range_and_are_read_only():
    payoffs = value_options(CASE, draw_worlds(500, 0))
    assert payoffs.money.min() >= -1
    assert payoffs.money.max() <= 3
    assert not payoffs.money.flags.writeable
