"""Frontier and solutions in the central world and a few others, and packages worth trying in all worlds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from detente.case import NotConverged
from detente.deals.acceptance import read_as_is
from detente.deals.frontier import integer_utilities, merge_blocks
from detente.deals.gains import Gains
from detente.deals.records import Frontier, Solution
from detente.deals.solutions import (
    Optimum,
    best_for_party,
    egalitarian_solution,
    kalai_smorodinsky_solution,
    max_min_optimum,
    nash_optimum,
    nash_solution,
)

LARGEST_FRONTIER = {2: 50_000, 3: 4_000}
"""Most points kept while merging, by number of parties; beyond it solutions come from optimisation, proven."""

MORE_PARTIES = 500

SHOWN_POINTS = 400
"""Points of a frontier that are handed on for drawing; the count of all is in its method."""

CANDIDATES = 12


def central_frontiers(gains: Gains) -> tuple[tuple[Frontier, ...], tuple[Solution, ...]]:
    """The frontier between the required parties in the central world, and the three solutions there.

    The central world has mean gains; an option is left out there when it crosses a red line of someone required in
    at least half of the worlds. Utilities are gains divided by each party's range, so that no deal is at zero.
    """
    scale = gains.range().mean(axis=0)
    blocks = [
        np.where((red.any(axis=1).mean(axis=0) >= 0.5)[:, None], -np.inf, gain.mean(axis=0).T) / scale
        for gain, red in zip(gains.gain, gains.red, strict=True)
    ]
    constant = gains.constant.mean(axis=0) / scale
    if any(np.isneginf(b).all() for b in blocks):
        return (), ()
    total = float(np.prod([float(len(b)) for b in blocks]))
    frontier = _exact_frontier(gains, blocks, constant, total)
    if frontier is None:
        return (), _by_optimisation(gains, blocks, constant)
    return (_shown(frontier),), _on_frontier(gains, frontier)


def _exact_frontier(
    gains: Gains, blocks: list[NDArray[np.float64]], constant: NDArray[np.float64], total: float
) -> Frontier | None:
    kept = [np.flatnonzero(np.isfinite(b).all(axis=1)) for b in blocks]
    integers, unit = integer_utilities([b[k] for b, k in zip(blocks, kept, strict=True)])
    merged = merge_blocks(integers, LARGEST_FRONTIER.get(len(gains.parties), MORE_PARTIES))
    if merged is None:
        return None
    rows = np.column_stack([k[merged.rows[:, b]] for b, k in enumerate(kept)])
    return Frontier(
        world="central",
        parties=tuple(gains.axes.parties[i] for i in gains.parties),
        utilities=merged.points * unit + constant,
        choices=np.array([_package(gains, r) for r in rows], dtype=np.int64),
        reservation=np.zeros(len(gains.parties)),
        packages_total=total,
        method=f"exact: issue-wise merging, {len(merged.points):,} undominated of {total:.3g} packages",
    )


def _shown(frontier: Frontier) -> Frontier:
    """At most a few hundred points, evenly along the frontier, for the picture."""
    if len(frontier.utilities) <= SHOWN_POINTS:
        return frontier
    rows = np.linspace(0, len(frontier.utilities) - 1, SHOWN_POINTS).round().astype(int)
    return Frontier(
        world=frontier.world,
        parties=frontier.parties,
        utilities=frontier.utilities[rows],
        choices=frontier.choices[rows],
        reservation=frontier.reservation,
        packages_total=frontier.packages_total,
        method=f"{frontier.method}; {SHOWN_POINTS} of them shown",
    )


def _package(gains: Gains, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """From a row per block to an option per element."""
    choice = np.zeros(len(gains.axes.elements), dtype=np.int64)
    for block, row in zip(gains.blocks, rows, strict=True):
        choice[list(block.elements)] = block.combinations[row]
    return choice


def _named(gains: Gains, choice: NDArray[np.int64]) -> Mapping[str, str]:
    return {e: gains.axes.options[n][choice[n]] for n, e in enumerate(gains.axes.elements)}


def _solution(
    name: str, gains: Gains, choice: NDArray[np.int64], utilities: NDArray[np.float64], proof: str
) -> Solution:
    return Solution(
        name=name,
        choices=_named(gains, choice),
        gains={gains.axes.parties[i]: float(u) for i, u in zip(gains.parties, utilities, strict=True)},
        joint_as_is=float(read_as_is(gains, choice).accepts.all(axis=1).mean()),
        proof=proof,
    )


def _on_frontier(gains: Gains, frontier: Frontier) -> tuple[Solution, ...]:
    named = {
        "Nash": nash_solution,
        "Kalai-Smorodinsky": kalai_smorodinsky_solution,
        "egalitarian": egalitarian_solution,
    }
    found = ((name, solve(frontier.utilities, frontier.reservation)) for name, solve in named.items())
    return tuple(
        _solution(name, gains, frontier.choices[at], frontier.utilities[at], "exact, on the complete frontier")
        for name, at in found
        if at is not None
    )


def _by_optimisation(
    gains: Gains, blocks: list[NDArray[np.float64]], constant: NDArray[np.float64]
) -> tuple[Solution, ...]:
    """The same solutions without the frontier: mixed-integer optima with their proven bound."""
    best = np.array([b[np.isfinite(b).all(axis=1)].max(axis=0) for b in blocks]).sum(axis=0) + constant
    if (best <= 0).any():
        return ()
    room = _individually_rational_best(blocks, constant)
    found: dict[str, Optimum | None] = {}
    try:
        found["Nash"] = nash_optimum(blocks, constant)
        if room is not None:
            found["Kalai-Smorodinsky"] = max_min_optimum([b / room for b in blocks], constant / room)
        found["egalitarian"] = max_min_optimum(blocks, constant)
    except NotConverged:
        # What was proven before stays; a solution that was not proven is left out, never guessed.
        pass
    return tuple(
        _solution(
            name,
            gains,
            _package(gains, optimum.rows),
            optimum.gains * (room if name == "Kalai-Smorodinsky" and room is not None else 1.0),
            f"mixed-integer optimum, gap {max(optimum.bound - optimum.value, 0.0):.1e}",
        )
        for name, optimum in found.items()
        if optimum is not None
    )


def _individually_rational_best(
    blocks: list[NDArray[np.float64]], constant: NDArray[np.float64]
) -> NDArray[np.float64] | None:
    """What each party could gain at most while nobody is worse off than without a deal; None if nobody can gain."""
    if max_min_optimum(blocks, constant) is None:
        return None
    room = np.array([best_for_party(blocks, constant, i) for i in range(len(constant))])
    return room if (room > 0).all() else None


def candidate_solutions(
    gains: Gains, found: NDArray[np.int64], solutions: tuple[Solution, ...]
) -> tuple[Solution, ...]:
    """Packages tried in all worlds: the fairest of single worlds that recur or come first, best joint share first."""
    if not len(found):
        return solutions
    common = Counter(map(tuple, found.tolist())).most_common(CANDIDATES)
    tried = [_package(gains, np.array(rows)) for rows, _ in common]
    typical = [np.bincount(column).argmax() for column in found.T]
    tried.append(_package(gains, np.array(typical)))
    made = []
    for n, choice in enumerate(tried):
        name = "most frequent options" if n == len(tried) - 1 else f"fairest of a world, {n + 1}"
        reading = read_as_is(gains, choice)
        mean = (reading.gain / gains.range()).mean(axis=0)
        made.append(_solution(name, gains, choice, mean, "evaluated in every world; not proven best"))
    return tuple(sorted([*solutions, *made], key=lambda s: -s.joint_as_is)[:CANDIDATES])
