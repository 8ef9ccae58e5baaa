"""Readings for reviewers only: the second-best stance, and clauses about a party that no rule reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from detente.case import Stance
from detente.positions.extract.conditions import condition_behind
from detente.positions.extract.objects import trimmed
from detente.positions.extract.reading import Reading, own_speaker
from detente.positions.extract.records import Draft, ProposedClaim
from detente.positions.extract.view import View

SECOND = {
    Stance.PROPOSES: Stance.DEMANDS,
    Stance.DEMANDS: Stance.PROPOSES,
    Stance.ACCEPTS: Stance.OPEN,
    Stance.OPEN: Stance.ACCEPTS,
    Stance.CONDITIONAL: Stance.REJECTS,
    Stance.REJECTS: Stance.CONDITIONAL,
    Stance.ACCEPTS_IN_PART: Stance.OPEN,
    Stance.CONCERNED: Stance.REJECTS,
    Stance.UNKNOWN: Stance.OPEN,
}
"""The stance that a careful reader might give instead."""
SECOND_WEIGHT = 0.3
CLAUSE_WEIGHT = 0.15
LEAST_WORDS = 4
MOST_PARTIES = 2
MOST_PLAN_WORDS = 5


def second_reading(claim: ProposedClaim) -> ProposedClaim:
    """The same words with the next likely stance, at a low confidence."""
    return replace(claim, stance=SECOND[claim.stance], confidence=round(claim.confidence * SECOND_WEIGHT, 3))


def unread_clauses(reading: Reading, drafts: list[Draft]) -> Iterator[Draft]:
    """Guesses for each clause that no rule reads and that names a party or is told by one.

    A negation makes it a refusal or silence, and a condition conditional; otherwise consent and demand are offered.
    """
    view = reading.view
    read = {place for draft in drafts for place in range(draft.first, draft.last)}
    edges = [0, *(at for at, kind in enumerate(reading.breaks) if kind), len(view)]
    for first, last in pairwise(edges):
        begin, end = trimmed(view, first, last)
        if end - begin >= LEAST_WORDS and not any(place in read for place in range(begin, end)):
            yield from _guesses(reading, begin, end)


def owned_plans(reading: Reading, drafts: list[Draft]) -> Iterator[Draft]:
    """A plan that is only named with its owner, such as the UN's buffer zone, as a guess at what the owner proposes."""
    view = reading.view
    own = {(party, draft.stance) for draft in drafts for party in draft.parties if draft.presupposed}
    for mention in view.mentions:
        if mention.kind not in ("possessive", "modifier") or not mention.parties:
            continue
        last = mention.last
        while last - mention.last < MOST_PLAN_WORDS and _is_plain(view, last):
            last += 1
        fresh = [party for party in mention.parties if (party, Stance.PROPOSES) not in own]
        if last > mention.last and fresh:
            place = (mention.last, last)
            yield Draft(
                tuple(fresh), Stance.PROPOSES, CLAUSE_WEIGHT, mention.first, last, place, last, presupposed=True
            )


def _is_plain(view: View, at: int) -> bool:
    """Whether a word can stand in the name of a plan."""
    closed = ("auxiliary", "preposition", "conjunction", "relative", "clause_start", "pronoun", "negation")
    plain = view.low(at)[:1].isalnum() and view.who(at) is None and view.low(at) not in view.lexicon.speech["say"]
    return plain and not any(view.is_a(at, kind) for kind in closed)


def _guesses(reading: Reading, first: int, last: int) -> Iterator[Draft]:
    view = reading.view
    named = [reading.parties_of(m, m.last) for m in view.mentions if first <= m.first < last]
    parties = dict.fromkeys(party for group in named for party in group)
    parties |= dict.fromkeys(own_speaker(reading, first)[0] or reading.discourse.subject or ())
    negated = any(view.is_a(at, "negation") for at in range(first, last))
    condition = condition_behind(view, first, reading.breaks, negative=negated)
    stances: tuple[Stance, ...] = (Stance.REJECTS, Stance.UNKNOWN) if negated else (Stance.ACCEPTS, Stance.DEMANDS)
    stances = (Stance.CONDITIONAL,) if condition is not None and condition.first < last else stances
    for party in tuple(parties)[:MOST_PARTIES]:
        for stance in stances:
            yield Draft((party,), stance, CLAUSE_WEIGHT, first, last, (first, last), first, condition)
