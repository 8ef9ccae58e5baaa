"""Which few changes to a named package help most: exact, by a bound on what a further change could bring."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.deals.proposals.neighbours import Neighbours, neighbours_of
from detente.deals.proposals.screen import Screen
from detente.deals.records import Change, NearPackage
from detente.deals.worth.pairwise import INDIFFERENT, PairwiseGains

CHANGES = 3
"""Most changes that are searched."""

EXTENDED = 8
"""Best packages of one change less that are extended first, so that the search starts with a good one."""

WORK = 2e9
"""Most comparisons of one search; beyond it the best found is returned and the proof says so."""

AT_LEAST = 50_000
"""What looking at the changes that extend one combination counts for, however few: it takes as long as so many."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A package found: the changes to the one it started from, the worlds in which all accept it, and the proof."""

    package: NDArray[np.int64]
    moves: tuple[int, ...]
    accepted: int
    exact: bool


def near_packages(
    pairwise: PairwiseGains, choice: NDArray[np.int64], changes: int = CHANGES
) -> tuple[NearPackage, ...]:
    """The best packages within one, two and three changes, by the share of worlds in which all parties accept.

    Exact: every combination of changes is compared, or ruled out because a bound on it shows that it cannot be better.
    The package itself is taken as a whole, with what its options bring beyond their sum; what changes is added up.
    Elements that the package leaves open start at the status quo, and naming one counts as a change. Going back to the
    status quo throughout is no change to a package but its end, and is never returned; nor is what breaks a hard rule.
    Among equal shares the fewest changes count, then the order of the case.
    """
    start = np.where(choice < 0, pairwise.axes.status_quo, choice)
    worlds = len(pairwise.constant)
    return tuple(
        NearPackage(
            changes=_named(pairwise, choice, start, found.package),
            joint_as_is=max(found.accepted, 0) / worlds,
            proof="exact" if found.exact else "best found, the search being too large to finish",
        )
        for found in best_within(pairwise, start, changes)
    )


def _named(
    pairwise: PairwiseGains, choice: NDArray[np.int64], start: NDArray[np.int64], package: NDArray[np.int64]
) -> tuple[Change, ...]:
    axes = pairwise.axes
    return tuple(
        Change(
            element=axes.elements[e],
            before=None if choice[e] < 0 else axes.options[e][choice[e]],
            after=axes.options[e][package[e]],
        )
        for e in np.flatnonzero(package != start)
    )


def best_within(pairwise: PairwiseGains, start: NDArray[np.int64], changes: int) -> tuple[Found, ...]:
    """The best complete package within 1, 2, ..., `changes` (at most 3) changes of a complete one, for each number.

    A package with no change counts among them, unless it breaks a rule or is the status quo throughout (-1 worlds).
    """
    table = neighbours_of(pairwise, start)
    best = _unchanged(table)
    good: list[tuple[tuple[int, ...], int]] = [((), 0)]
    result = []
    for size in range(1, changes + 1):
        good = _extend_good(table, [moves for moves, _ in good])
        # Extending no change at all has tried every single one.
        best = _first_better(table, best, good) if size == 1 else _Search(table, best, good).run(size)
        result.append(best)
    return tuple(result)


def _first_better(table: Neighbours, best: Found, good: list[tuple[tuple[int, ...], int]]) -> Found:
    moves, accepted = good[0] if good else ((), -1)
    return Found(table.moved(moves), moves, accepted, exact=True) if accepted > best.accepted else best


def _unchanged(table: Neighbours) -> Found:
    idle = bool((table.package == table.pairwise.axes.status_quo).all())
    if table.broken or idle:
        return Found(table.package, (), -1, exact=True)
    accepts = (table.base >= INDIFFERENT) & (table.base_red == 0)
    return Found(table.package, (), int(np.logical_and.reduce(accepts, axis=0).sum()), exact=True)


def _extend_good(table: Neighbours, good: list[tuple[int, ...]]) -> list[tuple[tuple[int, ...], int]]:
    """The best combinations of one change more than some good ones, by number of worlds, the best first."""
    found: dict[tuple[int, ...], int] = {}
    for moves in good:
        free = ~np.isin(table.element, table.element[list(moves)]) & table.possible(moves, 0)
        added = np.flatnonzero(free)
        for new, count in zip(added.tolist(), table.accepted(moves, added).tolist(), strict=True):
            found[tuple(sorted((*moves, new)))] = count
    return sorted(found.items(), key=lambda f: (-f[1], f[0]))[:EXTENDED]


class _Search:
    """Look for the best combination of changes, given a package to beat and good combinations of the same size."""

    def __init__(self, table: Neighbours, best: Found, good: list[tuple[tuple[int, ...], int]]) -> None:
        self.table, self.best = table, best
        self.need = best.accepted + 1
        moves, accepted = good[0] if good else ((), -1)
        if accepted >= self.need:
            self.best, self.need = Found(table.moved(moves), moves, accepted, exact=True), accepted
        self.screen = Screen(table, [m for m, _ in good], max(table.worlds - self.need, 0))
        self.work = 0.0

    def run(self, size: int) -> Found:
        """Compare all combinations of `size` changes; the first in the order of the case wins among equals."""
        for moves in self._beginnings(size - 1):
            if self.need > self.table.worlds:
                break
            if self.work > WORK:
                return replace(self.best, exact=False)
            self._extend(moves)
        return self.best

    def _beginnings(self, size: int) -> Iterator[tuple[int, ...]]:
        """All combinations of `size` changes that a further one could make good enough."""
        if size == 0:
            yield ()
        elif size == 1:
            yield from ((one,) for one in range(len(self.table.element)))
        else:
            for one in range(len(self.table.element)):
                first = self.table.first_after((one,))
                could = self.screen.could_fail(one, first) <= self.table.worlds - self.need
                self.work += self.screen.size * len(could)
                yield from ((one, first + int(other)) for other in np.flatnonzero(could))

    def _extend(self, moves: tuple[int, ...]) -> None:
        """Try every further change on a later element, exactly where the screen does not rule it out."""
        first = self.table.first_after(moves)
        fails = self.screen.fails(moves, first)
        self.work += max(self.screen.size * len(fails), AT_LEAST)
        promising = np.flatnonzero(fails <= self.table.worlds - self.need)
        if not promising.size:
            return
        added = first + promising[self.table.possible(moves, first)[promising]]
        if not added.size:
            return
        accepted = self.table.accepted(moves, added)
        at = int(accepted.argmax())
        if accepted[at] >= self.need:
            found = (*moves, int(added[at]))
            self.best = Found(self.table.moved(found), found, int(accepted[at]), exact=self.best.exact)
            self.need = int(accepted[at]) + 1
