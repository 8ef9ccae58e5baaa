"""Between two packages: which concession brings most, in which order, and the best package on the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, signatures
from detente.deals.records import Change
from detente.deals.worth.gains import OptionGains, PairwiseGains, pairwise_gains
from detente.deals.worth.many import as_it_is, gains_of, joint_shares

EXACT = 18
"""Up to this many differing elements every package between two is tried; beyond it the path is greedy."""

PAIRS = 3
"""Most pairs of own packages that are bridged in one go."""


@dataclass(frozen=True, slots=True)
class OwnPackage:
    """The package that stands for a party in a comparison, and why this one.

    `proposed` is False where no package says that this party proposed it: then it is the one it accepts most often.
    """

    party: str
    package: str
    proposed: bool
    accepts: float
    why: str


@dataclass(frozen=True, slots=True)
class Concession:
    """One element moved from one package towards the other, all else as in the first.

    `giver` is the signatory that loses most: `given_up` is its mean loss, a share of the range of its gains.
    `receiver` is the signatory whose share of worlds of acceptance rises most, by `receiver_gained`. `joint_gained` is
    the rise of the share of worlds in which all accept. The rates are per unit given up; None where nobody gives.
    """

    change: Change
    giver: str
    given_up: float
    receiver: str
    receiver_gained: float
    joint_gained: float
    receiver_rate: float | None
    joint_rate: float | None


@dataclass(frozen=True, slots=True)
class Between:
    """The package with most joint acceptance among those with `count` elements moved."""

    count: int
    changes: tuple[Change, ...]
    joint: float


@dataclass(frozen=True, slots=True)
class Bridge:
    """The way from one package to another.

    `order` lists the changes one after another, `path` the joint acceptance before the first and after each: a share
    of worlds. `best_by_count` holds the best package for each number of moved elements, `best` the best of all.
    """

    signatories: tuple[str, ...]
    concessions: tuple[Concession, ...]
    order: tuple[Change, ...]
    path: tuple[float, ...]
    best_by_count: tuple[Between, ...]
    best: Between
    proof: str


@dataclass(frozen=True, slots=True)
class NamedBridge:
    """A bridge between the packages that stand for two parties."""

    first: OwnPackage
    second: OwnPackage
    bridge: Bridge


def own_packages(case: Case, options: OptionGains, signatories: tuple[str, ...]) -> tuple[OwnPackage, ...]:
    """For each signatory the last package it proposed; where no package says so, the one it accepts most often.

    Packages that need other signatures are looked at only where there are no others, and packages that leave everything
    at the status quo stand for nobody. Ties go to the larger mean gain.
    """
    axes = options.preferences.axes
    complete = {p.id: as_it_is(axes, axes.choice(p.choices)) for p in case.packages}
    changing = [p for p in case.packages if (complete[p.id] != axes.status_quo).any()]
    same_table = [p for p in changing if set(signatures(case, p)) == set(signatories)]
    changing = same_table or changing
    if not changing:
        return ()
    few = pairwise_gains(options, [axes.party(s) for s in signatories])
    gain, accepts = gains_of(few, np.array([complete[p.id] for p in changing]))
    share, mean = accepts.mean(axis=1), (gain / few.range()).mean(axis=1)
    chosen = []
    for i, party in enumerate(signatories):
        own = [k for k, p in enumerate(changing) if p.proposed_by == party]
        if own:
            k = max(own, key=lambda k: (changing[k].proposed_on or date.min, k))
            when = f" on {changing[k].proposed_on}" if changing[k].proposed_on else ""
            why = f"the last package it proposed{when}"
        else:
            k = max(range(len(changing)), key=lambda k: (share[k, i], mean[k, i]))
            why = "no package says that it proposed one; of all, it accepts this one in most worlds"
        chosen.append(OwnPackage(party, changing[k].id, bool(own), float(share[k, i]), why))
    return tuple(chosen)


def bridge_own_packages(case: Case, options: OptionGains, signatories: tuple[str, ...]) -> tuple[NamedBridge, ...]:
    """Bridge the packages that stand for the signatories, pair by pair where they differ, at most `PAIRS`."""
    axes = options.preferences.axes
    choices = {p.id: axes.choice(p.choices) for p in case.packages}
    found: dict[frozenset[str], NamedBridge] = {}
    for first, second in combinations(own_packages(case, options, signatories), 2):
        pair = frozenset((first.package, second.package))
        if len(pair) == 2 and pair not in found and len(found) < PAIRS:
            bridged = bridge(options, choices[first.package], choices[second.package], signatories)
            found[pair] = NamedBridge(first, second, bridged)
    return tuple(found.values())


def bridge(
    options: OptionGains,
    from_choice: NDArray[np.int64],
    to_choice: NDArray[np.int64],
    signatories: tuple[str, ...],
) -> Bridge:
    """Rank the concessions that lead from one package to another, and order them.

    With J(S) the share of worlds in which all signatories accept when the elements in S have moved, the best order
    maximises the sum of J along the way, by ``V(S) = J(S) + max_{e not in S} V(S + e)`` over all S [HeldKarp1962]_
    where at most `EXACT` elements differ. Beyond that each step takes the element that raises J most, ties to the
    larger mean acceptance. What a package leaves open (-1) stays at the status quo. A package that breaks a hard rule
    counts as accepted in no world.
    """
    axes = options.preferences.axes
    start, end = as_it_is(axes, from_choice), as_it_is(axes, to_choice)
    differing = np.flatnonzero(start != end)
    few = pairwise_gains(options, [axes.party(s) for s in signatories])
    search = _Search(few, start, end, differing)
    order, best = search.exact() if len(differing) <= EXACT else search.greedy()
    path = search.shares(np.tril(np.ones((len(order) + 1, len(order)), dtype=bool), -1)[:, np.argsort(order)])
    return Bridge(
        signatories=signatories,
        concessions=_concessions(replace(search, few=few.starting_from(start)), signatories),
        order=tuple(search.change(n) for n in order),
        path=tuple(path.tolist()),
        best_by_count=best,
        best=max(best, key=lambda b: (b.joint, -b.count)),
        proof="every package between the two tried" if len(differing) <= EXACT else "one step at a time, not proven",
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """Packages between two: a row of a boolean array says which of the differing elements have moved."""

    few: PairwiseGains
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    differing: NDArray[np.int64]

    def packages(self, moved: NDArray[np.bool_]) -> NDArray[np.int64]:
        made = np.repeat(self.start[None, :], len(moved), axis=0)
        made[:, self.differing] = np.where(moved, self.end[self.differing], self.start[self.differing])
        return made

    def shares(self, moved: NDArray[np.bool_]) -> NDArray[np.float64]:
        return joint_shares(self.few, self.packages(moved))

    def change(self, n: int) -> Change:
        e = int(self.differing[n])
        names = self.few.axes.options[e]
        return Change(self.few.axes.elements[e], names[self.start[e]], names[self.end[e]])

    def between(self, moved: NDArray[np.bool_], joint: float) -> Between:
        where = np.flatnonzero(moved)
        return Between(len(where), tuple(self.change(int(n)) for n in where), joint)

    def exact(self) -> tuple[list[int], tuple[Between, ...]]:
        """Best order and best package by count, from the shares of all subsets."""
        size = len(self.differing)
        codes = np.arange(1 << size)
        moved = (codes[:, None] >> np.arange(size)) & 1 == 1
        joint, counts = self.shares(moved), moved.sum(axis=1)
        layers = [codes[counts == k] for k in range(size + 1)]
        best = [layer[joint[layer].argmax()] for layer in layers]
        value, follow = joint.copy(), np.zeros(len(codes), dtype=np.int64)
        for layer in layers[-2::-1]:
            after = np.where(moved[layer], -np.inf, value[layer[:, None] | (1 << np.arange(size))])
            follow[layer] = after.argmax(axis=1)
            value[layer] += after.max(axis=1)
        order, code = [], 0
        for _ in range(size):
            order.append(int(follow[code]))
            code |= 1 << order[-1]
        return order, tuple(self.between(moved[k], float(joint[k])) for k in best)

    def greedy(self) -> tuple[list[int], tuple[Between, ...]]:
        """One element after the other, each the best next one."""
        size = len(self.differing)
        moved = np.zeros(size, dtype=bool)
        best, order = [self.between(moved, float(self.shares(moved[None])[0]))], []
        for _ in range(size):
            left = np.flatnonzero(~moved)
            tried = np.repeat(moved[None, :], len(left), axis=0)
            tried[np.arange(len(left)), left] = True
            made = self.packages(tried)
            _, accepts = gains_of(self.few, made)
            joint = np.logical_and.reduce(accepts, axis=2).mean(axis=1)
            at = int(np.lexsort((-accepts.mean(axis=(1, 2)), -joint))[0])
            moved = tried[at]
            order.append(int(left[at]))
            best.append(self.between(moved, float(joint[at])))
        return order, tuple(best)


def _concessions(search: _Search, signatories: tuple[str, ...]) -> tuple[Concession, ...]:
    """Every single element moved, the one that brings its receiver most per unit given up first."""
    few, size = search.few, len(search.differing)
    moved = np.vstack([np.zeros((1, size), dtype=bool), np.eye(size, dtype=bool)])
    gain, accepts = gains_of(few, search.packages(moved))
    joint, share = search.shares(moved), accepts.mean(axis=1)
    normalised = (gain / few.range()).mean(axis=1)
    made = []
    for n in range(size):
        lost, rise = normalised[0] - normalised[n + 1], share[n + 1] - share[0]
        giver = int(lost.argmax())
        # The receiver is someone else: what the giver itself gains is no concession.
        others = [i for i in range(len(signatories)) if i != giver] or [giver]
        receiver = max(others, key=lambda i: (rise[i], -lost[i]))
        given, gained = max(float(lost[giver]), 0.0), float(joint[n + 1] - joint[0])
        rates = (float(rise[receiver]) / given, gained / given) if given > 1e-12 else (None, None)
        names = signatories[giver] if given > 1e-12 else "", signatories[receiver]
        made.append(Concession(search.change(n), names[0], given, names[1], float(rise[receiver]), gained, *rates))
    return tuple(sorted(made, key=lambda c: (c.giver != "", -(c.receiver_rate or 0.0), c.given_up)))
