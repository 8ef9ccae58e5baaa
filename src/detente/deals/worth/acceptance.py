"""Who accepts what, in which worlds: complete packages exactly, partial ones between two honest bounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.deals.worth.blocks import Block, Layout, block_of_gains, lay_out
from detente.deals.worth.gains import LARGEST_BLOCK, Gains, OptionGains, pairwise_gains
from detente.deals.worth.pairwise import INDIFFERENT, PairwiseGains, Penalty, gain_and_red
from detente.deals.worth.rules import broken_rules
from detente.worlds import Axes

AT_ONCE = 64
"""Combinations of a block that are added up at once, so that memory stays flat."""

PARTIES_AT_ONCE = 8
"""Parties whose gains from every option are held at once; all of them, in many worlds, would fill the memory."""

WORLDS_AT_ONCE = 50
"""Worlds in which all options are compared at once: so many stay in the processor's cache."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """Gain (world, party) and acceptance (world, party) of a package under one reading of what it leaves open."""

    gain: NDArray[np.float64]
    accepts: NDArray[np.bool_]

    def joint(self, parties: list[int]) -> NDArray[np.bool_]:
        """Worlds in which all of some parties accept."""
        together: NDArray[np.bool_] = np.logical_and.reduce(self.accepts[:, parties], axis=1)
        return together


def read_as_is(gains: Gains | PairwiseGains, choice: NDArray[np.int64]) -> Reading:
    """What the package leaves open stays at the status quo. Exact; nobody accepts what breaks a hard rule."""
    pairwise = gains.pairwise if isinstance(gains, Gains) else gains
    complete = np.where(choice < 0, pairwise.axes.status_quo, choice)
    gain, crossed = gain_and_red(pairwise, complete)
    if broken_rules(pairwise.rules, complete):
        crossed += 1
    return Reading(gain, (gain >= INDIFFERENT) & (crossed == 0))


@dataclass(frozen=True, slots=True, eq=False)
class OpenElements:
    """The worst and the best that elements could become for some parties, whatever package leaves them open.

    For each element alone, (world, party, element): least gain, whether a red line is within reach, largest gain short
    of red lines, and whether every option crosses one.
    """

    pairwise: PairwiseGains
    layout: Layout
    worst: NDArray[np.float64]
    within_reach: NDArray[np.bool_]
    best: NDArray[np.float64]
    stuck: NDArray[np.bool_]

    @property
    def unfollowed(self) -> tuple[str, ...]:
        """Claims whose condition is bounded, not followed, because it ties too many elements together."""
        return tuple(sorted({p.claim for p in self.layout.penalties}))


def open_elements(pairwise: PairwiseGains, largest: int = LARGEST_BLOCK) -> OpenElements:
    """Prepare the readings of partial packages for some parties."""
    axes, shape = pairwise.axes, pairwise.single.shape[:3]
    worst, best = np.empty(shape), np.empty(shape)
    within_reach, stuck = np.empty(shape, dtype=bool), np.empty(shape, dtype=bool)
    for start in range(0, shape[0], WORLDS_AT_ONCE):
        some = slice(start, start + WORLDS_AT_ONCE)
        # With the options first, what is compared lies side by side: many times as fast as along a short last axis.
        gain = np.ascontiguousarray(pairwise.single[some].transpose(3, 0, 1, 2))
        red = np.ascontiguousarray(pairwise.red[some].transpose(3, 0, 1, 2))
        missing = ~axes.exists.T[:, None, None, :]
        free = np.where(red | missing, -np.inf, gain).max(axis=0)
        stuck[some] = np.isneginf(free)
        worst[some] = np.where(missing, np.inf, gain).min(axis=0)
        best[some] = np.where(stuck[some], np.where(missing, -np.inf, gain).max(axis=0), free)
        within_reach[some] = np.logical_or.reduce(red & ~missing, axis=0)
    layout = lay_out(axes, pairwise.penalties, pairwise.rules, largest)
    return OpenElements(pairwise, layout, worst, within_reach, best, stuck)


