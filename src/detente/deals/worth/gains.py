"""Gains of options over no deal, additive over blocks of elements, and the red lines they cross."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.deals.worth.blocks import Block, block_of_gains, lay_out
from detente.deals.worth.pairwise import INDIFFERENT, PairwiseGains, Penalty
from detente.deals.worth.rules import HardRule, hard_rules
from detente.preferences import Linkage, Preferences
from detente.worlds import NO_WHOLES, Axes, Payoffs, Wholes

__all__ = [
    "INDIFFERENT",
    "LARGEST_BLOCK",
    "Block",
    "Gains",
    "OptionGains",
    "PairwiseGains",
    "in_blocks",
    "linkage_loss",
    "option_gains",
    "pairwise_gains",
]

EVERY = slice(None)
"""All elements."""

WORLDS_AT_ONCE = 1_000
"""Worlds whose gains are worked out at once where nothing has to be held of all of them."""

LARGEST_BLOCK = 1_000
"""Most combinations in one block of tied elements. What would pass it stays single, its ties beside it."""


@dataclass(frozen=True, slots=True, eq=False)
class Gains:
    """Additive gains over no deal of some parties (indices `parties`), which are the party axis here.

    `gain[b]` (world, party, combination of block b): USD bn a year where the party has a stake, else in units of
    its politics (0 to 1). `red[b]` says which combinations cross a red line. `constant` (world, party) is what any
    deal brings. G(p) is the constant plus the sum over blocks, less the `penalties` that no block holds; a package
    must keep the `rules` that no block holds. `unfollowed` names the claims behind such penalties. `pairwise` is the
    same without blocks.
    """

    axes: Axes
    parties: tuple[int, ...]
    blocks: tuple[Block, ...]
    gain: tuple[NDArray[np.float64], ...]
    red: tuple[NDArray[np.bool_], ...]
    constant: NDArray[np.float64]
    pairwise: PairwiseGains
    penalties: tuple[Penalty, ...] = ()
    rules: tuple[HardRule, ...] = ()
    unfollowed: tuple[str, ...] = ()

    def range(self) -> NDArray[np.float64]:
        """Additive best minus additive worst over all packages, (world, party): what gains are normalised by."""
        spread = np.sum([g.max(axis=2) - g.min(axis=2) for g in self.gain], axis=0)
        wide: NDArray[np.float64] = np.maximum(spread, 1e-12)
        return wide


@dataclass(frozen=True, slots=True, eq=False)
class OptionGains:
    """Gain of every single option over no deal, before conditions are looked at.

    Gains are worked out when they are asked for, of the parties asked about: those of all parties in all worlds fill
    the memory of a machine. `constant` (world, party) is what any deal brings, `ending` the option indices of element
    `ends` that end the conflict and so save its cost. `rules` are those of the case: a package that breaks one is
    nobody's to accept. `wholes` is what combinations of options bring beyond their sum, to parties with a stake.
    """

    preferences: Preferences
    payoffs: Payoffs
    constant: NDArray[np.float64]
    ends: int | None = None
    rules: tuple[HardRule, ...] = ()
    wholes: Wholes = NO_WHOLES

    @property
    def worlds(self) -> int:
        """Number of worlds."""
        return len(self.constant)

    def parts(self) -> Iterator[OptionGains]:
        """The same in some worlds after the others, all of them in order: what is added up there stays small."""
        for start in range(0, self.worlds, WORLDS_AT_ONCE):
            some = slice(start, start + WORLDS_AT_ONCE)
            yield replace(
                self,
                preferences=self.preferences.in_worlds(some),
                payoffs=self.payoffs.in_worlds(some),
                constant=self.constant[some],
                wholes=self.wholes.in_worlds(some),
            )

    @property
    def single(self) -> NDArray[np.float64]:
        """Gains of all parties at once, (world, party, element, option); 0 on padding."""
        return self.of(range(self.constant.shape[1]))

    def of(self, parties: Sequence[int], elements: slice = EVERY) -> NDArray[np.float64]:
        """Gain of every option to some parties, (world, party, element, option), in their order; 0 on padding."""
        axes, rows, within = self.preferences.axes, list(parties), range(len(self.preferences.axes.elements))[elements]
        gain = self._politics(rows, elements, self.preferences.values[:, rows, elements])
        for n, i in enumerate(rows):
            if self.preferences.has_stake[i]:
                gain[:, n] += self.payoffs.over_no_deal(self.preferences.no_deal_money, i, elements)
        if self.ends is not None and self.ends in within:
            ending = axes.exists[self.ends] & (np.arange(gain.shape[3]) != axes.status_quo[self.ends])
            gain[:, :, within.index(self.ends), :] += _saved(self.preferences)[:, rows, None] * ending
        gain *= axes.exists[elements]
        return gain

    def of_party(self, party: int) -> NDArray[np.float64]:
        """Gain of every option to one party, (world, element, option); 0 on padding."""
        gain: NDArray[np.float64] = self.of([party])[:, 0]
        return gain

    def at(self, choice: NDArray[np.int64]) -> NDArray[np.float64]:
        """Gain of the options of one complete package to all parties, (world, party, element)."""
        preferences, payoffs, elements = self.preferences, self.payoffs, np.arange(len(choice))
        everyone = range(self.constant.shape[1])
        gain = self._politics(everyone, EVERY, preferences.values[:, :, elements, choice][..., None])[..., 0]
        for i in np.flatnonzero(preferences.has_stake):
            against = payoffs.money[:, i, elements, choice] - preferences.no_deal_money[:, i]
            gain[:, i] += np.where(payoffs.known[i, elements, choice], against, 0.0)
        if self.ends is not None and choice[self.ends] != preferences.axes.status_quo[self.ends]:
            gain[:, :, self.ends] += _saved(preferences)
        return gain

    def of_element(self, party: int, element: int) -> NDArray[np.float64]:
        """Gain of the options of one element to one party, (world, option); 0 on padding."""
        gain: NDArray[np.float64] = self.of([party], slice(element, element + 1))[:, 0, 0]
        return gain

    def _politics(self, rows: Sequence[int], elements: slice, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """``lam k (v - vbar)`` of some parties, without ``lam`` for those without a stake; written over `values`."""
        preferences, some = self.preferences, list(rows)
        scale = np.where(preferences.has_stake, preferences.stake, 1.0)[:, some, None]
        # In place: `values` are the caller's own copy, and another of them would be the most that is held.
        gain = values
        gain -= preferences.no_deal_values[:, some, elements, None]
        gain *= (scale * preferences.weights[:, some, elements])[..., None]
        return gain

    def constant_of(self, choice: NDArray[np.int64]) -> NDArray[np.float64]:
        """The constant of a package, (world, party): with what its options bring beyond their sum."""
        row = self.wholes.row(choice)
        return self.constant if row < 0 else self.constant + self.wholes.beyond[row]

    def starting_from(self, choice: NDArray[np.int64]) -> OptionGains:
        """Gains by which one package is exact, and every change to it an additive difference."""
        return replace(self, constant=self.constant_of(choice), wholes=NO_WHOLES)

    def summed(self) -> OptionGains:
        """Gains by sums of options alone: what searches over all packages go by."""
        return replace(self, wholes=NO_WHOLES)


def _saved(preferences: Preferences) -> NDArray[np.float64]:
    """The yearly cost of conflict that its end saves, (world, party); 0 where it is not weighed against politics."""
    return np.where(preferences.has_stake, preferences.conflict_cost, 0.0)


def option_gains(case: Case, preferences: Preferences, payoffs: Payoffs) -> OptionGains:
    """Gain of every option over no deal, conditions aside; 0 on padding.

    ``g = lam k (v - vbar) + (m - mbar)``, plus the cost of conflict on options that end it (on every deal when the
    case does not say which element ends it); a party without a stake is judged on ``k (v - vbar)`` alone.
    """
    axes, rules = payoffs.axes, hard_rules(payoffs.axes, case.rules)
    wholes = payoffs.wholes.only(range(len(axes.parties)), preferences.has_stake)
    ends = next((e for e, element in enumerate(case.elements) if element.ends_conflict), None)
    saved = _saved(preferences)
    constant = saved if ends is None else np.zeros_like(saved)
    return OptionGains(preferences, payoffs, constant, ends, rules, wholes)


def pairwise_gains(options: OptionGains, parties: Sequence[int]) -> PairwiseGains:
    """Cut some parties out of the gains of all, in the order given: what an exact search reads again and again."""
    rows, preferences = list(parties), options.preferences
    single, red = options.of(rows), np.ascontiguousarray(preferences.red_lines[:, rows])
    penalties = []
    for x in preferences.linkages:
        if x.party in rows:
            i, loss, crosses = rows.index(x.party), linkage_loss(options, x), x.active & x.red_line
            if x.element != x.condition_element:
                there = x.element, x.option, x.condition_element, x.condition_option
                penalties.append(Penalty(x.claim, i, *there, loss, crosses))
            elif x.option != x.condition_option:
                # A condition on the element's own option can never be met.
                single[:, i, x.element, x.option] -= loss
                red[:, i, x.element, x.option] |= crosses
    return PairwiseGains(
        axes=preferences.axes,
        parties=tuple(rows),
        single=single,
        red=red,
        constant=options.constant[:, rows],
        penalties=tuple(penalties),
        rules=options.rules,
        wholes=options.wholes.only(rows, np.ones(len(preferences.has_stake), dtype=bool)),
    )


def in_blocks(pairwise: PairwiseGains, largest: int = LARGEST_BLOCK) -> Gains:
    """The same gains, added up over blocks.

    Elements that conditions and hard rules tie together form one block, without the combinations that a rule forbids:
    gains add up exactly over blocks. What would pass `largest` combinations stays apart, with its ties stated.
    """
    axes = pairwise.axes
    layout = lay_out(axes, pairwise.penalties, pairwise.rules, largest)
    found = [block_of_gains(pairwise, block, block.combinations) for block in layout.blocks]
    return Gains(
        axes=axes,
        parties=pairwise.parties,
        blocks=layout.blocks,
        gain=tuple(g for g, _ in found),
        red=tuple(r for _, r in found),
        constant=pairwise.constant,
        pairwise=pairwise,
        penalties=layout.penalties,
        rules=layout.rules,
        unfollowed=tuple(sorted({p.claim for p in layout.penalties})),
    )


def linkage_loss(options: OptionGains, linkage: Linkage) -> NDArray[np.float64]:
    """What an option loses without its condition, (world,): all that made it better than the status quo."""
    preferences, i, e = options.preferences, linkage.party, linkage.element
    better = preferences.values[:, i, e, linkage.option] - preferences.values[:, i, e, preferences.axes.status_quo[e]]
    scale = preferences.stake[:, i] if preferences.has_stake[i] else 1.0
    loss: NDArray[np.float64] = scale * preferences.weights[:, i, e] * np.maximum(better, 0.0)
    return np.where(linkage.active, loss, 0.0)
