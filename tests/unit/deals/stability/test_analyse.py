"""The faces: what goes in, what comes out, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.case import CaseError, ConflictOption, DecisionMaker, Irreversible, StatePreference
from detente.deals.stability import MoveRule, analyse_coalitions, analyse_conflict, state_space
from detente.deals.stability.analyse import NO_SIM_IN_GRAPH_FORM, NO_SIM_TOO_LARGE
from unit.deals.stability.brute_force import Game
from unit.deals.stability.games import model_of, names_of, random_game
from unit.deals.stability.small_conflicts import crisis, prisoners


def test_states_stand_in_order_with_the_first_option_as_lowest_bit():
    assert analyse_conflict(prisoners()).states == ("NN", "YN", "NY", "YY")


def test_infeasible_parts_leave_states_out():
    model = replace(prisoners(), infeasible=({"a": True, "b": False},), status_quo="NN")
    assert analyse_conflict(model).states == ("NN", "NY", "YY")


def test_a_way_is_a_sequence_of_improvements():
    found = analyse_conflict(prisoners())
    assert [(way.state, way.moves) for way in found.ways] == [
        ("YY", ()),
        ("NN", (("B", "YN"), ("A", "NN"))),
    ]
    assert found.ways[1].concepts == ("nash", "gmr", "smr", "seq", "sim")


def test_two_moves_in_a_row_by_one_are_no_way():
    # The west would have to move twice, and its first move is no improvement either.
    found = analyse_conflict(crisis())
    assert [way.state for way in found.ways] == ["before"]
    assert found.equilibria["nash"] == ("before", "after")


def test_a_coalition_leaves_what_no_one_leaves_alone():
    found = analyse_coalitions(prisoners())
    assert found.equilibria == {"nash": (), "gmr": ("YY",), "smr": ("YY",), "seq": ("YY",)}
    assert [one.members for one in found.coalitions] == [("A", "B")]
    assert found.coalitions[0].stable["nash"].tolist() == [False, True, True, True]


def test_what_was_not_computed_is_said(monkeypatch):
    assert analyse_conflict(crisis()).notes == (NO_SIM_IN_GRAPH_FORM,)
    monkeypatch.setattr("detente.deals.stability.simultaneous.MOST_CHANGES", 0)
    found = analyse_conflict(prisoners())
    assert found.notes == (NO_SIM_TOO_LARGE,)
    assert "sim" not in found.stable


def test_ways_beyond_the_longest_list_are_counted(monkeypatch):
    monkeypatch.setattr("detente.deals.stability.analyse.MOST_WAYS", 1)
    found = analyse_conflict(prisoners())
    assert len(found.ways) == 1
    assert found.notes == ("2 equilibria can be reached; ways are given to the 1 nearest.",)


@pytest.mark.parametrize("seed", range(30))
def test_records_give_what_arrays_give(seed):
    game = random_game(seed)
    found = analyse_conflict(model_of(game), MoveRule.EACH_AT_MOST_ONCE)
    assert sorted(found.states) == sorted(names_of(game))
    assert found.rule is MoveRule.EACH_AT_MOST_ONCE
    for concept, states in found.equilibria.items():
        everyone = np.logical_and.reduce(found.stable[concept], axis=0)
        assert states == tuple(np.array(found.states)[everyone].tolist())


def test_many_statements_do_not_overflow():
    statements = tuple(["a or not a"] * 80 + ["not b"])
    model = replace(prisoners(), preferences=(StatePreference("A", statements), prisoners().preferences[1]))
    assert state_space(model).ranks[0].tolist() == [1, 1, 0, 0]


def faulty() -> dict[str, object]:
    base = prisoners()
    many = tuple(ConflictOption(f"o{k}", f"option {k}", "A") for k in range(21))
    return {
        "ids of their own": replace(base, decision_makers=(DecisionMaker("A", "x"),) * 2),
        "either options or states": replace(base, options=()),
        "21 options make": replace(base, options=many),
        '"C" is not a decision maker': replace(base, options=(ConflictOption("a", "x", "C"),)),
        '"c" is not an option': replace(base, infeasible=({"c": True},)),
        "every state is infeasible": replace(base, infeasible=({"a": True}, {"a": False})),
        '"YYY" is not a state that can be': replace(base, status_quo="YYY"),
        "needs its preferences, once": replace(base, preferences=base.preferences[:1]),
        "not stated in exactly one way": replace(base, preferences=(StatePreference("A"), base.preferences[1])),
        "column 5": replace(base, preferences=(StatePreference("A", ("not c",)), base.preferences[1])),
        "leave out YN, NY, YY": replace(
            base, preferences=(StatePreference("A", payoffs={"NN": 1}), base.preferences[1])
        ),
        "names a state twice": replace(
            base, preferences=(StatePreference("A", ranking=(("NN", "NN"),)), base.preferences[1])
        ),
        "a payoff of A is not a number": replace(
            base,
            preferences=(
                StatePreference("A", payoffs={"NN": float("nan"), "YN": 1, "NY": 2, "YY": 3}),
                base.preferences[1],
            ),
        ),
        "ranks XX, which cannot be": replace(
            base,
            preferences=(StatePreference("A", ranking=(("NN", "YN", "NY", "YY", "XX"),)), base.preferences[1]),
        ),
        "nobody is not known": replace(crisis(), moves={"nobody": ()}),
        "nowhere is not known": replace(crisis(), moves={"WEST": (("before", "nowhere"),)}),
        "a state is listed twice": replace(crisis(), states=(*crisis().states, crisis().states[0])),
    }


@pytest.mark.parametrize("message", list(faulty()))
def test_a_record_that_contradicts_itself_is_refused(message):
    with pytest.raises(CaseError, match=message):
        analyse_conflict(faulty()[message])


def test_too_many_irreversible_options_of_one_are_refused(monkeypatch):
    monkeypatch.setattr("detente.deals.stability.option_moves.LARGEST_TABLE", 4)
    one_way = tuple(replace(option, owner="A", irreversible=Irreversible.FORWARD) for option in prisoners().options)
    with pytest.raises(CaseError, match="2 irreversible options of one decision maker in 4 states"):
        analyse_conflict(replace(prisoners(), options=one_way))


def test_coalitions_of_a_large_conflict_are_refused(monkeypatch):
    monkeypatch.setattr("detente.deals.stability.analyse.MOST_STATES_OF_COALITIONS", 3)
    with pytest.raises(CaseError, match="4 states are more than the 3"):
        analyse_coalitions(prisoners())


def test_one_decision_maker_is_enough():
    alone = Game(2, (frozenset({(0, 1)}),), ((0, 1),))
    found = analyse_conflict(model_of(alone))
    assert set(found.equilibria.values()) == {("s1",)}
    assert analyse_coalitions(model_of(alone)).coalitions == ()


def test_as_many_options_as_are_counted_through_are_enough_and_one_more_is_refused(monkeypatch):
    monkeypatch.setattr("detente.deals.stability.space.MOST_OPTIONS", 2)
    assert len(analyse_conflict(prisoners()).states) == 4
    monkeypatch.setattr("detente.deals.stability.space.MOST_OPTIONS", 1)
    with pytest.raises(CaseError, match="2 options make"):
        analyse_conflict(prisoners())
