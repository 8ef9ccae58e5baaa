"""Make the tables of the built-in baseline from an aggregation of the World Input-Output Database.

    python tools/build_baseline.py [--source FOLDER] [--output FOLDER]

Reads ``wiod2013_2011_21x12.npz`` and ``concordance.json`` in the folder beside the project, takes Ukraine out of the
rest of the world, rounds and writes the seven files of a baseline folder. The same source gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from split_ukraine import Array, Figure, World, split

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT.parent / "shared" / "data" / "wiod"
DATA = ROOT / "src" / "detente" / "economy" / "trade" / "data"
TABLES = "wiod2013_2011_21x12.npz"
REST, NAME = "ROW", "UKR"
DIGITS = 1
"""Decimals of a million USD that are kept; the source has none, small flows of Ukraine need one."""

ATTRIBUTION = (
    "World Input-Output Database, release 2013, year 2011 (Timmer, Dietzenbacher, Los, Stehrer and de Vries 2015), "
    "aggregated to 21 regions and 12 sectors; Ukraine estimated inside the rest of the world"
)
NAMES = {
    "RUS": "Russia",
    "USA": "United States",
    "CHN": "China",
    "IND": "India",
    "TUR": "Turkey",
    "JPN": "Japan",
    "KOR": "Korea",
    "CAN": "Canada",
    "GBR": "United Kingdom",
    "DEU": "Germany",
    "FRA": "France",
    "ITA": "Italy",
    "POL": "Poland",
    "BLX": "Belgium, Netherlands, Luxembourg",
    "BAL": "Estonia, Latvia, Lithuania",
    "NOR_EU": "Sweden, Finland, Denmark, Ireland",
    "CEE": "Austria, Czechia, Hungary, Slovakia, Slovenia, Bulgaria, Romania",
    "SOU": "Spain, Portugal, Greece, Malta, Cyprus",
    "PAC": "Australia, Indonesia, Taiwan",
    "LAM": "Brazil, Mexico",
    "ROW": "Rest of the world without Ukraine (estimated)",
    "UKR": "Ukraine (estimated)",
}


def read_world(folder: Path) -> World:
    """Read the aggregation; what stocks take out of final demand of a flow is set to zero where it is negative."""
    with np.load(folder / TABLES, allow_pickle=False) as file:
        inputs, final = file["Z"], file["F"].sum(axis=3).clip(min=0)
        regions, sectors = (tuple(file[name].tolist()) for name in ("regions", "sectors"))
    flow = (inputs.sum(axis=3) + final).transpose(1, 2, 0)
    return World(regions, sectors, flow, inputs.sum(axis=0).transpose(1, 0, 2))


def read_figures(path: Path) -> list[Figure]:
    """Read the published figures on Ukraine."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Figure(
                row["flow"], row["kind"], row["by"], tuple(row["group"].split("|")), float(row["value"]), row["unit"]
            )
            for row in csv.DictReader(file)
        ]


def rounded(source: World, world: World) -> World:
    """Round Ukraine, and take the rest of the world as the old rest less Ukraine, so that no margin moves."""
    at, new = source.regions.index(REST), len(source.regions)
    flow, use = world.flow.copy(), world.use.copy()
    flow[:, new], flow[:, :, new] = flow[:, new].round(DIGITS), flow[:, :, new].round(DIGITS)
    use[new] = use[new].round(DIGITS)
    flow[:, :new, at] = source.flow[:, :, at] - flow[:, :new, new]
    flow[:, at, :new] = source.flow[:, at] - flow[:, new, :new]
    corner = flow[:, at, new] + flow[:, new, at] + flow[:, new, new]
    flow[:, at, at] = source.flow[:, at, at] - corner
    use[at] = source.use[at] - use[new]
    return World(world.regions, world.sectors, flow.round(DIGITS), use.round(DIGITS))


def write_world(folder: Path, world: World, about: dict[str, Any], thetas: dict[str, float]) -> None:
    """Write the seven files of a baseline folder."""
    folder.mkdir(parents=True, exist_ok=True)
    made, bought = world.flow.sum(axis=1), world.flow.sum(axis=2)
    value_added = (made - world.use.sum(axis=1).T).round(DIGITS)
    final = (bought - world.use.sum(axis=2).T).round(DIGITS)
    if value_added.min() <= 0 or final.min() < 0 or world.flow.min() < 0 or world.use.min() < 0:
        raise ValueError("The accounts have a negative entry: the figures on Ukraine do not fit the rest of the world.")
    r, s = world.regions, world.sectors
    said = [("year", 2011), ("unit", "million USD"), ("source", ATTRIBUTION)]
    _write(folder / "about.csv", ("key", "value"), said)
    _write(folder / "regions.csv", ("region", "name"), ((region, NAMES[region]) for region in r))
    sectors = ((j, f"{thetas[j]:g}", "set caliendo_parro of elasticities.csv", about[j]["name"]) for j in s)
    _write(folder / "sectors.csv", ("sector", "theta", "theta_source", "name"), sectors)
    trade = world.flow.transpose(0, 2, 1)
    _write(folder / "trade.csv", ("sector", "origin", "destination", "value"), _rows(trade, (s, r, r)))
    _write(folder / "inputs.csv", ("region", "input", "sector", "value"), _rows(world.use, (r, s, s)))
    _write(folder / "final.csv", ("region", "sector", "value"), _rows(final.T, (r, s)))
    _write(folder / "production.csv", ("region", "sector", "value_added"), _rows(value_added.T, (r, s)))


def _rows(table: Array, labels: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    for place in np.argwhere(table > 0).tolist():
        names = (names[k] for names, k in zip(labels, place, strict=True))
        yield (*names, f"{table[tuple(place)]:.{DIGITS}f}".removesuffix(".0"))


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def read_thetas(path: Path) -> dict[str, float]:
    """Long-run elasticities of the set that the built-in baseline uses unless told otherwise."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["sector"]: float(row["theta"]) for row in csv.DictReader(file) if row["set"] == "caliendo_parro"}


def main(arguments: Sequence[str]) -> int:
    """Build the tables; the exit code is 2 where the source is not there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, default=SOURCE)
    parser.add_argument("--output", type=Path, default=DATA / "world")
    chosen = parser.parse_args(arguments)
    if not (chosen.source / TABLES).is_file():
        sys.stderr.write(f"{chosen.source} does not hold {TABLES}.\n")
        return 2
    source = read_world(chosen.source)
    about = json.loads((chosen.source / "concordance.json").read_text(encoding="utf-8"))["sectors"]
    world = rounded(source, split(source, read_figures(DATA / "ukraine_2011.csv"), REST, NAME))
    write_world(chosen.output, world, about, read_thetas(DATA / "elasticities.csv"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
