"""How long margins and prospects of the real case take in 1,000 worlds.

Run: OPENBLAS_NUM_THREADS=1 PYTHONPATH=src python benchmarks/durability/margins.py
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from detente.analysis import every_estimate
from detente.casefile import read_case
from detente.durability import assess_package
from detente.durability.prospects import look_ahead
from detente.economy import value_options
from detente.positions import tally_positions
from detente.preferences import draw_preferences
from detente.worlds import draw_worlds

CASE = Path(__file__).parents[2] / "cases/business-links-2025"
WORLDS = 1000
RUNS = 3


def main() -> None:
    """Time every package, best of three, without the draws that other stages share."""
    case, worlds = read_case(CASE), draw_worlds(WORLDS, seed=0)
    payoffs = value_options(case, worlds)
    preferences = draw_preferences(case, tally_positions(case), payoffs, worlds)
    sys.stdout.write(f"{'package':16} margins, s  prospects, s\n")
    totals = [0.0, 0.0]
    for package in case.packages:
        drawn = case, package, preferences, payoffs, worlds
        times = [
            _best(lambda drawn=drawn: assess_package(*drawn)),
            _best(lambda drawn=drawn: look_ahead(*drawn, every_estimate(drawn[0]))),
        ]
        totals = [total + seconds for total, seconds in zip(totals, times, strict=True)]
        sys.stdout.write(f"{package.id:16} {times[0]:10.3f}  {times[1]:12.3f}\n")
    sys.stdout.write(f"{'all':16} {totals[0]:10.3f}  {totals[1]:12.3f}\n")


def _best(run) -> float:
    seconds = []
    for _ in range(RUNS):
        began = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - began)
    return min(seconds)


if __name__ == "__main__":
    main()
