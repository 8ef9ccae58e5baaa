"""Values of options in [0, 1], drawn exactly from what the claims leave open."""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from detente.preferences.constraints import Allowed


@cache
def single_peaked_ranks(count: int) -> NDArray[np.int64]:
    """All single-peaked rankings of `count` ordered options, shape (ranking, option), rank 0 lowest [Black1948]_.

    The lowest option always stands at one end of what is left: there are 2**(count-1) of them.

    Examples
    --------
    >>> single_peaked_ranks(3).tolist()
    [[0, 1, 2], [0, 2, 1], [1, 2, 0], [2, 1, 0]]
    """
    rankings = np.zeros((2 ** (count - 1), count), dtype=np.int64)
    for row in range(len(rankings)):
        left, right = 0, count - 1
        for rank in range(count - 1):
            if row >> (count - 2 - rank) & 1:
                rankings[row, right], right = rank, right - 1
            else:
                rankings[row, left], left = rank, left + 1
        rankings[row, left] = count - 1
    unique = np.unique(rankings, axis=0)
    unique.setflags(write=False)
    return unique


@lru_cache(maxsize=4096)
def possible_rankings(count: int, status_quo: int, allowed: Allowed) -> NDArray[np.int64]:
    """Single-peaked rankings consistent with the claims, read-only; no row when the claims contradict each other."""
    ranks = single_peaked_ranks(count)
    fits = np.ones(len(ranks), dtype=bool)
    if allowed.ideal is not None:
        fits &= np.isin(ranks.argmax(axis=1), list(allowed.ideal))
    for option in allowed.at_least:
        fits &= ranks[:, option] > ranks[:, status_quo]
    for option in allowed.at_most:
        fits &= ranks[:, option] < ranks[:, status_quo]
    possible = ranks[fits]
    possible.setflags(write=False)
    return possible


def possible_peaks(count: int, status_quo: int, allowed: Allowed) -> list[int]:
    """Options that can be the best of an unordered element; none when the claims contradict each other."""
    peaks = set(range(count)) if allowed.ideal is None else set(allowed.ideal)
    peaks -= allowed.at_most
    if allowed.at_least:
        peaks.discard(status_quo)
    return sorted(peaks)


def draw_ordered(u: NDArray[np.float64], status_quo: int, allowed: Allowed) -> NDArray[np.float64]:
    """Draw values on an ordered element, shape (world, option), from uniforms of shape (world, option + 2).

    The best option is uniform over those possible; given it, the ranking is uniform over the single-peaked ones
    that fit the claims; given the ranking, values are sorted uniforms with 0 and 1 attained.
    """
    count = u.shape[1] - 2
    rankings = possible_rankings(count, status_quo, allowed)
    peaks = rankings.argmax(axis=1)
    per_peak = np.bincount(peaks, minlength=count)
    chance = 1.0 / per_peak[peaks]
    steps = np.cumsum(chance) / chance.sum()
    chosen = rankings[np.minimum(np.searchsorted(steps, u[:, 0], side="right"), len(rankings) - 1)]
    levels = np.zeros((len(u), count))
    levels[:, -1] = 1.0
    levels[:, 1:-1] = np.sort(u[:, 3 : count + 1], axis=1)
    return np.take_along_axis(levels, chosen, axis=1)


def draw_unordered(u: NDArray[np.float64], status_quo: int, allowed: Allowed) -> NDArray[np.float64]:
    """Draw values on an unordered element, shape (world, option), from uniforms of shape (world, option + 2).

    The best option is uniform over those possible. The rest is uniform over the order polytope
    ``v[a] >= v[q] >= v[b]``: v[q] is Beta(number of b + 1, number of a + 1), the others are
    uniform above it, below it or anywhere.
    """
    count = u.shape[1] - 2
    peaks = possible_peaks(count, status_quo, allowed)
    peak = np.array(peaks)[np.minimum((u[:, 0] * len(peaks)).astype(int), len(peaks) - 1)]
    values = u[:, 2:].copy()
    threshold = betaincinv(len(allowed.at_most) + 1.0, len(allowed.at_least) + 1.0, u[:, 1])
    values[:, status_quo] = threshold
    for option in allowed.at_least:
        values[:, option] = threshold + (1 - threshold) * u[:, 2 + option]
    for option in allowed.at_most:
        values[:, option] = threshold * u[:, 2 + option]
    values[np.arange(len(u)), peak] = 1.0
    lowest = values.min(axis=1, keepdims=True)
    scaled: NDArray[np.float64] = (values - lowest) / (1.0 - lowest)
    return scaled
