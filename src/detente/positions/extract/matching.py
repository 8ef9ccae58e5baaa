"""Whether a cue stands at a place."""

from __future__ import annotations

from detente.positions.extract.lexicon import Cue
from detente.positions.extract.view import View

PARTED = frozenset({"for", "on", "to", "with"})


def cue_length(view: View, at: int, cue: Cue) -> int:
    """How many tokens a cue takes at a place, 0 when it does not stand there.

    A ``*`` takes one to ten words, and a verb may be parted from its preposition: called during the round for.
    """
    low, words = view.folded, cue.words
    if len(words) == 1:
        return 1 if low[at] == words[0] else 0
    follows = view.low(at + 1)
    if follows == words[1] and low[at : at + len(words)] == words:
        return len(words)
    if cue.kind in ("verb", "state") and (follows == "," or view.is_adverb(at + 1)):
        return _inserted(view, at, words)
    if "*" in words:
        return _around(view, at, words[words.index("*") + 1 :])
    return _with_word_between(view, at, words) if cue.kind == "verb" else 0


def _with_word_between(view: View, at: int, words: tuple[str, ...]) -> int:
    """Length of a verb that another word parts: takes strong exception to; called during the round for."""
    if len(words) > 2:
        parted = view.folded[at + 2 : at + 1 + len(words)] == words[1:] and _is_open(view, at + 1)
        return len(words) + 1 if parted else 0
    return _parted(view, at, words[1]) if words[1] in PARTED and view.is_a(at + 1, "inserted") else 0


def _is_open(view: View, at: int) -> bool:
    """Whether a word is no function word, so that an adjective may part an idiom: takes strong exception to."""
    closed = ("auxiliary", "preposition", "conjunction", "determiner", "clause_start", "pronoun", "negation")
    return view.low(at).isalpha() and view.who(at) is None and not any(view.is_a(at, kind) for kind in closed)


def _inserted(view: View, at: int, words: tuple[str, ...]) -> int:
    """Length with one insertion behind the first word: prepared, however, to; promised only to study."""
    place = at + 1
    if view.folded[place] == ",":
        place = next((near + 1 for near in range(at + 2, min(at + 6, len(view))) if view.folded[near] == ","), 0)
    else:
        while view.is_adverb(place) and place < at + 3:
            place += 1
    stands = place > 0 and view.folded[place : place + len(words) - 1] == words[1:]
    return place + len(words) - 1 - at if stands else 0


def _around(view: View, at: int, behind: tuple[str, ...]) -> int:
    """Length up to the words behind a ``*``, when they follow in the same stretch between marks."""
    for place in range(at + 2, min(at + 12, len(view))):
        other = view.folded[place] == "as" == behind[0] and view.folded[place : place + len(behind)] != behind
        if view.folded[place] in (";", ".", ",") or other:
            return 0
        if view.folded[place : place + len(behind)] == behind:
            return place + len(behind) - at
    return 0


def _parted(view: View, at: int, preposition: str) -> int:
    for place in range(at + 2, min(at + 7, len(view))):
        if view.folded[place] == preposition:
            return place + 1 - at
        if view.folded[place] in (",", ";", "and", "that", "to"):
            return 0
    return 0
