"""The other side, run by an interpreter that has NegMAS: one folder in, one line of JSON out.

``rival.py frontier FOLDER REPEATS`` times its exact frontier with the Nash, Kalai and Kalai-Smorodinsky points,
``rival.py sampler FOLDER REPEATS PRECISION`` its issue-wise sampler. Reading the files is not timed.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import negmas
from negmas import Scenario
from negmas.preferences.ops import kalai_points, ks_points, nash_points, pareto_frontier
from negmas.preferences.pareto_sampler import IPSParetoSampler


def timed(run: Callable[[], Any], repeats: int) -> tuple[Any, float]:
    """What a run gives, and the median of its seconds."""
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        found = run()
        seconds.append(time.perf_counter() - start)
    return found, statistics.median(seconds)


def exact(ufuns: Any) -> Any:
    """Frontier by enumeration, then the points of three solutions on it."""
    points, _ = pareto_frontier(ufuns)
    return points, nash_points(ufuns, points), kalai_points(ufuns, points), ks_points(ufuns, points)


def sampled(ufuns: Any, precision: int) -> Any:
    """Outcomes on the frontier as the issue-wise sampler finds it."""
    sampler = IPSParetoSampler(precision=precision)
    sampler.init(*ufuns)
    return sampler.pareto_outcomes()


def main() -> None:
    """Read, time, print."""
    warnings.simplefilter("ignore")
    kind, folder, repeats = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    scenario = Scenario.from_genius_folder(folder, ignore_discount=True)
    if kind == "frontier":
        found, seconds = timed(lambda: exact(scenario.ufuns), repeats)
        result = {"points": [[float(u) for u in p] for p in found[0]], "nash": [float(u) for u in found[1][0][0]]}
    else:
        outcomes, seconds = timed(lambda: sampled(scenario.ufuns, int(sys.argv[4])), repeats)
        names = [issue.name for issue in scenario.outcome_space.issues]
        result = {"packages": [dict(zip(names, map(str, o), strict=True)) for o in outcomes]}
    version = {"negmas": negmas.__version__, "python": sys.version.split()[0]}
    sys.stdout.write(json.dumps({"seconds": seconds, "version": version, **result}))


if __name__ == "__main__":
    main()
