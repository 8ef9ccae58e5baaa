"""Margins, peace, links and parts of a package by its money as a whole, where a model solved it so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.case import Package, Worth
from detente.durability.prospects import value_parts
from detente.durability.prospects.links import weigh_links
from detente.durability.prospects.peace import gain_parts
from detente.durability.prospects.variants import compare_variants
from detente.durability.terms import draw_terms
from detente.economy import whole_packages
from detente.positions import tally_positions
from detente.preferences import draw_preferences
from unit.economy.overlapping import BASELINE, BOTH, WORLDS, overlapping, payoffs_of

SUM_OF_PARTS = 1e-9


@pytest.fixture(autouse=True)
def _small_economy(monkeypatch):
    monkeypatch.setattr(whole_packages, "world_economy", lambda case: (case, BASELINE))


def stages(case):
    payoffs = payoffs_of(case)
    return draw_preferences(case, tally_positions(case), payoffs, WORLDS), payoffs


def kinds(case, **of):
    """The case with a kind of worth for each element."""
    return replace(case, elements=tuple(replace(e, kind_of_worth=of.get(e.id, Worth.OTHER)) for e in case.elements))


CASE = kinds(overlapping(0.3), ONE=Worth.SANCTIONS, TWO=Worth.TRADE, PRICE=Worth.MILITARY)


def test_parts_of_peace_add_up_to_the_money_of_the_whole_and_not_to_the_sum_of_options():
    preferences, payoffs = stages(CASE)
    choice = payoffs.axes.choice(BOTH)
    i = payoffs.axes.party("EAST")
    money, _ = gain_parts(CASE, CASE.packages[0], preferences, payoffs, i)
    whole = payoffs.of_package(choice)[:, i].sum(axis=1) - preferences.no_deal_money[:, i].sum(axis=1)
    added = payoffs.money[:, i, np.arange(3), choice].sum(axis=1) - preferences.no_deal_money[:, i].sum(axis=1)
    np.testing.assert_allclose(np.sum(list(money.values()), axis=0), whole, atol=SUM_OF_PARTS)
    assert np.abs(whole - added).max() > 0.05


def test_links_are_worth_their_part_of_the_whole():
    preferences, payoffs = stages(CASE)
    package = CASE.packages[0]
    # Another party owes part of each element, so that every element can be cut.
    shared = tuple(replace(o, id=f"{o.id}-s", owner="SOUTH", share=0.5) for o in CASE.obligations)
    case = replace(CASE, obligations=(*(replace(o, share=0.5) for o in CASE.obligations), *shared))
    links = weigh_links(case, package, draw_terms(case, package, payoffs.axes, WORLDS), preferences, payoffs)
    worth = {x.element: x.loss_to_other.median for x in links if x.holder == "SOUTH" and x.other == "EAST"}
    choice, i = payoffs.axes.choice(BOTH), payoffs.axes.party("EAST")
    parts = payoffs.package_over_no_deal(choice, preferences.no_deal_money, i)
    assert worth == pytest.approx({e: float(np.median(parts[:, k])) for k, e in enumerate(("ONE", "TWO", "PRICE"))})


def test_a_part_that_combines_options_is_solved_as_a_whole_and_signed_like_a_package_of_that_name():
    # As written the package has three elements; its economic part combines two that overlap.
    case = replace(CASE, packages=(Package("deal", "Deal", {"ONE": "ONE.2", "TWO": "TWO.1"}, ("EAST", "SOUTH")),))
    wide = Package("wide", "Wide", {"ONE": "ONE.1", "TWO": "TWO.1", "PRICE": "PRICE.1"}, ("EAST", "SOUTH"))
    preferences, payoffs = stages(case)
    unsolved = compare_variants(case, wide, preferences, payoffs, WORLDS)[1]
    assert not unsolved.as_whole
    solved = value_parts(case, wide, payoffs, WORLDS)
    economic = compare_variants(case, wide, preferences, solved, WORLDS)[1]
    assert economic.as_whole
    named = replace(case, packages=(Package("part", "Part", {"ONE": "ONE.1", "TWO": "TWO.1"}, ("EAST", "SOUTH")),))
    expected = compare_variants(named, named.packages[0], preferences, payoffs_of(named), WORLDS)[0]
    assert economic.signing_share == expected.signing_share


def test_without_a_model_parts_change_nothing():
    _, payoffs = stages(CASE)
    by_hand = replace(payoffs, modelled=None)
    assert value_parts(CASE, CASE.packages[0], by_hand, WORLDS) is by_hand
