"""The two faces: stability for each decision maker, and for coalitions."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from detente.case import CaseError, ConflictModel
from detente.deals.stability.coalitions import CONCEPTS, coalition_stable_states, coalitions
from detente.deals.stability.option_moves import OptionMoves
from detente.deals.stability.reach import MoveRule
from detente.deals.stability.records import CoalitionAnalysis, CoalitionStability, ConflictStability, Way
from detente.deals.stability.sequences import improving_sequences
from detente.deals.stability.simultaneous import simultaneously_stable_states
from detente.deals.stability.space import StateSpace, state_space
from detente.deals.stability.verdicts import stable_states

MOST_STATES_OF_COALITIONS = 4096
MOST_WAYS = 100
NO_SIM_IN_GRAPH_FORM = "Simultaneous stability (sim) is defined by options, and this conflict is given by its states."
NO_SIM_TOO_LARGE = "Simultaneous stability (sim) was not computed: too many combinations of moves."


def analyse_conflict(model: ConflictModel, rule: MoveRule = MoveRule.NO_ONE_TWICE_IN_A_ROW) -> ConflictStability:
    """Find the states in which everyone would stay, and those that the status quo can turn into.

    Concepts are ``nash``, ``gmr``, ``smr``, ``seq`` (see `stable_states`) and in option form ``sim`` (see
    `simultaneously_stable_states`). Ways from the status quo are shortest sequences of improvements in which nobody
    moves twice in a row, whatever `rule` says of answers.

    Parameters
    ----------
    model : ConflictModel
        The conflict; up to 20 options, or any number of states.
    rule : MoveRule
        Which answers by several others count as legal.

    Raises
    ------
    CaseError
        When the record contradicts itself or is too large.

    Examples
    --------
    >>> from detente.case import ConflictOption, DecisionMaker, StatePreference
    >>> model = ConflictModel(
    ...     title="Two prisoners",
    ...     decision_makers=(DecisionMaker("A", "First"), DecisionMaker("B", "Second")),
    ...     options=(ConflictOption("a", "Cooperate", "A"), ConflictOption("b", "Cooperate", "B")),
    ...     preferences=(StatePreference("A", ("b", "not a")), StatePreference("B", ("a", "not b"))),
    ...     status_quo="YY",
    ... )
    >>> found = analyse_conflict(model)
    >>> found.equilibria["nash"], found.equilibria["seq"]
    (('NN',), ('NN', 'YY'))
    """
    space = state_space(model)
    stable = dict(stable_states(space.moves, rule))
    notes = []
    if isinstance(space.moves, OptionMoves):
        simultaneous = simultaneously_stable_states(space.moves)
        if simultaneous is None:
            notes.append(NO_SIM_TOO_LARGE)
        else:
            stable["sim"] = simultaneous
    else:
        notes.append(NO_SIM_IN_GRAPH_FORM)
    in_all = {concept: np.logical_and.reduce(array, axis=0) for concept, array in stable.items()}
    ways, note = _ways(space, in_all)
    return ConflictStability(
        title=model.title,
        decision_makers=space.decision_makers,
        states=space.states,
        status_quo=space.states[space.status_quo],
        rule=rule,
        stable=stable,
        equilibria=_named(space, in_all),
        ways=ways,
        notes=(*notes, *note),
    )


def analyse_coalitions(model: ConflictModel, rule: MoveRule = MoveRule.NO_ONE_TWICE_IN_A_ROW) -> CoalitionAnalysis:
    """Find the states that no coalition would leave; see `coalition_stable_states` for the concepts.

    Raises
    ------
    CaseError
        When the record contradicts itself, or has more than 4,096 states: pairs of states are gone through.
    """
    space = state_space(model)
    if len(space.states) > MOST_STATES_OF_COALITIONS:
        raise CaseError(
            f"{len(space.states):,} states are more than the {MOST_STATES_OF_COALITIONS:,} for which coalitions are"
            " examined.\nMark as infeasible what cannot be, or merge options that are taken together."
        )
    in_all = {
        concept: np.logical_and.reduce(array, axis=0) for concept, array in stable_states(space.moves, rule).items()
    }
    found = []
    for members in coalitions(len(space.decision_makers)):
        stable = coalition_stable_states(space.moves, members, rule)
        in_all = {concept: in_all[concept] & stable[concept] for concept in CONCEPTS}
        found.append(CoalitionStability(tuple(space.decision_makers[row] for row in members), stable))
    return CoalitionAnalysis(tuple(found), _named(space, in_all), rule)


def _named(space: StateSpace, in_all: Mapping[str, NDArray[np.bool_]]) -> Mapping[str, tuple[str, ...]]:
    return {
        concept: tuple(space.states[state] for state in np.flatnonzero(holds).tolist())
        for concept, holds in in_all.items()
    }


def _ways(space: StateSpace, in_all: Mapping[str, NDArray[np.bool_]]) -> tuple[tuple[Way, ...], tuple[str, ...]]:
    makers = range(len(space.decision_makers))
    found = improving_sequences(space.moves, space.status_quo, makers)
    reached = np.flatnonzero(np.logical_or.reduce(list(in_all.values())) & found.reached())
    distance = np.where(found.length < 0, np.iinfo(np.int64).max, found.length).min(axis=0)
    distance[space.status_quo] = 0
    nearest = reached[np.argsort(distance[reached], kind="stable")]
    ways = []
    for state in nearest[:MOST_WAYS].tolist():
        steps = found.shortest(state)
        moves = tuple((space.decision_makers[step.mover], space.states[step.state]) for step in steps)
        concepts = tuple(concept for concept, holds in in_all.items() if holds[state])
        ways.append(Way(space.states[state], concepts, moves))
    if nearest.size <= MOST_WAYS:
        return tuple(ways), ()
    return tuple(ways), (f"{nearest.size:,} equilibria can be reached; ways are given to the {MOST_WAYS} nearest.",)
