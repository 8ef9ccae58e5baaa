"""One answer of the first screen."""

from __future__ import annotations

from dataclasses import dataclass

UNKNOWN = "unknown"
WORLDS = "of 100 worlds"
TELLING = 0.005
"""Smallest difference of shares worth a sentence: half a world of 100."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One question of the first screen: a figure, what it counts, a sentence beside it, and the verdict in full.

    `brief` stands on the first screen, `text` below it and on the terminal; without a `brief` the text serves both.
    """

    question: str
    big: str
    small: str
    text: str
    chapter: str
    brief: str = ""
