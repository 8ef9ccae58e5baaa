"""A share of worlds: which of them the design gives up, the dearest first."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.durability.design.program import ABOVE_FLOOR, Elastic, MarginProgram, Solution
from detente.durability.design.rows import MarginRows

ROUNDS = 8
"""The worlds to give up are dropped in about so many batches, each chosen by the duals that the last one left."""


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """A solution, the worlds that count in it, and the program it came from."""

    solution: Solution
    counts: NDArray[np.bool_]
    program: MarginProgram


def required_worlds(share: float, worlds: int) -> int:
    """How many worlds must hold.

    Examples
    --------
    >>> required_worlds(0.9, 100), required_worlds(1.0, 7), required_worlds(0.01, 3)
    (90, 7, 1)
    """
    return max(1, math.ceil(share * worlds - 1e-9))


def solve_for_share(program: MarginProgram, required: int) -> Chosen | None:
    """Solve so that at least `required` worlds hold; None where even that many cannot.

    All worlds count at first. Those whose margins cost most (largest sum of duals) are dropped batch by batch, then one
    by one, until no more than `required` hold: sampling and discarding, a greedy answer to a chance constraint
    [CampiGaratti2011]_, an upper bound of the least cost.
    """
    worlds = program.agreement.worlds
    everyone = np.ones(worlds, dtype=bool)
    counts: NDArray[np.bool_] | None = everyone
    solution = program.solve(everyone)
    if solution is None:
        counts = _feasible_worlds(program, required)
        solution = None if counts is None else program.solve(counts)
    if counts is None or solution is None:
        return None
    best = Chosen(solution, counts, program)
    while (spare := int(holding(program.rows, best.solution, worlds, program.floor).sum()) - required) > 0:
        fewer = _drop_dearest(best, spare)
        if fewer is None:
            break
        solution = program.solve(fewer)
        if solution is None:
            break
        best = Chosen(solution, fewer, program)
    return best


def holding(rows: MarginRows, solution: Solution, worlds: int, floor: float) -> NDArray[np.bool_]:
    """Worlds in which every margin reaches the floor, shape (world,)."""
    short = rows.margins(solution.vector) < floor + ABOVE_FLOOR / 4
    return np.asarray(np.bincount(rows.world[short], minlength=worlds) == 0)


def price_of_worlds(chosen: Chosen) -> NDArray[np.float64]:
    """What each world costs at the margin: the sum of the duals of its rows."""
    rows, worlds = chosen.program.rows, chosen.program.agreement.worlds
    return np.bincount(rows.world, weights=chosen.solution.duals, minlength=worlds).astype(np.float64)


def _drop_dearest(chosen: Chosen, spare: int) -> NDArray[np.bool_] | None:
    """Drop a batch of the worlds that cost most, None when no world costs anything."""
    price = np.where(chosen.counts, price_of_worlds(chosen), 0.0)
    dear = np.flatnonzero(price > 1e-12)
    if not dear.size:
        return None
    batch = max(1, spare // ROUNDS)
    dropped = dear[np.argsort(-price[dear], kind="stable")[:batch]]
    counts = chosen.counts.copy()
    counts[dropped] = False
    return counts


def _feasible_worlds(program: MarginProgram, required: int) -> NDArray[np.bool_] | None:
    """Worlds to which nothing is missing when the total that is missing is least."""
    worlds = program.agreement.worlds
    rows = program.rows
    loose = replace(program, elastic=Elastic(rows.world, worlds))
    solution = loose.solve(np.ones(worlds, dtype=bool))
    if solution is None:
        return None
    missing = np.zeros(worlds)
    np.maximum.at(missing, rows.world, solution.shortfall)
    fit = missing <= ABOVE_FLOOR / 4
    return np.asarray(fit) if int(fit.sum()) >= required else None


def least_shortfall(program: MarginProgram, required: int) -> tuple[MarginProgram, Solution] | None:
    """Least lowering of floors, one for each party, phase and way; None where no lowering helps."""
    worlds, rows = program.agreement.worlds, program.rows
    counts = np.ones(worlds, dtype=bool)
    by_world = replace(program, elastic=Elastic(rows.world, worlds)).solve(counts)
    if by_world is None:
        return None
    missing = np.zeros(worlds)
    np.maximum.at(missing, rows.world, by_world.shortfall)
    counts[np.argsort(missing, kind="stable")[required:]] = False
    loose = replace(program, elastic=Elastic(rows.group, len(rows.groups)))
    found = loose.solve(counts)
    return None if found is None else (loose, found)
