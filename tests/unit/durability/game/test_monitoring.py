"""Public signals: perfect ones give the perfect-monitoring solution, noise only takes away, and a known closed form."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.sparse import csr_array

from detente.case import CaseError
from detente.durability.game import monitored_game, solve_game, solve_monitored_game, stochastic_game
from unit.durability.game.random_games import random_game

DILEMMA = [[2, 2], [-1, 3], [3, -1], [0, 0]]


@pytest.mark.parametrize("patience", ["equal", "by party", "by profile"])
def test_signals_that_name_the_profile_are_perfect_monitoring(patience):
    for seed in range(3):
        drawn = random_game(seed, states=2, patience=patience)
        # Impatient parties, since the sets shrink by the discount factor a round.
        game = stochastic_game(drawn.actions, drawn.payoff, drawn.transition, 0.7 * drawn.discount)
        outcomes = game.transition.tocoo()
        chance = csr_array((outcomes.data, (outcomes.row, np.arange(outcomes.nnz))))
        noisy = monitored_game(game.actions, game.payoff, chance, outcomes.col, game.discount)
        found, perfect = solve_monitored_game(noisy), solve_game(game)
        assert found.exists == perfect.exists
        if found.exists:
            np.testing.assert_allclose(found.joint, perfect.joint, atol=1e-6)
            np.testing.assert_allclose(found.punishment, perfect.punishment, atol=1e-6)


def watched_dilemma(error, delta):
    """Each action is seen by itself, wrongly with chance `error`: four signals."""
    seen = np.array([[1 - error, error], [error, 1 - error]])
    return monitored_game([[2, 2]], DILEMMA, np.kron(seen, seen), np.zeros(4, dtype=int), delta)


def test_more_noise_never_helps():
    joint = [solve_monitored_game(watched_dilemma(error, 0.6)).joint[0] * 0.4 for error in (0, 0.2, 0.3, 0.45)]
    assert joint[0] == pytest.approx(4)
    assert joint[-1] == pytest.approx(0, abs=1e-6)
    assert all(more >= less - 1e-6 for more, less in itertools.pairwise(joint))


def test_own_signals_let_fines_go_to_the_other_so_that_nothing_is_burnt():
    """Cheating gains 1 and shifts one signal by 1 - 2e; the fines of both must fit into 4 delta / (1 - delta)."""
    for delta, error in ((0.36, 0.1), (0.4, 0.1), (0.5, 0.3), (0.6, 0.3)):
        kept = 4 * delta / (1 - delta) >= 2 / (1 - 2 * error)
        found = solve_monitored_game(watched_dilemma(error, delta))
        assert (found.joint[0] * (1 - delta) == pytest.approx(4, abs=1e-6)) == kept == (delta in (0.4, 0.6))


def test_the_worker_of_levin_works_when_the_future_covers_the_bonus():
    """Effort costs c and is worth y; the smallest bonus c / (p - q) needs delta (y - c) / (1 - delta)."""
    c, y, p, q = 1.0, 2.5, 0.7, 0.2
    critical = (c / (p - q)) / (c / (p - q) + y - c)
    for delta, works in ((critical - 0.005, False), (critical + 0.005, True)):
        game = monitored_game([[2, 1]], [[-c, y], [0, 0]], [[p, 1 - p], [q, 1 - q]], [0, 0], delta)
        assert (solve_monitored_game(game).policy[0] == 0) == works


def test_a_game_without_equilibrium_says_so():
    pennies = [[1, -1], [-1, 1], [-1, 1], [1, -1]]
    found = solve_monitored_game(monitored_game([[2, 2]], pennies, np.eye(4), [0] * 4, 0.5))
    assert not found.exists
    assert np.isnan(found.joint).all()
    assert not solve_game(stochastic_game([[2, 2]], pennies, np.ones((4, 1)), 0.5)).exists


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"arrival": [0, 1]}, "lead to one of the states"),
        ({"chance": [[0.5, 0.4], [0.5, 0.5]]}, "sum to 1"),
        ({"discount": 1.0}, "can repeat for ever"),
    ],
)
def test_bad_input_is_refused(changes, message):
    stated = {"actions": [[2, 1]], "payoff": [[-1, 3], [0, 0]], "chance": [[0.8, 0.2], [0.3, 0.7]]}
    stated |= {"arrival": [0, 0], "discount": 0.5}
    with pytest.raises(CaseError, match=message):
        monitored_game(**{**stated, **changes})
