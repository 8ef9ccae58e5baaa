"""From the record of a conflict to its states, moves and ranks as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import CaseError, ConflictModel, Irreversible, StatePreference
from detente.deals.stability.graph_moves import GraphMoves
from detente.deals.stability.option_moves import OptionMoves
from detente.deals.stability.preferences import prioritised_ranks, stated_ranks

MOST_OPTIONS = 20
DIRECTIONS = {Irreversible.NO: 0, Irreversible.FORWARD: 1, Irreversible.BACKWARD: -1}


@dataclass(frozen=True, slots=True, eq=False)
class StateSpace:
    """The states of a conflict with its moves; `ranks` has shape (decision maker, state), higher is better.

    `taken` has shape (state, option) and is empty in graph form.
    """

    model: ConflictModel
    decision_makers: tuple[str, ...]
    states: tuple[str, ...]
    taken: NDArray[np.bool_]
    status_quo: int
    ranks: NDArray[np.int32]
    moves: OptionMoves | GraphMoves

    def state(self, name: str) -> int:
        """Row of a state by its name; raises CaseError when there is none of this name."""
        return _row(self.states, name, "a state of this conflict", "Name a state that can be")

    def decision_maker(self, name: str) -> int:
        """Row of a decision maker by its id; raises CaseError when there is none of this id."""
        return _row(self.decision_makers, name, "a decision maker of this conflict", "Name a decision maker")


def state_space(model: ConflictModel) -> StateSpace:
    """Lay out the states, moves and ranks of a conflict.

    In option form the states are the bit patterns without those that are infeasible, in order of the number that
    they write with the first option as the lowest bit.

    Raises
    ------
    CaseError
        When the record contradicts itself, has no state left, or more options than are counted through.
    """
    makers = tuple(maker.id for maker in model.decision_makers)
    if not makers or len(set(makers)) < len(makers) or bool(model.options) == bool(model.states):
        raise CaseError(
            "a conflict needs decision makers with ids of their own, and either options or states.\n"
            "Give each decision maker its id, and list the options or the states."
        )
    return _from_options(model, makers) if model.options else _from_states(model, makers)


def _from_options(model: ConflictModel, makers: tuple[str, ...]) -> StateSpace:
    ids = [option.id for option in model.options]
    if len(ids) > MOST_OPTIONS:
        raise CaseError(
            f"{len(ids)} options make 2^{len(ids)} states, more than the 2^{MOST_OPTIONS} that are counted through.\n"
            "Merge options that are taken together, or leave out those that change nothing."
        )
    owners = np.array([_row(makers, option.owner, "a decision maker", "Name the owner") for option in model.options])
    codes = _feasible(model, ids)
    taken = (codes[:, None] >> np.arange(len(ids)) & 1).astype(bool)
    states = _patterns(taken)
    ranks = _ranks(model, makers, states, {id_: taken[:, column] for column, id_ in enumerate(ids)})
    directions = np.array([DIRECTIONS[option.irreversible] for option in model.options])
    moves = OptionMoves(codes, owners, directions, ranks)
    status_quo = _row(states, model.status_quo, "a state that can be", "Name the status quo")
    return StateSpace(model, makers, states, taken, status_quo, ranks, moves)


def _feasible(model: ConflictModel, ids: Sequence[str]) -> NDArray[np.int64]:
    codes = np.arange(1 << len(ids))
    keep = np.ones(codes.size, dtype=bool)
    for pattern in model.infeasible:
        bits = {
            _row(ids, id_, "an option", "Name an option of the conflict"): wanted for id_, wanted in pattern.items()
        }
        care = sum(1 << bit for bit in bits)
        keep &= codes & care != sum(1 << bit for bit, wanted in bits.items() if wanted)
    if not keep.any():
        raise CaseError("every state is infeasible.\nLeave out a pattern: the status quo at least can be.")
    return codes[keep]


def _patterns(taken: NDArray[np.bool_]) -> tuple[str, ...]:
    letters = np.where(taken, np.uint32(ord("Y")), np.uint32(ord("N")))
    return tuple(np.ascontiguousarray(letters).view(f"<U{taken.shape[1]}")[:, 0].tolist())


def _from_states(model: ConflictModel, makers: tuple[str, ...]) -> StateSpace:
    states = tuple(state.id for state in model.states)
    row_of = {name: row for row, name in enumerate(states)}
    strange = [m for m in model.moves if m not in makers]
    unknown = [s for moves in model.moves.values() for pair in moves for s in pair if s not in row_of]
    if len(row_of) < len(states) or strange or unknown:
        what = f"{(strange or unknown)[0]} is not known" if strange or unknown else "a state is listed twice"
        raise CaseError(f"in the moves of this conflict, {what}.\nUse the ids of its decision makers and states.")
    ranks = _ranks(model, makers, states, {})
    pairs = [
        np.array([[row_of[a], row_of[b]] for a, b in model.moves.get(maker, ()) if a != b], dtype=np.int64)
        for maker in makers
    ]
    moves = GraphMoves([listed.reshape(-1, 2) for listed in pairs], ranks)
    status_quo = _row(states, model.status_quo, "a state of this conflict", "Name the status quo")
    return StateSpace(model, makers, states, np.zeros((len(states), 0), dtype=bool), status_quo, ranks, moves)


def _ranks(
    model: ConflictModel, makers: Sequence[str], states: Sequence[str], taken: Mapping[str, NDArray[np.bool_]]
) -> NDArray[np.int32]:
    stated = {preference.decision_maker: preference for preference in model.preferences}
    if set(stated) != set(makers) or len(stated) < len(model.preferences):
        raise CaseError("every decision maker needs its preferences, once.\nAdd what is missing, keep one of two.")
    return np.stack([_rank(stated[maker], states, taken) for maker in makers])


def _rank(
    preference: StatePreference, states: Sequence[str], taken: Mapping[str, NDArray[np.bool_]]
) -> NDArray[np.int32]:
    ways = [bool(way) for way in (preference.statements, preference.ranking, preference.payoffs)]
    if sum(ways) != 1 or (preference.statements and not taken):
        raise CaseError(
            f"the preferences of {preference.decision_maker} are not stated in exactly one way.\n"
            "Give statements (over options only), a ranking, or payoffs."
        )
    if preference.statements:
        return prioritised_ranks(preference.statements, taken)
    return stated_ranks(preference, states)


def _row(names: Sequence[str], name: str, kind: str, remedy: str) -> int:
    try:
        return names.index(name)
    except ValueError:
        shown = ", ".join(names[:20]) + (", ..." if len(names) > 20 else "")
        raise CaseError(f'"{name}" is not {kind}.\n{remedy}: {shown}.') from None
