"""Draws that every stage shares: keyed by name, so that stages agree and order does not matter."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import Estimate

PER_BLOCK = 4
"""Numbers that one step of the counter of Philox gives: how far to go for a world further on."""


@dataclass(frozen=True, slots=True)
class Worlds:
    """A number of worlds under one seed; a world is one draw of everything uncertain. They count from `first` on.

    Examples
    --------
    >>> few, many = draw_worlds(2, seed=7), draw_worlds(1000, seed=7)
    >>> bool((few.uniform("claim:C001", 3) == many.uniform("claim:C001", 3)[:2]).all())
    True
    """

    count: int
    seed: int
    first: int = 0

    def part(self, first: int, count: int) -> Worlds:
        """Some of these worlds, at most `count` of them from number `first` on: each as it is among all.

        Examples
        --------
        >>> worlds = draw_worlds(10, seed=7)
        >>> bool((worlds.part(3, 4).uniform("claim:C001", 3) == worlds.uniform("claim:C001", 3)[3:7]).all())
        True
        """
        return Worlds(min(count, self.count - first), self.seed, self.first + first)

    def uniform(self, name: str, size: int = 1) -> NDArray[np.float64]:
        """Draw uniform numbers in [0, 1), shape (world, size), for one named quantity.

        Philox is keyed by the seed and the SHA-256 of the name: a row depends neither on the
        number of worlds nor on which other names are drawn [Salmon2011]_.
        """
        digest = hashlib.sha256(f"{self.seed}:{name}".encode()).digest()
        bits = np.random.Philox(key=int.from_bytes(digest[:16], "little"))
        blocks, within = divmod(self.first * size, PER_BLOCK)
        generator = np.random.Generator(bits.advance(blocks) if blocks else bits)
        generator.random(within)
        return generator.random((self.count, size))

    def estimate(self, estimate: Estimate) -> NDArray[np.float64]:
        """Draw an estimate, shape (world,): constant, or triangular over low, mode and high.

        Inverse of the triangular distribution function; u is the draw named ``estimate:<id>``.

        Examples
        --------
        >>> from detente.case import Estimate, Origin
        >>> fixed = Estimate("lag", 30.0, "days", Origin.ASSUMED, why="example")
        >>> draw_worlds(2, seed=0).estimate(fixed).tolist()
        [30.0, 30.0]
        """
        if estimate.low is None or estimate.high is None or estimate.low == estimate.high:
            return np.full(self.count, estimate.mode)
        low, mode, high = estimate.low, estimate.mode, estimate.high
        u = self.uniform(f"estimate:{estimate.id}")[:, 0]
        rising = low + np.sqrt(u * (high - low) * (mode - low))
        falling = high - np.sqrt((1 - u) * (high - low) * (high - mode))
        return np.where(u < (mode - low) / (high - low), rising, falling)


def draw_worlds(count: int, seed: int) -> Worlds:
    """Set up `count` worlds under `seed`; numbers are drawn when a stage names them.

    Examples
    --------
    >>> draw_worlds(3, seed=0).uniform("weights:NORTH", size=2).shape
    (3, 2)
    """
    if count < 1:
        raise ValueError(f"The number of worlds must be at least 1, not {count}.")
    return Worlds(count, seed)
