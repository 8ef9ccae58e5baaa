"""Seconds of an energy equilibrium by nodes and months, Clarabel beside HiGHS, and of 64 worlds times 8 shocks.

The whole call is timed: levers, matrices, solver, checks, surplus, tracing. The exit code is 1 if a bar is missed:
0.2 s at 29 nodes and 12 months, 30 s for the batch on two cores.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from networks import made_network

from detente.case import NotConverged
from detente.economy.energy import EnergyShock, Lever, Network, builtin_network, solve_each, solve_energy
from detente.economy.energy.highs import highs_solver

BAR_SECONDS = 0.2
BATCH_BAR_SECONDS = 30.0
SIZES = ((10, 12), (29, 12), (50, 12), (100, 12), (200, 12), (29, 24), (29, 36), (29, 60))
FOLLOWED = EnergyShock((Lever("conduct", "owner:o1", 0.5),))


def say(line: str) -> None:
    """Write a line at once, so that a long run can be watched."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class Shared:
    """Some processes that share the tasks."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def spread(  # noqa: D102
        self, function: Callable[[Any, Any], Any], shared: Any, tasks: Sequence[Any], expected_seconds: float
    ) -> list[Any]:
        context = multiprocessing.get_context("forkserver")
        with ProcessPoolExecutor(self.jobs, context, initializer=_keep, initargs=(shared,)) as pool:
            return list(pool.map(partial(_call, function), tasks))


_KEPT: list[Any] = []


def _keep(shared: Any) -> None:
    _KEPT[:] = [shared]


def _call(function: Callable[[Any, Any], Any], task: Any) -> Any:
    return function(_KEPT[0], task)


def seconds(call: Callable[[], object], runs: int) -> list[float]:
    """Seconds of several runs, after one that does not count."""
    call()
    found = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        found.append(time.perf_counter() - start)
    return found


def growth(runs: int) -> bool:
    """Print medians by size; True if the bar is met."""
    say("| Nodes | Months | Competitive, median s | worst s | One owner followed, median s | iterations | residual |")
    say("| --- | --- | --- | --- | --- | --- | --- |")
    met = True
    for nodes, months in SIZES:
        network = made_network(nodes, months)
        plain = seconds(lambda network=network: solve_energy(network), runs)
        followed = seconds(lambda network=network: solve_energy(network, FOLLOWED), runs)
        found = solve_energy(network, FOLLOWED).diagnostics
        row = (statistics.median(plain), max(plain), statistics.median(followed))
        say(
            f"| {nodes} | {months} | {row[0]:.3f} | {row[1]:.3f} | {row[2]:.3f} "
            f"| {found.iterations} | {found.kkt:.0e} |"
        )
        met &= (nodes, months) != (29, 12) or row[2] <= BAR_SECONDS
    return met


def solvers(sizes: Sequence[tuple[int, int]]) -> None:
    """Print both solvers on the same networks: seconds, ratio, and how far apart their prices are."""
    say("| Nodes | Months | Clarabel s | HiGHS s | Ratio | Largest relative gap of prices |")
    say("| --- | --- | --- | --- | --- | --- |")
    for nodes, months in sizes:
        network = made_network(nodes, months)
        one = statistics.median(seconds(lambda network=network: solve_energy(network), 3))
        start = time.perf_counter()
        try:
            other = solve_energy(network, solver=highs_solver)
        except NotConverged as reason:
            say(f"| {nodes} | {months} | {one:.3f} | {reason} | | |")
            continue
        took = time.perf_counter() - start
        gap = np.nanmax(np.abs(solve_energy(network).price / other.price - 1))
        say(f"| {nodes} | {months} | {one:.3f} | {took:.2f} | {took / one:.0f} | {gap:.0e} |")


def batch(network: Network, jobs: int) -> float:
    """Seconds for 64 worlds with 8 shocks each on the built-in gas network."""
    arcs = network.arcs.ids
    shocks = [EnergyShock((Lever("arc_capacity", arcs[k % len(arcs)], 0.5 + 0.1 * k),)) for k in range(8)]
    draw = np.random.default_rng(0)
    worlds = []
    for _ in range(64):
        demands = network.demands
        factor = float(draw.uniform(0.5, 1.5))
        world = replace(network, demands=replace(demands, elasticity=demands.elasticity * factor))
        worlds += [(world, shock) for shock in shocks]
    start = time.perf_counter()
    found = solve_each(worlds, Shared(jobs) if jobs > 1 else None)
    took = time.perf_counter() - start
    say(f"{len(worlds)} worlds, {jobs} jobs: {took:.1f} s, {int(found.converged.sum())} converged")
    return took


def main() -> int:
    """Run all timings."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--jobs", type=int, default=2)
    chosen = arguments.parse_args()
    met = growth(chosen.runs)
    solvers(((5, 3), (10, 3), (10, 6), (10, 12), (29, 12)))
    gas = builtin_network("gas")
    took = seconds(lambda: solve_energy(gas), chosen.runs)
    say(f"built-in gas network: median {statistics.median(took):.3f} s, worst {max(took):.3f} s")
    met &= batch(gas, chosen.jobs) <= BATCH_BAR_SECONDS
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
