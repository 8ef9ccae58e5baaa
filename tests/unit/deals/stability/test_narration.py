"""Every verdict is told, in words that match it."""

from __future__ import annotations

import pytest

from detente.case import CaseError
from detente.deals.stability import analyse_conflict, describe_change, describe_state, explain_state, state_space
from unit.deals.stability.games import model_of, names_of, random_game
from unit.deals.stability.small_conflicts import crisis, prisoners


@pytest.mark.parametrize("seed", range(40))
def test_what_is_told_is_what_was_found(seed):
    game = random_game(seed)
    model = model_of(game)
    found = analyse_conflict(model)
    for state, name in enumerate(names_of(game)):
        verdicts = explain_state(model, name)
        assert len(verdicts) == len(found.stable) * len(game.makers)
        for verdict in verdicts:
            row = found.decision_makers.index(verdict.decision_maker)
            assert verdict.stable == found.stable[verdict.concept][row, state]
            assert f"would {'stay' if verdict.stable else 'move'}:" in verdict.reason


def reasons(model, state, maker):
    return {v.concept: v.reason for v in explain_state(model, state) if v.decision_maker == maker}


def test_the_reason_names_the_answer():
    told = reasons(prisoners(), "YY", "A")
    assert told["nash"] == 'First would move: it could drop "First stays silent", which is better for it.'
    assert told["seq"] == (
        'First would stay: it could drop "First stays silent", which is better for it, but Second could then drop '
        '"Second stays silent"; each move is better for whoever makes it, and the result is no better for it than '
        "staying."
    )
    assert told["smr"].endswith("and no move of its own from there leads to anything better.")
    assert told["sim"] == (
        'First would stay: it could drop "First stays silent", which is better for it, but at the same time Second '
        'could drop "Second stays silent"; the result is no better for it than staying.'
    )


def test_the_reason_says_when_there_is_nothing_better_or_nothing_to_do():
    assert reasons(prisoners(), "NN", "A")["gmr"] == (
        "First would stay: none of its moves leads to a better state for it."
    )
    alone = reasons(crisis(), "after", "WATCH")
    assert alone["nash"] == "the observer would stay: it has no move from here."


def test_states_and_changes_are_told_by_their_titles():
    space = state_space(prisoners())
    assert describe_state(space, space.state("NN")) == "no option is taken"
    assert describe_state(space, space.state("YY")) == "First stays silent; Second stays silent"
    assert describe_change(space, space.state("YN"), space.state("NY")) == (
        'take "Second stays silent" and drop "First stays silent"'
    )
    graph = state_space(crisis())
    assert describe_state(graph, graph.state("after")) == '"After the talks"'
    assert describe_change(graph, 0, graph.state("after")) == 'move to "After the talks"'


def test_an_unknown_state_is_named():
    with pytest.raises(CaseError, match='"YYY" is not a state of this conflict'):
        explain_state(prisoners(), "YYY")
