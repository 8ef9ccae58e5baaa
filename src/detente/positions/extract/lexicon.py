"""The tables that say which words mean what; a person who knows the field can read and extend them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import StringIO
from itertools import product
from typing import TypeVar

from detente.case import CaseError, Stance
from detente.positions.extract.inflection import stem, verb_forms

KINDS = ("verb", "around", "drop", "pass", "state", "topic", "topicverb", "link", "noun", "modal", "experiencer")
SAME_IN_THE_PAST = frozenset({"let", "put", "set", "cut", "quit"})
NO_INFINITIVE = frozenset({"is", "are", "has", "will", "would", "not", "yet", "said"})
HABITUAL = frozenset({"do", "does", "don't", "doesn't", "going"})
"""Words behind which a verb says what somebody does, or is about to do."""
INFLECTED = frozenset({"verb", "drop", "pass", "topicverb", "link", "around", "experiencer"})

UNPARTED = frozenset({"noun", "topic", "topicverb", "modal", "experiencer", "drop"})
"""Kinds of cues that no other word can part."""
JUDGING = ("call", "find", "consider", "deem", "brand", "label", "describe as", "regard as", "see as", "view as")
JUDGED = 0.85
"""What is left of the weight of an adjective that a verb of judging gives to its object."""

Classes = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that carry a stance: what they say, what their negation says (None: nothing), how far to trust them.

    A ``*`` among the words stands for one to ten others. `base`: the infinitive, which no single subject can have.
    """

    words: tuple[str, ...]
    kind: str
    stance: Stance
    negated: Stance | None
    weight: float
    base: bool = False


@dataclass(frozen=True, slots=True)
class Leaning:
    """Words that lean to stances, the likeliest first, and what they lean to behind a negation; for reviewers only.

    `kind`: ``verb``; ``deed``, a verb that leans to anything only where it is promised or asked for; ``word``.
    """

    words: tuple[str, ...]
    stances: tuple[Stance, ...]
    negated: tuple[Stance, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Nation:
    """Other names of a country: adjectives, its people, its capital."""

    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capitals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that mark something, such as a condition, with the kind of mark."""

    words: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All tables, arranged for look-up by the first word."""

    cues: Mapping[str, tuple[Cue, ...]]
    words: Classes
    roles: Classes
    speech: Classes
    hedges: Mapping[str, tuple[Phrase, ...]]
    conditions: Mapping[str, tuple[Phrase, ...]]
    abandoned: Mapping[str, tuple[Phrase, ...]]
    red_lines: Mapping[str, tuple[Phrase, ...]]
    nations: Mapping[str, Nation]
    related: Mapping[str, str]
    whole: frozenset[str]
    telling: frozenset[str]
    by_last: Mapping[str, Mapping[str, tuple[Cue, ...]]]
    by_second: Mapping[str, Mapping[str, tuple[Cue, ...]]]
    leanings: Mapping[str, tuple[Leaning, ...]]
    speaking: frozenset[str]
    pointable: frozenset[str]
    promising: frozenset[str]


Entry = TypeVar("Entry", Cue, Phrase, Leaning)


@cache
def load_lexicon() -> Lexicon:
    """Read the tables that come with the project.

    Examples
    --------
    >>> sorted({cue.stance.value for cue in load_lexicon().cues["refused"]})
    ['demands', 'rejects', 'unknown']
    """
    speech = _classes("speech")
    said = frozenset().union(*(verb_forms(verb) for verb in speech["say"]))
    cues, words, roles = _by_first_word(_cues()), _classes("words"), _classes("roles")
    return Lexicon(
        cues=cues,
        words=words,
        roles=roles,
        speech={**speech, "say": said},
        hedges=_by_first_word(_phrases("hedges")),
        conditions=_by_first_word(_phrases("conditions")),
        abandoned=_by_first_word(_phrases("abandoned")),
        red_lines=_by_first_word(_phrases("red_lines")),
        nations={row["country"]: _nation(row) for row in _rows("nations")},
        related={word: row["subject"] for row in _rows("related") for word in _stems(row["words"])},
        whole=frozenset(word for row in _rows("related") if row["subject"] == "whole" for word in _stems(row["words"])),
        by_last={word: _by_word(group, -1) for word, group in cues.items()},
        by_second={word: _by_word(group, 1) for word, group in cues.items()},
        leanings=_by_first_word(_leanings()),
        speaking=said | speech["view"] | {"to", "clear", "plain", "known"},
        pointable=roles["role"] | {word.rpartition("-")[2] for word in roles["pair"]},
        promising=words["will"] | words["can"] | HABITUAL,
        telling=said | {"no"} | frozenset(word for word, group in cues.items() if any(c.kind != "pass" for c in group)),
    )


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("detente.positions.extract") / "lexicons" / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(StringIO(text)))


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _classes(name: str) -> dict[str, frozenset[str]]:
    return {row["class"]: frozenset(word.lower() for word in row["words"].split()) for row in _rows(name)}


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words.split())


