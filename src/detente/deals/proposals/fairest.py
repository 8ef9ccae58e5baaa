"""The fairest package world by world: a linear bound, a rounded package, and the gap between them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.deals.records import FairestDeals
from detente.deals.search.maxmin import MaxMinProgram, Rounded
from detente.deals.worth.gains import INDIFFERENT, WORLDS_AT_ONCE, Gains
from detente.deals.worth.spread import quantiles

POLISHES = 8
"""Most rounds in which one block is moved in every world to raise the smallest gain."""


@dataclass(frozen=True, slots=True, eq=False)
class FairestWorlds:
    """The fairest package found in each world; gains are shares of the best that each party could gain there.

    `deal` (world,): the package leaves nobody worse off. `possible` (world,): the bound does not rule such a package
    out. `value` and `bound` (world,): smallest gain of the package and the most that any package reaches, 0 where there
    is no deal. `best` (world, party) is what gains are shares of, 1 where a party cannot gain. `packages` (world,
    element) counts where `deal`.
    """

    deal: NDArray[np.bool_]
    possible: NDArray[np.bool_]
    value: NDArray[np.float64]
    bound: NDArray[np.float64]
    best: NDArray[np.float64]
    packages: NDArray[np.int64]


def fairest_deals(gains: Gains, jobs: int = 1) -> tuple[FairestDeals, FairestWorlds]:
    """Solve the Kalai-Smorodinsky problem in every world.

    Gains are shares of what each party of `gains` could gain at best in that world, red lines kept. A world has a deal
    when the package found leaves nobody worse off, and none when the linear bound is below zero; in between it is
    counted as undecided, not guessed. `jobs` threads share the worlds; the result does not depend on it.
    """
    worlds = len(gains.constant)
    best, hopeless = _best_of_each(gains)
    rows = np.flatnonzero(~hopeless)
    allowed = ~np.concatenate([np.logical_or.reduce(r, axis=1) for r in gains.red], axis=1)
    found = _solve_each(gains, allowed, best, rows, jobs) if rows.size else []
    chosen = np.zeros((worlds, len(gains.blocks)), dtype=np.int64)
    value, bound = np.full(worlds, -np.inf), np.full(worlds, -np.inf)
    for w, rounded in zip(rows, found, strict=True):
        chosen[w], value[w], bound[w] = rounded.rows, rounded.value, rounded.bound
    if not (gains.penalties or gains.rules):
        live = np.flatnonzero(np.isfinite(value))
        for start in range(0, len(live), WORLDS_AT_ONCE):
            _polish(gains, allowed, best, chosen, value, live[start : start + WORLDS_AT_ONCE])
    return _summary(gains, best, chosen, value, bound)


def _solve_each(
    gains: Gains, allowed: NDArray[np.bool_], best: NDArray[np.float64], rows: NDArray[np.int64], jobs: int
) -> list[Rounded]:
    """The fairest package of each world in `rows`, in their order, found by `jobs` threads."""
    gain = np.concatenate(gains.gain, axis=2)

    def solve(some: NDArray[np.int64]) -> list[Rounded]:
        program = MaxMinProgram(gains)
        # All threads start from the same basis, so that the way worlds are shared changes nothing.
        program.start_from(gain[rows[0]], allowed[rows[0]], best[rows[0]], int(rows[0]))
        return [program.solve(gain[w], allowed[w], best[w], int(w)) for w in some]

    with ThreadPoolExecutor(jobs) as pool:
        return [r for part in pool.map(solve, np.array_split(rows, jobs)) for r in part]


def _best_of_each(gains: Gains) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """What each party could gain at best, (world, party), and worlds in which somebody has nothing to sign."""
    best, stuck = gains.constant.copy(), np.zeros(len(gains.constant), dtype=bool)
    for gain, red in zip(gains.gain, gains.red, strict=True):
        free = ~np.logical_or.reduce(red, axis=1)
        stuck |= ~np.logical_or.reduce(free, axis=1)
        best += np.where(free[:, None, :], gain, -np.inf).max(axis=2)
    hopeless = stuck | (best < INDIFFERENT).any(axis=1)
    return np.where(best > 1e-12, best, 1.0), hopeless


def _polish(
    gains: Gains,
    allowed: NDArray[np.bool_],
    best: NDArray[np.float64],
    chosen: NDArray[np.int64],
    value: NDArray[np.float64],
    live: NDArray[np.int64],
) -> None:
    """Move one block per round in some worlds while that raises the smallest gain; changes `chosen` and `value`."""
    starts = np.cumsum([0, *(g.shape[2] for g in gains.gain[:-1])])
    block_of = np.repeat(np.arange(len(starts)), [g.shape[2] for g in gains.gain])
    for _ in range(POLISHES):
        if not live.size:
            return
        gain = np.concatenate([g[live] for g in gains.gain], axis=2) / best[live][:, :, None]
        at = starts + chosen[live]
        now = np.take_along_axis(gain, at[:, None, :], axis=2)
        total = now.sum(axis=2) + gains.constant[live] / best[live]
        moved = (total[:, :, None] + gain - now[:, :, block_of]).min(axis=1)
        moved = np.where(allowed[live], moved, -np.inf)
        row = moved.argmax(axis=1)
        raised = moved[np.arange(len(live)), row]
        better = raised > value[live] + 1e-12
        live, row = live[better], row[better]
        chosen[live, block_of[row]] = row - starts[block_of[row]]
        value[live] = raised[better]


def _summary(
    gains: Gains,
    best: NDArray[np.float64],
    chosen: NDArray[np.int64],
    value: NDArray[np.float64],
    bound: NDArray[np.float64],
) -> tuple[FairestDeals, FairestWorlds]:
    failed = np.isnan(bound)
    deal, possible = value >= INDIFFERENT, failed | (bound >= INDIFFERENT)
    undecided = int((possible & ~deal & ~failed).sum())
    packages = np.zeros((len(value), len(gains.axes.elements)), dtype=np.int64)
    for b, block in enumerate(gains.blocks):
        packages[:, block.elements] = block.combinations[chosen[:, b]]
    worlds = FairestWorlds(
        deal=deal,
        possible=possible,
        value=np.where(deal, value, 0.0),
        bound=np.where(failed, 1.0, np.maximum(np.where(possible, bound, 0.0), np.where(deal, value, 0.0))),
        best=best,
        packages=packages,
    )
    empty = np.zeros(1)
    how = "rounding" if gains.penalties or gains.rules else "rounding and single changes"
    summary = FairestDeals(
        worlds_with_deal=float(deal.mean()),
        smallest_gain=quantiles(value[deal] if deal.any() else empty, "share of the best gain"),
        certificate_gap=quantiles((worlds.bound - value)[deal] if deal.any() else empty, "share of the best gain"),
        failed=int(failed.sum()),
        method=f"linear bound, {how} in each world; {undecided} worlds undecided, {int(failed.sum())} failed",
        worlds_possible=float(possible.mean()),
    )
    return summary, worlds
