"""All packages a few changes away from one: what each change brings, and what two changes bring beyond their sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.deals.worth.pairwise import INDIFFERENT, PairwiseGains, gain_and_red
from detente.deals.worth.rules import broken_rules


@dataclass(frozen=True, slots=True, eq=False)
class Interaction:
    """What two changes bring to one party (a row) beyond the sum of each alone: gain and red lines, both (world,)."""

    party: int
    gain: NDArray[np.float64]
    red: NDArray[np.int16]


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """Every single change to a complete package; change m moves `element[m]` to `option[m]`, in the order of the case.

    `base` and `base_red` (party, world) are gain and crossed red lines of the package, `gain` and `red` (party, world,
    change) what a change adds. `together[m]` holds what m and another change bring beyond their sum; pairs are all
    there is, because conditions and rules read on two elements. `broken` (), `broken_by` (change,) and `broken_by_both`
    (change, change) count broken rules in the same way. `after[e]` is the first change beyond element e.
    """

    pairwise: PairwiseGains
    package: NDArray[np.int64]
    element: NDArray[np.int64]
    option: NDArray[np.int64]
    after: NDArray[np.int64]
    base: NDArray[np.float64]
    base_red: NDArray[np.int16]
    gain: NDArray[np.float64]
    red: NDArray[np.int16]
    together: tuple[dict[int, list[Interaction]], ...]
    broken: int
    broken_by: NDArray[np.int64]
    broken_by_both: NDArray[np.int64]

    @property
    def worlds(self) -> int:
        """Number of worlds."""
        return int(self.base.shape[1])

    def first_after(self, moves: Sequence[int]) -> int:
        """The first change that can be added to some, each on an element beyond the last one's."""
        return int(self.after[self.element[moves[-1]]]) if moves else 0

    def moved(self, moves: Sequence[int]) -> NDArray[np.int64]:
        """The package after some changes."""
        changed = self.package.copy()
        changed[self.element[list(moves)]] = self.option[list(moves)]
        return changed

    def state(self, moves: Sequence[int]) -> tuple[NDArray[np.float64], NDArray[np.int16]]:
        """Gain and crossed red lines (party, world) after some changes, on different elements."""
        gain, red = self.base.copy(), self.base_red.copy()
        for n, move in enumerate(moves):
            gain += self.gain[:, :, move]
            red += self.red[:, :, move]
            for other in moves[:n]:
                for extra in self.together[move].get(other, ()):
                    gain[extra.party] += extra.gain
                    red[extra.party] += extra.red
        return gain, red

    def partners(self, moves: Sequence[int], first: int) -> set[int]:
        """Changes from `first` on that do not simply add to some others."""
        return {other for move in moves for other in self.together[move] if other >= first}

    def possible(self, moves: Sequence[int], first: int) -> NDArray[np.bool_]:
        """Which changes from `first` on, added to some, give a package that keeps the rules and is not no deal."""
        held = list(moves)
        alone = self.broken + self.broken_by[held].sum() + np.triu(self.broken_by_both[np.ix_(held, held)], 1).sum()
        broken = alone + self.broken_by[first:] + self.broken_by_both[held, first:].sum(axis=0)
        status_quo = self.pairwise.axes.status_quo
        off = np.flatnonzero(self.moved(held) != status_quo)
        back = np.zeros(len(broken), dtype=bool)
        if len(off) == 1:
            back = (self.element[first:] == off[0]) & (self.option[first:] == status_quo[off[0]])
        fine: NDArray[np.bool_] = (broken == 0) & ~back
        return fine

    def accepted(self, moves: Sequence[int], added: NDArray[np.int64]) -> NDArray[np.int64]:
        """Number of worlds in which all parties accept, per change added to some others; exact."""
        gain, red = self.state(moves)
        total, crossed = self.gain[:, :, added] + gain[:, :, None], self.red[:, :, added] + red[:, :, None]
        for n, new in enumerate(added):
            for move in moves:
                for extra in self.together[move].get(int(new), ()):
                    total[extra.party, :, n] += extra.gain
                    crossed[extra.party, :, n] += extra.red
        accepts = (total >= INDIFFERENT) & (crossed == 0)
        count: NDArray[np.int64] = np.count_nonzero(np.logical_and.reduce(accepts, axis=0), axis=0)
        return count


