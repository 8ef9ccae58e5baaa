"""Readings for reviewers only: plans that are merely named, and every item that a clause may list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from detente.case import Stance
from detente.positions.extract.objects import list_items, trimmed
from detente.positions.extract.reading import Reading
from detente.positions.extract.records import Draft
from detente.positions.extract.view import View

SURE = 0.42
"""Weight from which a draft is taken as read."""
ITEM_WEIGHT, PLAN_WEIGHT, NAMED_WEIGHT = 0.25, 0.2, 0.15
NAMED = 0.3
"""Weight from which the owner of a plan is taken as known."""
MOST_PLAN_WORDS = 5
MOST_ITEMS = 6
CONSENT = frozenset({Stance.ACCEPTS, Stance.OPEN})
RESERVING = frozenset({"but", "though", "although", "however", "if", "when", "once", "provided", "while"})
NEAR = 12
"""Words between consent and what may take it back in part."""
PARTED = frozenset({",", ";", "and", "or", "nor", "plus"})


def loose_items(reading: Reading, drafts: list[Draft]) -> Iterator[Draft]:
    """Parts of an element that may be items of their own, and what a colon behind the clause spells out."""
    view = reading.view
    for draft in drafts:
        if draft.weight < SURE or draft.presupposed:
            continue
        whole = trimmed(view, *draft.element)
        parts = _parts(view, *whole)
        if len(parts) > 1 and len(list_items(view, *whole)) < len(parts):
            yield from (replace(draft, element=part, weight=ITEM_WEIGHT, last=part[1], item=True) for part in parts)
        yield from _behind_colon(view, draft)


def second_readings(reading: Reading, drafts: list[Draft]) -> Iterator[Draft]:
    """Another stance where the words leave room for it: consent with a ``but`` behind it, favour, a stop short."""
    view = reading.view
    for draft in drafts:
        if draft.weight < SURE:
            continue
        mark = next((at for at in range(draft.last, len(view)) if view.low(at) in RESERVING), None)
        if draft.stance in CONSENT and mark is not None and mark - draft.last < NEAR:
            yield replace(draft, stance=Stance.CONDITIONAL, weight=PLAN_WEIGHT)
        if draft.stance is Stance.ACCEPTS and view.is_a(draft.at, "favouring"):
            yield replace(draft, stance=Stance.PROPOSES, weight=PLAN_WEIGHT)
        if draft.stance is Stance.REJECTS and view.low(draft.at).startswith("stop"):
            yield replace(draft, stance=Stance.UNKNOWN, weight=PLAN_WEIGHT)


def _behind_colon(view: View, draft: Draft) -> Iterator[Draft]:
    """``Two of the conditions were acceptable, she said: the visits and the checks``."""
    colon = next((at for at in range(draft.at, len(view)) if view.low(at) == ":"), None)
    if colon is None or view.low(colon + 1) in ("“", '"') or view.is_a(colon + 1, "thing_pronoun"):
        return
    end = next((at for at in range(colon, len(view)) if view.low(at) == "."), len(view))
    for part in _parts(view, *trimmed(view, colon + 1, end)):
        yield replace(draft, element=part, weight=ITEM_WEIGHT, last=part[1], item=True)


def _parts(view: View, first: int, last: int) -> list[tuple[int, int]]:
    """Pieces between commas and conjunctions, each with a word that names something; none when there are too many."""
    cuts = [first, *(at for at in range(first, last) if view.low(at) in PARTED), last]
    pieces = [trimmed(view, one, two) for one, two in pairwise(cuts)]
    named = [piece for piece in pieces if any(len(view.low(at)) > 3 for at in range(*piece))]
    return named if len(named) <= MOST_ITEMS else []


def spelled_plans(drafts: list[Draft]) -> Iterator[Draft]:
    """What others say of a plan that is merely named, as a guess at what its owner holds."""
    for plan in drafts:
        if not plan.bare or plan.weight < NAMED:
            continue
        for other in drafts:
            if other.presupposed or set(other.parties) & set(plan.parties) or other.weight < ITEM_WEIGHT:
                continue
            first, last = min(plan.first, other.first), max(plan.last, other.last)
            yield replace(
                plan, element=other.element, first=first, last=last, weight=PLAN_WEIGHT, bare=False, item=True
            )


def owned_plans(reading: Reading, drafts: list[Draft]) -> Iterator[Draft]:
    """A plan that is only named with its owner, such as the UN's buffer zone, as a guess at what the owner proposes."""
    view = reading.view
    own = {party for draft in drafts for party in draft.parties if draft.presupposed}
    for mention in view.mentions:
        if mention.kind not in ("possessive", "modifier") or not mention.parties:
            continue
        last = mention.last
        while last - mention.last < MOST_PLAN_WORDS and _is_plain(view, last):
            last += 1
        fresh = tuple(party for party in mention.parties if party not in own)
        if fresh and any(_names_plan(view, at) for at in range(mention.last, last)):
            place = (mention.last, last)
            yield Draft(fresh, Stance.PROPOSES, NAMED_WEIGHT, mention.first, last, place, last, presupposed=True)


def _names_plan(view: View, at: int) -> bool:
    """Whether a word is a plan or the like: draft, list, formula."""
    leanings = view.lexicon.leanings.get(view.low(at), ())
    return view.is_a(at, "terms") or any(
        leaning.kind == "word" and leaning.stances[:1] == (Stance.PROPOSES,) for leaning in leanings
    )


def _is_plain(view: View, at: int) -> bool:
    """Whether a word can stand in the name of a plan."""
    closed = ("auxiliary", "preposition", "conjunction", "relative", "clause_start", "pronoun", "negation")
    plain = view.low(at)[:1].isalnum() and view.who(at) is None and view.low(at) not in view.lexicon.speech["say"]
    return plain and not any(view.is_a(at, kind) for kind in closed)