def _phrases(name: str) -> list[Phrase]:
    return [Phrase(tuple(text.split()), row["kind"]) for row in _rows(name) for text in _split(row["phrases"])]


def _nation(row: dict[str, str]) -> Nation:
    return Nation(tuple(_split(row["adjectives"])), tuple(_split(row["people"])), tuple(_split(row["capital"])))


def _cues() -> Iterable[Cue]:
    for line, row in enumerate(_rows("cues"), start=2):
        if row["kind"] not in KINDS:
            raise CaseError(f'lexicons/cues.csv, line {line}: "{row["kind"]}" is no kind.\nUse {", ".join(KINDS)}.')
        negated = Stance(row["negated"]) if row["negated"] else None
        for text in _split(row["cues"]):
            first, *rest = text.split()
            forms = verb_forms(first) if row["kind"] in INFLECTED else {first}
            if row["kind"] == "topic" and row["stance"] != "conditional":
                yield from _judged(text, Stance(row["stance"]), negated, float(row["weight"]))
            for form, behind in product(sorted(forms), _with_owners(rest)):
                base = form == first and row["kind"] in INFLECTED and form not in SAME_IN_THE_PAST | NO_INFINITIVE
                yield Cue((form, *behind), row["kind"], Stance(row["stance"]), negated, float(row["weight"]), base)


def _leanings() -> Iterable[Leaning]:
    for row in _rows("leanings"):
        stances = tuple(Stance(name) for name in row["stances"].split())
        negated = tuple(Stance(name) for name in row["negated"].split())
        for text in _split(row["words"]):
            first, *rest = text.split()
            for form in sorted(verb_forms(first) if row["kind"] != "word" else {first}):
                yield Leaning((form, *rest), stances, negated, row["kind"])


def _judged(text: str, stance: Stance, negated: Stance | None, weight: float) -> Iterable[Cue]:
    """What is said to be unacceptable may be called, found or dismissed as unacceptable too."""
    for verb in JUDGING:
        first, *link = verb.split()
        for form in sorted(verb_forms(first)):
            words = (form, "*", *link, *text.split())
            yield Cue(words, "around", stance, negated, weight * JUDGED, form == first)


def _with_owners(words: list[str]) -> list[tuple[str, ...]]:
    """The words with every owner that ``its`` among them may stand for."""
    if "its" not in words:
        return [tuple(words)]
    return [tuple(owner if word == "its" else word for word in words) for owner in ("its", "their", "his", "her")]


def _by_word(cues: Iterable[Cue], place: int) -> dict[str, tuple[Cue, ...]]:
    """Cues by one of their words, so that those whose word a sentence lacks need no look; `place` is 1 or -1.

    By the second word are those that nothing can part; by the last all the others.
    """
    table: dict[str, list[Cue]] = {}
    for cue in cues:
        if cue.kind != "pass" and (place == 1) == (cue.kind in UNPARTED and len(cue.words) > 1):
            table.setdefault(cue.words[place], []).append(cue)
    return {word: tuple(group) for word, group in table.items()}


def cues_at(lexicon: Lexicon, words: Sequence[str], at: int, present: frozenset[str]) -> list[Cue]:
    """Cues that may begin at a place of a sentence with the words `present`, the longest first."""
    groups = lexicon.by_last.get(words[at], {})
    lasts = sorted(present.intersection(groups)) if groups else ()
    found = [cue for last in lasts for cue in groups[last] if len(cue.words) < 3 or cue.words[1] in present]
    if at + 1 < len(words):
        found += lexicon.by_second.get(words[at], {}).get(words[at + 1], ())
    return sorted(found, key=_length, reverse=True) if len(found) > 1 else found


def _length(cue: Cue) -> int:
    return len(cue.words)


def _by_first_word(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    """Entries by their first word, the longest first."""
    table: dict[str, list[Entry]] = {}
    for entry in entries:
        table.setdefault(entry.words[0], []).append(entry)
    return {word: tuple(sorted(group, key=lambda e: -len(e.words))) for word, group in table.items()}
