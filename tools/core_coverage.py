"""How many lines of the core the tests reach; fails below 95 percent.

    python -m pytest --cov
    python tools/core_coverage.py

Lines of code alone are counted, over all folders of the core together; branches are in the report of coverage itself.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from coverage import Coverage

ROOT = Path(__file__).resolve().parents[1]
LEAST = 95.0
"""Percent of the core's lines."""

CORE = (
    *("case", "casefile", "worlds", "positions", "preferences", "deals", "economy", "durability", "roadmap", "legal"),
    *("precedents", "signals", "record", "analysis", "report", "plots"),
)


def lines_reached(measured: Coverage, folder: str) -> dict[str, tuple[int, int]]:
    """Lines reached and lines of code of every module of a folder, with none left out that no test imports."""
    found = {}
    for path in sorted((ROOT / "src" / "detente" / folder).rglob("*.py")):
        _, statements, _, missing, _ = measured.analysis2(str(path))
        found[path.relative_to(ROOT).as_posix()] = len(statements) - len(missing), len(statements)
    return found


def percent(counts: Sequence[tuple[int, int]]) -> float:
    """Share of lines reached, in percent; 100 where there is no line."""
    reached, lines = (sum(column) for column in zip(*counts, strict=True))
    return 100.0 * reached / lines if lines else 100.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Print folders, then modules that fall short; 1 where the core does."""
    parser = argparse.ArgumentParser(description="How many lines of the core the tests reach")
    parser.add_argument("--data", type=Path, default=ROOT / ".coverage", help="file of coverage")
    asked = parser.parse_args(arguments)
    measured = Coverage(data_file=str(asked.data), config_file=str(ROOT / "pyproject.toml"))
    measured.load()
    if not measured.get_data().measured_files():
        sys.stderr.write(f"{asked.data}: nothing was measured.\nRun the tests with --cov first, or make coverage.\n")
        return 2
    folders = {folder: lines_reached(measured, folder) for folder in CORE}
    modules = {name: counts for each in folders.values() for name, counts in each.items()}
    rows = [f"{percent(list(each.values())):6.1f}  {folder}" for folder, each in folders.items()]
    short = sorted((percent([counts]), name) for name, counts in modules.items() if percent([counts]) < LEAST)
    rows += ["", f"Modules below {LEAST:.0f} percent:"] if short else []
    rows += [f"{share:6.1f}  {name}" for share, name in short]
    core = percent(list(modules.values()))
    sys.stdout.write(
        "\n".join([*rows, "", f"{core:6.1f}  percent of the lines of the core; {LEAST:.0f} are asked", ""])
    )
    return int(core < LEAST)


if __name__ == "__main__":
    sys.exit(main())
