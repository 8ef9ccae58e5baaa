"""How far interpolation between solved worlds is off, by their number: against worlds that are solved exactly.

For each option of a case that acts on a network, and each number of anchors: the error in the worlds that no number
uses, root mean square, of the party where it is largest, in USD bn a year, and what leaving one anchor out says of it.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np

from detente.case import Case
from detente.casefile import read_case
from detente.economy.energy_payoffs import EnergySolver
from detente.economy.trade import Baseline
from detente.economy.world_economy import world_economy
from detente.workers import Processes
from detente.worlds import Worlds, draw_worlds

CASE = Path("cases/business-links-2025")


def main() -> None:
    """Solve all worlds once, then interpolate from the first of them."""
    asked = arguments()
    case, baseline = world_economy(read_case(asked.case))
    worlds = draw_worlds(asked.worlds, 0)
    options = {o.id: frozenset(o.shocks) for e in case.elements for o in e.options if o.shocks}
    began = time.perf_counter()
    exact = EnergySolver(case, worlds, baseline, Processes(2), anchors=asked.worlds)
    exact.solve(options.values())
    sys.stdout.write(f"{exact.solves} equilibria in {time.perf_counter() - began:.0f} s, {exact.failed} not found\n")
    named = {name: shocks for name, shocks in options.items() if exact.acts(shocks)}
    truth = {name: exact.change(shocks).worth for name, shocks in named.items()}
    for count in asked.anchors:
        for name, error in errors(case, baseline, worlds, (count, max(asked.anchors)), named, truth).items():
            sys.stdout.write(f"{count:4d} anchors  {name:12s} off by {error[0]:.2f}, leaving one out {error[1]:.2f}\n")


def errors(
    case: Case,
    baseline: Baseline,
    worlds: Worlds,
    counts: tuple[int, int],
    named: dict[str, frozenset[str]],
    truth: dict[str, np.ndarray],
) -> dict[str, tuple[float, float]]:
    """By option, of the party with the largest error; the second of `counts` is where untouched worlds begin."""
    solver = EnergySolver(case, worlds, baseline, Processes(2), anchors=counts[0])
    solver.solve(named.values())
    places = [[baseline.regions.index(r) for r in p.regions if r in baseline.regions] for p in case.parties]
    found = {}
    for name, shocks in named.items():
        change = solver.change(shocks)
        gap = change.worth[counts[1] :] - truth[name][counts[1] :]
        sizes = [root_mean_square(gap, place) for place in places]
        left = sum(np.array([root_mean_square(off, place) ** 2 for place in places]) for off in change.left_out)
        found[name] = (max(sizes), float(np.sqrt(np.max(left))))
    return found


def root_mean_square(gap: np.ndarray, place: list[int]) -> float:
    """Of a party: its regions added up."""
    return float(np.sqrt((gap[:, place].sum(axis=1) ** 2).mean()))


def arguments() -> argparse.Namespace:
    """Case, worlds that are solved, and numbers of anchors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--case", type=Path, default=CASE)
    parser.add_argument("--worlds", type=int, default=200)
    parser.add_argument("--anchors", type=int, nargs="+", default=[12, 16, 24, 64])
    return parser.parse_args()


if __name__ == "__main__":
    main()
