"""A text cut where quotes begin and end, so that each piece knows the quotes it belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text and the proposals whose quotes cover it."""

    text: str
    proposals: tuple[str, ...]


def segments_of(text: str, quotes: Iterable[tuple[str, int, int]]) -> tuple[Segment, ...]:
    """Cut a text at the ends of all quotes; put together again, the pieces give the text.

    Examples
    --------
    >>> [(s.text, s.proposals) for s in segments_of("abcdef", [("p", 1, 4), ("q", 3, 6)])]
    [('a', ()), ('bc', ('p',)), ('d', ('p', 'q')), ('ef', ('q',))]
    """
    begins: dict[int, list[str]] = {}
    ends: dict[int, list[str]] = {}
    for name, start, end in quotes:
        if 0 <= start < end <= len(text):
            begins.setdefault(start, []).append(name)
            ends.setdefault(end, []).append(name)
    cuts = sorted({0, len(text), *begins, *ends})
    covering: list[str] = []
    found = []
    for first, last in pairwise(cuts):
        covering = [name for name in covering if name not in ends.get(first, ())] + begins.get(first, [])
        found.append(Segment(text[first:last], tuple(covering)))
    return tuple(found)


def as_shown(text: str) -> str:
    r"""The text as a browser keeps it: carriage returns and characters it would replace, each as one character.

    Examples
    --------
    >>> as_shown("a\r\nb\x00") == "a \nb\ufffd"
    True
    """
    shown = text.replace("\r\n", " \n").replace("\r", "\n")
    return "".join("\ufffd" if letter < " " and letter not in "\t\n" else letter for letter in shown)
