"""Which parts a set-valued acceptance means: exact odds, conditioned on how many "several" are."""

from __future__ import annotations

from itertools import combinations
from math import prod

import numpy as np
import pytest

from detente.preferences.parts import LOWEST, draw_subsets, odds_of, share_so_far
from detente.worlds import draw_worlds
from unit.preferences.small_case import a_case, claim, drawn, fixed, party, pays


def enumerated(odds: list[float], at_least: int) -> dict[tuple[int, ...], float]:
    """Probability of each subset, by listing them all."""
    subsets = [s for k in range(at_least, len(odds) + 1) for s in combinations(range(len(odds)), k)]
    weights = [prod(odds[e] for e in s) for s in subsets]
    return {s: w / sum(weights) for s, w in zip(subsets, weights, strict=True)}


@pytest.mark.parametrize("at_least", [0, 1, 2, 4])
def test_subsets_come_with_the_odds_of_their_members_given_their_number(at_least):
    odds = [0.2, 3.0, 1.0, 0.05]
    count = 60_000
    taken = draw_subsets(draw_worlds(count, 1).uniform("s", 4), np.broadcast_to(odds, (count, 4)), at_least)
    for subset, chance in enumerated(odds, at_least).items():
        exactly = (taken == np.isin(np.arange(4), subset)).all(axis=1).mean()
        assert abs(exactly - chance) < 5 * np.sqrt(chance * (1 - chance) / count) + 1e-12


def test_equal_odds_make_every_subset_of_allowed_size_equally_likely():
    taken = draw_subsets(draw_worlds(60_000, 2).uniform("s", 4), np.ones((60_000, 4)), 2)
    _, counts = np.unique(taken, axis=0, return_counts=True)
    assert len(counts) == 6 + 4 + 1
    np.testing.assert_allclose(counts / 60_000, 1 / 11, atol=0.006)


def test_rejected_parts_are_never_meant_and_make_several_fewer():
    odds = np.tile([0.0, 1.0, 0.0], (200, 1))
    taken = draw_subsets(draw_worlds(200, 3).uniform("s", 3), odds, 2)
    assert taken.tolist() == [[False, True, False]] * 200
    assert not draw_subsets(np.zeros((1, 2)), np.zeros((1, 2)), 2).any()


def test_the_share_so_far_counts_earlier_worlds_only():
    happens = np.random.default_rng(0).random(200) < 0.3
    slow = [(1 + sum(happens[:w])) / (2 + w) for w in range(200)]
    np.testing.assert_allclose(share_so_far(happens), slow)


def test_odds_are_clipped_and_nothing_makes_them_even():
    share, rejected = np.array([0.0, 0.5, 0.5]), np.array([False, False, True])
    np.testing.assert_allclose(odds_of(share, rejected, "interests"), [LOWEST / (1 - LOWEST), 1.0, 0.0])
    assert odds_of(share, rejected, "nothing").tolist() == [1.0, 1.0, 1.0]


def test_a_party_means_the_parts_that_pay():
    claims = (claim("C1", "accepts_in_part"),)
    rich = party("A", stake_usd_bn_per_year=fixed("stake:A", 1.0))
    payoffs = (pays("A", "E0.1", 50.0), pays("A", "E1.1", -50.0))
    case = a_case(rich, party("B"), claims=claims, payoffs=payoffs, several_means_at_least=1)
    odds = {o.element: o for o in drawn(case, 2_000).part_odds}
    assert (odds["E0"].prior, odds["E1"].prior) == (1.0, 0.0)
    assert odds["E0"].p_accepted > 0.95
    assert odds["E1"].p_accepted < 0.05
    assert 0.4 < odds["E2"].p_accepted < 0.7


def test_without_interests_every_subset_is_as_likely():
    claims = (claim("C1", "accepts_in_part"),)
    case = a_case(claims=claims, several_weighted_by="nothing", payoffs=(pays("A", "E0.1", 50.0),))
    shares = [o.p_accepted for o in drawn(case, 4_000).part_odds]
    # Of the 11 subsets of four parts with two or more members, 7 hold a given part.
    np.testing.assert_allclose(shares, 7 / 11, atol=0.04)


def test_a_part_that_the_party_rejects_is_not_meant():
    claims = (claim("C1", "rejects", "E0.1"), claim("C2", "accepts_in_part"))
    preferences = drawn(a_case(claims=claims))
    assert not preferences.accepted_parts["C2"][:, 0].any()
    assert (preferences.values[:, 0, 0, 1] <= preferences.values[:, 0, 0, 0]).all()


def test_parts_that_are_meant_are_at_least_as_good_as_the_status_quo():
    preferences = drawn(a_case(claims=(claim("C1", "accepts_in_part"),)))
    for e in range(4):
        meant = preferences.accepted_parts["C1"][:, e]
        value = preferences.values[meant, 0, e]
        assert meant.any()
        assert (value[:, 1] >= value[:, 0]).all()


def test_a_claim_never_in_force_has_no_odds_of_acceptance():
    case = a_case(claims=(claim("C1", "accepts_in_part", reliability=1e-9),))
    assert {o.p_accepted for o in drawn(case, 20).part_odds} == {None}