def open_for_everyone(options: OptionGains, largest: int = LARGEST_BLOCK) -> Iterator[OpenElements]:
    """All parties, a few without conditional claims together, each of the others by itself: blocks stay small."""
    linked = sorted({x.party for x in options.preferences.linkages})
    free = [i for i in range(len(options.preferences.axes.parties)) if i not in linked]
    few = [free[start : start + PARTIES_AT_ONCE] for start in range(0, len(free), PARTIES_AT_ONCE)]
    return (open_elements(pairwise_gains(options, group), largest) for group in (*few, *([i] for i in linked)))


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """A package as it is, and at the worst and at the best that its open elements could become, for all parties."""

    as_is: Reading
    surely: Reading
    possibly: Reading


def read_packages(
    options: OptionGains, choices: Sequence[NDArray[np.int64]]
) -> tuple[tuple[Readings, ...], tuple[str, ...]]:
    """Read packages, partial or not, for all parties; and the claims whose condition is bounded, not followed."""
    parts = [_read_at_once(part, choices) for part in options.parts()]
    readings = tuple(
        Readings(
            *(one_after_the_other(r) for r in zip(*((p.as_is, p.surely, p.possibly) for p in of_one), strict=True))
        )
        for of_one in zip(*(found for found, _ in parts), strict=True)
    )
    return readings, tuple(sorted(set[str]().union(*(unfollowed for _, unfollowed in parts))))


def _read_at_once(options: OptionGains, choices: Sequence[NDArray[np.int64]]) -> tuple[tuple[Readings, ...], set[str]]:
    read: list[list[tuple[tuple[int, ...], Readings]]] = [[] for _ in choices]
    unfollowed: set[str] = set()
    for group in open_for_everyone(options):
        unfollowed.update(group.unfollowed)
        for choice, found in zip(choices, read, strict=True):
            as_is = read_as_is(group.pairwise, choice)
            three = Readings(as_is, read_surely(group, choice), read_possibly(group, choice))
            found.append((group.pairwise.parties, three))
    return tuple(_for_all(found) for found in read), unfollowed


def one_after_the_other(parts: Sequence[Reading]) -> Reading:
    """The reading of all worlds from readings of some of them, in order."""
    if len(parts) == 1:
        return parts[0]
    return Reading(np.concatenate([p.gain for p in parts]), np.concatenate([p.accepts for p in parts]))


def _for_all(found: Sequence[tuple[tuple[int, ...], Readings]]) -> Readings:
    return Readings(
        read_everyone([(parties, three.as_is) for parties, three in found]),
        read_everyone([(parties, three.surely) for parties, three in found]),
        read_everyone([(parties, three.possibly) for parties, three in found]),
    )


def read_surely(elements: OpenElements, choice: NDArray[np.int64]) -> Reading:
    """Whatever the open elements become: the worst counts for each party, and no red line may be within reach.

    Exact where what is tied together has been enumerated. Beyond it a lower bound: each condition that could go unmet
    counts as unmet, and completions that break a rule count as well. So the share is never overstated.
    """
    pairwise, axes = elements.pairwise, elements.pairwise.axes
    total, red = _named_and_single(elements, choice, elements.worst, elements.within_reach)
    for block in elements.layout.blocks:
        if not _alone(block, axes):
            worst, crossed = _worst_of(pairwise, block, choice)
            total += worst
            red |= crossed
    for penalty in elements.layout.penalties:
        if _could_go_unmet(penalty, choice, axes.options):
            total[:, penalty.party] -= penalty.loss
            red[:, penalty.party] |= penalty.red
    return Reading(total, (total >= INDIFFERENT) & ~red)


