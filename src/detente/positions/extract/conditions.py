"""Conditions: provided that, only if, unless, until; behind a clause or before it."""

from __future__ import annotations

from dataclasses import dataclass

from detente.positions.extract.clauses import HARD, SIDE
from detente.positions.extract.view import View

INVERTED = frozenset({"were", "had", "should"})


@dataclass(frozen=True, slots=True)
class Condition:
    """Tokens of a condition; `first` is its marker, `body` where its words begin. `kind` as in the table."""

    first: int
    body: int
    last: int
    kind: str


def condition_behind(view: View, first: int, breaks: tuple[str, ...], *, negative: bool) -> Condition | None:
    """Find the condition of a clause behind one of its tokens; a new statement ends the search.

    Only a negative clause takes ``before`` and ``without`` as marks of a condition.
    """
    for at in range(first, len(view)):
        if breaks[at] in (HARD, SIDE) and at > first and not _marker(view, at + 1, negative=negative):
            return None
        kind = _marker(view, at, negative=negative)
        if kind:
            length = len(kind[1])
            return Condition(at, at + length, _end(view, at + length, breaks), kind[0])
    return None


def condition_before(view: View, first: int) -> Condition | None:
    """Find the condition that opens a sentence before the clause that begins at a token: If ..., X would ..."""
    start = next((at for at in range(min(first, 4)) if _marker(view, at, negative=False)), None)
    if start is None:
        return _inverted(view, first)
    kind = _marker(view, start, negative=False)
    comma = next((at for at in range(first, start, -1) if view.low(at) == ","), None)
    if kind is None or comma is None:
        return None
    first_comma = next(at for at in range(start, comma + 1) if view.low(at) == ",")
    return Condition(start, start + len(kind[1]), first_comma, kind[0])


def _inverted(view: View, first: int) -> Condition | None:
    """``Were X to waive the fee, Y would``: a condition without a marker."""
    if view.low(0) not in INVERTED or not (view.who(1) or view.is_a(1, "determiner") or view.who(2)):
        return None
    comma = next((at for at in range(1, first) if view.low(at) == ","), None)
    promised = comma is not None and any(
        view.is_a(at, kind) for at in range(comma, len(view)) for kind in ("will", "can")
    )
    return Condition(0, 1, comma, "strong") if comma is not None and promised else None


def _marker(view: View, at: int, *, negative: bool) -> tuple[str, tuple[str, ...]] | None:
    if at >= len(view):
        return None
    low = view.low(at)
    if low == "were" and at and (view.who(at + 1) or view.who(at + 2)) and "to" in view.folded[at + 1 : at + 7]:
        return "strong", ("were",)
    idle = low == "if" and (view.is_a(at + 1, "preposition") or view.low(at + 1) in ("not", "any", "ever", "only"))
    if idle or view.low(at - 1) in ("even", "as", "what", "said", "asked", "matter"):
        return None
    for phrase in view.lexicon.conditions.get(low, ()):
        fits = view.sentence.low[at : at + len(phrase.words)] == phrase.words
        bare = "which" not in view.folded[at : at + len(phrase.words) + 2]
        if fits and bare and _allowed(view, at, phrase.kind, phrase.words, negative=negative):
            return phrase.kind, phrase.words
    return None


def _allowed(view: View, at: int, kind: str, words: tuple[str, ...], *, negative: bool) -> bool:
    """Whether the marker marks a condition here: ``until`` and ``before`` do so behind a negation only."""
    if words in (("until",), ("unless",), ("against",), ("should",)):
        return words[0] in ("until", "unless") and not _is_date(view, at + 1)
    if words == ("provided",):
        return not view.is_a(at - 1, "auxiliary")
    if kind == "negative":
        return negative
    if words in (("when",), ("after",), ("once",), ("whenever",)):
        ahead = any(
            view.is_a(place, "will") or view.is_a(place, "can") or view.is_a(place, "looking_ahead")
            for place in range(at)
        )
        return ahead and (view.is_a(at + 1, "determiner") or view.who(at + 1) is not None)
    return True


def _is_date(view: View, at: int) -> bool:
    """Whether a time stands at a place, and nothing that somebody could do: until 2031, until next spring."""
    timely = ("timeword", "weekday", "month")
    return view.low(at)[:1].isdigit() or (view.low(at) != "this" and any(view.is_a(at, kind) for kind in timely))


def _end(view: View, at: int, breaks: tuple[str, ...]) -> int:
    """Where the words of a condition end: at the next break, at a closing mark, or with the sentence."""
    for place in range(at, len(view)):
        if (breaks[place] and view.low(place) not in ("or", "and")) or view.low(place) in (".", "?", "!", ";"):
            return place
    return len(view)
