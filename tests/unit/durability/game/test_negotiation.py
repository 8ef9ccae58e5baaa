"""Repeated negotiation: its corner cases and bad input."""

from __future__ import annotations

import numpy as np
import pytest

from detente.case import CaseError, Infeasible
from detente.durability.game import negotiate_repeatedly, solve_game, stochastic_game, with_renegotiation
from unit.durability.game.random_games import random_game

DILEMMA = [[2, 2], [-1, 3], [3, -1], [0, 0]]


def test_without_new_negotiations_nothing_changes():
    compared = 0
    for seed in range(12):
        game = random_game(seed)
        usual = solve_game(game)
        if usual.exists:
            found = negotiate_repeatedly(game, 0.0, periods=30)
            np.testing.assert_allclose(found.joint, usual.joint, atol=1e-9)
            np.testing.assert_allclose(found.punishment, usual.punishment, atol=1e-9)
            compared += 1
    assert compared >= 6


def test_terms_share_what_is_beyond_the_punishments():
    found = negotiate_repeatedly(random_game(2), 0.3, periods=40, weights=[0.8, 0.2])
    np.testing.assert_allclose(found.terms.sum(axis=1), found.joint)
    gain = found.terms - found.punishment
    np.testing.assert_allclose(gain[:, 0] * 0.2, gain[:, 1] * 0.8, atol=1e-12)


def test_a_settled_negotiation_is_the_game_under_its_own_terms():
    game = stochastic_game([[2, 2]], DILEMMA, np.ones((4, 1)), 0.5)
    found = negotiate_repeatedly(game, 0.2, periods=200)
    assert found.change < 1e-12
    fixed = solve_game(with_renegotiation(game, 0.2, found.terms))
    np.testing.assert_allclose(fixed.joint, found.joint)
    np.testing.assert_allclose(fixed.punishment, found.punishment)


@pytest.mark.parametrize(("chance", "discount"), [(1 / 3, 0.5), (4 / 9, 0.6)])
@pytest.mark.parametrize("unit", [1.0, 3.7e3, 7e6 / 11, 3.7**14])
def test_the_unit_of_payoffs_does_not_decide_what_is_kept_at_the_critical_chance(unit, chance, discount):
    """The dilemma is kept while delta (1 - rho) is at least 1/3; at just that, rounding must not tell."""
    game = stochastic_game([[2, 2]], unit * np.array(DILEMMA), np.ones((4, 1)), discount)
    assert negotiate_repeatedly(game, chance, periods=60).policy[0] == 0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"chance": 1.5}, r"\[0, 1\]"),
        ({"periods": 0}, "at least one period"),
        ({"weights": [0.5, 0.6]}, "sum to 1"),
        ({"weights": [1.5, -0.5]}, "sum to 1"),
    ],
)
def test_bad_input_is_refused(changes, message):
    with pytest.raises(CaseError, match=message):
        negotiate_repeatedly(random_game(2), **{"chance": 0.5, "periods": 3, **changes})


def test_unequal_patience_is_refused():
    with pytest.raises(CaseError, match="equal patience"):
        negotiate_repeatedly(random_game(2, patience="by party"), 0.5, periods=3)


def test_a_game_with_nothing_to_negotiate_from_is_named():
    pennies = stochastic_game([[2, 2]], [[1, -1], [-1, 1], [-1, 1], [1, -1]], np.ones((4, 1)), 0.5)
    with pytest.raises(Infeasible, match="no pure-strategy equilibrium"):
        negotiate_repeatedly(pennies, 0.5, periods=3)