def neighbours_of(pairwise: PairwiseGains, package: NDArray[np.int64]) -> Neighbours:
    """Work out every single change to a complete package, and which pairs of changes do not simply add up."""
    exists = pairwise.axes.exists.copy()
    exists[np.arange(len(package)), package] = False
    element, option = (np.ascontiguousarray(a) for a in np.nonzero(exists))
    base, base_red = gain_and_red(pairwise, package)
    after, before = element * exists.shape[1] + option, element * exists.shape[1] + package[element]
    gain = _changes(pairwise.single, after, before)
    red = _changes(pairwise.red.view(np.int8), after, before).astype(np.int16)
    found = Neighbours(
        pairwise=pairwise,
        package=package,
        element=element,
        option=option,
        after=np.searchsorted(element, np.arange(len(package)), side="right"),
        base=np.ascontiguousarray(base.T),
        base_red=np.ascontiguousarray(base_red.T),
        gain=gain,
        red=red,
        together=tuple({} for _ in element),
        broken=int(broken_rules(pairwise.rules, package)),
        broken_by=np.zeros(len(element), dtype=np.int64),
        broken_by_both=np.zeros((len(element), len(element)), dtype=np.int64),
    )
    _tie_penalties(found)
    _tie_rules(found)
    return found


def _changes(of: NDArray[Any], after: NDArray[np.int64], before: NDArray[np.int64]) -> NDArray[Any]:
    """What options `after` have beyond options `before` (counted over all elements), (party, world, change)."""
    worlds, parties = of.shape[:2]
    return np.stack(
        [of[:, i].reshape(worlds, -1)[:, after] - of[:, i].reshape(worlds, -1)[:, before] for i in range(parties)]
    )


def _switch(found: Neighbours, element: int, before: bool, then: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How each change turns a yes or no about one element: -1, 0 or 1 per change."""
    turned = then.astype(np.int64) - int(before)
    turned[found.element != element] = 0
    return turned


def _tie_penalties(found: Neighbours) -> None:
    """An unmet condition is a product, taken times lacking: one term per change and one per pair of changes."""
    for p in found.pairwise.penalties:
        taken = bool(found.package[p.element] == p.option)
        lacking = bool(found.package[p.condition_element] != p.condition_option)
        takes = _switch(found, p.element, taken, found.option == p.option)
        lacks = _switch(found, p.condition_element, lacking, found.option != p.condition_option)
        alone = takes * lacking + lacks * taken + takes * lacks
        for move in np.flatnonzero(alone):
            found.gain[p.party, :, move] -= p.loss * alone[move]
            found.red[p.party, :, move] += (p.red * alone[move]).astype(np.int16)
        for one, other in np.argwhere(np.outer(takes, lacks)).tolist():
            both = int(takes[one] * lacks[other])
            extra = Interaction(p.party, -p.loss * both, (p.red * both).astype(np.int16))
            found.together[one].setdefault(other, []).append(extra)
            found.together[other].setdefault(one, []).append(extra)


def _tie_rules(found: Neighbours) -> None:
    """A broken rule is a product in the same way, taken times wrong."""
    for rule in found.pairwise.rules:
        taken = bool(found.package[rule.element] == rule.option)
        wrong = bool((found.package[rule.other_element] == rule.other_option) != rule.requires)
        takes = _switch(found, rule.element, taken, found.option == rule.option)
        wrongs = _switch(found, rule.other_element, wrong, (found.option == rule.other_option) != rule.requires)
        found.broken_by[:] += takes * wrong + wrongs * taken + takes * wrongs
        both = np.outer(takes, wrongs)
        found.broken_by_both[:] += both + both.T
