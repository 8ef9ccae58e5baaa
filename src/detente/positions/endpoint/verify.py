"""Which claims of an answer stand in the document: those whose quote does, of known parties and stances."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from typing import Any

from detente.case import Stance
from detente.positions.extract import ProposedClaim

STANCES = frozenset(stance.value for stance in Stance)
LONGEST_QUOTE = 2000
LONGEST_FIELD = 500


def verified(
    answer: Mapping[str, Any], text: str, first: int, parties: Container[str]
) -> Iterator[ProposedClaim | str]:
    """Make claims of an answer to a stretch of text that begins at `first`; a word says why one is dropped.

    A quote must stand in the stretch word for word; runs of white space count as one space. A speaker whom the text
    does not name is left out. What the model says of itself, such as how sure it is, is not taken over.
    """
    for given in answer["claims"]:
        yield _claim(given, text, first, parties) if isinstance(given, Mapping) else "no claim"


def _claim(given: Mapping[str, Any], text: str, first: int, parties: Container[str]) -> ProposedClaim | str:
    actor, stance, element = given.get("actor"), given.get("stance"), _words(given.get("element"))
    if not isinstance(actor, str) or actor not in parties:
        return "of no party that was asked for"
    if not isinstance(stance, str) or stance not in STANCES or element is None:
        return "without a known stance or an element"
    place = place_of(given.get("quote"), text)
    if place is None:
        return "not word for word in the document"
    speaker = _words(given.get("speaker"))
    named = speaker is not None and (speaker == "narrator" or place_of(speaker, text) is not None)
    return ProposedClaim(
        actor=actor,
        element=element,
        stance=Stance(stance),
        speaker=speaker if named and speaker is not None else "",
        hedged=given.get("hedged") is True,
        start=first + place[0],
        end=first + place[1],
        confidence=0.0,
        condition=_words(given.get("condition")) if stance == Stance.CONDITIONAL.value else None,
        red_line=given.get("red_line") is True,
    )


def place_of(quote: object, text: str) -> tuple[int, int] | None:
    r"""Find where a quote stands, None when it does not.

    Examples
    --------
    >>> place_of("not  sign", "We will not\nsign."), place_of("not resign", "We will not sign.")
    ((8, 16), None)
    """
    if not isinstance(quote, str) or len(quote) > LONGEST_QUOTE or not quote.strip():
        return None
    found = re.search(r"\s+".join(map(re.escape, quote.split())), text)
    return found.span() if found else None


def _words(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    words = " ".join(value.split())[:LONGEST_FIELD]
    return words or None
