"""Words that only point back to an element: that, the idea, the second, the latter."""

from __future__ import annotations

from detente.case import Stance
from detente.positions.extract.objects import object_end, trimmed
from detente.positions.extract.reading import Reading
from detente.positions.extract.records import Draft
from detente.positions.extract.sentences import Sentence
from detente.positions.extract.view import View

FRONTING = frozenset({"on", "of", "about", "regarding", "concerning", "as"})
LONGEST_FRONT = 16
SURE = 0.42
"""Weight from which a claim says what is spoken of."""
SEVERAL = frozenset({"both", "neither", "either", "them", "these", "those", "all", "each"})
SHORT = 9
"""Words of a guess that hardly say what they are about."""
ORDINALS = {"first": 0, "former": 0, "second": 1, "third": 2, "fourth": 3, "latter": -1, "last": -1}
"""Which of the elements named last a word points to."""


def element_text(text: str, reading: Reading, draft: Draft, item: tuple[int, int]) -> str:
    """Words of the element; where they only point back, with the verb and with what they point to."""
    view, sentence = reading.view, reading.view.sentence
    words = _words(text, sentence, *item)
    fronted = _fronted(reading, draft) if draft.stance in (Stance.UNKNOWN, Stance.ACCEPTS_IN_PART) else None
    if fronted is not None:
        return _words(text, sentence, *fronted)
    ordinal = _ordinal(reading, *item)
    if ordinal is not None:
        return f"{words} ({ordinal})"
    past_verb = item[0] + 1 if item[0] == draft.at and item[1] - item[0] > 1 else item[0]
    if item == (draft.at, draft.at + 1) or _only_points(view, past_verb, item[1]):
        return _pointed(text, reading, draft, item)
    silent = draft.stance is Stance.UNKNOWN and (_is_all(draft, item) or view.is_a(item[0], "preposition"))
    if not draft.item and (draft.weight < SURE or silent):
        return _with_topic(reading, words, item)
    if not draft.bare and not draft.item:
        reading.discourse.element = words
    return words


def _is_all(draft: Draft, item: tuple[int, int]) -> bool:
    """Whether the element is no more than the clause up to its cue: has yet to reply."""
    return item[1] <= draft.at + 4 and item[0] <= draft.first


def _with_topic(reading: Reading, words: str, item: tuple[int, int]) -> str:
    """Words of a guess with what was spoken of last, since they may only point back to it."""
    view, topic = reading.view, reading.discourse.element
    several = reading.discourse.recent and any(view.low(at) in SEVERAL for at in range(*item))
    silent = item[1] - item[0] <= SHORT and not any(view.is_a(at, "determiner") for at in range(*item))
    if (several or silent) and topic in reading.discourse.recent:
        topic = "; ".join(reading.discourse.recent)
    topic = next((found for at in range(*item) if (found := _ordinal(reading, at, at + 2))), topic)
    return f"{words} ({topic})" if topic and words not in topic else words


def _pointed(text: str, reading: Reading, draft: Draft, item: tuple[int, int]) -> str:
    """Words that name nothing, with what they stand for: said of it, its condition, or the element before."""
    view, sentence = reading.view, reading.view.sentence
    if item == (draft.at, draft.at + 1) and reading.discourse.element:
        return f"{_words(text, sentence, *item)} ({reading.discourse.element})"
    told = _told_of(reading, item[1])
    if told is not None:
        return f"{_words(text, sentence, *item)} ({_words(text, sentence, *told)})"
    words = _words(text, sentence, min(draft.at, item[0]), item[1])
    condition = condition_text(text, view, draft)
    named = view.is_a(item[1] - 1, "generic") and bool(reading.discourse.element)
    if condition is not None and view.low(item[0]) not in view.lexicon.words["pointing"] and not named:
        return f"{words} ({condition})"
    return _with_topic(reading, words, item) if reading.discourse.element else words


def _ordinal(reading: Reading, first: int, last: int) -> str | None:
    """Element that ``the second`` or ``the latter`` stands for, alone or before a word such as demand."""
    view, elements = reading.view, reading.discourse.elements
    while view.is_a(first, "preposition"):
        first += 1
    if view.low(first) != "the" or view.low(first + 1) not in ORDINALS or len(elements) < 2:
        return None
    more = range(first + 2, last)
    filled = all(view.is_a(at, "generic") or view.low(at) in ("of", "these", "those", "the", "two") for at in more)
    place = ORDINALS[view.low(first + 1)]
    return elements[place] if filled and -1 <= place < len(elements) else None


def _told_of(reading: Reading, behind: int) -> tuple[int, int] | None:
    """What somebody says it of: ``"That is unacceptable", he said of the plan``."""
    view = reading.view
    if not view.quoted[max(behind - 1, 0)]:
        return None
    for speaker in reading.speakers:
        for at in range(max(speaker.verb, behind), min(speaker.verb + 9, len(view))):
            if view.low(at) in ("of", "about") and view.is_a(at + 1, "determiner"):
                first, last = trimmed(view, at + 1, object_end(view, at + 1, reading.breaks, None))
                return (first, last) if last - first > 1 else None
    return None


def _fronted(reading: Reading, draft: Draft) -> tuple[int, int] | None:
    """What a clause opens with: ``On the observers they promised only to study the text``."""
    view = reading.view
    if view.low(0) not in FRONTING or draft.first < 2 or draft.first > LONGEST_FRONT or draft.presupposed:
        return None
    begin = 2 if view.low(1) in ("for", "to", "from") else 1
    comma = next((at for at in range(begin, draft.first) if view.low(at) == ","), draft.first)
    first, last = trimmed(view, begin, min(comma, draft.first))
    dated = any(view.is_a(at, kind) for at in range(first, last) for kind in ("weekday", "month", "timeword"))
    spoken = any(view.low(at) in view.lexicon.speech["say"] for at in range(first, last))
    return (first, last) if last > first and not (dated or spoken) else None


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
