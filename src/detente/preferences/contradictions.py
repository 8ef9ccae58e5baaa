"""Which claims contradict each other: the smallest set that no value function or no weights can satisfy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations

SMALLEST = "smallest"
IRREDUCIBLE = "irreducible, not proven smallest"
ENUMERATED_UP_TO = 4
"""Largest size of set that is searched in full; beyond it one irreducible set is found by leaving out."""


class Contradictions:
    """Counts, world by world, which claim was left out and against which others."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str, tuple[str, ...], str]] = Counter()

    def add(self, claim: str, party: str, against: Sequence[str], proof: str, worlds: int = 1) -> None:
        """Count a claim as left out in a number of worlds; a claim is never against itself."""
        others = tuple(dict.fromkeys(other for other in against if other != claim))
        self.counts[claim, party, others, proof] += worlds


def smallest_conflict(
    reliability: Sequence[float], feasible: Callable[[tuple[int, ...]], bool]
) -> tuple[tuple[int, ...], str]:
    """Find the smallest subset of numbered constraints that cannot hold together, and how well that is proven.

    `feasible(subset)` must be monotone: what holds for a set holds for its subsets; it must be False for the whole
    set. Sizes up to `ENUMERATED_UP_TO` are searched in full, so that the set is smallest; of several the one with the
    least reliable member is taken, then the first. Beyond that size members are left out one by one while the rest
    still cannot hold (the deletion filter of [Chinneck1991]_): the result is irreducible, not proven smallest.

    Examples
    --------
    >>> smallest_conflict([0.9, 0.5, 0.8], lambda subset: not {0, 2} <= set(subset))
    ((0, 2), 'smallest')
    """
    everyone = tuple(range(len(reliability)))
    for size in range(1, min(ENUMERATED_UP_TO, len(everyone)) + 1):
        found = [subset for subset in combinations(everyone, size) if not feasible(subset)]
        if found:
            return min(found, key=lambda subset: min(reliability[n] for n in subset)), SMALLEST
    kept = list(everyone)
    # The most reliable are tried first, so that the least reliable stays and can be the one left out.
    for number in sorted(everyone, key=lambda n: -reliability[n]):
        if not feasible(tuple(n for n in kept if n != number)):
            kept.remove(number)
    return tuple(kept), SMALLEST if len(kept) == ENUMERATED_UP_TO + 1 else IRREDUCIBLE


def least_reliable(subset: Sequence[int], reliability: Sequence[float]) -> int:
    """The member of a set to leave out: the least reliable one, the first of several."""
    return min(subset, key=lambda n: (reliability[n], n))
