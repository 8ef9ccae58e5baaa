"""Frontier and solutions in the central world: who could gain how much there, and what the textbook would pick."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.case import NotConverged
from detente.deals.proposals.ties import ties_of
from detente.deals.records import Frontier, Solution
from detente.deals.search.choices import PairRule
from detente.deals.search.choices import Penalty as PairPenalty
from detente.deals.search.frontier import epsilon_frontier, integer_utilities
from detente.deals.search.optimum import (
    Optimum,
    best_for_party,
    max_min_optimum,
    maximin_optimum,
    nash_optimum,
    utilitarian_optimum,
)
from detente.deals.search.solutions import (
    egalitarian_solution,
    kalai_smorodinsky_solution,
    maximin_solution,
    nash_solution,
    utilitarian_solution,
)
from detente.deals.worth.acceptance import read_as_is
from detente.deals.worth.gains import Gains, in_blocks
from detente.deals.worth.pairwise import PairwiseGains, central_world

CENTRAL_BLOCK = 20_000
"""Most combinations in one block of tied elements in the central world, where there is only one world to hold."""

LARGEST_FRONTIER = {2: 50_000, 3: 4_000}
"""Most points kept while merging, by number of parties; beyond it the distance to the frontier is stated."""

MORE_PARTIES = 400

SOLUTIONS = ("Nash", "Kalai-Smorodinsky", "egalitarian", "utilitarian", "maximin")
"""Textbook rules, by the names they go by."""

SHOWN_POINTS = 400
"""Points of a frontier that are handed on for drawing; the count of all is in its method."""


def central_frontiers(
    pairwise: PairwiseGains, named: Mapping[str, NDArray[np.int64]]
) -> tuple[tuple[Frontier, ...], tuple[Solution, ...], tuple[str, ...]]:
    """Frontiers between those who must sign in the central world, and the three solutions there.

    First the exact frontier between the two that most want opposite things, for the picture; then that between all,
    exact or with the distance within which each of its points is met. `named` are the packages to place on the map,
    option indices or -1. Returned last are solutions whose search stopped before it was sure: counted, and left out.

    The central world has mean gains; an option is left out there when it crosses a red line of someone required in
    at least half of the worlds. Utilities are gains divided by each party's range, so that no deal is at zero.
    """
    central = in_blocks(central_world(pairwise), CENTRAL_BLOCK)
    everyone = list(range(len(pairwise.parties)))
    blocks = _allowed(central, everyone)
    if any(np.isneginf(b).all() for b in blocks):
        return (), (), ()
    block_of = {b.elements[0]: n for n, b in enumerate(central.blocks)}
    problem = _Central(blocks, central.constant[0], *ties_of(central.rules, central.penalties, block_of))
    if problem.rules or problem.penalties:
        return (), *_by_optimisation(pairwise, central, problem)
    frontier = _merged(central, everyone, floor=np.zeros(len(everyone)))
    shown = [_merged(central, _opponents(blocks), floor=None)] if len(everyone) > 2 else []
    placed = tuple(_placed(pairwise, f, named) for f in (*shown, frontier))
    if not any(frontier.epsilon):
        return placed, _on_frontier(pairwise, frontier, problem.no_deal()), ()
    return placed, *_by_optimisation(pairwise, central, problem)


@dataclass(frozen=True, slots=True, eq=False)
class _Central:
    """The central world as optimisation takes it: rows of blocks, and the ties between blocks of one element."""

    blocks: list[NDArray[np.float64]]
    constant: NDArray[np.float64]
    rules: tuple[PairRule, ...]
    penalties: tuple[PairPenalty, ...]

    def no_deal(self) -> NDArray[np.float64]:
        """Utility of no deal (party,) where the additive worst package has utility 0 and the best 1."""
        lowest = [np.where(np.isfinite(b), b, np.inf).min(axis=0) for b in self.blocks]
        worth: NDArray[np.float64] = -(self.constant + np.sum(lowest, axis=0))
        return worth

    def shares_of(self, room: NDArray[np.float64]) -> _Central:
        """The same with each party's gains as a share of what it could gain."""
        penalties = tuple(replace(p, loss=p.loss / float(room[p.party])) for p in self.penalties)
        return _Central([b / room for b in self.blocks], self.constant / room, self.rules, penalties)


def _allowed(central: Gains, columns: list[int]) -> list[NDArray[np.float64]]:
    """Central gains of some of the parties per block (combination, party), minus infinity beyond their red lines."""
    blocks = []
    for gain, red in zip(central.gain, central.red, strict=True):
        out = np.logical_or.reduce(red[0, columns], axis=0)
        blocks.append(np.where(out[:, None], -np.inf, gain[0, columns].T))
    return blocks


def _opponents(blocks: list[NDArray[np.float64]]) -> list[int]:
    """The two required parties that most want opposite things."""
    stacked = np.vstack([b - b.mean(axis=0) for b in (b[np.isfinite(b).all(axis=1)] for b in blocks)])
    together = stacked.T @ stacked
    spread = np.sqrt(np.maximum(np.diag(together), 1e-300))
    likeness = together / np.outer(spread, spread) + 2 * np.eye(len(spread))
    return sorted(int(k) for k in np.unravel_index(likeness.argmin(), likeness.shape))


