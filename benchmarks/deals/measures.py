"""What is measured on our side, and how two answers are compared."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.case import Scenario
from detente.deals.scenario.solving import solve_scenario
from detente.deals.scenario.table import Table, scenario_table
from detente.deals.search.frontier import merge_blocks
from detente.deals.search.solutions import kalai_smorodinsky_solution, nash_solution

CLOSE = 1e-9
"""Raw utilities closer than this are the same: the other side adds floats."""

LARGEST = 2_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Ours:
    """Seconds of the search alone and of the whole solve; frontier in raw utilities, and its Nash point."""

    search: float
    whole: float
    points: NDArray[np.float64]
    nash: NDArray[np.float64]
    table: Table


def timed(run: Callable[[], Any], repeats: int) -> tuple[Any, float]:
    """What a run gives, and the median of its seconds."""
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        found = run()
        seconds.append(time.perf_counter() - start)
    return found, statistics.median(seconds)


def search(table: Table) -> tuple[NDArray[np.float64], int | None]:
    """Frontier, Nash and Kalai-Smorodinsky from utilities in memory: what the other side does in its three calls."""
    merged = merge_blocks(table.blocks, LARGEST, np.array(table.floor(), dtype=np.int64))
    if merged is None:
        raise RuntimeError(f"The frontier has more than {LARGEST:,} points.")
    units = np.array([float(unit) for unit in table.units])
    points = merged.points * units
    disagreement = np.array([float(d) for d in table.disagreement])
    kalai_smorodinsky_solution(points, disagreement - CLOSE)
    return points, nash_solution(points, disagreement - CLOSE)


def ours(scenario: Scenario, repeats: int) -> Ours:
    """Both ways of timing, on one scenario read from its files."""
    table = scenario_table(scenario)
    (points, nash), seconds = timed(lambda: search(table), repeats)
    _, whole = timed(lambda: solve_scenario(scenario), repeats)
    return Ours(seconds, whole, points, points[nash], table)


def missed(of: NDArray[np.float64], by: NDArray[np.float64]) -> int:
    """How many points of one frontier the other neither holds nor dominates."""
    if not len(by):
        return len(of)
    held = [bool(np.logical_and.reduce(by >= point - CLOSE, axis=1).any()) for point in of]
    return len(of) - sum(held)


def dominated(points: NDArray[np.float64], frontier: NDArray[np.float64]) -> int:
    """How many points a frontier beats for someone, and matches for everyone."""
    beaten = 0
    for point in points:
        as_good = np.logical_and.reduce(frontier >= point - CLOSE, axis=1)
        beaten += bool((frontier[as_good] > point + CLOSE).any())
    return beaten


def utilities(scenario: Scenario, table: Table, packages: Sequence[Mapping[str, str]]) -> NDArray[np.float64]:
    """Exact utilities of packages named by their options, (package, party)."""
    rows = [[e.options.index(package[e.name]) for e in scenario.elements] for package in packages]
    sums = np.array([table.sums(np.array(row)) for row in rows], dtype=np.int64)
    return sums * np.array([float(unit) for unit in table.units])
