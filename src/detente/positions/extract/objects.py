"""What a verb is about: the words behind it, up to the end of its clause, and the items of a list among them."""

from __future__ import annotations

from itertools import pairwise

from detente.positions.extract.clauses import SOFT
from detente.positions.extract.conditions import Condition
from detente.positions.extract.view import CLOSERS, OPENERS, View

TRIMMED = frozenset({",", ".", ";", ":", "—", "–", "!", "?", "(", ")", "and", "or", "but", *OPENERS, *CLOSERS, '"'})
LONGEST_ADDRESS = 4
"""Words that may name whom a demand is addressed to, before the first infinitive."""
HEAD_CLASSES = ("determiner", "possessive_pronoun")


def object_end(view: View, first: int, breaks: tuple[str, ...], condition: Condition | None) -> int:
    """Place where the object that begins at a token ends: a break, its condition, or the end of the sentence."""
    last = len(view)
    for at in range(first, len(view)):
        ends = view.low(at) in (".", "?", "!", ";") and at + 1 >= len(view) - 2
        pronoun = at == first + 1 and view.low(at) == "," and view.low(first) in ("it", "them", "this", "that", "both")
        if ends or pronoun or (breaks[at] and at > first) or (breaks[at] == SOFT):
            last = at
            break
    if condition is not None and first < condition.first < last:
        last = condition.first
    return last


def trimmed(view: View, first: int, last: int) -> tuple[int, int]:
    """Drop marks and conjunctions at both ends of a stretch."""
    while first < last and view.low(first) in TRIMMED:
        first += 1
    while last > first and view.low(last - 1) in TRIMMED:
        last -= 1
    return first, last


def items_behind_colon(view: View, colon: int) -> list[tuple[int, int]]:
    """Items of a list that a plural such as ``four requirements:`` announces, parted by semicolons or commas."""
    if view.low(colon) != ":" or not (view.is_a(colon - 1, "listed") or view.is_a(colon - 1, "terms")):
        return []
    mark = ";" if ";" in view.folded[colon:] else ","
    cuts = [colon, *(at for at in range(colon + 1, len(view)) if view.low(at) == mark), len(view)]
    if mark == "," and len(cuts) < 4:
        cuts = [colon, *(at for at in range(colon + 1, len(view)) if view.low(at) in (mark, "and")), len(view)]
    items = [trimmed(view, one + 1, two) for one, two in pairwise(cuts)]
    return [item for item in items if item[0] < item[1]] if len(items) > 1 else []


def list_items(view: View, first: int, last: int, *, verbs: bool = False) -> list[tuple[int, int]]:
    """Cut a list into its items; what merely spells out one item stays together.

    A comma, ``and`` or ``or`` parts two items when both begin alike: two articles, two infinitives, two clauses with
    that, two verbs behind one auxiliary. Behind a word that opens a subordinate clause nothing is cut.
    """
    kind = "that" if view.low(first - 1) == "that" else _kind_of(view, first)
    if view.low(first - 1) == "no":
        kind = "no"
    if not kind and (verbs or view.low(first - 1) == "to"):
        kind = "verb"
    if kind in ("", "determiner") and _has_infinitives(view, first, last):
        kind = "to"
    items, start = [], first
    at = first + 1
    while at < last:
        if _opens_clause(view, at, kind):
            break
        after = _past_separator(view, at, last)
        if after > at and kind and _begins_alike(view, after, kind) and at - start > 1:
            items.append(trimmed(view, start, at))
            start = at = after
        at += 1
    items.append(trimmed(view, start, last))
    if len(items) > 1 and kind != "no" and not _has_conjunction(view, items):
        return [trimmed(view, first, last)]
    return [item for item in items if item[0] < item[1]]


def _has_infinitives(view: View, first: int, last: int) -> bool:
    """Whether infinitives are listed behind a person: both sides to stop firing and to leave."""
    behind = [at for at in range(first + 1, last) if view.low(at) == "to"]
    listed = [at for at in behind if view.low(at - 1) in (",", "and", "or")]
    return bool(listed) and behind[0] < listed[0] and behind[0] - first <= LONGEST_ADDRESS