def read_possibly(elements: OpenElements, choice: NDArray[np.int64]) -> Reading:
    """With the best that the open elements could become for each party, short of its red lines.

    Exact where what is tied together has been enumerated. Beyond it an upper bound: only a condition that is sure to go
    unmet counts, and completions that break a rule count as well. So the share is never understated.
    """
    pairwise = elements.pairwise
    total, red = _named_and_single(elements, choice, elements.best, elements.stuck)
    for block in elements.layout.blocks:
        if not _alone(block, pairwise.axes):
            best, stuck = _best_of(pairwise, block, choice)
            total += best
            red |= stuck
    for penalty in elements.layout.penalties:
        taken, condition = choice[penalty.element], choice[penalty.condition_element]
        if taken == penalty.option and condition >= 0 and condition != penalty.condition_option:
            total[:, penalty.party] -= penalty.loss
            red[:, penalty.party] |= penalty.red
    return Reading(total, (total >= INDIFFERENT) & ~red)


def _could_go_unmet(penalty: Penalty, choice: NDArray[np.int64], options: tuple[tuple[str, ...], ...]) -> bool:
    taken, condition = choice[penalty.element], choice[penalty.condition_element]
    other = len(options[penalty.condition_element]) > 1 if condition < 0 else condition != penalty.condition_option
    return bool(other and taken in {-1, penalty.option})


def _named_and_single(
    elements: OpenElements, choice: NDArray[np.int64], gain: NDArray[np.float64], red: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Sums over the elements that stand alone: named ones as named, open ones as `gain` and `red` say."""
    pairwise = elements.pairwise
    blocks = elements.layout.blocks
    alone = np.array([b.elements[0] for b in blocks if _alone(b, pairwise.axes)], dtype=np.int64)
    named, left = alone[choice[alone] >= 0], alone[choice[alone] < 0]
    total = (
        pairwise.constant_of(choice)
        + pairwise.single[:, :, named, choice[named]].sum(axis=2)
        + gain[:, :, left].sum(axis=2)
    )
    crossed = np.logical_or.reduce(pairwise.red[:, :, named, choice[named]], axis=2)
    return total, crossed | np.logical_or.reduce(red[:, :, left], axis=2)


def _alone(block: Block, axes: Axes) -> bool:
    """Whether a block is one element of which any option may be taken."""
    return len(block.elements) == 1 and len(block.combinations) == len(axes.options[block.elements[0]])


def _fitting(block: Block, choice: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Combinations of a block that agree with a (partial) choice, a few at a time; at least one must."""
    wanted = choice[list(block.elements)]
    fits: NDArray[np.bool_] = np.logical_and.reduce((wanted < 0) | (block.combinations == wanted), axis=1)
    found = block.combinations[fits]
    return [found[start : start + AT_ONCE] for start in range(0, len(found), AT_ONCE)]


def _worst_of(
    pairwise: PairwiseGains, block: Block, choice: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    worst, crossed = np.full(pairwise.constant.shape, np.inf), np.zeros(pairwise.constant.shape, dtype=bool)
    for some in _fitting(block, choice):
        gain, red = block_of_gains(pairwise, block, some)
        worst = np.minimum(worst, gain.min(axis=2))
        crossed |= np.logical_or.reduce(red, axis=2)
    # Where no combination fits, a rule forbids whatever the package could become.
    nothing = np.isposinf(worst)
    return np.where(nothing, 0.0, worst), crossed | nothing


def _best_of(
    pairwise: PairwiseGains, block: Block, choice: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    best, any_best = (np.full(pairwise.constant.shape, -np.inf) for _ in range(2))
    for some in _fitting(block, choice):
        gain, red = block_of_gains(pairwise, block, some)
        best = np.maximum(best, np.where(red, -np.inf, gain).max(axis=2))
        any_best = np.maximum(any_best, gain.max(axis=2))
    stuck = np.isneginf(best)
    return np.where(stuck, np.where(np.isneginf(any_best), 0.0, any_best), best), stuck


def read_everyone(groups: Sequence[tuple[tuple[int, ...], Reading]]) -> Reading:
    """Put readings of groups of parties together, in the order of the case."""
    worlds = len(groups[0][1].gain)
    parties = sum(len(group) for group, _ in groups)
    gain, accepts = np.zeros((worlds, parties)), np.zeros((worlds, parties), dtype=bool)
    for group, reading in groups:
        gain[:, list(group)] = reading.gain
        accepts[:, list(group)] = reading.accepts
    return Reading(gain, accepts)
