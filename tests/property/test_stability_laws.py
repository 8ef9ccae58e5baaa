"""Laws of conflict stability: what implies what, and what changes nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detente.case import StatePreference
from detente.deals.stability import MoveRule, analyse_coalitions, analyse_conflict
from detente.deals.stability.coalitions import coalition_stable_states
from detente.deals.stability.verdicts import stable_states
from unit.deals.stability.brute_force import Game
from unit.deals.stability.games import engines, graph_moves, model_of, random_game

games = st.integers(min_value=0, max_value=100_000).map(random_game)
option_games = st.integers(min_value=0, max_value=50_000).map(lambda k: random_game(2 * k + 1))
rules = st.sampled_from(MoveRule)


@given(games, rules)
def test_the_concepts_imply_one_another_as_they_should(game, rule):
    stable = analyse_conflict(model_of(game), rule).stable
    for narrow, wide in (("nash", "smr"), ("smr", "gmr"), ("nash", "seq"), ("seq", "gmr")):
        assert (stable[narrow] <= stable[wide]).all()
    if "sim" in stable:
        assert (stable["nash"] <= stable["sim"]).all()


@given(games)
def test_a_coalition_of_one_is_its_member(game):
    for engine in engines(game):
        alone = stable_states(engine)
        for maker in game.makers:
            as_coalition = coalition_stable_states(engine, (maker,))
            for concept, holds in as_coalition.items():
                assert np.array_equal(holds, alone[concept][maker])


@given(games)
def test_what_coalitions_accept_everyone_accepts(game):
    model = model_of(game)
    together, alone = analyse_coalitions(model), analyse_conflict(model)
    for concept, states in together.equilibria.items():
        assert set(states) <= set(alone.equilibria[concept])


@given(games, st.randoms(use_true_random=False))
def test_relabelling_decision_makers_relabels_the_verdicts(game, random):
    order = list(game.makers)
    random.shuffle(order)
    new_row = {maker: row for row, maker in enumerate(order)}
    shuffled = replace(
        game,
        moves=tuple(game.moves[i] for i in order),
        ranks=tuple(game.ranks[i] for i in order),
        owners=tuple(new_row[i] for i in game.owners),
    )
    before, after = analyse_conflict(model_of(game)), analyse_conflict(model_of(shuffled))
    for concept in before.stable:
        assert np.array_equal(before.stable[concept][order], after.stable[concept])


@given(option_games, st.randoms(use_true_random=False))
def test_the_order_of_options_does_not_matter(game, random):
    model = model_of(game)
    order = list(range(len(model.options)))
    random.shuffle(order)

    def renamed(state: str) -> str:
        return "".join(state[k] for k in order)

    shuffled = replace(
        model,
        options=tuple(model.options[k] for k in order),
        status_quo=renamed(model.status_quo),
        preferences=tuple(
            StatePreference(p.decision_maker, payoffs={renamed(s): v for s, v in p.payoffs.items()})
            for p in model.preferences
        ),
    )
    before, after = analyse_conflict(model), analyse_conflict(shuffled)
    for concept, states in before.equilibria.items():
        assert {renamed(state) for state in states} == set(after.equilibria[concept])


@given(games)
def test_only_the_order_of_payoffs_counts(game):
    stretched = replace(game, ranks=tuple(tuple(rank**3 - 7 for rank in ranks) for ranks in game.ranks))
    before, after = analyse_conflict(model_of(game)), analyse_conflict(model_of(stretched))
    assert before.equilibria == after.equilibria


@given(games, st.integers(min_value=0, max_value=31))
def test_raising_a_state_in_a_ranking_never_makes_it_less_stable(game, number):
    state = number % game.states
    raised = list(game.ranks[0])
    raised[state] += 1
    better = Game(game.states, game.moves, (tuple(raised), *game.ranks[1:]))
    before, after = stable_states(graph_moves(game)), stable_states(graph_moves(better))
    for concept in before:
        assert before[concept][0, state] <= after[concept][0, state]


@given(games)
def test_a_way_ends_in_an_equilibrium_by_moves_that_improve(game):
    found = analyse_conflict(model_of(game))
    row = {state: k for k, state in enumerate(found.states)}
    payoff = {p.decision_maker: p.payoffs for p in model_of(game).preferences}
    for way in found.ways:
        assert all(way.state in found.equilibria[concept] for concept in way.concepts)
        before, last = found.status_quo, None
        for maker, state in way.moves:
            assert maker != last
            assert payoff[maker][state] > payoff[maker][before]
            before, last = state, maker
        assert before == way.state
        assert row[way.state] >= 0