def _begins_alike(view: View, at: int, kind: str) -> bool:
    """Whether an item begins as the first one does; a verb shows by what it governs: return the, reopen its."""
    if kind != "verb" and _kind_of(view, at) == kind:
        return True
    if kind == "determiner" and view.low(at - 1) == "," and _is_plural_item(view, at):
        return True
    if kind == "verb" and view.low(at) == "to":
        return True
    if kind not in ("verb", "to") or not view.low(at).isalpha() or view.low(at).endswith(("s", "ed", "ing", "ly")):
        return False
    closed = ("determiner", "preposition", "auxiliary", "conjunction", "clause_start", "possessive_pronoun", "pronoun")
    if any(view.is_a(at, name) for name in closed) or view.who(at) is not None:
        return False
    known = any(cue.base or cue.kind == "pass" for cue in view.lexicon.cues.get(view.low(at), ()))
    return known or any(view.is_a(at + 1, name) for name in HEAD_CLASSES)


def _is_plural_item(view: View, at: int) -> bool:
    """Whether an item without an article stands between two with one: a halt, independent observers on it and the."""
    closed = ("auxiliary", "preposition", "adverb", "relative", "clause_start", "conjunction", "pronoun", "reason")
    low = view.low(at)
    if not low.isalpha() or low.endswith(("ing", "ed", "ly")) or any(view.is_a(at, kind) for kind in closed):
        return False
    if view.who(at) is not None and view.who(at).kind == "actor":  # type: ignore[union-attr]
        return False
    for place in range(at + 1, min(at + 12, len(view))):
        if view.low(place) in (",", "and", "or"):
            after = place + 1 + (view.low(place) == "," and view.low(place + 1) in ("and", "or"))
            return view.low(after - 1) in ("and", "or") and any(view.is_a(after, kind) for kind in HEAD_CLASSES)
        if view.is_a(place, "auxiliary") or view.is_a(place, "relative"):
            return False
    return False


def _has_conjunction(view: View, items: list[tuple[int, int]]) -> bool:
    """Whether an ``and`` or ``or`` stands between two items; commas alone part a noun from what explains it."""
    between = pairwise(items)
    return any(view.low(at) in ("and", "or", "nor", "plus") for one, two in between for at in range(one[1], two[0]))


def _past_separator(view: View, at: int, last: int) -> int:
    while at < last and view.low(at) in (",", "and", "or", "nor", "plus", "also"):
        at += 1
    return at


def _kind_of(view: View, at: int) -> str:
    """How an item begins."""
    low = view.low(at)
    if low in ("to", "that", "for", "on", "about", "of", "no"):
        return low
    if any(view.is_a(at, kind) for kind in HEAD_CLASSES):
        return "determiner"
    return "gerund" if low.endswith("ing") and len(low) > 5 else ""


def _opens_clause(view: View, at: int, kind: str) -> bool:
    low = view.low(at)
    if low == kind:
        return False
    return low in (
        "that",
        "which",
        "who",
        "by",
        "whether",
        "how",
        "between",
        "from",
        "because",
        "as",
        "meaning",
        "such",
    )


def noun_phrase_before(view: View, last: int, breaks: tuple[str, ...]) -> int:
    """First token of the noun phrase that ends before a place."""
    at = last
    if view.low(at - 1) == ",":
        at = _before_insertion(view, at - 1)
    while at > 0 and last - at < 14:
        before = view.low(at - 1)
        opens = before in (",", ";", ":", "that", "while", "but", "because", "said", "—", "–") or breaks[at - 1]
        verb = view.is_a(at - 1, "auxiliary") or _is_main_verb(view, at - 1)
        if opens or verb:
            break
        at -= 1
    return at


def _before_insertion(view: View, closing: int) -> int:
    """Place of the comma that opens the insertion closed by another: contacts, on the other hand, are."""
    for at in range(closing - 1, max(closing - 16, 0), -1):
        if view.low(at) == "," and (view.is_a(at + 1, "parenthesis") or _is_spoken(view, at + 1, closing)):
            return at
    return closing + 1


def _is_spoken(view: View, first: int, last: int) -> bool:
    """Whether an insertion says who speaks or thinks: , it held, or , the minister went on,"""
    mention = view.who(first) or view.who(first + 1)
    return mention is not None and mention.last < last <= mention.last + 3 and view.low(last - 1) not in ("and", "or")


def _is_main_verb(view: View, at: int) -> bool:
    kinds = {cue.kind for cue in view.lexicon.cues.get(view.low(at), ())} & {"verb", "drop"}
    return bool(kinds) and not view.is_a(at - 1, "determiner") and view.low(at - 1) != "'s"
