"""What a shock does to sectors, flows, partners and regions, as tables."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.case import CaseError
from detente.economy.trade import (
    Detail,
    Equilibrium,
    detail_of,
    export_concentration,
    export_shares,
    foreign,
    growth,
    tax_revenue,
)

PERCENT = 100.0
Column = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of one length, under their names."""

    name: str
    columns: Mapping[str, Column]

    def rows(self) -> list[dict[str, Any]]:
        """The rows as JSON types; what is not a number is null."""
        values = [_plain(column) for column in self.columns.values()]
        return [dict(zip(self.columns, row, strict=True)) for row in zip(*values, strict=True)]


def _plain(column: Column) -> list[Any]:
    if column.dtype.kind != "f":
        return list(column.tolist())
    return [None if isnan(number) else number for number in column.tolist()]


def detail_tables(found: Equilibrium) -> list[Table]:
    """Tables by sector, flow, partner and region."""
    parts = detail_of(found)
    return [_sectors(found, parts), _flows(found, parts), _partners(found, parts), _regions(found, parts)]


def write_tables(tables: Sequence[Table], folder: Path) -> None:
    """Write each table as a CSV file named after it; what is not a number is empty."""
    if folder.exists() and not folder.is_dir():
        raise CaseError(f"{folder.as_posix()} is a file.\nName a folder for the tables.")
    folder.mkdir(parents=True, exist_ok=True)
    for table in tables:
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(table.columns)
            writer.writerows(zip(*(_plain(column) for column in table.columns.values()), strict=True))


def _sectors(found: Equilibrium, parts: Detail) -> Table:
    """A row for each region and sector; shares in percent, parts of welfare in percent of income."""
    old, new = foreign(parts.flow_before), foreign(parts.flow_after)
    shares = [PERCENT * export_shares(flow) for flow in (parts.flow_before, parts.flow_after)]
    tables = {
        "tot_pct": PERCENT * parts.parts.terms_of_trade.sum(axis=2),
        "vot_pct": PERCENT * parts.parts.volume_of_trade.sum(axis=2),
        "output_pct": PERCENT * (parts.output_hat - 1),
        "price_pct": PERCENT * (found.price_hat - 1),
        "cost_pct": PERCENT * (found.cost_hat - 1),
        "export_share_before_pct": shares[0],
        "export_share_after_pct": shares[1],
        "exports_before": old.sum(axis=1),
        "exports_after": new.sum(axis=1),
        "imports_before": old.sum(axis=2),
        "imports_after": new.sum(axis=2),
    }
    sectors, regions = found.baseline.expenditure.shape
    labels = {
        "region": np.repeat(np.array(found.baseline.regions), sectors),
        "sector": np.tile(np.array(found.baseline.sectors), regions),
    }
    return Table("sectors", {**labels, **{name: table.T.ravel() for name, table in tables.items()}})


def _flows(found: Equilibrium, parts: Detail) -> Table:
    """A row for each flow that is not zero before, domestic sales included."""
    j, n, i = np.nonzero(parts.flow_before > 0)
    regions = np.array(found.baseline.regions)
    before, after = parts.flow_before[j, n, i], parts.flow_after[j, n, i]
    return Table(
        "flows",
        {
            "origin": regions[i],
            "destination": regions[n],
            "sector": np.array(found.baseline.sectors)[j],
            "before": before,
            "after": after,
            "growth_pct": PERCENT * growth(before, after),
            "volume_pct": PERCENT * (parts.volume_hat[j, n, i] - 1),
            "tariff_before_pct": PERCENT * (found.baseline.tariff[j, n, i] - 1),
            "tariff_after_pct": PERCENT * (found.after.tariff[j, n, i] - 1),
        },
    )


def _partners(found: Equilibrium, parts: Detail) -> Table:
    """A row for each region and each of its partners; imports are what the region buys there, exports what it sells."""
    old, new = parts.flow_before.sum(axis=0), parts.flow_after.sum(axis=0)
    same_prices = (parts.flow_before * parts.volume_hat).sum(axis=0)
    tables = {
        "tot_pct": PERCENT * parts.parts.terms_of_trade.sum(axis=0),
        "vot_pct": PERCENT * parts.parts.volume_of_trade.sum(axis=0),
        "imports_before": old,
        "imports_after": new,
        "imports_growth_pct": PERCENT * growth(old, new),
        "imports_volume_pct": PERCENT * growth(old, same_prices),
        "exports_before": old.T,
        "exports_after": new.T,
        "exports_growth_pct": PERCENT * growth(old, new).T,
        "exports_volume_pct": PERCENT * growth(old, same_prices).T,
    }
    names = np.array(found.baseline.regions)
    region, partner = np.nonzero(~np.eye(len(names), dtype=bool))
    labels = {"region": names[region], "partner": names[partner]}
    return Table("partners", {**labels, **{name: table[region, partner] for name, table in tables.items()}})


def _regions(found: Equilibrium, parts: Detail) -> Table:
    """A row for each region: size, trade, taxes, and how concentrated its exports are."""
    worlds = {"before": found.baseline, "after": found.after}
    flows = {"before": foreign(parts.flow_before), "after": foreign(parts.flow_after)}
    columns: dict[str, Column] = {"region": np.array(found.baseline.regions)}
    for when, world in worlds.items():
        columns |= {
            f"value_added_{when}": world.value_added,
            f"income_{when}": world.income,
            f"surplus_{when}": world.surplus,
            f"tax_revenue_{when}": tax_revenue(world),
            f"exports_{when}": flows[when].sum(axis=(0, 1)),
            f"imports_{when}": flows[when].sum(axis=(0, 2)),
            f"export_concentration_{when}": export_concentration(world),
        }
    return Table("regions", columns)
