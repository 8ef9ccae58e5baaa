"""Elements that rules and conditions tie together, with every combination of their options that no rule forbids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from detente.case import Infeasible
from detente.deals.worth.pairwise import PairwiseGains, Penalty
from detente.deals.worth.rules import HardRule, broken_rules
from detente.worlds import Axes


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Elements tied together, with the combinations of their options, shape (combination, element)."""

    elements: tuple[int, ...]
    combinations: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Blocks that cover all elements, and the ties that none of them holds, because too many elements hang together.

    Both ends of such a tie are blocks of one element.
    """

    blocks: tuple[Block, ...]
    penalties: tuple[Penalty, ...]
    rules: tuple[HardRule, ...]


def lay_out(axes: Axes, penalties: Sequence[Penalty], rules: Sequence[HardRule], largest: int) -> Layout:
    """Join what is tied together into blocks; a component of more than `largest` combinations stays in single elements.

    Combinations that break a rule are left out of a block.
    """
    pairs = [(p.element, p.condition_element) for p in penalties] + [(r.element, r.other_element) for r in rules]
    group = list(range(len(axes.elements)))
    for one, other in pairs:
        first, last = sorted((group[one], group[other]))
        group = [first if g == last else g for g in group]
    components = [tuple(e for e, g in enumerate(group) if g == root) for root in sorted(set(group))]
    apart = {
        e for members in components if len(members) > 1 and _combinations(axes, members) > largest for e in members
    }
    joined = [c for c in components if not apart.intersection(c)] + [(e,) for e in apart]
    inside = [r for r in rules if r.element not in apart]
    blocks = tuple(_block(axes, members, inside) for members in sorted(joined))
    loose = tuple(p for p in penalties if p.element in apart)
    return Layout(blocks, loose, tuple(r for r in rules if r.element in apart))


def _combinations(axes: Axes, members: Sequence[int]) -> float:
    return float(np.prod([float(len(axes.options[e])) for e in members]))


def _block(axes: Axes, members: tuple[int, ...], rules: Sequence[HardRule]) -> Block:
    combinations = np.array(list(product(*(range(len(axes.options[e])) for e in members))), dtype=np.int64)
    mine = [r for r in rules if r.element in members]
    if mine:
        whole = np.zeros((len(combinations), len(axes.elements)), dtype=np.int64)
        whole[:, members] = combinations
        combinations = combinations[broken_rules(mine, whole) == 0]
    if not len(combinations):
        names = ", ".join(axes.elements[e] for e in members)
        raise Infeasible(f"The rules of the case leave no combination of options on {names}.")
    return Block(members, combinations)


def block_of_gains(
    pairwise: PairwiseGains, block: Block, combinations: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Gain and crossed red lines of some combinations of a block, (world, party, combination), constant aside."""
    places = {e: n for n, e in enumerate(block.elements)}
    first, *others = block.elements
    gain = pairwise.single[:, :, first][:, :, combinations[:, 0]]
    red = pairwise.red[:, :, first][:, :, combinations[:, 0]]
    for e in others:
        gain += pairwise.single[:, :, e][:, :, combinations[:, places[e]]]
        red |= pairwise.red[:, :, e][:, :, combinations[:, places[e]]]
    for penalty in pairwise.penalties:
        if penalty.element in places and penalty.condition_element in places:
            chosen, condition = (combinations[:, places[e]] for e in (penalty.element, penalty.condition_element))
            unmet = np.flatnonzero(penalty.unmet(chosen, condition))
            gain[:, penalty.party, unmet] -= penalty.loss[:, None]
            red[:, penalty.party, unmet] |= penalty.red[:, None]
    return gain, red
