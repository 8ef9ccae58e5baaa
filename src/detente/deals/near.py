"""Which few changes to a named package help most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.deals.acceptance import fitting
from detente.deals.gains import INDIFFERENT, Gains
from detente.deals.records import Change, NearPackage

WIDTH = 40
"""Pairs of changes that are kept and extended by a third."""


@dataclass(frozen=True, slots=True, eq=False)
class _Move:
    """One element of one block moved to another option, given the moves already made."""

    element: int
    option: int


@dataclass(frozen=True, slots=True, eq=False)
class _Deltas:
    """Every single move: its change of gain (world, party, move) and of crossed red lines."""

    moves: list[_Move]
    gain: NDArray[np.float64]
    red: NDArray[np.int16]


def near_packages(gains: Gains, choice: NDArray[np.int64]) -> tuple[NearPackage, ...]:
    """The best packages within one, two and three changes, by the share of worlds in which all parties accept.

    One and two changes: every one is tried, proven best. Three: the best found by extending the best pairs.
    Elements that the package leaves open start at the status quo, and naming one counts as a change. Going back to the
    status quo throughout is no change to a package but its end, and is never returned.
    """
    start = np.where(choice < 0, gains.axes.status_quo, choice)
    single = _best_extension(gains, [start])
    found = [single[0]]
    pairs = _best_pair(gains, start)
    found.append(pairs[0])
    found.append(_best_extension(gains, [p for _, p in pairs])[0])
    proofs = ("every single change tried", "every pair tried", f"best found from the {len(pairs)} best pairs")
    result = []
    for (share, package), proof in zip(found, proofs, strict=True):
        result.append(NearPackage(_changes(gains, choice, start, package), share, proof))
    return tuple(result)


def _changes(
    gains: Gains, choice: NDArray[np.int64], start: NDArray[np.int64], package: NDArray[np.int64]
) -> tuple[Change, ...]:
    axes = gains.axes
    return tuple(
        Change(
            element=axes.elements[e],
            before=None if choice[e] < 0 else axes.options[e][choice[e]],
            after=axes.options[e][package[e]],
        )
        for e in np.flatnonzero(package != start)
    )


def _abandons(gains: Gains, package: NDArray[np.int64]) -> bool:
    return bool((package == gains.axes.status_quo).all())


def _base(gains: Gains, package: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.int16]]:
    """Gain and number of crossed blocks of a complete package, (world, required party)."""
    total = gains.constant.copy()
    crossed = np.zeros(total.shape, dtype=np.int16)
    for block, gain, red in zip(gains.blocks, gains.gain, gains.red, strict=True):
        column = int(np.flatnonzero(fitting(block, package))[0])
        total += gain[:, :, column]
        crossed += red[:, :, column]
    return total, crossed


def _deltas(gains: Gains, package: NDArray[np.int64]) -> _Deltas:
    moves, gain_changes, red_changes = [], [], []
    for block, gain, red in zip(gains.blocks, gains.gain, gains.red, strict=True):
        now = int(np.flatnonzero(fitting(block, package))[0])
        apart = (block.combinations != block.combinations[now]).sum(axis=1)
        for then in np.flatnonzero(apart == 1):
            place = int(np.flatnonzero(block.combinations[then] != block.combinations[now])[0])
            moves.append(_Move(block.elements[place], int(block.combinations[then, place])))
            gain_changes.append(gain[:, :, then] - gain[:, :, now])
            red_changes.append(red[:, :, then].astype(np.int16) - red[:, :, now])
    return _Deltas(moves, np.stack(gain_changes, axis=2), np.stack(red_changes, axis=2))


def _moved(package: NDArray[np.int64], *moves: _Move) -> NDArray[np.int64]:
    changed = package.copy()
    for move in moves:
        changed[move.element] = move.option
    return changed


def _best_extension(gains: Gains, packages: list[NDArray[np.int64]]) -> list[tuple[float, NDArray[np.int64]]]:
    """The best package one change away from any of some packages, or the best of them if no change helps."""
    best: tuple[float, NDArray[np.int64]] = (-1.0, packages[0])
    for package in packages:
        total, crossed = _base(gains, package)
        stay = float(((total >= INDIFFERENT) & (crossed == 0)).all(axis=1).mean())
        best = max(best, (stay, package), key=lambda b: b[0])
        deltas = _deltas(gains, package)
        accepted = (total[:, :, None] + deltas.gain >= INDIFFERENT) & (crossed[:, :, None] + deltas.red == 0)
        share = accepted.all(axis=1).mean(axis=0)
        share[[_abandons(gains, _moved(package, move)) for move in deltas.moves]] = -1.0
        first = int(share.argmax())
        best = max(best, (float(share[first]), _moved(package, deltas.moves[first])), key=lambda b: b[0])
    return [best]


def _best_pair(gains: Gains, start: NDArray[np.int64]) -> list[tuple[float, NDArray[np.int64]]]:
    """All pairs of changes, the best first; pairs inside one block are evaluated as their own combination."""
    total, crossed = _base(gains, start)
    deltas = _deltas(gains, start)
    count = len(deltas.moves)
    block_of = {e: b for b, block in enumerate(gains.blocks) for e in block.elements}
    blocks = np.array([block_of[m.element] for m in deltas.moves])
    share = np.full((count, count), -1.0)
    for first in range(count):
        later = slice(first + 1, count)
        gain = (total + deltas.gain[:, :, first])[:, :, None] + deltas.gain[:, :, later]
        red = (crossed + deltas.red[:, :, first])[:, :, None] + deltas.red[:, :, later]
        share[first, later] = ((gain >= INDIFFERENT) & (red == 0)).all(axis=1).mean(axis=0)
    share[blocks[:, None] == blocks[None, :]] = -1.0
    if np.count_nonzero(start != gains.axes.status_quo) == 2:
        for a, b in np.argwhere(np.triu(np.ones_like(share), 1)):
            if _abandons(gains, _moved(start, deltas.moves[a], deltas.moves[b])):
                share[a, b] = -1.0
    order = np.argsort(-share, axis=None, kind="stable")[:WIDTH]
    pairs = [np.unravel_index(k, share.shape) for k in order if share.flat[k] >= 0]
    found = [(float(share[a, b]), _moved(start, deltas.moves[a], deltas.moves[b])) for a, b in pairs]
    found += _pairs_within_blocks(gains, start)
    found += _best_extension(gains, [start])
    return sorted(found, key=lambda f: -f[0])[:WIDTH]


def _pairs_within_blocks(gains: Gains, start: NDArray[np.int64]) -> list[tuple[float, NDArray[np.int64]]]:
    """Pairs of changes inside one block of linked elements, where the two do not simply add up."""
    total, crossed = _base(gains, start)
    found = []
    for block, gain, red in zip(gains.blocks, gains.gain, gains.red, strict=True):
        now = int(np.flatnonzero(fitting(block, start))[0])
        for then in np.flatnonzero((block.combinations != block.combinations[now]).sum(axis=1) == 2):
            change = gain[:, :, then] - gain[:, :, now]
            crossing = crossed + red[:, :, then].astype(np.int16) - red[:, :, now]
            package = start.copy()
            package[list(block.elements)] = block.combinations[then]
            if _abandons(gains, package):
                continue
            found.append((float(((total + change >= INDIFFERENT) & (crossing == 0)).all(axis=1).mean()), package))
    return found
