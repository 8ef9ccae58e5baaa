"""Rules and conditions of the central world, as optimisation takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.deals.search.choices import PairRule
from detente.deals.search.choices import Penalty as PairPenalty
from detente.deals.worth.pairwise import Penalty
from detente.deals.worth.rules import HardRule


def ties_of(
    rules: Sequence[HardRule], penalties: Sequence[Penalty], block: Mapping[int, int]
) -> tuple[tuple[PairRule, ...], tuple[PairPenalty, ...]]:
    """Ties between blocks of one element each, whose rows are its options; `block` says which one an element is.

    A condition that would cross a red line while unmet has to be met: it becomes a rule besides.
    """
    pairs = [
        PairRule(
            (block[r.element], r.option),
            "requires" if r.requires else "excludes",
            (block[r.other_element], r.other_option),
        )
        for r in rules
    ]
    losses = []
    for p in penalties:
        choice, unless = (block[p.element], p.option), (block[p.condition_element], p.condition_option)
        if p.red[0]:
            pairs.append(PairRule(choice, "requires", unless))
        losses.append(PairPenalty(p.party, choice, unless, float(p.loss[0])))
    return tuple(pairs), tuple(losses)
