"""What extraction hands on."""

from __future__ import annotations

from dataclasses import dataclass

from detente.case import Stance
from detente.positions.extract.conditions import Condition


@dataclass(frozen=True, slots=True)
class ProposedClaim:
    """A claim as the words suggest it, to be confirmed by a person; `start` and `end` are places in the text read.

    `bare`: the words only name a plan or demand of the actor.
    """

    actor: str
    element: str
    stance: Stance
    speaker: str
    hedged: bool
    start: int
    end: int
    confidence: float
    condition: str | None = None
    red_line: bool = False
    option: str | None = None
    package: str | None = None
    condition_option: str | None = None
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim in tokens of its sentence: whose it is, from where to where, about what, on what condition.

    `presupposed`: told in passing by the reporter (the plan that X put forward), so never second-hand.
    `own`: the actor is whoever speaks. `bare`: a plan or demand of somebody, without a word on what it says.
    `item`: one of several that a clause may list, complete in itself.
    """

    parties: tuple[str, ...]
    stance: Stance
    weight: float
    first: int
    last: int
    element: tuple[int, int]
    at: int
    condition: Condition | None = None
    presupposed: bool = False
    own: bool = False
    maybe: bool = False
    negated: bool = False
    bare: bool = False
    item: bool = False
