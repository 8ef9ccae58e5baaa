"""Who accepts what, in which worlds: exactly, for complete and for partial packages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.deals.gains import INDIFFERENT, Block, Gains


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """Gain (world, party) and acceptance (world, party) of a package under one reading of what it leaves open."""

    gain: NDArray[np.float64]
    accepts: NDArray[np.bool_]

    def joint(self, parties: list[int]) -> NDArray[np.bool_]:
        """Worlds in which all of some parties accept."""
        together: NDArray[np.bool_] = np.logical_and.reduce(self.accepts[:, parties], axis=1)
        return together


def fitting(block: Block, choice: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Combinations of a block that agree with a (partial) choice."""
    wanted = choice[list(block.elements)]
    agrees = (wanted < 0) | (block.combinations == wanted)
    fits: NDArray[np.bool_] = np.logical_and.reduce(agrees, axis=1)
    return fits


def read_as_is(gains: Gains, choice: NDArray[np.int64]) -> Reading:
    """What the package leaves open stays at the status quo. Exact: one combination per block."""
    complete = np.where(choice < 0, gains.axes.status_quo, choice)
    total = gains.constant.copy()
    crossed = np.zeros(total.shape, dtype=bool)
    for block, gain, red in zip(gains.blocks, gains.gain, gains.red, strict=True):
        column = int(np.flatnonzero(fitting(block, complete))[0])
        total += gain[:, :, column]
        crossed |= red[:, :, column]
    return Reading(total, (total >= INDIFFERENT) & ~crossed)


def read_surely(gains: Gains, choice: NDArray[np.int64]) -> Reading:
    """Whatever the open elements become: the worst combination counts, and no red line may be within reach."""
    total = gains.constant.copy()
    crossed = np.zeros(total.shape, dtype=bool)
    for block, gain, red in zip(gains.blocks, gains.gain, gains.red, strict=True):
        fits = fitting(block, choice)
        total += gain[:, :, fits].min(axis=2)
        crossed |= red[:, :, fits].any(axis=2)
    return Reading(total, (total >= INDIFFERENT) & ~crossed)


def read_possibly(gains: Gains, choice: NDArray[np.int64]) -> Reading:
    """With the best that the open elements could become for each party, short of its red lines."""
    total = gains.constant.copy()
    crossed = np.zeros(total.shape, dtype=bool)
    for block, gain, red in zip(gains.blocks, gains.gain, gains.red, strict=True):
        fits = fitting(block, choice)
        free = np.where(red[:, :, fits], -np.inf, gain[:, :, fits])
        best = free.max(axis=2)
        stuck = np.isneginf(best)
        crossed |= stuck
        total += np.where(stuck, gain[:, :, fits].max(axis=2), best)
    return Reading(total, (total >= INDIFFERENT) & ~crossed)


def read_everyone(
    groups: Sequence[Gains], choice: NDArray[np.int64], read: Callable[[Gains, NDArray[np.int64]], Reading]
) -> Reading:
    """One reading for all parties, in the order of the case."""
    worlds, parties = len(groups[0].constant), sum(len(g.parties) for g in groups)
    gain, accepts = np.zeros((worlds, parties)), np.zeros((worlds, parties), dtype=bool)
    for group in groups:
        reading = read(group, choice)
        gain[:, list(group.parties)] = reading.gain
        accepts[:, list(group.parties)] = reading.accepts
    return Reading(gain, accepts)
