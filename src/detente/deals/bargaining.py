"""Frontier and solutions in the central world and a few others, and packages worth trying in all worlds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

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


def central_frontiers(
    gains: Gains, named: Mapping[str, NDArray[np.int64]]
) -> tuple[tuple[Frontier, ...], tuple[Solution, ...], tuple[str, ...]]:
    """The frontier between the required parties in the central world, and the three solutions there.

    `named` are the packages to place on the map, option indices or -1. Returned last are solutions
    whose search stopped before it was sure: counted, and left out.

    The central world has mean gains; an option is left out there when it crosses a red line of someone required in
    at least half of the worlds. Utilities are gains divided by each party's range, so that no deal is at zero.
    """
    blocks, constant = _central(gains, list(range(len(gains.parties))))
    if any(np.isneginf(b).all() for b in blocks):
        return (), (), ()
    frontier = _exact_frontier(gains, gains.parties, blocks, constant)
    if frontier is None:
        return _between_opponents(gains, blocks, named), *_by_optimisation(gains, blocks, constant)
    return (_placed(gains, frontier, named),), _on_frontier(gains, frontier), ()


def _central(gains: Gains, columns: list[int]) -> tuple[list[NDArray[np.float64]], NDArray[np.float64]]:
    """Mean gains of some of the parties per block (combination, party) and their constant, as shares of their range."""
    scale = gains.range()[:, columns].mean(axis=0)
    blocks = []
    for gain, red in zip(gains.gain, gains.red, strict=True):
        out = red[:, columns].any(axis=1).mean(axis=0) >= 0.5
        blocks.append(np.where(out[:, None], -np.inf, gain[:, columns].mean(axis=0).T) / scale)
    return blocks, gains.constant[:, columns].mean(axis=0) / scale


def _between_opponents(
    gains: Gains, blocks: list[NDArray[np.float64]], named: Mapping[str, NDArray[np.int64]]
) -> tuple[Frontier, ...]:
    """The exact frontier between the two required parties that most want opposite things, whatever the others say."""
    stacked = np.vstack([b - b.mean(axis=0) for b in (b[np.isfinite(b).all(axis=1)] for b in blocks)])
    together = stacked.T @ stacked
    spread = np.sqrt(np.maximum(np.diag(together), 1e-300))
    likeness = together / np.outer(spread, spread) + 2 * np.eye(len(spread))
    pair = sorted(int(k) for k in np.unravel_index(likeness.argmin(), likeness.shape))
    two, constant = _central(gains, pair)
    frontier = _exact_frontier(gains, tuple(gains.parties[k] for k in pair), two, constant)
    return () if frontier is None else (_placed(gains, frontier, named),)


def _exact_frontier(
    gains: Gains, parties: tuple[int, ...], blocks: list[NDArray[np.float64]], constant: NDArray[np.float64]
) -> Frontier | None:
    total = float(np.prod([float(len(b)) for b in blocks]))
    kept = [np.flatnonzero(np.isfinite(b).all(axis=1)) for b in blocks]
    integers, unit = integer_utilities([b[k] for b, k in zip(blocks, kept, strict=True)])
    merged = merge_blocks(integers, LARGEST_FRONTIER.get(len(parties), MORE_PARTIES))
    if merged is None:
        return None
    rows = np.column_stack([k[merged.rows[:, b]] for b, k in enumerate(kept)])
    among = "all required parties" if parties == gains.parties else "the two that most want opposite things"
    return Frontier(
        world="central",
        parties=tuple(gains.axes.parties[i] for i in parties),
        utilities=merged.points * unit + constant,
        choices=np.array([_package(gains, r) for r in rows], dtype=np.int64),
        reservation=np.zeros(len(parties)),
        packages_total=total,
        points_total=len(merged.points),
        packages={},
        method=f"exact between {among}: {len(merged.points):,} undominated of {total:.1e} packages, by merging",
    )


def _placed(gains: Gains, frontier: Frontier, named: Mapping[str, NDArray[np.int64]]) -> Frontier:
    """At most a few hundred points, evenly along the frontier, and the named packages beside them."""
    columns = [gains.parties.index(gains.axes.party(p)) for p in frontier.parties]
    scale = gains.range()[:, columns].mean(axis=0)
    mean = {p: read_as_is(gains, choice).gain[:, columns].mean(axis=0) / scale for p, choice in named.items()}
    count = len(frontier.utilities)
    rows = np.unique(np.linspace(0, count - 1, min(count, SHOWN_POINTS)).round().astype(int))
    return replace(
        frontier,
        utilities=frontier.utilities[rows],
        choices=frontier.choices[rows],
        packages={p: tuple(u.tolist()) for p, u in mean.items()},
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
) -> tuple[tuple[Solution, ...], tuple[str, ...]]:
    """The same solutions without the frontier, each with its proven gap, and the names of those not proven."""
    room = _individually_rational_best(blocks, constant)
    if room is None:
        return (), ()
    searches: dict[str, Callable[[], Optimum | None]] = {
        "Nash": lambda: nash_optimum(blocks, constant),
        "Kalai-Smorodinsky": lambda: max_min_optimum([b / room for b in blocks], constant / room),
        "egalitarian": lambda: max_min_optimum(blocks, constant),
    }
    solutions, failed = [], []
    for name, search in searches.items():
        try:
            optimum = search()
        except NotConverged:
            failed.append(name)
            continue
        if optimum is not None:
            scale = room if name == "Kalai-Smorodinsky" else 1.0
            proof = _proof(max(optimum.bound - optimum.value, 0.0))
            solutions.append(_solution(name, gains, _package(gains, optimum.rows), optimum.gains * scale, proof))
    return tuple(solutions), tuple(failed)


def _proof(gap: float) -> str:
    return (
        "proven best by mixed-integer search" if gap <= 1e-6 else f"mixed-integer search, within {gap:.1g} of the best"
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
        name = "most frequent options" if n == len(tried) - 1 else f"fairest in some worlds, no. {n + 1}"
        reading = read_as_is(gains, choice)
        mean = (reading.gain / gains.range()).mean(axis=0)
        made.append(_solution(name, gains, choice, mean, "evaluated in every world; not proven best"))
    return tuple(sorted([*solutions, *made], key=lambda s: -s.joint_as_is)[:CANDIDATES])
