"""Make the tables of the built-in networks of gas and crude from the reference folder and the tables kept by hand.

    python tools/build_energy.py [--source FOLDER] [--output FOLDER]

Reads the folder ``energy`` of the reference tables beside the project and ``tools/energy_tables``; countries become
nodes, million cubic metres become TWh, and a year becomes months. The same sources give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from energy_crude import crude_tables
from energy_gas import gas_tables

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT.parent / "shared" / "reference" / "energy"
HAND = Path(__file__).resolve().parent / "energy_tables"
DATA = ROOT / "src" / "detente" / "economy" / "energy" / "data"
NEEDED = "gas_demand_monthly_2019_2021.csv"

Row = dict[str, str]


def read_tables(folder: Path) -> dict[str, list[Row]]:
    """All tables of a folder as rows of text, by name without the ending."""
    tables = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
        if any(None in row or None in row.values() for row in tables[path.stem]):
            raise ValueError(f"{path.name} has a row with more or fewer cells than its header; is a comma not quoted?")
    return tables


def write_table(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write rows that all have the same columns."""
    rows = list(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(arguments: Sequence[str]) -> int:
    """Build the tables; the exit code is 2 where the source is not there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, default=SOURCE)
    parser.add_argument("--output", type=Path, default=DATA)
    chosen = parser.parse_args(arguments)
    if not (chosen.source / NEEDED).is_file():
        sys.stderr.write(f"{chosen.source} does not hold {NEEDED}; the tables of the package stay as they are.\n")
        return 2
    hand = read_tables(HAND)
    for name, tables in {"gas": gas_tables(read_tables(chosen.source), hand), "crude": crude_tables(hand)}.items():
        for table, rows in tables.items():
            write_table(chosen.output / name / f"{table}.csv", rows)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
