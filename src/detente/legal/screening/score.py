"""How alike two names are, token by token, and in words."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import OSA, Indel

INITIAL_WORTH = 0.85
"""What an initial counts for in place of the name that it may stand for."""

LEAST_ALIKE = 0.6
JOINED_WORTH = 0.97
ACRONYM_WORTH = 0.85
"""What the initials of a whole name count for."""


@dataclass(frozen=True, slots=True)
class TokenPair:
    """A token of the query, the token of the list that it was matched with, and how alike they are."""

    queried: str
    listed: str
    alike: float


@dataclass(frozen=True, slots=True)
class NameScore:
    """How alike two names are, in [0, 1], and through which tokens; `left_over` are tokens without a partner.

    `words` is the explanation of a scorer that has one of its own.
    """

    score: float
    pairs: tuple[TokenPair, ...]
    left_over: tuple[str, ...]
    words: str = ""


def score_names(queried: str, listed: str) -> NameScore:
    """Compare two names that have been read for comparison.

    Tokens are paired, the most alike first, whatever their order. The score is the share of letters in paired tokens,
    each pair weighted by how alike it is, over all letters of both. An initial stands for any token that it begins,
    at 0.85 of its worth; the initials of three words or more for all of them, likewise. Names that are the same but
    for spaces score 0.97 at least.

    Examples
    --------
    >>> round(score_names("vladimir putin", "putin vladimir").score, 2)
    1.0
    >>> round(score_names("v putin", "vladimir putin").score, 2)
    0.93
    >>> score_names("gazprom", "gazprombank").score < 0.8
    True
    """
    mine, theirs = queried.split(), listed.split()
    pairs = _paired(mine, theirs)
    left = [*mine], [*theirs]
    total = sum(map(len, mine)) + sum(map(len, theirs))
    shared = 0.0
    for pair in pairs:
        left[0].remove(pair.queried)
        left[1].remove(pair.listed)
        shared += pair.alike * (len(pair.queried) + len(pair.listed))
    score = shared / total if total else 0.0
    if _is_acronym(mine, theirs) or _is_acronym(theirs, mine):
        return NameScore(ACRONYM_WORTH, (TokenPair(queried, listed, ACRONYM_WORTH),), ())
    joined = Indel.normalized_similarity(queried.replace(" ", ""), listed.replace(" ", "")) * JOINED_WORTH
    return NameScore(max(score, joined), tuple(pairs), (*left[0], *left[1]))


def _is_acronym(one: list[str], other: list[str]) -> bool:
    return len(one) == 1 and len(other) >= 3 and one[0] == "".join(token[0] for token in other)


def _paired(mine: list[str], theirs: list[str]) -> list[TokenPair]:
    found = []
    for i, queried in enumerate(mine):
        for j, listed in enumerate(theirs):
            alike = _alike(queried, listed)
            if alike >= LEAST_ALIKE:
                found.append((-alike, -min(len(queried), len(listed)), i, j))
    found.sort()
    taken: tuple[set[int], set[int]] = (set(), set())
    pairs = []
    for negative, _, i, j in found:
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            pairs.append(TokenPair(mine[i], theirs[j], -negative))
    return pairs


def _alike(queried: str, listed: str) -> float:
    if queried == listed:
        return 1.0
    if (len(queried) == 1 or len(listed) == 1) and queried.isascii() and listed.isascii():
        return INITIAL_WORTH if queried[0] == listed[0] else 0.0
    return float(OSA.normalized_similarity(queried, listed))
