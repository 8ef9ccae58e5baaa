"""The group around a verb: auxiliaries, negation and adverbs to its left."""

from __future__ import annotations

from dataclasses import dataclass

from detente.positions.extract.inflection import is_participle
from detente.positions.extract.view import View

QUOTES = '“”"'


@dataclass(frozen=True, slots=True)
class Group:
    """Tokens `first` up to the verb; what the auxiliaries say."""

    first: int
    negated: bool
    passive: bool
    modal: str
    to: bool


def verb_group(view: View, at: int) -> Group:
    """Read the group of the verb at a place, leftwards."""
    first, negations, passive, modal, to = at, 0, False, "", False
    while first > 0 and _belongs(view, first - 1, at):
        first -= 1
        low = view.low(first)
        negations += low in view.lexicon.words["negation"] and low != "nor"
        passive |= not to and low in view.lexicon.words["be"] and first >= at - 3 and is_participle(view.low(at))
        modal = _modal(view, low) or modal
        to |= low == "to"
    jumped = _past_insertion(view, first)
    if jumped is not None:
        first = jumped
        modal = _modal(view, view.low(first)) or modal
        negations += view.is_a(first, "negation")
        while first > 0 and _belongs(view, first - 1, at):
            first -= 1
            modal = _modal(view, view.low(first)) or modal
            negations += view.is_a(first, "negation")
    contracted = view.low(first - 1) if view.who(first - 1) is not None and "'" in view.low(first - 1) else ""
    modal = _modal(view, contracted) or modal
    while first < at and (view.is_adverb(first) or view.low(first) in QUOTES):
        first += 1
    return Group(first, negations % 2 == 1, passive, modal, to)


def may_follow(view: View, at: int) -> bool:
    """Whether a verb at a place can have an auxiliary: right before it, past an insertion, or before its subject."""
    return view.who(at - 1) is not None or view.low(at - 1) == "," or _belongs(view, at - 1, at)


def _past_insertion(view: View, first: int) -> int | None:
    """Place of the auxiliary before an insertion that parts it from its verb: would, he said, lift."""
    if view.low(first - 1) != ",":
        return None
    opening = next((place for place in range(first - 3, max(first - 14, 0), -1) if view.low(place) == ","), None)
    if opening is None:
        return None
    before = opening - 1
    while view.is_adverb(before):
        before -= 1
    return before if view.is_a(before, "auxiliary") or view.low(before) == "not" else None


def _belongs(view: View, at: int, verb: int) -> bool:
    low = view.low(at)
    if view.who(at) is not None:
        return False
    if low in QUOTES:
        return verb - at < 4
    if low in ("no", "without", "neither"):
        return low == "no" and view.low(at + 1) == "longer"
    if low == "to":
        return view.is_a(at - 1, "control") or view.is_a(at - 1, "auxiliary") or view.is_adverb(at - 1)
    if low in ("longer", "going", "about", "yet") and verb - at < 5:
        return True
    return (
        view.is_adverb(at)
        or view.is_a(at, "auxiliary")
        or view.is_a(at, "be")
        or view.is_a(at, "negation")
        or (view.is_a(at, "control") and view.low(at + 1) == "to")
    )


def _modal(view: View, low: str) -> str:
    for kind in ("will", "can", "maybe", "must"):
        if low in view.lexicon.words[kind]:
            return kind
    return "will" if low == "going" else ""


def is_noun(view: View, at: int) -> bool:
    """Whether a word that could be a verb stands as a noun: a demand, its call, Iran's offer."""
    before, mention = view.low(at - 1), view.who(at - 1)
    if mention is not None and mention.kind in ("possessive", "modifier"):
        return True
    if before in ("'s",) or (view.is_a(at - 1, "determiner") and before not in ("all", "both", "that", "each")):
        return True
    behind = view.is_a(at - 2, "preposition") and view.low(at - 2) != "to" and view.who(at - 1) is None
    plural = behind and view.low(at).endswith("s") and not view.is_adverb(at - 1)
    return plural or (view.is_a(at - 1, "preposition") and before != "to")
