"""Gains of options over no deal, additive over blocks of elements, and the red lines they cross."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.preferences import Linkage, Preferences
from detente.worlds import Axes, Payoffs

LARGEST_BLOCK = 1_000
"""Most combinations in one block of linked elements. A link that would pass it is not followed: its condition then
counts as unmet, which never overstates acceptance, and the claim is named in the result."""


INDIFFERENT = -1e-9
"""A gain above this counts as no loss: the status quo gains exactly nothing, and sums of floats must not reject it."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Elements tied together by linkages, with every combination of their options, shape (combination, element)."""

    elements: tuple[int, ...]
    combinations: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Gains:
    """Additive gains over no deal of some parties (indices `parties`), which are the party axis here.

    `gain[b]` (world, party, combination of block b): USD bn a year where the party has a stake, else in units of
    its politics (0 to 1). `red[b]` says which combinations cross a red line. `constant` (world, party) is what any
    deal brings. G(p) is the constant plus the sum over blocks. `unfollowed` names claims whose link was left out.
    """

    axes: Axes
    parties: tuple[int, ...]
    blocks: tuple[Block, ...]
    gain: tuple[NDArray[np.float64], ...]
    red: tuple[NDArray[np.bool_], ...]
    constant: NDArray[np.float64]
    unfollowed: tuple[str, ...] = ()

    def range(self) -> NDArray[np.float64]:
        """Additive best minus additive worst over all packages, (world, party): what gains are normalised by."""
        spread = np.sum([g.max(axis=2) - g.min(axis=2) for g in self.gain], axis=0)
        wide: NDArray[np.float64] = np.maximum(spread, 1e-12)
        return wide


@dataclass(frozen=True, slots=True, eq=False)
class OptionGains:
    """Gain of every single option over no deal, (world, party, element, option), before conditions are looked at."""

    single: NDArray[np.float64]
    constant: NDArray[np.float64]
    preferences: Preferences


def option_gains(case: Case, preferences: Preferences, payoffs: Payoffs) -> OptionGains:
    """Gain of every option over no deal, conditions aside; 0 on padding.

    ``g = lam k (v - vbar) + (m - mbar)``, plus the cost of conflict on options that end it (on every deal when the
    case does not say which element ends it); a party without a stake is judged on ``k (v - vbar)`` alone.
    """
    axes = payoffs.axes
    gain = preferences.values - preferences.no_deal_values[..., None]
    gain *= (np.where(preferences.has_stake, preferences.stake, 1.0)[:, :, None] * preferences.weights)[..., None]
    for i in np.flatnonzero(preferences.has_stake):
        gain[:, i] += payoffs.over_no_deal(preferences.no_deal_money, int(i))
    saved = np.where(preferences.has_stake, preferences.conflict_cost, 0.0)
    ends = next((e for e, element in enumerate(case.elements) if element.ends_conflict), None)
    if ends is None:
        return OptionGains(gain * axes.exists, saved, preferences)
    ending = axes.exists[ends] & (np.arange(gain.shape[3]) != axes.status_quo[ends])
    gain[:, :, ends, :] += saved[:, :, None] * ending
    gain *= axes.exists
    return OptionGains(gain, np.zeros_like(saved), preferences)


def block_gains(options: OptionGains, parties: Sequence[int]) -> Gains:
    """Gains and red lines of some parties per block.

    Elements that their conditional claims link form one block, so that gains add up exactly over blocks.
    """
    axes, rows = options.preferences.axes, list(parties)
    linkages = tuple(x for x in options.preferences.linkages if x.party in rows)
    groups, followed = _linked_groups(axes, linkages)
    blocks = tuple(_block(axes, members) for members in groups)
    gain, red = [], []
    for block in blocks:
        gain.append(np.zeros((len(options.single), len(rows), len(block.combinations))))
        red.append(np.zeros(gain[-1].shape, dtype=bool))
        for place, e in enumerate(block.elements):
            picked = block.combinations[:, place]
            gain[-1] += options.single[:, rows, e][:, :, picked]
            red[-1] |= options.preferences.red_lines[:, rows, e][:, :, picked]
    for linkage in linkages:
        _apply(linkage, rows.index(linkage.party), blocks, gain, red, options)
    unfollowed = tuple(sorted({x.claim for x in linkages if x.claim not in followed}))
    return Gains(axes, tuple(rows), blocks, tuple(gain), tuple(red), options.constant[:, rows], unfollowed)


def gains_of_everyone(options: OptionGains) -> tuple[Gains, ...]:
    """All parties, those without conditional claims together, each of the others by itself: blocks stay small."""
    linked = sorted({x.party for x in options.preferences.linkages})
    free = [i for i in range(len(options.preferences.axes.parties)) if i not in linked]
    groups = [free, *([i] for i in linked)]
    return tuple(block_gains(options, group) for group in groups if group)


def _linked_groups(axes: Axes, linkages: tuple[Linkage, ...]) -> tuple[list[tuple[int, ...]], set[str]]:
    """Connected components of elements under linkages, small enough to enumerate, and the claims followed."""
    group = list(range(len(axes.elements)))
    sizes = [len(options) for options in axes.options]
    followed = set()
    for linkage in linkages:
        one, other = group[linkage.element], group[linkage.condition_element]
        joined = [min(one, other) if g in (one, other) else g for g in group]
        members = [e for e, g in enumerate(joined) if g == min(one, other)]
        if np.prod([float(sizes[e]) for e in members]) <= LARGEST_BLOCK:
            group = joined
            followed.add(linkage.claim)
    return [tuple(e for e, g in enumerate(group) if g == root) for root in sorted(set(group))], followed


def _block(axes: Axes, members: tuple[int, ...]) -> Block:
    combinations = np.array(list(product(*(range(len(axes.options[e])) for e in members))), dtype=np.int64)
    return Block(members, combinations)


def _apply(
    linkage: Linkage,
    row: int,
    blocks: tuple[Block, ...],
    gain: list[NDArray[np.float64]],
    red: list[NDArray[np.bool_]],
    options: OptionGains,
) -> None:
    """Where the condition is not met, the option counts as no better than the status quo (and red if it says so)."""
    b = next(n for n, block in enumerate(blocks) if linkage.element in block.elements)
    block, e = blocks[b], linkage.element
    chosen = block.combinations[:, block.elements.index(e)] == linkage.option
    met = np.zeros(len(chosen), dtype=bool)
    if linkage.condition_element in block.elements:
        met = block.combinations[:, block.elements.index(linkage.condition_element)] == linkage.condition_option
    unmet = np.flatnonzero(chosen & ~met)
    gain[b][:, row, unmet] -= linkage_loss(options, linkage)[:, None]
    if linkage.red_line:
        red[b][:, row, unmet] |= linkage.active[:, None]


def linkage_loss(options: OptionGains, linkage: Linkage) -> NDArray[np.float64]:
    """What an option loses without its condition, (world,): all that made it better than the status quo."""
    preferences, i, e = options.preferences, linkage.party, linkage.element
    better = preferences.values[:, i, e, linkage.option] - preferences.values[:, i, e, preferences.axes.status_quo[e]]
    scale = preferences.stake[:, i] if preferences.has_stake[i] else 1.0
    loss: NDArray[np.float64] = scale * preferences.weights[:, i, e] * np.maximum(better, 0.0)
    return np.where(linkage.active, loss, 0.0)
