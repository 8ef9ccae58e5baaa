"""Short forms as keys: a surname with initials, the initials of a whole name."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from detente.legal.screening.grams import set_apart

MOST_TOKENS = 4
READ_AT_MOST = 250
NAME_BITS = 32


def keys_of(core: str) -> Iterator[int]:
    """Keys under which a name is found by a short form of it, or as a short form of another.

    One key per token and the initials of all others, one per token and one other initial; for names of three tokens
    or more the initials of all, and for a token of three to six letters the token as such initials.
    """
    tokens = core.split()
    if 2 <= len(tokens) <= MOST_TOKENS:
        for k, token in enumerate(tokens):
            if len(token) > 2:
                others = sorted(other[0] for j, other in enumerate(tokens) if j != k)
                yield crc32(f"{token} {''.join(others)}".encode())
                if len(others) > 1:
                    for initial in dict.fromkeys(others):
                        yield crc32(f"{token} {initial}".encode())
    if len(tokens) >= 3:
        yield crc32(f"={''.join(token[0] for token in tokens)}".encode())
    if len(tokens) == 1 and 3 <= len(core) <= 6:
        yield crc32(f"={core}".encode())


class KeyTable:
    """Names by key: one sorted array of pairs, the key in the upper half of each number."""

    def __init__(self) -> None:
        self._pairs: NDArray[np.uint64] = np.zeros(0, dtype=np.uint64)
        self._chunks: list[NDArray[np.uint64]] = []

    def add(self, first: int, cores: list[str]) -> None:
        """Enter a chunk of names, numbered from `first` on."""
        pairs = array("Q")
        for k, core in enumerate(cores, start=first):
            pairs.extend(key << NAME_BITS | k for key in keys_of(core))
        self._chunks.append(set_apart(np.frombuffer(pairs, dtype=np.uint64)))

    def close(self) -> None:
        """Sort what was entered."""
        if self._chunks:
            self._pairs = np.empty(sum(map(len, self._chunks)), dtype=np.uint64)
            end = len(self._pairs)
            while self._chunks:
                chunk = self._chunks.pop()
                self._pairs[end - len(chunk) : end] = chunk
                end -= len(chunk)
            self._pairs.sort()

    def find(self, core: str) -> NDArray[np.int64]:
        """Numbers of the names that share a key, the rarest keys first; keys that are too common only in part."""
        found: list[NDArray[np.uint64]] = []
        room = READ_AT_MOST
        for start, end in sorted(self._ranges(core), key=lambda pair: pair[1] - pair[0]):
            found.append(self._pairs[start : min(end, start + room)])
            room -= len(found[-1])
        joined = (np.concatenate(found) & np.uint64(2**NAME_BITS - 1)).tolist() if found else []
        return np.array(list(dict.fromkeys(joined)), dtype=np.int64)

    def _ranges(self, core: str) -> list[tuple[int, int]]:
        keys = [key << NAME_BITS for key in dict.fromkeys(keys_of(core))]
        starts = np.searchsorted(self._pairs, np.array(keys, dtype=np.uint64), side="left")
        ends = np.searchsorted(
            self._pairs, np.array([key + 2**NAME_BITS - 1 for key in keys], dtype=np.uint64), "right"
        )
        return [(int(start), int(end)) for start, end in zip(starts, ends, strict=True)]
