"""The inverse question against every ranking there is, in games small enough to try them all."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations, product

import numpy as np
import pytest

from detente.case import CaseError, NotConverged
from detente.deals.stability import stability_condition
from unit.deals.stability import brute_force
from unit.deals.stability.brute_force import CONCEPTS, Game, graph_game
from unit.deals.stability.games import model_of, names_of, random_game

SEEDS = range(24)


def small_game(seed: int) -> Game:
    """Up to five states, ranked without ties by the first decision maker."""
    draw = np.random.default_rng(seed)
    states = int(draw.integers(3, 6))
    game = graph_game(draw, 2 + seed % 2, states)
    return replace(game, ranks=(tuple(draw.permutation(states).tolist()), *game.ranks[1:]))


def ranked(game: Game, ranks: tuple[int, ...]) -> Game:
    return replace(game, ranks=(ranks, *game.ranks[1:]))


def met(condition, no_better: set[str]) -> bool:
    return all(any(set(one) <= no_better for one in ask.alternatives) for ask in condition.requirements)


def swaps(before: tuple[int, ...], after: tuple[int, ...]) -> int:
    """Pairs of states whose order differs: the swaps of neighbours that lead from one to the other."""
    pairs = [(a, b) for a in range(len(before)) for b in range(a)]
    return sum((before[a] > before[b]) != (after[a] > after[b]) for a, b in pairs)


@pytest.mark.parametrize("concept", CONCEPTS)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_condition_holds_exactly_where_the_state_is_stable(seed, concept):
    game = small_game(seed)
    names = names_of(game)
    condition = stability_condition(model_of(game), names[0], "D0", concept)
    # Every weak order, ties included.
    for ranks in product(range(game.states), repeat=game.states):
        no_better = {name for name, rank in zip(names, ranks, strict=True) if rank <= ranks[0]}
        assert met(condition, no_better) == brute_force.stable(ranked(game, ranks), 0, 0, concept), ranks


@pytest.mark.parametrize("concept", CONCEPTS)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_changes_asked_for_are_the_fewest(seed, concept):
    game = small_game(seed)
    names, now = names_of(game), game.ranks[0]
    condition = stability_condition(model_of(game), names[0], "D0", concept)
    good = [
        ranks for ranks in permutations(range(game.states)) if brute_force.stable(ranked(game, ranks), 0, 0, concept)
    ]
    better = {state for state in range(game.states) if now[state] > now[0]}
    fewest = min(len({s for s in better if ranks[s] < ranks[0]}) for ranks in good)
    assert condition.stable_now == (now in good)
    assert len(condition.fewest_judgements) == fewest
    assert len(condition.lift_past) == min(swaps(now, ranks) for ranks in good)
    no_better = {names[s] for s in range(game.states) if s not in better}
    assert met(condition, no_better | set(condition.fewest_judgements))
    assert met(condition, no_better | set(condition.lift_past))


def test_the_small_games_hold_states_that_are_not_stable():
    games = [small_game(seed) for seed in SEEDS]
    for concept in CONCEPTS:
        assert sum(not brute_force.stable(game, 0, 0, concept) for game in games) >= 2


@pytest.mark.parametrize("seed", range(1, 30, 2))
def test_option_form_asks_for_the_same_as_graph_form(seed):
    game = random_game(seed)
    as_graph = replace(game, patterns=(), owners=(), directions=())
    for concept in CONCEPTS:
        found = stability_condition(model_of(game), names_of(game)[1], "D1", concept)
        other = stability_condition(model_of(as_graph), "s1", "D1", concept)
        assert found.stable_now == other.stable_now
        assert len(found.fewest_judgements) == len(other.fewest_judgements)
        assert len(found.lift_past) == len(other.lift_past)


def test_an_unknown_concept_state_or_decision_maker_is_named():
    model = model_of(small_game(0))
    with pytest.raises(CaseError, match='"sim" has no inverse question here'):
        stability_condition(model, "s0", "D0", "sim")
    with pytest.raises(CaseError, match='"s99" is not a state'):
        stability_condition(model, "s99", "D0", "nash")
    with pytest.raises(CaseError, match='"D9" is not a decision maker'):
        stability_condition(model, "s0", "D9", "nash")


def test_too_many_alternatives_are_refused(monkeypatch):
    monkeypatch.setattr("detente.deals.stability.inverse.MOST_ALTERNATIVES", 0)
    game = Game(2, (frozenset({(0, 1)}), frozenset()), ((0, 1), (0, 1)))
    with pytest.raises(CaseError, match="alternatives are to be weighed"):
        stability_condition(model_of(game), "s0", "D0", "gmr")


def test_a_programme_that_is_not_solved_raises(monkeypatch):
    class Unsolved:
        status, message = 1, "time is up"

    monkeypatch.setattr("detente.deals.stability.inverse.milp", lambda *_, **__: Unsolved())
    game = Game(2, (frozenset({(0, 1)}), frozenset()), ((0, 1), (0, 1)))
    with pytest.raises(NotConverged, match="time is up"):
        stability_condition(model_of(game), "s0", "D0", "gmr")
