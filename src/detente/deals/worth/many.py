"""Many packages at once for a few parties: exact gains and acceptance, conditions and hard rules included."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.deals.worth.pairwise import INDIFFERENT, PairwiseGains, Penalty
from detente.deals.worth.rules import broken_rules
from detente.worlds import Axes

BARRED = -1e15
"""Stands for a crossed red line inside a sum of gains: no gain in other elements makes up for it."""


WORLDS_AT_ONCE = 1000
"""Worlds whose sums for all packages are held at once, so that memory stays flat."""

PATTERNS = 16
"""Most sums kept for packages that meet and leave unmet the same conditions."""


def as_it_is(axes: Axes, choice: NDArray[np.int64]) -> NDArray[np.int64]:
    """A complete package: what `choice` leaves open (-1) stays at the status quo."""
    return np.where(choice < 0, axes.status_quo, choice)


def single_changes(axes: Axes, choice: NDArray[np.int64]) -> NDArray[np.int64]:
    """Every package that differs from a complete one in exactly one element, shape (package, element)."""
    moves = [(e, o) for e, o in zip(*np.nonzero(axes.exists), strict=True) if choice[e] != o]
    packages = np.repeat(choice[None, :], len(moves), axis=0)
    for row, (e, o) in enumerate(moves):
        packages[row, e] = o
    return packages


def obeys(gains: PairwiseGains, packages: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which complete packages (package, element) break none of the hard rules of the case."""
    kept: NDArray[np.bool_] = broken_rules(gains.rules, packages) == 0
    return kept


