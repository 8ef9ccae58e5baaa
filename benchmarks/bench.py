"""Every benchmark beside its peers: one table of ratios, benchmarks/results.json, and the page that shows it.

``make bench`` runs all; ``make bench QUICK=--quick`` takes small problems. Exit code 1 when two sides disagree. A peer
that cannot be installed is named, and its rows are missing: they are never filled from an earlier run.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from statistics import median
from typing import Any

from by_definition import BY_DEFINITION
from growth import CASE, QUICK, WORLDS, grown
from pairs import COMPARISONS, Pair
from peers import NoPeer

HERE = Path(__file__).resolve().parent
LIBRARIES = ("numpy", "scipy", "clarabel", "highspy")


def compared(quick: bool) -> tuple[list[Pair], dict[str, str]]:
    """All pairs, and why others are missing."""
    found: list[Pair] = []
    missing: dict[str, str] = {}
    for comparison in (*COMPARISONS, *BY_DEFINITION):
        sys.stderr.write(f"{comparison.__name__} ...\n")
        try:
            for pair in comparison(quick):
                found.append(pair)
                sys.stdout.write(line(pair) + "\n")
        except NoPeer as reason:
            missing[comparison.__name__] = str(reason)
        except subprocess.CalledProcessError as error:
            missing[comparison.__name__] = str(error.stderr).strip()[-500:]
    return found, missing


def line(pair: Pair) -> str:
    """One row of the table: medians, their ratio, and its spread from the worst pair of runs to the best."""
    ratios = sorted((min(pair.theirs) / max(pair.ours), max(pair.theirs) / min(pair.ours)))
    ours, theirs = median(pair.ours), median(pair.theirs)
    return (
        f"{pair.stage:14s} {pair.problem:58s} {pair.peer:22s} {ours:10.3g} s {theirs:10.3g} s "
        f"x {theirs / ours:8.3g} ({ratios[0]:.3g} to {ratios[1]:.3g}) {'same' if pair.same else 'DIFFERS'}"
    )


def machine() -> dict[str, Any]:
    """What the figures were measured on, and how busy it was."""
    model = next(
        (row.split(":", 1)[1].strip() for row in _lines("/proc/cpuinfo") if row.startswith("model name")),
        platform.machine(),
    )
    return {
        "processor": model,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "libraries": {name: metadata.version(name) for name in LIBRARIES},
        "load_average": round(os.getloadavg()[1], 1),
    }


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines() if Path(path).exists() else []


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small problems, few worlds")
    parser.add_argument("--output", type=Path, default=HERE / "results.json")
    parser.add_argument("--growth", type=Path, help="growth measured before, by growth.py")
    asked = parser.parse_args()
    pairs, missing = compared(asked.quick)
    if asked.growth:
        growth = json.loads(asked.growth.read_text())
    else:
        sys.stderr.write("growth with worlds ...\n")
        growth = grown(CASE, QUICK if asked.quick else WORLDS)
    told = {
        "quick": asked.quick,
        "machine": machine(),
        "pairs": [pair.as_dict() for pair in pairs],
        "missing": missing,
        "growth": growth,
    }
    asked.output.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    for name, reason in missing.items():
        sys.stdout.write(f"{name}: the peer is missing. {reason}\n")
    return 0 if all(pair.same for pair in pairs) else 1


if __name__ == "__main__":
    sys.exit(main())
