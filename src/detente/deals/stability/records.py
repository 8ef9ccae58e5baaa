"""What the analysis of a conflict returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.deals.stability.reach import MoveRule


@dataclass(frozen=True, slots=True)
class Way:
    """A shortest way from the status quo to an equilibrium, every move an improvement for its mover.

    `moves` holds pairs of decision maker and state reached; none when the status quo is the equilibrium itself.
    `concepts` are those under which everyone stays there.
    """

    state: str
    concepts: tuple[str, ...]
    moves: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class ConflictStability:
    """Where everyone would stay.

    `stable` gives per concept an array of shape (decision maker, state), `equilibria` the states in which it holds for
    every decision maker. `ways` lists the equilibria that the status quo can turn into, the nearest first. `notes`
    say what was not computed and why.
    """

    title: str
    decision_makers: tuple[str, ...]
    states: tuple[str, ...]
    status_quo: str
    rule: MoveRule
    stable: Mapping[str, NDArray[np.bool_]]
    equilibria: Mapping[str, tuple[str, ...]]
    ways: tuple[Way, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CoalitionStability:
    """Where one coalition would stay; `stable` gives per concept an array of shape (state,)."""

    members: tuple[str, ...]
    stable: Mapping[str, NDArray[np.bool_]]


@dataclass(frozen=True, slots=True, eq=False)
class CoalitionAnalysis:
    """Where coalitions would stay.

    `equilibria` are the states that are stable for every decision maker and for every coalition, per concept. Under
    ``nash`` these are the strong equilibria.
    """

    coalitions: tuple[CoalitionStability, ...]
    equilibria: Mapping[str, tuple[str, ...]]
    rule: MoveRule


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one decision maker would stay in one state under one concept, and why, in plain words."""

    decision_maker: str
    state: str
    concept: str
    stable: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """What one own move asks for: of at least one alternative, all states must be no better than the state judged."""

    move: str
    alternatives: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class StabilityCondition:
    """Which preferences of one decision maker make a state stable for it, those of the others being as they are.

    It is stable exactly if every requirement is met. `fewest_judgements` is a smallest set of states, now better, that
    would have to be judged no better. `lift_past` are the states that the state itself must be raised to or past, when
    nothing else in the ranking moves; in a ranking without ties this is the fewest swaps of neighbours.
    Both are empty when the state is stable already.
    """

    decision_maker: str
    state: str
    concept: str
    requirements: tuple[Requirement, ...]
    stable_now: bool
    fewest_judgements: tuple[str, ...]
    lift_past: tuple[str, ...]
