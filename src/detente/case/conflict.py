"""A conflict as the graph model sees it: who decides, what each can do, what cannot be, and what each prefers.

Two ways to write one down. In *option form* a state says of every option whether it is taken. In *graph form* states
are listed by name, and so are the moves of every decision maker.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from detente.case.vocabulary import Origin


class Irreversible(StrEnum):
    """Whether an option can be taken back: `forward` may only be taken, `backward` only dropped."""

    NO = "no"
    FORWARD = "forward"
    BACKWARD = "backward"


@dataclass(frozen=True, slots=True)
class DecisionMaker:
    """Someone who decides; `party` is the id of the party of the case that it stands for, if any."""

    id: str
    title: str
    party: str = ""


@dataclass(frozen=True, slots=True)
class ConflictOption:
    """Something that its owner can take or leave."""

    id: str
    title: str
    owner: str
    irreversible: Irreversible = Irreversible.NO


@dataclass(frozen=True, slots=True)
class ConflictState:
    """A state of a conflict in graph form."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class StatePreference:
    """What one decision maker prefers: exactly one of the three ways is filled.

    `statements`: the most important first; a state is better if it meets the first statement on which two differ.
    `ranking`: groups of states, the best first; states in one group are equally good.
    `payoffs`: a number per state; only the order counts.
    A state is named by its id, or in option form by a letter per option, Y where it is taken, N where it is not.
    """

    decision_maker: str
    statements: tuple[str, ...] = ()
    ranking: tuple[tuple[str, ...], ...] = ()
    payoffs: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConflictModel:
    """A conflict, in option form (`options`, `infeasible`) or in graph form (`states`, `moves`).

    `infeasible`: parts of states that cannot be, as option id and whether it is taken.
    `moves`: per decision maker the pairs of states between which it can move.
    `status_quo`: name of the state that holds today, as in `StatePreference`.
    """

    title: str
    decision_makers: tuple[DecisionMaker, ...]
    preferences: tuple[StatePreference, ...]
    status_quo: str
    options: tuple[ConflictOption, ...] = ()
    infeasible: tuple[Mapping[str, bool], ...] = ()
    states: tuple[ConflictState, ...] = ()
    moves: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    origin: Origin = Origin.ASSUMED
    source: str = ""
    why: str = ""
