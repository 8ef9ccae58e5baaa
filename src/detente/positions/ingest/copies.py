"""The same text twice: exact copies, and those that differ in a few words."""

from __future__ import annotations

import re
from hashlib import blake2b
from zlib import crc32

WORDS = re.compile(r"\w+")
SHINGLE = 4
KEPT = 64
LOOKED_UP = 12
NEAR = 0.7
"""Share of common word runs from which two texts count as copies."""


class Copies:
    """Remembers a sketch of every text, a few hundred bytes each, and finds earlier ones that are nearly the same.

    The sketch is the smallest `KEPT` hashes of runs of `SHINGLE` words, a uniform sample of them [Broder1997]_.
    """

    def __init__(self) -> None:
        self._exact: dict[bytes, str] = {}
        self._sketches: list[tuple[str, frozenset[int]]] = []
        self._places: dict[int, list[int]] = {}

    def seen_before(self, name: str, text: str) -> tuple[str, bool] | None:
        """Name the earlier text that this one copies, and whether exactly; remember this one.

        Examples
        --------
        >>> copies = Copies()
        >>> copies.seen_before("a", "The ministry would not say which parts it accepts.")
        >>> copies.seen_before("b", "The ministry would  not say which parts it accepts!")
        ('a', True)
        """
        words = [word.lower() for word in WORDS.findall(text)]
        if not words:
            return None
        digest = blake2b(" ".join(words).encode(), digest_size=16).digest()
        if digest in self._exact:
            return self._exact[digest], True
        self._exact[digest] = name
        runs = {crc32(" ".join(words[at : at + SHINGLE]).encode()) for at in range(max(len(words) - SHINGLE + 1, 1))}
        return self._near(name, sorted(runs)[:KEPT])

    def _near(self, name: str, smallest: list[int]) -> tuple[str, bool] | None:
        sketch = frozenset(smallest)
        others = {place for one in smallest[:LOOKED_UP] for place in self._places.get(one, ())}
        scores = ((_likeness(sketch, self._sketches[place][1]), -place) for place in others)
        best = max(scores, default=(0.0, 0))
        number = len(self._sketches)
        self._sketches.append((name, sketch))
        for one in smallest[:LOOKED_UP]:
            self._places.setdefault(one, []).append(number)
        return (self._sketches[-best[1]][0], False) if best[0] >= NEAR else None


def _likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """Estimate the share of runs that two texts have in common, from the smallest hashes of both; 0 below `NEAR`."""
    common = one & other
    kept = min(len(one) + len(other) - len(common), KEPT)
    # Most pairs have too little in common, whichever hashes are the smallest: they need no sorting.
    if len(common) / kept < NEAR:
        return 0.0
    largest = sorted(one | other)[kept - 1]
    return sum(number <= largest for number in common) / kept
