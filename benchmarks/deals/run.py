"""Deals side by side: ours and NegMAS on the same files, and what has no rival here.

``python benchmarks/deals/run.py --negmas-python PATH`` prints Markdown tables and writes them beside this file.
Exit code 1 when a frontier point is missed or a Nash point differs.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import highspy
import numpy as np
import scipy
from limits import Size, fairest_rows, frontier_rows
from measures import dominated, missed, ours, utilities
from scenarios import Recipe, written

import detente
from detente.casefile.genius import read_scenario

HERE = Path(__file__).resolve().parent

EXACT = [
    Recipe("two parties 1e5", 2, 5, 10),
    Recipe("two parties opposed 1e5", 2, 5, 10, opposed=True),
    Recipe("two parties 1e6", 2, 6, 10),
    Recipe("two parties opposed 1e6", 2, 6, 10, opposed=True),
    Recipe("two parties 3^12", 2, 12, 3),
    Recipe("three parties 1e5", 3, 5, 10),
    Recipe("three parties 4^9", 3, 9, 4),
    Recipe("three parties 1e6", 3, 6, 10),
    Recipe("four parties 1e5", 4, 5, 10),
    Recipe("four parties 4^9", 4, 9, 4),
]
LARGE = [
    Recipe("two parties 1e12", 2, 12, 10),
    Recipe("two parties opposed 1e12", 2, 12, 10, opposed=True),
    Recipe("two parties 1e30", 2, 30, 10),
    Recipe("two parties opposed 1e30", 2, 30, 10, opposed=True),
]
PRECISION = 6
QUICK = 100
"""Repeats of what takes milliseconds; the other side is run `--repeats` times."""


def rival(python: str, *arguments: str) -> dict[str, Any]:
    """One run of the other side."""
    ended = subprocess.run([python, str(HERE / "rival.py"), *arguments], capture_output=True, text=True, check=True)
    return dict(json.loads(ended.stdout))


def exact_rows(python: str, folders: list[Path], repeats: int) -> tuple[list[tuple[str, ...]], int, str]:
    """Frontier and solutions by enumeration, against ours; also the points missed, and the version of the rival."""
    rows, wrong, version = [], 0, ""
    for folder in folders:
        mine = ours(read_scenario(folder), QUICK)
        theirs = rival(python, "frontier", str(folder), str(repeats))
        points = np.array(theirs["points"])
        lost = missed(points, mine.points)
        same = bool(np.allclose(mine.nash, theirs["nash"], atol=1e-6))
        wrong += lost + (not same)
        version = f"NegMAS {theirs['version']['negmas']} on Python {theirs['version']['python']}"
        rows.append(
            (
                folder.name.replace("-", " "),
                f"{len(mine.points):,}",
                f"{theirs['seconds']:.2f}",
                f"{1e3 * mine.search:.2f}",
                f"{theirs['seconds'] / mine.search:,.0f}",
                f"{1e3 * mine.whole:.2f}",
                f"{theirs['seconds'] / mine.whole:,.0f}",
                f"{lost} / {missed(mine.points, points)}",
                f"{dominated(points, mine.points)}",
            )
        )
    return rows, wrong, version


def sampler_rows(python: str, folders: list[Path]) -> tuple[list[tuple[str, ...]], int]:
    """The issue-wise sampler against ours, and the points that ours misses."""
    rows, wrong = [], 0
    for folder in folders:
        scenario = read_scenario(folder)
        mine = ours(scenario, QUICK)
        theirs = rival(python, "sampler", str(folder), "1", str(PRECISION))
        points = utilities(scenario, mine.table, theirs["packages"])
        lost = missed(points, mine.points)
        wrong += lost
        rows.append(
            (
                folder.name.replace("-", " "),
                f"{len(mine.points):,}",
                f"{len(points):,}",
                f"{theirs['seconds']:.3f}",
                f"{1e3 * mine.search:.2f}",
                f"{theirs['seconds'] / mine.search:,.0f}",
                f"{1e3 * mine.whole:.2f}",
                f"{theirs['seconds'] / mine.whole:,.0f}",
                f"{lost} / {missed(mine.points, points)}",
                f"{dominated(points, mine.points)}",
            )
        )
    return rows, wrong


def markdown(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine() -> str:
    """What it ran on, without names of people or places."""
    described = Path("/proc/cpuinfo")
    lines = described.read_text(encoding="utf-8").splitlines() if described.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    model = models[0] if models else "an unknown processor"
    threads = os.environ.get("OPENBLAS_NUM_THREADS", "as many as cores")
    versions = f"Python {platform.python_version()}, NumPy {np.__version__}, SciPy {scipy.__version__}"
    return (
        f"{os.cpu_count()} cores of {model}, {platform.system()}. Detente {detente.__version__}, {versions}, "
        f"HiGHS {highspy.Highs().version()}; BLAS threads: {threads}."
    )


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--negmas-python", help="interpreter of an environment that has NegMAS; without it, ours only")
    parser.add_argument("--scenarios", type=Path, action="append", default=[], help="more Genius folders to compare on")
    parser.add_argument("--repeats", type=int, default=3, help="runs of the other side; medians are shown")
    parser.add_argument("--seeds", type=int, default=20, help="instances per kind for the fairest of 1e18 packages")
    parser.add_argument("--output", type=Path, default=HERE / "results.md")
    asked = parser.parse_args()
    parts, wrong, version = [], 0, "not run"
    if asked.negmas_python:
        with tempfile.TemporaryDirectory() as place:
            folders = [*asked.scenarios, *(written(recipe, Path(place)) for recipe in EXACT)]
            rows, wrong, version = exact_rows(asked.negmas_python, folders, asked.repeats)
            large = [written(recipe, Path(place)) for recipe in LARGE]
            sampled, lost = sampler_rows(asked.negmas_python, large)
        wrong += lost
        head = ("scenario", "points", "NegMAS s", "search ms", "ratio", "whole ms", "ratio", "missed ours / theirs")
        parts += ["## Exact frontier, Nash, Kalai-Smorodinsky", markdown((*head, "theirs dominated"), rows)]
        head = ("scenario", "points", "sampled", *head[2:])
        parts += [f"## Issue-wise sampler, precision {PRECISION}", markdown((*head, "theirs dominated"), sampled)]
    head = ("parties", "packages", "evaluations", "wishes", "points", "median ms", "largest ms")
    wide = frontier_rows(Size(2, 30, 10), asked.seeds) + frontier_rows(Size(3, 12, 10), asked.seeds)
    parts += ["## Exact frontiers of many packages", markdown(head, wide)]
    head = ("evaluations", "wishes", "median s", "largest s", "largest gap", "HiGHS median s", "HiGHS largest s")
    fairest = fairest_rows(Size(8, 18, 10), asked.seeds, min(asked.seeds, 3))
    parts += ["## Fairest of 1e18 packages, eight parties, twelve gates", markdown(head, fairest)]
    text = "\n\n".join(["# Results", f"{machine()} Other side: {version}.", *parts]) + "\n"
    asked.output.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
