"""Which names share rare pieces with a query: an inverted index of letter sequences in arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from mmap import mmap
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", bound=np.generic)

NAME_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
SKELETON_LETTERS = "abhklmnrst"
READ_AT_MOST = 300_000
"""Postings read for one query: the rarest pieces first, at least `LEAST_PIECES` of them."""

LEAST_PIECES = 4
SPELLED, SPREAD = 3, 7919
LARGEST_CHUNK = 2**16 - 1
LEAST_SHARED = 0.15
"""Names that share less of the weight that was read are not looked at."""


@dataclass(frozen=True, slots=True)
class Alphabet:
    """Letters that pieces are made of, and the length of a piece; a space bounds every token."""

    letters: str
    length: int

    @property
    def base(self) -> int:
        """Letters and the space; digits that the alphabet lacks share one place."""
        return len(self.letters) + 2

    def spelled(self, text: str) -> str:
        """Write each character of another script as a token of three letters of its own; leave it out if none fit."""
        room = len(self.letters) ** self.length if self.length == SPELLED else 0
        return "".join(c if c.isascii() else f" {self._token(ord(c), room)} " if room else " " for c in text)

    def _token(self, number: int, room: int) -> str:
        """Different numbers less than `room` apart give different tokens, neighbours unlike ones."""
        number = number * SPREAD % room
        base = len(self.letters)
        return "".join(self.letters[number // base**k % base] for k in range(self.length))

    def table(self) -> NDArray[np.uint8]:
        """The number of every byte: 0 for the space."""
        table = np.full(256, self.base - 1, dtype=np.uint8)
        table[ord(" ")] = 0
        for k, letter in enumerate(self.letters):
            table[ord(letter)] = k + 1
        return table


TRIGRAMS = Alphabet(NAME_LETTERS, 3)
FOURGRAMS = Alphabet(SKELETON_LETTERS, 4)


def pieces_of(texts: Sequence[str], alphabet: Alphabet) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """All pieces of some texts, each once per text: numbers of texts and codes of pieces, by text.

    A piece begins or ends with a space at the ends of a token and never bridges two, so the order of tokens does not
    matter. A token too short to fill a piece with its two spaces gives none.
    """
    texts = [text if text.isascii() else alphabet.spelled(text) for text in texts]
    joined = " ".join(["", *texts, ""])
    codes = alphabet.table()[np.frombuffer(joined.encode("ascii"), dtype=np.uint8)].astype(np.int64)
    inner = max(len(codes) - alphabet.length + 1, 0)
    piece = np.zeros(inner, dtype=np.int64)
    keep = np.ones(inner, dtype=np.bool_)
    for k in range(alphabet.length):
        piece = piece * alphabet.base + codes[k : k + inner]
        if 0 < k < alphabet.length - 1:
            keep &= codes[k : k + inner] != 0
    lengths = np.fromiter((len(text) + 1 for text in texts), dtype=np.int64, count=len(texts))
    owner = np.repeat(np.arange(len(texts)), lengths)
    position = np.flatnonzero(keep)
    # The second letter of a piece is no space and lies in its text, which begins after the first space.
    pair = np.unique(owner[position] * alphabet.base**alphabet.length + piece[position])
    return np.divmod(pair, alphabet.base**alphabet.length)


def set_apart(numbers: NDArray[Number]) -> NDArray[Number]:
    """Copy numbers into memory of their own, which goes back to the system as soon as they are dropped."""
    if not len(numbers):
        return numbers
    room = np.frombuffer(mmap(-1, numbers.nbytes), dtype=numbers.dtype)
    room[:] = numbers
    return room


class GramIndex:
    """Names by the pieces they hold; built from chunks, then read.

    Takes about four bytes per piece and name.
    """

    name = "trigrams"

    def __init__(self, alphabet: Alphabet) -> None:
        self.alphabet = alphabet
        self._sums = np.zeros(0, dtype=np.float32)
        self.count = 0
        self._chunks: list[tuple[NDArray[np.uint16], NDArray[np.uint16]]] = []
        self._starts = np.zeros(alphabet.base**alphabet.length + 1, dtype=np.int64)
        self._postings = np.zeros(0, dtype=np.uint32)
        self._sizes: list[NDArray[np.uint8]] = []
        self.size = np.zeros(0, dtype=np.uint8)

    def add(self, texts: Sequence[str]) -> None:
        """Index a chunk of texts; their numbers follow those before.

        Kept of a chunk are how many names hold each piece, and the names by piece, numbered within the chunk.
        """
        if len(texts) > LARGEST_CHUNK:
            raise ValueError(f"A chunk has {LARGEST_CHUNK} texts at most.")
        name, piece = pieces_of(texts, self.alphabet)
        counts = np.bincount(piece, minlength=len(self._starts) - 1).astype(np.uint16)
        names = name[np.argsort(piece, kind="stable")].astype(np.uint16)
        self._chunks.append((set_apart(counts), set_apart(names)))
        self._sizes.append(np.minimum(np.bincount(name, minlength=len(texts)), 255).astype(np.uint8))
        self.count += len(texts)

    def close(self) -> None:
        """Put the chunks together, one list of names per piece."""
        self._starts[1:] = np.cumsum(
            sum((counts for counts, _ in self._chunks), start=np.zeros(len(self._starts) - 1, dtype=np.int64))
        )
        self._postings = np.empty(self._starts[-1], dtype=np.uint32)
        free, before = self._starts[:-1].copy(), 0
        sizes = [len(size) for size in self._sizes]
        for size in sizes:
            counts, names = self._chunks.pop(0)
            within = counts.astype(np.int64)
            shift = free - (np.cumsum(within) - within)
            self._postings[np.repeat(shift, within) + np.arange(len(names))] = names.astype(np.uint32) + before
            free += within
            before += size
        self.size = np.concatenate(self._sizes) if self._sizes else self.size
        self._sizes = []
        self._sums = np.zeros(self.count, dtype=np.float32)

    def likeness(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Names that share pieces with a text, and how alike they are by the pieces that were read.

        Rare pieces weigh more: ``w = ln(1 + N / n)``. Likeness is the weight shared by both over the weight in either,
        as [Jaccard1912]_ has it for sets, with the mean weight for pieces of the name that were not read.
        """
        sums = self._sums
        _, pieces = pieces_of([text], self.alphabet)
        lengths = self._starts[pieces + 1] - self._starts[pieces]
        pieces, lengths = pieces[lengths > 0], lengths[lengths > 0]
        if not len(pieces):
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        order = np.argsort(lengths, kind="stable")
        enough = int(np.searchsorted(np.cumsum(lengths[order]), READ_AT_MOST, side="right"))
        order = order[: max(enough, LEAST_PIECES)]
        weights = np.log1p(self.count / lengths[order]).astype(np.float32)
        for piece, weight in zip(pieces[order], weights, strict=True):
            sums[self._postings[self._starts[piece] : self._starts[piece + 1]]] += weight
        total, mean = float(weights.sum()), float(weights.mean())
        found = np.flatnonzero(sums > LEAST_SHARED * total)
        shared = sums[found]
        sums.fill(0)
        unread = np.float32(mean) * np.maximum(self.size[found].astype(np.float32) - len(order), 0)
        return found, shared / (total + unread * 0.5)