def _merged(central: Gains, columns: list[int], floor: NDArray[np.float64] | None) -> Frontier:
    """The frontier between some of the parties, whatever the others say; with a `floor`, at or above it."""
    blocks, constant = _allowed(central, columns), central.constant[0, columns]
    kept = [np.flatnonzero(np.isfinite(b).all(axis=1)) for b in blocks]
    integers, unit = integer_utilities([b[k] for b, k in zip(blocks, kept, strict=True)])
    # A sum within the rounding of the integers below the floor counts as on it.
    least = None if floor is None else np.floor((floor - constant) / unit).astype(np.int64) - len(blocks)
    merged = epsilon_frontier(integers, LARGEST_FRONTIER.get(len(columns), MORE_PARTIES), least)
    rows = np.column_stack([k[merged.rows[:, b]] for b, k in enumerate(kept)])
    choices = np.array([_package(central, r) for r in rows], dtype=np.int64)
    total = float(np.prod([float(len(b)) for b in blocks]))
    epsilon = tuple((merged.epsilon * unit).tolist())
    among = "all who must sign" if len(columns) == len(central.parties) else "the two that most want opposite things"
    where = "" if floor is None else " that leave nobody worse off"
    return Frontier(
        world="central",
        parties=tuple(central.axes.parties[central.parties[k]] for k in columns),
        utilities=merged.points * unit + constant,
        choices=choices.reshape(len(rows), len(central.axes.elements)),
        reservation=np.zeros(len(columns)),
        packages_total=total,
        points_total=len(merged.points),
        packages={},
        method=_method(among, where, len(merged.points), total, epsilon),
        epsilon=epsilon,
    )


def _method(among: str, where: str, count: int, total: float, epsilon: tuple[float, ...]) -> str:
    if not any(epsilon):
        return f"exact between {among}: {count:,} undominated of {_count(total)} packages{where}, by merging"
    return (
        f"between {among}: {count:,} of {_count(total)} packages{where}, by merging; every undominated package is met "
        f"within {max(epsilon):.2g} of each party's range"
    )


def _count(total: float) -> str:
    return f"{total:,.0f}" if total < 1e6 else f"{total:.1e}"


def _placed(pairwise: PairwiseGains, frontier: Frontier, named: Mapping[str, NDArray[np.int64]]) -> Frontier:
    """At most a few hundred points, evenly along the frontier, and the named packages beside them."""
    columns = [pairwise.parties.index(pairwise.axes.party(p)) for p in frontier.parties]
    scale = pairwise.range()[:, columns].mean(axis=0)
    mean = {p: read_as_is(pairwise, choice).gain[:, columns].mean(axis=0) / scale for p, choice in named.items()}
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


def solution(
    name: str, pairwise: PairwiseGains, choice: NDArray[np.int64], utilities: NDArray[np.float64], proof: str
) -> Solution:
    """Put a complete package found for some reason, with the mean gains that led to it, on record."""
    axes = pairwise.axes
    return Solution(
        name=name,
        choices={e: axes.options[n][choice[n]] for n, e in enumerate(axes.elements)},
        gains={axes.parties[i]: float(u) for i, u in zip(pairwise.parties, utilities, strict=True)},
        joint_as_is=float(read_as_is(pairwise, choice).accepts.all(axis=1).mean()),
        proof=proof,
    )


def _on_frontier(pairwise: PairwiseGains, frontier: Frontier, no_deal: NDArray[np.float64]) -> tuple[Solution, ...]:
    named = {
        "Nash": nash_solution,
        "Kalai-Smorodinsky": kalai_smorodinsky_solution,
        "egalitarian": egalitarian_solution,
        "utilitarian": utilitarian_solution,
        "maximin": maximin_solution,
    }
    if not len(frontier.utilities):
        return ()
    found = ((name, solve(frontier.utilities + no_deal, no_deal)) for name, solve in named.items())
    return tuple(
        solution(name, pairwise, frontier.choices[at], frontier.utilities[at], "exact, on the complete frontier")
        for name, at in found
        if at is not None
    )


def _by_optimisation(
    pairwise: PairwiseGains, central: Gains, problem: _Central
) -> tuple[tuple[Solution, ...], tuple[str, ...]]:
    """The same solutions without the frontier, each with its proven gap, and the names of those not proven."""
    try:
        room = _individually_rational_best(problem)
    except NotConverged:
        return (), SOLUTIONS
    if room is None:
        return (), ()
    shares = problem.shares_of(room)
    searches: dict[str, Callable[[], Optimum | None]] = {
        "Nash": lambda: nash_optimum(problem.blocks, problem.constant, problem.rules, problem.penalties),
        "Kalai-Smorodinsky": lambda: max_min_optimum(shares.blocks, shares.constant, shares.rules, shares.penalties),
        "egalitarian": lambda: max_min_optimum(problem.blocks, problem.constant, problem.rules, problem.penalties),
        "utilitarian": lambda: utilitarian_optimum(problem.blocks, problem.constant, problem.rules, problem.penalties),
        "maximin": lambda: maximin_optimum(
            problem.blocks, problem.constant, problem.no_deal(), problem.rules, problem.penalties
        ),
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
            choice = _package(central, optimum.rows)
            solutions.append(solution(name, pairwise, choice, optimum.gains * scale, proof))
    return tuple(solutions), tuple(failed)


def _proof(gap: float) -> str:
    return "proven best by branch and bound" if gap <= 1e-6 else f"branch and bound, within {gap:.1g} of the best"


def _individually_rational_best(problem: _Central) -> NDArray[np.float64] | None:
    """What each party could gain at most while nobody is worse off than without a deal; None if nobody can gain."""
    blocks, constant, rules, penalties = problem.blocks, problem.constant, problem.rules, problem.penalties
    if max_min_optimum(blocks, constant, rules, penalties) is None:
        return None
    room = np.array([best_for_party(blocks, constant, i, rules, penalties) for i in range(len(constant))])
    return room if (room > 0).all() else None
