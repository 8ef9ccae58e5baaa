"""Policy elimination against its slow twin, brute force, linear programs, and bad input."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_array

from detente.case import CaseError
from detente.durability.game import check_path, solve_game, stochastic_game, with_renegotiation
from unit.durability.game.random_games import random_game
from unit.durability.game.slow_game import SlowGame, brute_force, slow_solve

# Value iteration of the twin stops at 1e-13; with discount factors up to 0.9 little of it is left out.
CLOSE = 1e-9
DILEMMA = [[2, 2], [-1, 3], [3, -1], [0, 0]]


def assert_agree(game, expected):
    found = solve_game(game)
    assert found.exists == (expected is not None)
    if expected is not None:
        np.testing.assert_allclose(found.joint, expected[0], atol=CLOSE)
        np.testing.assert_allclose(found.punishment, expected[1], atol=CLOSE)


@pytest.mark.parametrize("patience", ["equal", "by party", "by profile"])
@pytest.mark.parametrize("parties", [1, 2, 3])
def test_elimination_agrees_with_its_slow_twin(patience, parties):
    for seed in range(12):
        game = random_game(seed, parties=parties, patience=patience)
        assert_agree(game, slow_solve(game))


def test_random_games_include_games_with_and_without_equilibria():
    exist = [solve_game(random_game(seed)).exists for seed in range(60)]
    assert 30 < sum(exist) < 60


def test_two_state_games_agree_with_brute_force_over_all_simple_equilibria():
    sizes = [len(slow.profiles[0]) * len(slow.profiles[1]) for slow in (SlowGame(small_game(s)) for s in range(30))]
    assert max(sizes) == 16
    for seed in range(30):
        game = small_game(seed)
        assert_agree(game, brute_force(game))


def small_game(seed):
    rng = np.random.default_rng(seed)
    actions = np.array([[2, 2], [2, int(rng.integers(1, 3))]])
    rows = int(np.prod(actions, axis=1).sum())
    payoff = rng.normal(0, 1, (rows, 2))
    payoff += rng.normal(0, 2, (rows, 1)) if seed % 2 else -0.9 * payoff.mean(axis=1, keepdims=True)
    payoff = np.round(payoff, 1)
    return stochastic_game(actions, payoff, rng.dirichlet(np.ones(2), rows), float(rng.uniform(0.2, 0.8)))


@pytest.mark.parametrize("patience", ["equal", "by party", "by profile"])
def test_payoff_sets_are_the_fixed_point_of_the_set_operator(patience):
    """One more round of linear programs over what may follow gives the same sets back."""
    compared = 0
    for seed in range(20):
        game = random_game(seed, patience=patience)
        found = solve_game(game)
        if found.exists:
            joint, punishment = operator(SlowGame(game), found.joint, found.punishment)
            np.testing.assert_allclose(joint, found.joint, atol=1e-7)
            np.testing.assert_allclose(punishment, found.punishment, atol=1e-7)
            compared += 1
    assert compared >= 5


def operator(slow, joint, punishment):
    best = np.full(len(joint), -np.inf)
    worst = np.full(punishment.shape, np.inf)
    for x in slow.states:
        for a in slow.profiles[x]:
            cheat = [slow.cheat(x, a, i, punishment[:, i]) for i in slow.parties]
            value = promised(slow, x, a, joint, punishment, cheat)
            if value is not None:
                best[x] = max(best[x], value)
                worst[x] = np.minimum(worst[x], cheat)
    return best, worst


def promised(slow, x, a, joint, punishment, cheat):
    """Largest joint value over continuation values of every next state, party by party."""
    after, parties = slow.next[x, a], len(slow.parties)
    cost = [-slow.delta[x, a][i] * p for y, p in after for i in slow.parties]
    left = [[1.0 if k == m else 0.0 for m in range(len(after)) for _ in slow.parties] for k in range(len(after))]
    limit = [joint[y] for y, _ in after]
    for i in slow.parties:
        left.append([-slow.delta[x, a][i] * p * (j == i) for _, p in after for j in range(parties)])
        limit.append(slow.paid[x, a][i] - cheat[i] + 1e-9)
    bounds = [(punishment[y][i], None) for y, _ in after for i in slow.parties]
    found = linprog(cost, A_ub=left, b_ub=limit, bounds=bounds)
    return sum(slow.paid[x, a]) - found.fun if found.status == 0 else None


def test_the_policy_of_the_solution_is_kept_on_its_own_path():
    for seed in range(30):
        game = random_game(seed)
        found = solve_game(game)
        if found.exists:
            path = check_path(game, found, found.policy)
            assert path.kept.all()
            np.testing.assert_allclose(path.joint, found.joint, atol=CLOSE)


def test_renegotiation_in_a_repeated_game_is_a_lower_discount_factor():
    """delta (1 - rho) decides, whatever the terms: checked at the critical factor 1/3 of the dilemma."""
    for rho, kept in ((0.32, True), (0.34, False)):
        game = stochastic_game([[2, 2]], DILEMMA, np.ones((4, 1)), 0.5)
        renewed = with_renegotiation(game, rho, np.array([[1.7, 0.4]]))
        assert (solve_game(renewed).policy[0] == 0) == kept


@pytest.mark.parametrize("unit", [1.0, 3.7e3, 7e6 / 11, 1e8 / 7])
def test_the_unit_of_payoffs_does_not_decide_what_is_kept_at_the_critical_factor(unit):
    """At delta = 1/3 nobody gains and nobody loses by breaking: rounding, which grows with the unit, must not tell."""
    found = solve_game(stochastic_game([[2, 2]], unit * np.array(DILEMMA), np.ones((4, 1)), 1 / 3))
    assert found.policy[0] == 0
    assert found.joint[0] == pytest.approx(6 * unit)


def test_a_game_without_pure_equilibrium_says_so():
    """Matching pennies: cheating always pays one of the two."""
    game = stochastic_game([[2, 2]], [[1, -1], [-1, 1], [-1, 1], [1, -1]], np.ones((4, 1)), 0.5)
    found = solve_game(game)
    assert not found.exists
    assert found.emptied == (0,)
    assert np.isnan(found.joint).all()
    assert not check_path(game, found, np.array([0])).kept.any()


def test_unequal_patience_delays_what_the_patient_party_gets():
    """Nobody has anything to gain now; who waits can be lent to: 1 a period to the impatient, worth 1 / (1 - 0.9)."""
    game = stochastic_game([[2, 2]], DILEMMA, np.ones((4, 1)), np.array([[0.5, 0.9]]))
    found = solve_game(game)
    equal = [solve_game(stochastic_game([[2, 2]], DILEMMA, np.ones((4, 1)), d)).joint[0] for d in (0.5, 0.9)]
    assert equal[0] < found.joint[0] < equal[1]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"discount": 1.0}, "can repeat for ever"),
        ({"discount": 0.0}, "above 0 and below 1"),
        ({"discount": 1.2}, "above 0 and below 1"),
        ({"discount": [0.5, 0.5, 0.5]}, "Give one discount factor"),
        ({"actions": [[2, 0]]}, "at least one action"),
        ({"payoff": [[1, 2]] * 3}, "do not fit 4 profiles"),
        ({"payoff": [[1, np.nan]] * 4}, "not a number"),
        ({"transition": np.full((4, 1), 1.1)}, "sum to at most 1"),
        ({"transition": np.full((4, 1), -0.1)}, "must not be negative"),
    ],
)
def test_bad_input_is_refused(changes, message):
    stated = {"actions": [[2, 2]], "payoff": DILEMMA, "transition": np.ones((4, 1)), "discount": 0.5}
    with pytest.raises(CaseError, match=message):
        stochastic_game(**{**stated, **changes})


def test_two_states_without_time_between_them_are_refused():
    with pytest.raises(CaseError, match="can repeat for ever"):
        stochastic_game([[1], [1]], [[1], [1]], csr_array([[0, 1], [1, 0]]), 1.0)


def test_an_average_needs_one_discount_factor():
    found = solve_game(random_game(0, patience="by party"))
    with pytest.raises(CaseError, match="one discount factor"):
        found.average(found.joint)


@pytest.mark.parametrize("chance", [-0.1, 1.1])
def test_a_chance_of_renegotiation_out_of_range_is_refused(chance):
    with pytest.raises(CaseError, match=r"\[0, 1\]"):
        with_renegotiation(random_game(1), chance, np.zeros((3, 2)))