def gains_of(gains: PairwiseGains, packages: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Gain over no deal and acceptance of each complete package, both (package, world, party).

    The same definition as for one package, as a product of a table of choices with a table of gains.
    """
    table = _table(gains, packages)
    shape = len(packages), *gains.constant.shape
    gain = (table.chosen @ table.gain.reshape(len(table.gain), gains.constant.size)).reshape(shape) + table.fixed
    crossed = (table.chosen @ table.red.reshape(len(table.red), gains.constant.size).astype(float)).reshape(shape) > 0.5
    crossed |= table.fixed_red
    for which, beyond in gains.wholes.met(packages):
        gain[which] += beyond
    for penalty, broken in zip(gains.penalties, unmet(gains, packages), strict=True):
        gain[broken, :, penalty.party] -= penalty.loss
        crossed[broken, :, penalty.party] |= penalty.red
    return gain, (gain >= INDIFFERENT) & ~crossed & obeys(gains, packages)[:, None, None]


def joint_shares(gains: PairwiseGains, packages: NDArray[np.int64]) -> NDArray[np.float64]:
    """Share of worlds in which all the parties accept, per complete package (package,); exact, for many packages.

    Bounds on the sum of gains settle most worlds and parties for all packages at once; the rest is added up. Packages
    that share a combination of options solved as a whole differ from sums by a constant, and are counted together.
    """
    alike = [which for which, _ in gains.wholes.met(packages)]
    if not alike:
        return _shares_of_sums(gains, packages)
    shares = np.empty(len(packages))
    others = np.setdiff1d(np.arange(len(packages)), np.concatenate(alike))
    for which in [*alike, *([others] if others.size else [])]:
        shares[which] = _shares_of_sums(gains.starting_from(packages[which[0]]), packages[which])
    return shares


def _shares_of_sums(gains: PairwiseGains, packages: NDArray[np.int64]) -> NDArray[np.float64]:
    table = _table(gains, packages)
    gain = np.where(table.red, BARRED, table.gain)
    fixed = np.where(table.fixed_red, BARRED, table.fixed)
    worst = fixed + np.minimum.reduceat(gain, table.starts).sum(axis=0) if len(gain) else fixed.copy()
    best = fixed + np.maximum.reduceat(gain, table.starts).sum(axis=0) if len(gain) else fixed
    ties = [(t, b) for t, b in zip(gains.penalties, unmet(gains, packages), strict=True) if b.any()]
    for tie, _ in ties:
        worst[:, tie.party] += np.where(tie.red, BARRED, -tie.loss)
    alive = (best >= INDIFFERENT).all(axis=1)
    sure = (worst >= INDIFFERENT).all(axis=1)
    rest = np.flatnonzero(alive & ~sure)
    unsure = np.flatnonzero((worst[rest] < INDIFFERENT).any(axis=0))
    count, halves = np.full(len(packages), int(sure.sum())), _halves(table)
    for start in range(0, len(rest), WORLDS_AT_ONCE):
        some = rest[start : start + WORLDS_AT_ONCE]
        lost = [(int(np.searchsorted(unsure, t.party)), b, _tie_loss(t)[some]) for t, b in ties if t.party in unsure]
        count += _count(halves, gain[:, some][:, :, unsure].transpose(0, 2, 1), fixed[some][:, unsure].T, lost)
    return count / len(fixed) * obeys(gains, packages)


def _tie_loss(tie: Penalty) -> NDArray[np.float64]:
    """What an unmet condition takes off the gain in each world, a red line included."""
    lost: NDArray[np.float64] = tie.loss + np.where(tie.red, -BARRED, 0.0)
    return lost


@dataclass(frozen=True, slots=True, eq=False)
class _Halves:
    """What packages choose on the first and on the second half of the elements, each row of zeros and ones once.

    Packages share halves: among all subsets of n elements there are only 2 to the n/2 of each, so one comparison per
    package takes the place of n additions. `groups` holds, for each row of the second half, the packages that have it.
    """

    first: NDArray[np.float64]
    second: NDArray[np.float64]
    place: NDArray[np.int64]
    groups: list[NDArray[np.int64]]


def _halves(table: _Table) -> _Halves:
    middle = int(table.starts[len(table.starts) // 2]) if len(table.starts) else 0
    first, place = _distinct(table.chosen[:, :middle])
    second, other = _distinct(table.chosen[:, middle:])
    order = np.argsort(other, kind="stable")
    return _Halves(first, second, place, np.split(order, np.flatnonzero(np.diff(other[order])) + 1))


def _count(
    halves: _Halves,
    gain: NDArray[np.float64],
    fixed: NDArray[np.float64],
    lost: list[tuple[int, NDArray[np.bool_], NDArray[np.float64]]],
) -> NDArray[np.int64]:
    """Number of worlds in which all accept, per package; `gain` (choice, party, world), `fixed` (party, world).

    `lost` holds, for each condition, its party, the packages (package,) that leave it unmet, and the loss (world,).
    """
    middle, flat = halves.first.shape[1], gain.reshape(len(gain), fixed.size)
    first = (halves.first @ flat[:middle]).reshape(len(halves.first), *fixed.shape) + fixed
    needed = INDIFFERENT - (halves.second @ flat[middle:]).reshape(len(halves.second), *fixed.shape)
    count = np.empty(len(halves.place), dtype=np.int64)
    adjusted: dict[bytes, NDArray[np.float64]] = {}
    for least, shared in zip(needed, halves.groups, strict=True):
        sums = _less_losses(first, halves.place[shared], [(p, b[shared], x) for p, b, x in lost], adjusted)
        fine = np.ones((len(sums), fixed.shape[1]), dtype=bool)
        for p, enough in enumerate(least):
            fine &= sums[:, p] >= enough
        count[shared] = np.bitwise_count(np.packbits(fine, axis=1)).sum(axis=1, dtype=np.int64)
    return count


def _less_losses(
    first: NDArray[np.float64],
    rows: NDArray[np.int64],
    lost: list[tuple[int, NDArray[np.bool_], NDArray[np.float64]]],
    adjusted: dict[bytes, NDArray[np.float64]],
) -> NDArray[np.float64]:
    """Sums of the first half (package, party, world) less what unmet conditions cost; patterns met before are kept."""
    pattern = rows.tobytes() + b"".join(broken.tobytes() for _, broken, _ in lost)
    if pattern not in adjusted:
        sums = first[rows]
        for party, broken, loss in lost:
            sums[broken, party] -= loss
        if len(adjusted) >= PATTERNS:
            adjusted.clear()
        adjusted[pattern] = sums
    return adjusted[pattern]


def _distinct(rows: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Distinct rows of zeros and ones, and the place of each row among them; wide rows are handed back as they are."""
    if rows.shape[1] > 50:
        return rows, np.arange(len(rows))
    # Up to 50 binary digits are exact in a float.
    _, first, place = np.unique(rows @ np.exp2(np.arange(rows.shape[1])), return_index=True, return_inverse=True)
    return rows[first], place


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """What some packages choose, as zeros and ones over the options that differ between them, and what stays."""

    chosen: NDArray[np.float64]
    gain: NDArray[np.float64]
    red: NDArray[np.bool_]
    starts: NDArray[np.int64]
    fixed: NDArray[np.float64]
    fixed_red: NDArray[np.bool_]


def _table(gains: PairwiseGains, packages: NDArray[np.int64]) -> _Table:
    differs = (packages != packages[0]).any(axis=0)
    same = np.flatnonzero(~differs)
    columns = [(int(e), int(o)) for e in np.flatnonzero(differs) for o in np.unique(packages[:, e])]
    elements, options = (np.array([c[k] for c in columns], dtype=np.int64) for k in (0, 1))
    return _Table(
        chosen=(packages[:, elements] == options).astype(float),
        gain=np.ascontiguousarray(gains.single[:, :, elements, options].transpose(2, 0, 1)),
        red=np.ascontiguousarray(gains.red[:, :, elements, options].transpose(2, 0, 1)),
        starts=np.flatnonzero(np.diff(elements, prepend=-1)),
        fixed=gains.constant + gains.single[:, :, same, packages[0, same]].sum(axis=2),
        fixed_red=np.logical_or.reduce(gains.red[:, :, same, packages[0, same]], axis=2),
    )


def unmet(gains: PairwiseGains, packages: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which packages take the option of a conditional claim without its condition, (penalty, package)."""
    rows = [p.unmet(packages[:, p.element], packages[:, p.condition_element]) for p in gains.penalties]
    return np.array(rows, dtype=bool).reshape(len(rows), len(packages))
