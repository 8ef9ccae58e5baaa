"""Text made fit to read, with the way back: every place in it leads to a place in the stored original."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MappedText:
    """Reading text and the pieces it is made of.

    `pieces` lists (place in the text, place in the source, length in the source, whether characters match one to one),
    in order of the text.
    """

    text: str
    pieces: tuple[tuple[int, int, int, bool], ...]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Lead a stretch of the text back to the source.

        Examples
        --------
        >>> mapped = replace_all(whole("a &amp; b"), re.compile("&amp;"), lambda found: "&")
        >>> mapped.text, mapped.source_span(2, 5)
        ('a & b', (2, 9))
        """
        return self._place(start, at_end=False), self._place(end - 1, at_end=True)

    def _place(self, at: int, *, at_end: bool) -> int:
        piece = self.pieces[max(bisect_right(self.pieces, at, key=lambda p: p[0]) - 1, 0)]
        first, source, length, exact = piece
        if exact:
            return source + (at - first) + int(at_end)
        return source + (length if at_end else 0)


def whole(text: str, first: int = 0) -> MappedText:
    """Take a text as it is, from a place on."""
    return MappedText(text[first:], ((0, first, len(text) - first, True),))


def replace_all(mapped: MappedText, pattern: re.Pattern[str], by: Callable[[re.Match[str]], str]) -> MappedText:
    """Replace every match of a pattern; the replacement leads back to all that it replaces."""
    builder = Builder()
    at = 0
    for found in pattern.finditer(mapped.text):
        new = by(found)
        if new == found.group() or found.start() == found.end():
            continue
        builder.keep(mapped, at, found.start())
        start, end = mapped.source_span(found.start(), found.end())
        builder.put(new, start, end)
        at = found.end()
    if at == 0:
        return mapped
    builder.keep(mapped, at, len(mapped.text))
    return builder.done()


class Builder:
    """Puts a mapped text together piece by piece."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._pieces: list[tuple[int, int, int, bool]] = []
        self._length = 0

    def put(self, new: str, start: int, end: int) -> None:
        """Append words that stand for a stretch of the source."""
        if new:
            self._pieces.append((self._length, start, end - start, len(new) == end - start))
            self._parts.append(new)
            self._length += len(new)

    def keep(self, mapped: MappedText, first: int, last: int) -> None:
        """Append a stretch of another mapped text as it stands."""
        if first >= last:
            return
        at = max(bisect_right(mapped.pieces, first, key=lambda p: p[0]) - 1, 0)
        while at < len(mapped.pieces) and mapped.pieces[at][0] < last:
            begin, source, length, exact = mapped.pieces[at]
            following = mapped.pieces[at + 1][0] if at + 1 < len(mapped.pieces) else len(mapped.text)
            start, stop = max(begin, first), min(following, last)
            self._append(mapped.text[start:stop], (begin, source, length, exact), start)
            at += 1

    def _append(self, text: str, piece: tuple[int, int, int, bool], start: int) -> None:
        begin, source, length, exact = piece
        moved = source + start - begin if exact else source
        self._pieces.append((self._length, moved, len(text) if exact else length, exact))
        self._parts.append(text)
        self._length += len(text)

    def done(self) -> MappedText:
        """Return what was put together."""
        return MappedText("".join(self._parts), tuple(self._pieces) or ((0, 0, 0, True),))
