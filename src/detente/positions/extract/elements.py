"""Phrases of a text led to the elements and options of a case, or left as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import log

from detente.case import Case, Stance
from detente.positions.extract.inflection import stem
from detente.positions.extract.lexicon import load_lexicon
from detente.positions.extract.records import ProposedClaim
from detente.positions.extract.sentences import fold

WORD = re.compile(r"[^\W\d_]{3,}")
EMPTY = frozenset(
    [
        "the",
        "and",
        "for",
        "with",
        "that",
        "this",
        "its",
        "their",
        "from",
        "not",
        "any",
        "all",
        "each",
        "into",
        "over",
        "under",
        "between",
        "within",
        "without",
    ]
)
LEAST_SCORE = 0.35
LEAST_LEAD = 1.15
WHOLE = "*"
MOST_WORDS_BESIDE = 3


@dataclass(frozen=True, slots=True)
class ElementIndex:
    """Words of each element, of its options and of packages, with a weight for how rare a word is among elements."""

    elements: Mapping[str, frozenset[str]]
    options: Mapping[str, Mapping[str, frozenset[str]]]
    packages: Mapping[str, frozenset[str]]
    synonyms: tuple[tuple[str, frozenset[str]], ...]
    weights: Mapping[str, float]


def index_elements(case: Case) -> ElementIndex:
    """Make the elements of a case ready to be found in phrases: by title, synonyms, options and related words."""
    elements = {
        element.id: frozenset().union(stems(element.title), *(stems(option.title) for option in element.options))
        for element in case.elements
    }
    options = {element.id: {o.id: stems(o.title) for o in element.options} for element in case.elements}
    packages = {package.id: stems(package.title) for package in case.packages}
    counts: dict[str, int] = {}
    for words in elements.values():
        for word in words:
            counts[word] = counts.get(word, 0) + 1
    weights = {word: log(1 + len(elements) / count) for word, count in counts.items()}
    weights |= dict.fromkeys(("#whole", "#parts", *load_lexicon().whole), 0.0)
    synonyms = tuple((element.id, stems(words)) for element in case.elements for words in element.synonyms)
    return ElementIndex(elements, options, packages, synonyms, weights)


def stems(phrase: str) -> frozenset[str]:
    """Stems of the words of a phrase, each with the subject that it belongs to.

    Examples
    --------
    >>> sorted(stems("lifting of sanctions"))
    ['#sanctions', 'lift', 'sanct']
    """
    found = {stem(fold(word)) for word in WORD.findall(phrase)} - EMPTY
    related = load_lexicon().related
    return frozenset(found | {f"#{related[word]}" for word in found if word in related})


def map_claim(claim: ProposedClaim, index: ElementIndex) -> Iterator[ProposedClaim]:
    """Lead a claim to an element, an option or a package of the case where its words allow.

    Silence on parts of a whole is unknown on every element. A phrase that holds all words of a synonym that an author
    wrote down is led there, unless two elements claim it. A phrase that fits no element, or two equally well,
    stays as it is.
    """
    words = stems(claim.element)
    if claim.stance is Stance.UNKNOWN and "#parts" in words:
        yield from (replace(claim, element=element) for element in index.elements)
        return
    condition = _best_option(stems(claim.condition or ""), index)
    claim = replace(claim, condition_option=condition)
    element = _by_synonym(words, index) or _best(words, index.elements, index.weights)
    if element is not None:
        option = _best(words, index.options[element], index.weights)
        yield replace(claim, element=element, option=option)
        return
    package = _best(words, index.packages, {})
    rest = {word for word in words if not word.startswith("#")} - load_lexicon().whole
    whole = "#whole" in words and len(rest) <= MOST_WORDS_BESIDE
    yield replace(claim, element=WHOLE, package=package) if package or whole else claim


def _by_synonym(words: frozenset[str], index: ElementIndex) -> str | None:
    """The one element with a synonym whose words all stand in a phrase; longer synonyms come first."""
    found = [(len(synonym), element) for element, synonym in index.synonyms if synonym and synonym <= words]
    longest = {element for length, element in found if length == max(found)[0]}
    return longest.pop() if len(longest) == 1 else None


def _best_option(words: frozenset[str], index: ElementIndex) -> str | None:
    element = _best(words, index.elements, index.weights)
    return _best(words, index.options[element], index.weights) if element is not None else None


def _best(words: frozenset[str], targets: Mapping[str, frozenset[str]], weights: Mapping[str, float]) -> str | None:
    """The target that shares most with a phrase, if it shares enough and leads the next one clearly."""
    total = _sum(words, weights)
    scores = (
        sorted(((_sum(words & target, weights) / total, name) for name, target in targets.items()), reverse=True)
        if total
        else []
    )
    if not scores or scores[0][0] < LEAST_SCORE:
        return None
    clear = len(scores) == 1 or scores[0][0] >= LEAST_LEAD * scores[1][0]
    return scores[0][1] if clear else None


def _sum(words: Iterable[str], weights: Mapping[str, float]) -> float:
    return sum(weights.get(word, 1.0) for word in words)
