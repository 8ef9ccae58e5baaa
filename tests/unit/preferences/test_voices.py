"""Voices that ratify stand beside their party; voices with influence move its weights."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.case import CaseError, signatures
from detente.economy import value_options
from detente.preferences.weights import simplex_weights
from detente.worlds import draw_worlds
from unit.preferences.small_case import a_case, claim, drawn, fixed, party, pays

RATIFIER = party("V", voice_of="A", ratifies=True)


def with_influence(share: float, name: str = "V"):
    return party(name, voice_of="A", influence=fixed(f"influence:{name}", share))


def test_a_ratifier_is_bound_by_its_party_and_its_own_word_wins():
    claims = (
        claim("C1", "rejects", "E0.1", by="V", red_line=True),
        claim("C2", "accepts", "E0.1"),
        claim("C3", "demands", "E1.2"),
    )
    preferences = drawn(a_case(party("A"), RATIFIER, claims=claims))
    assert (preferences.values[:, 1, 1, 2] == 1).all()
    assert preferences.red_lines[:, 1, 0, 1].all()
    assert (preferences.values[:, 1, 0, 1] <= preferences.values[:, 1, 0, 0]).all()
    assert not preferences.red_lines[:, 0].any()


def test_a_ratifier_does_not_bind_its_party():
    claims = (claim("C1", "demands", "E0.2", by="V"),)
    preferences = drawn(a_case(party("A"), RATIFIER, claims=claims))
    assert 0.2 < (preferences.values[:, 0, 0, 2] == 1).mean() < 0.5


def test_a_ratifier_takes_stake_cost_and_money_where_it_states_none():
    whole = party("A", stake_usd_bn_per_year=fixed("stake:A", 7.0), conflict_cost_usd_bn_per_year=fixed("cost:A", 2.0))
    payoffs = (pays("A", "E0.1", 3.0), pays("A", "E1.1", 4.0), pays("V", "E1.1", -1.0))
    case = a_case(whole, RATIFIER, party("B"), payoffs=payoffs)
    preferences, money = drawn(case, 5), value_options(case, draw_worlds(5, 1))
    assert (preferences.stake[:, 1] == 7).all()
    assert (preferences.conflict_cost[:, 1] == 2).all()
    assert preferences.has_stake.tolist() == preferences.has_conflict_cost.tolist() == [True, True, False]
    assert (money.money[0, 1, 0, 1], money.money[0, 1, 1, 1]) == (3, -1)
    assert (money.known[1] == money.known[0]).all()
    assert money.stated.tolist() == [True, True, False]


def test_a_ratifier_keeps_a_stake_of_its_own():
    voice = replace(RATIFIER, stake_usd_bn_per_year=fixed("stake:V", 1.0))
    case = a_case(party("A", stake_usd_bn_per_year=fixed("stake:A", 7.0)), voice)
    assert drawn(case, 3).stake[0].tolist() == [7, 1]


def test_what_the_party_said_of_a_package_binds_the_ratifier_unless_it_spoke_itself():
    said = claim("C1", "rejects")
    own = claim("C2", "accepts", by="V")

    def gains(claims):
        preferences = drawn(a_case(party("A"), RATIFIER, claims=claims), 200)
        change = preferences.values[..., 1] - preferences.values[..., 0]
        left_out = sum(d.worlds for d in preferences.dropped if d.party == "V")
        return (preferences.weights * change).sum(axis=2)[:, 1], left_out

    alone, left_out = gains((said,))
    assert (alone > 1e-9).sum() <= left_out
    both, left_out = gains((said, own))
    assert (both < -1e-9).sum() <= left_out


def test_a_linkage_of_the_party_binds_its_ratifier_until_that_speaks():
    said = claim("C1", "conditional", "E0.1", condition_option="E1.1")
    alone = drawn(a_case(party("A"), RATIFIER, claims=(said,)), 3)
    assert [(x.claim, x.party) for x in alone.linkages] == [("C1", 0), ("C1", 1)]
    both = drawn(a_case(party("A"), RATIFIER, claims=(said, claim("C2", "accepts", "E0.1", by="V"))), 3)
    assert [x.active.any() for x in both.linkages] == [True, False]


def test_signatures_are_those_required_and_those_who_ratify_for_them():
    case = a_case(party("A"), RATIFIER, with_influence(0.2, "W"), party("B"))
    assert signatures(case, case.packages[0]) == ("A", "V")


def test_influence_moves_weights_towards_what_the_voice_speaks_about():
    claims = (claim("C1", "concerned", "E0.1", by="V"), claim("C2", "unknown", "E2.1", by="V"))
    preferences = drawn(a_case(party("A"), with_influence(0.4), claims=claims), 4_000)
    worlds = draw_worlds(4_000, 1)
    own = simplex_weights(worlds.uniform("weights:A", 4))
    voice = simplex_weights(worlds.uniform("weights:V", 4)) * [1, 0, 1, 0]
    slow = 0.6 * own + 0.4 * voice / voice.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(preferences.weights[:, 0], slow)
    # The mean of a uniform draw on two elements is one half each.
    np.testing.assert_allclose(preferences.weights[:, 0].mean(axis=0), [0.35, 0.15, 0.35, 0.15], atol=0.01)
    assert 0.2 < (preferences.values[:, 0, 0, 1] == 1).mean() < 0.5


def test_a_voice_moves_nothing_where_no_claim_of_it_is_in_force():
    claims = (claim("C1", "open", "E0.1", by="V", reliability=0.5),)
    preferences = drawn(a_case(party("A"), with_influence(1.0), claims=claims))
    heard = preferences.in_force["C1"]
    np.testing.assert_allclose(preferences.weights[heard, 0], np.tile([1, 0, 0, 0], (heard.sum(), 1)), atol=1e-12)
    own = simplex_weights(draw_worlds(400, 1).uniform("weights:A", 4))
    np.testing.assert_allclose(preferences.weights[~heard, 0], own[~heard])


def test_cuts_apply_to_the_blend_and_the_voice_keeps_its_part():
    claims = (claim("C1", "open", "E0.1", by="V"), claim("C2", "accepts"), claim("C3", "rejects", "E0.1"))
    preferences = drawn(a_case(party("A"), with_influence(0.3), claims=claims), 500)
    weights = preferences.weights[:, 0]
    change = preferences.values[:, 0, :, 1] - preferences.values[:, 0, :, 0]
    left_out = sum(d.worlds for d in preferences.dropped)
    assert ((weights * change).sum(axis=1) < -1e-9).sum() <= left_out < 250
    assert (weights[:, 0] >= 0.3 - 1e-9).all()
    np.testing.assert_allclose(weights.sum(axis=1), 1)


def test_influences_beyond_one_are_refused():
    claims = (claim("C1", "open", "E0.1", by="V"), claim("C2", "open", "E0.1", by="W"))
    with pytest.raises(CaseError, match="influences on A sum to more than 1"):
        drawn(a_case(party("A"), with_influence(0.7), with_influence(0.7, "W"), claims=claims), 5)
