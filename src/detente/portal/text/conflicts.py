"""What an article says as one line, how two versions differ, and what is told to whom came second."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from detente.portal.text.models import ClauseVersion

WORD = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words, and whether the newer version keeps, adds or drops it."""

    words: str
    change: str


class Conflict(Exception):
    """Someone else was first: the article has changed since it was read."""

    def __init__(self, newest: ClauseVersion, pieces: list[Piece]) -> None:
        super().__init__(f"{newest.clause} has changed since you read it: it is at version {newest.number} now.")
        self.newest = newest
        self.pieces = pieces


def in_one_line(version: ClauseVersion) -> str:
    """The words of a version with its alternatives in brackets."""
    inside = " | ".join(alternative["words"] for alternative in version.alternatives)
    parts = (version.opening, f"[{inside}]" if inside else "", version.closing)
    return " ".join(part for part in parts if part)


def difference(old: str, new: str) -> list[Piece]:
    """The words of both, in order: kept, dropped, or added.

    Examples
    --------
    >>> [(piece.change, piece.words) for piece in difference("open at once", "open on day 3")]
    [('kept', 'open '), ('dropped', 'at once'), ('added', 'on day 3')]
    """
    before, after = WORD.findall(old), WORD.findall(new)
    pieces: list[Piece] = []
    for code, start, end, new_start, new_end in difflib.SequenceMatcher(
        _is_space, before, after, autojunk=False
    ).get_opcodes():
        if code == "equal":
            pieces.append(Piece("".join(before[start:end]), "kept"))
            continue
        dropped, added = "".join(before[start:end]), "".join(after[new_start:new_end])
        pieces += [Piece(dropped, "dropped")] if dropped else []
        pieces += [Piece(added, "added")] if added else []
    return pieces


def _is_space(word: str) -> bool:
    return word.isspace()
