"""How seconds and memory of each stage grow with the number of worlds: `detente assess` in processes of its own.

``python benchmarks/growth.py OUT.json`` assesses a case with several numbers of worlds, one core each, and keeps what
run.json says. The first run fills a cache of its own, so that the growing part is seen without equilibria, which do not
grow; that first run is kept as ``cold``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CASE = ROOT / "cases" / "business-links-2025"
WORLDS, QUICK = (100, 300, 1000, 3000, 10000), (50, 100, 200)


def assessed(case: Path, worlds: int, folder: Path, name: str, *options: str) -> dict[str, Any]:
    """One run in a process of its own, and what it says of itself."""
    output = folder / name
    command = [sys.executable, "-m", "detente.cli.main", "assess", str(case), "--output", str(output), "--jobs", "1"]
    environment = {**os.environ, "DETENTE_CACHE": str(folder / "cache"), "OPENBLAS_NUM_THREADS": "1"}
    before = os.times()
    subprocess.run(
        [*command, "--worlds", str(worlds), *options],
        check=True,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    after = os.times()
    at_work = (after.children_user - before.children_user) + (after.children_system - before.children_system)
    told = json.loads((output / "run.json").read_text())
    return {
        "worlds": worlds,
        "seconds": told["seconds"],
        "seconds_total": told["seconds_total"],
        "seconds_at_work": round(at_work, 2),
        "peak_memory_mib_after": told["peak_memory_mib_after"],
    }


def grown(case: Path, sizes: tuple[int, ...]) -> dict[str, Any]:
    """A cold run of the smallest size, then all sizes beside it: a run that compares is never recalled whole."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cold = assessed(case, sizes[0], folder, "cold")
        against = ("--compare", str(folder / "cold"))
        return {
            "case": case.name,
            "cold": cold,
            "runs": [assessed(case, worlds, folder, str(worlds), *against) for worlds in sizes],
        }


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path)
    parser.add_argument("--case", type=Path, default=CASE)
    parser.add_argument("--quick", action="store_true", help="fewer worlds")
    asked = parser.parse_args()
    asked.output.write_text(json.dumps(grown(asked.case, QUICK if asked.quick else WORLDS), indent=1) + "\n")


if __name__ == "__main__":
    main()
