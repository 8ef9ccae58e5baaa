"""Text into sentences and tokens; every token knows where it stands in the text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

TOKEN = re.compile(
    r"\d+(?:[.,]\d+)+|(?:[^\W\d_]\.){2,}|[^\W_]+(?:-[^\W_]+)*(?:[’'](?![sS]\b)[^\W_]+)?|[’'][sS]\b|[^\w\s]"
)
BLOCK = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
LINE = re.compile(r"[^\n]+")
ENDS = ".?!…"
CLOSERS = "”\"’')]»"
LONGEST_SENTENCE = 120
"""Tokens; what runs on beyond is a table or a list, and is cut so that no search has to cross it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words of a sentence, folded to lower case without accents in `low`, with the place of each in the text."""

    words: tuple[str, ...]
    low: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.words)


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Write a word in lower case, without accents, with a plain apostrophe.

    Examples
    --------
    >>> fold("Vučić"), fold("Won’t")
    ('vucic', "won't")
    """
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.replace("’", "'")).lower()
    return "".join(mark for mark in plain if not unicodedata.combining(mark))


def split_sentences(text: str, abbreviations: Collection[str]) -> Iterator[Sentence]:
    """Cut a text at the ends of sentences and paragraphs; headlines, which end in no full stop, are left out.

    Examples
    --------
    >>> [s.words for s in split_sentences("Mr. A agreed. B did not.", {"mr"})]
    [('Mr', '.', 'A', 'agreed', '.'), ('B', 'did', 'not', '.')]
    """
    lines = [line.strip() for line in text.splitlines()]
    repeated = {line for line, count in Counter(lines).items() if count > 1 and len(line) < 200}
    for start, end in _paragraphs(text, repeated):
        found = [(m.group(), m.start(), m.end()) for m in TOKEN.finditer(text, start, end)]
        yield from _sentences_of(found, abbreviations)


def _paragraphs(text: str, repeated: Collection[str]) -> Iterator[tuple[int, int]]:
    """Blocks between blank lines; a block whose lines are whole paragraphs is cut into lines."""
    for block in BLOCK.finditer(text):
        lines = list(LINE.finditer(text, block.start(), block.end()))
        wrapped = len(lines) > 1 and all(len(line.group()) < 130 for line in lines) and not _stand_alone(lines)
        for piece in [block] if wrapped else lines:
            if piece.group().strip() not in repeated and not _is_furniture(piece.group()):
                yield piece.start(), piece.end()


def _stand_alone(lines: list[re.Match[str]]) -> bool:
    """Whether lines end where sentences end, all but the headlines among them."""
    return all(line.group().rstrip().endswith(tuple(ENDS + CLOSERS + ":")) or len(line.group()) < 60 for line in lines)


def _is_furniture(line: str) -> bool:
    """A headline, a menu entry, a caption: short, and no end of a sentence in it."""
    bare = line.strip()
    if bare.startswith(("#", "|", "http://", "https://")):
        return True
    words = [word for word in bare.split() if len(word) > 3]
    if len(words) < 25 and sum(word[0].isupper() for word in words) > 0.75 * len(words) > 2:
        return True
    return len(bare.split()) < 25 and not bare.rstrip(CLOSERS + " ").endswith(tuple(ENDS + ";:,"))


def _sentences_of(found: list[tuple[str, int, int]], abbreviations: Collection[str]) -> Iterator[Sentence]:
    first = 0
    for at, (word, _, _) in enumerate(found):
        long = at - first >= LONGEST_SENTENCE and word in ";,"
        if long or (word in ENDS and _ends_here(found, at, abbreviations)):
            last = at + 1
            while last < len(found) and found[last][0] in CLOSERS and found[last][1] == found[last - 1][2]:
                last += 1
            yield _sentence(found[first:last])
            first = last
    if first < len(found):
        yield _sentence(found[first:])


def _ends_here(found: list[tuple[str, int, int]], at: int, abbreviations: Collection[str]) -> bool:
    """Whether a full stop ends a sentence: the next word is a capital, and the word before is no abbreviation."""
    if found[at][0] == "." and at and found[at][1] == found[at - 1][2]:
        before = found[at - 1][0]
        if (fold(before) in abbreviations and before[:1].isupper()) or (len(before) == 1 and before.isupper()):
            return False
    after = at + 1
    while after < len(found) and found[after][0] in CLOSERS and found[after][1] == found[after - 1][2]:
        after += 1
    if after == len(found):
        return True
    following = found[after][0]
    return not following[:1].islower() and following not in ",;:)"


def _sentence(found: list[tuple[str, int, int]]) -> Sentence:
    words, starts, ends = zip(*found, strict=True) if found else ((), (), ())
    return Sentence(words, tuple(fold(word) for word in words), starts, ends)
