"""What stands of each proposal once everyone has decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from detente.positions.review.events import Decision, Event

COMPARED = ("actor", "element", "option", "package", "stance", "condition_option", "red_line", "hedged")
"""Fields in which two coders must agree; words, speakers and the exact ends of a quote may differ."""


class State(StrEnum):
    """How far a proposal has come."""

    OPEN = "open"
    ONE = "one coder"
    AGREED = "agreed"
    DISPUTED = "disputed"
    ADJUDICATED = "adjudicated"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Claims that stand of a proposal (none while disputed, or when rejected), by whom, and the last act's time."""

    proposal: str
    state: State
    claims: tuple[Mapping[str, Any], ...]
    by: tuple[str, ...]
    at: str
    decisions: Mapping[str, Decision]
    of: Mapping[str, Any]


def outcomes_of(events: Iterable[Event]) -> dict[str, Outcome]:
    """Settle every proposal that somebody decided: what was adjudicated, else what all coders agree on.

    A coder's latest decision counts. With one coder, that decision stands.
    """
    coded: dict[str, dict[str, Decision]] = {}
    settled: dict[str, Decision | None] = {}
    for event in events:
        if isinstance(event, Decision):
            kept = coded.setdefault(event.proposal, {})
            if event.adjudicates:
                settled[event.proposal] = event if event.claims is not None else None
            elif event.claims is None:
                kept.pop(event.coder, None)
            else:
                kept[event.coder] = event
    found = ((name, _outcome(name, decisions, settled.get(name))) for name, decisions in coded.items())
    return {name: outcome for name, outcome in found if outcome is not None}


def rejected_beside(events: Iterable[Event], coder: str, proposal: str) -> list[str]:
    """Proposals that a coder rejected in the very act that took this one, and has left so."""
    decisions = [e for e in events if isinstance(e, Decision) and e.coder == coder and not e.adjudicates]
    latest = {event.proposal: event for event in decisions}
    act = latest.get(proposal)
    if act is None or not act.claims:
        return []
    return [name for name, event in latest.items() if event.at == act.at and event.claims == ()]


def _outcome(name: str, decisions: Mapping[str, Decision], settled: Decision | None) -> Outcome | None:
    if settled is not None:
        by = (*decisions, f"{settled.coder} (adjudicated)")
        return Outcome(name, State.ADJUDICATED, settled.claims or (), by, settled.at, decisions, settled.of)
    if not decisions:
        return None
    given = list(decisions.values())
    first, at = given[0], max(decision.at for decision in given)
    if any(not same_claims(first, other) for other in given[1:]):
        return Outcome(name, State.DISPUTED, (), tuple(decisions), at, decisions, first.of)
    state = State.ONE if len(given) == 1 else State.AGREED
    return Outcome(name, state, first.claims or (), tuple(decisions), at, decisions, first.of)


def same_claims(one: Decision, other: Decision) -> bool:
    """Whether two decisions come to the same claims, in whatever order.

    Examples
    --------
    >>> refusal = Decision("", "anna", "p1", (), {})
    >>> same_claims(refusal, Decision("", "ben", "p1", (), {}))
    True
    """
    return sorted(map(_key, one.claims or ())) == sorted(map(_key, other.claims or ()))


def _key(claim: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(claim.get(name) or "") for name in COMPARED)
