"""Five hundred random games against the definitions word for word, in both engines and under both rules."""

from __future__ import annotations

import numpy as np
import pytest

from detente.deals.stability import MoveRule
from detente.deals.stability.coalitions import coalition_stable_states, coalitions
from detente.deals.stability.reach import most_by_one_move
from detente.deals.stability.sequences import improving_sequences, legal_sequences
from detente.deals.stability.simultaneous import simultaneously_stable_states
from detente.deals.stability.verdicts import stable_states
from unit.deals.stability import brute_force
from unit.deals.stability.brute_force import CONCEPTS, IN_A_ROW, Game, reached
from unit.deals.stability.games import engines, graph_moves, option_moves, random_game

GAMES = 500
BATCHES = [range(begin, begin + 50) for begin in range(0, GAMES, 50)]
COALITION_GAMES = [range(begin, begin + 25) for begin in range(0, 100, 25)]


def expected(game: Game, concept: str, rule: MoveRule) -> list[list[bool]]:
    return [[brute_force.stable(game, i, s, concept, rule.value) for s in range(game.states)] for i in game.makers]


@pytest.mark.parametrize("seeds", BATCHES, ids=lambda seeds: f"from-{seeds.start}")
def test_every_verdict_equals_the_definition(seeds):
    for seed in seeds:
        game = random_game(seed)
        for rule in MoveRule:
            found = [stable_states(engine, rule) for engine in engines(game)]
            for concept in CONCEPTS:
                want = expected(game, concept, rule)
                for stable in found:
                    assert stable[concept].tolist() == want, (seed, rule, concept)


@pytest.mark.parametrize("seeds", BATCHES, ids=lambda seeds: f"from-{seeds.start}")
def test_simultaneous_stability_equals_the_definition(seeds):
    for seed in seeds:
        game = random_game(seed)
        if game.patterns:
            want = [[brute_force.simultaneously_stable(game, i, s) for s in range(game.states)] for i in game.makers]
            assert simultaneously_stable_states(option_moves(game)).tolist() == want, seed


@pytest.mark.parametrize("seeds", COALITION_GAMES, ids=lambda seeds: f"from-{seeds.start}")
def test_every_verdict_of_a_coalition_equals_the_definition(seeds):
    for seed in seeds:
        game = random_game(seed)
        for rule in MoveRule:
            for group in [(0,), *coalitions(len(game.makers))]:
                found = [coalition_stable_states(engine, group, rule) for engine in engines(game)]
                for concept in CONCEPTS:
                    want = [
                        brute_force.coalition_stable(game, group, s, concept, rule.value) for s in range(game.states)
                    ]
                    for stable in found:
                        assert stable[concept].tolist() == want, (seed, rule, group, concept)


def test_the_random_games_are_not_trivial():
    games = [random_game(seed) for seed in range(GAMES)]
    counts = dict.fromkeys(CONCEPTS, 0)
    differ = 0
    for game in games:
        stable = stable_states(graph_moves(game))
        for concept in CONCEPTS:
            counts[concept] += int(stable[concept].sum())
        once = stable_states(graph_moves(game), MoveRule.EACH_AT_MOST_ONCE)
        differ += any(not np.array_equal(stable[concept], once[concept]) for concept in CONCEPTS)
    assert counts["nash"] < counts["smr"] < counts["gmr"]
    assert counts["nash"] < counts["seq"] < counts["gmr"]
    assert differ > 10
    assert max(game.states for game in games) == 32
    assert any(len(set(ranks)) < game.states for game in games for ranks in game.ranks)
    assert any(direction for game in games for direction in game.directions)


@pytest.mark.parametrize("seed", range(40))
def test_what_sequences_reach_and_their_length(seed):
    game = random_game(seed)
    movers = list(game.makers)[1:]
    for engine in engines(game):
        for search, step in ((legal_sequences, game.reach), (improving_sequences, game.improve)):
            found = search(engine, 0, movers)
            assert set(np.flatnonzero(found.reached()).tolist()) == reached(movers, 0, step, IN_A_ROW) | {0}
            for state in np.flatnonzero(found.reached()).tolist():
                check_way(found.shortest(state), state, step)


def check_way(way, goal, step):
    """Every step is a move, nobody moves twice in a row, and it ends at the goal."""
    state, last = 0, None
    for one in way:
        assert one.mover != last
        assert one.state in step(one.mover, state)
        state, last = one.state, one.mover
    assert state == goal


@pytest.mark.parametrize("seed", range(1, 40, 2))
def test_sequences_are_shortest(seed):
    game = random_game(seed)
    found = legal_sequences(option_moves(game), 0, list(game.makers))
    distance, layer, length = {0: 0}, {(0, -1)}, 0
    seen = set(layer)
    while layer:
        length += 1
        layer = {(t, j) for s, last in layer for j in game.makers if j != last for t in game.reach(j, s)} - seen
        seen |= layer
        for state, _ in layer:
            distance.setdefault(state, length)
    assert {state: len(found.shortest(state)) for state in np.flatnonzero(found.reached()).tolist()} == distance


def test_a_state_that_cannot_be_reached_has_no_way():
    game = Game(2, (frozenset(), frozenset()), ((0, 1), (1, 0)))
    with pytest.raises(ValueError, match="cannot be reached"):
        legal_sequences(graph_moves(game), 0, [0, 1]).shortest(1)


def test_one_move_on_moves_that_are_not_transitive_is_one_move():
    chain = Game(3, (frozenset({(0, 1), (1, 2)}),), ((0, 1, 2),))
    values = np.array([[0], [1], [2]], dtype=np.int32)
    assert most_by_one_move(graph_moves(chain), 0, values)[:, 0].tolist() == [1, 2, 2]


def test_nobody_moves_twice_in_a_row():
    # Only the second can answer, in two moves of its own: under the rule that is no answer.
    moves = (frozenset({(0, 1)}), frozenset({(1, 2), (2, 3)}))
    game = Game(4, moves, ((1, 2, 2, 0), (0, 0, 1, 2)))
    assert stable_states(graph_moves(game))["gmr"][0].tolist() == [False, True, True, True]


def test_too_many_combinations_are_refused_and_not_guessed(monkeypatch):
    game = random_game(1)
    for name in ("MOST_CHANGES", "MOST_COMBINATIONS"):
        with monkeypatch.context() as patch:
            patch.setattr(f"detente.deals.stability.simultaneous.{name}", 0)
            assert simultaneously_stable_states(option_moves(game)) is None
