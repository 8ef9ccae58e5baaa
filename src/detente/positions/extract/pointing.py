"""Words that only point back to an element: that, the idea, the second, the latter."""

from __future__ import annotations

from detente.positions.extract.objects import trimmed
from detente.positions.extract.reading import Reading
from detente.positions.extract.records import Draft
from detente.positions.extract.sentences import Sentence
from detente.positions.extract.view import View

ORDINALS = {"first": 0, "former": 0, "second": 1, "third": 2, "fourth": 3, "latter": -1, "last": -1}
"""Which of the elements named last a word points to."""


def element_text(text: str, reading: Reading, draft: Draft, item: tuple[int, int]) -> str:
    """Words of the element; where they only point back, with the verb and with what they point to."""
    view, sentence = reading.view, reading.view.sentence
    if item == (draft.at, draft.at + 1) and reading.discourse.element:
        return f"{_words(text, sentence, *item)} ({reading.discourse.element})"
    ordinal = _ordinal(reading, *item)
    if ordinal is not None:
        return f"{_words(text, sentence, *item)} ({ordinal})"
    past_verb = item[0] + 1 if item[0] == draft.at and item[1] - item[0] > 1 else item[0]
    if not _only_points(view, past_verb, item[1]):
        words = _words(text, sentence, *item)
        if not draft.presupposed:
            reading.discourse.element = words
        return words
    words = _words(text, sentence, min(draft.at, item[0]), item[1])
    condition = condition_text(text, view, draft)
    if condition is not None and view.low(item[0]) not in view.lexicon.words["pointing"]:
        return f"{words} ({condition})"
    return f"{words} ({reading.discourse.element})" if reading.discourse.element else words


def _ordinal(reading: Reading, first: int, last: int) -> str | None:
    """Element that ``the second`` or ``the latter`` stands for, alone or before a word such as demand."""
    view, elements = reading.view, reading.discourse.elements
    if view.low(first) != "the" or view.low(first + 1) not in ORDINALS or len(elements) < 2:
        return None
    more = range(first + 2, last)
    filled = all(view.is_a(at, "generic") or view.low(at) in ("of", "these", "those", "the", "two") for at in more)
    place = ORDINALS[view.low(first + 1)]
    return elements[place] if filled and -1 <= place < len(elements) else None


def _only_points(view: View, first: int, last: int) -> bool:
    """Whether words name nothing themselves: that, them squarely on that, anything."""
    filling = ("adverb", "preposition", "pointing", "indefinite", "negation", "timeword", "weekday", "month")
    if view.low(first) in ("the", "such") and last - first == 2 and view.is_a(first + 1, "generic"):
        return True
    if view.is_a(first, "pointing") and last - first == 2 and view.is_a(first + 1, "generic"):
        return True
    return all(any(view.is_a(at, kind) for kind in filling) or view.is_adverb(at) for at in range(first, last))


def _words(text: str, sentence: Sentence, first: int, last: int) -> str:
    return " ".join(text[sentence.starts[first] : sentence.ends[last - 1]].split())


def condition_text(text: str, view: View, draft: Draft) -> str | None:
    """Words of the condition of a draft, if it has one."""
    if draft.condition is None:
        return None
    first, last = trimmed(view, draft.condition.body, draft.condition.last)
    return (
        _words(text, view.sentence, first, last)
        if first < last
        else view.text(draft.condition.first, draft.condition.last)
    )
