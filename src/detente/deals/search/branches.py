"""Groups of partial packages that are bounded together, and what holds for all of them at one level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.deals.search.choices import Clash

SMALL = 250_000
"""Multiplications in one matrix product below which it stays on one thread: steady, also where others use the cores."""


@dataclass(frozen=True, slots=True, eq=False)
class Branches:
    """Partial packages that agree on how many blocks are settled; arrays end with the axis of branches.

    `bound` (branch,): none of its completions is better. `lines` (line, branch): what the settled blocks bring, with
    the constant. `weights` (line, branch): its multipliers. `rows` (block settled, branch), without blocks of one row.
    """

    bound: NDArray[np.float64]
    lines: NDArray[np.float64]
    weights: NDArray[np.float64]
    rows: NDArray[np.int16]

    def only(self, which: NDArray[np.bool_]) -> Branches:
        """Some of the branches."""
        if which.all():
            return self
        return self.at(np.flatnonzero(which))

    def cut(self, start: int, end: int) -> Branches:
        """Branches in a row."""
        return self.at(np.arange(start, min(end, len(self.bound))))

    def at(self, places: NDArray[np.int64]) -> Branches:
        """Branches by number; taken along the last axis, which keeps columns contiguous and products fast."""
        return Branches(
            self.bound[places],
            self.lines.take(places, axis=1),
            self.weights.take(places, axis=1),
            self.rows.take(places, axis=1),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """What does not depend on the branch when `settled` blocks are settled.

    `brings` (row, line) and `extra` (row,): lines and priced rules of the rows still open, with those clashes that no
    settled block takes part in. `shift` (line,) and `price`: their constants. `half`: clashes with one side settled.
    `reach` (line,): the most that the open blocks bring to each line, clashes aside.
    """

    brings: NDArray[np.float64]
    extra: NDArray[np.float64]
    starts: NDArray[np.int64]
    sizes: NDArray[np.int64]
    shift: NDArray[np.float64]
    price: float
    half: list[Clash]
    reach: NDArray[np.float64]


def level_of(
    blocks: Sequence[NDArray[np.float64]], clashes: Sequence[Clash], multipliers: NDArray[np.float64], settled: int
) -> Level:
    """What is common to all branches in which the first `settled` blocks are settled; multipliers price clashes."""
    lines = blocks[0].shape[1]
    rest = blocks[settled:]
    sizes = np.array([len(b) for b in rest], dtype=np.int64)
    starts = np.cumsum(np.append(0, sizes[:-1])) if len(sizes) else np.zeros(0, dtype=np.int64)
    brings = np.vstack([*rest, np.empty((0, lines))])
    extra, shift, price, half = np.zeros(len(brings)), np.zeros(lines), 0.0, []
    for clash, multiplier in zip(clashes, multipliers, strict=True):
        sides = (clash.first[0] >= settled) + (clash.second[0] >= settled)
        if sides == 1:
            half.append(clash)
        if sides < 2:
            continue
        first = starts[clash.first[0] - settled] + clash.first[1]
        second = starts[clash.second[0] - settled] + clash.second[1]
        sign = 1.0 if clash.with_second else -1.0
        if clash.forbids:
            extra[first] -= multiplier
            extra[second] -= sign * multiplier
            price += multiplier * clash.with_second
        else:
            brings[first] -= multiplier * clash.loss
            brings[second] -= sign * multiplier * clash.loss
            shift += multiplier * clash.loss * clash.with_second
    reach = sum((b.max(axis=0) for b in rest), start=np.zeros(lines))
    return Level(brings, extra, starts, sizes, shift, price, half, reach)


def improved_weights(
    weights: NDArray[np.float64], reached: NDArray[np.float64], excess: NDArray[np.float64], goals: int
) -> NDArray[np.float64]:
    """One Polyak step down a bound that is linear in the lines reached, kept on the simplex of the goal's weights.

    `excess` (branch,) is how far each bound is above where it should come down to: the step would get there if the
    bound were linear. Weights of floors only stay at or above zero.
    """
    slope = reached.copy()
    slope[:goals] -= slope[:goals].mean(axis=0)
    slope[(weights <= 0) & (slope > 0)] = 0.0
    step = excess / np.maximum((slope * slope).sum(axis=0), 1e-300)
    moved = np.maximum(weights - step * slope, 0.0)
    total = moved[:goals].sum(axis=0)
    return np.where(total > 0, moved / np.where(total > 0, total, 1.0), weights)


def improved_log_weights(
    weights: NDArray[np.float64], reached: NDArray[np.float64], excess: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The same step for a goal of logarithms, taken on the logarithms of the weights, which stay above zero."""
    slope = weights * reached - 1.0
    step = excess / np.maximum((slope * slope).sum(axis=0), 1e-300)
    return np.asarray(weights * np.exp(-np.clip(step * slope, -0.5, 0.5)))


def product(left: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """``left @ right``, a few columns at a time."""
    found = np.empty((len(left), right.shape[1]))
    step = max(1, SMALL // max(1, left.size))
    for start in range(0, right.shape[1], step):
        columns = slice(start, start + step)
        found[:, columns] = left @ right[:, columns]
    return found
