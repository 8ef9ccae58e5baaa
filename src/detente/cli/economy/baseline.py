"""`detente baseline`: build, check and describe what a counterfactual is measured against."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from detente.case import CaseError
from detente.casefile.baseline import (
    BaselineTables,
    Maps,
    RawAccounts,
    aggregate,
    baseline_arrays,
    is_baseline_folder,
    read_arrays,
    read_baseline_folder,
    read_map,
    read_source,
    refuse_full,
    source_of_tables,
    update_trade,
    write_baseline_folder,
)
from detente.cli.tables import as_table
from detente.economy.trade import Accounts, Baseline, Origin, Substitution, baseline_from_arrays, build_base

BUILTIN = "builtin"
TOP_FLOWS = 10


@dataclass(frozen=True, slots=True)
class Told:
    """A result as JSON types and in words."""

    document: dict[str, Any]
    text: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a baseline is built from: a table, how to aggregate it, and a trade file to update it with."""

    source: Path
    regions: Path | None = None
    sectors: Path | None = None
    trade: Path | None = None
    table: str | None = None
    year: int | None = None


def load_baseline(name: str) -> Baseline:
    """Read a baseline by name (``builtin``), from a baseline folder, or from an NPZ file."""
    place = Path(name)
    if name == BUILTIN and not place.exists():
        return _builtin()
    if place.is_file():
        try:
            return baseline_from_arrays(read_arrays(place), Origin(source=place.name))
        except CaseError as error:
            said = str(error)
            raise CaseError(said if said.startswith(place.as_posix()) else f"{place.as_posix()}: {said}") from error
    return baseline_of(read_baseline_folder(place), place)


def _builtin() -> Baseline:
    try:
        from detente.economy.trade.builtin import builtin_baseline  # noqa: PLC0415
    except ImportError as error:
        raise CaseError("This version has no built-in baseline.\nName a baseline folder or an NPZ file.") from error
    return builtin_baseline()


def baseline_of(tables: BaselineTables, place: Path) -> Baseline:
    """Turn the tables of a folder into a baseline, its accounts exact to the last digit."""
    origin = Origin(tables.year, tables.unit, tables.source)
    names = {"regions": np.array(tables.regions), "sectors": np.array(tables.sectors)}
    try:
        baseline = baseline_from_arrays({**baseline_arrays(tables), **names}, origin)
    except CaseError as error:
        raise CaseError(f"{place.as_posix()}: {error}") from error
    return replace(baseline, substitution=Substitution(*tables.substitution))


def tables_of(baseline: Baseline, theta_source: tuple[str, ...]) -> BaselineTables:
    """Turn a baseline into the tables of a folder: the inverse of `baseline_of`."""
    border = baseline.border_flow
    output = (border / baseline.export_tax).sum(axis=1)
    share = baseline.value_added_share
    bought = ((1 - share) * output).T
    substitution = baseline.substitution
    return BaselineTables(
        regions=baseline.regions,
        sectors=baseline.sectors,
        year=baseline.year,
        unit=baseline.unit,
        source=baseline.source,
        trade=border,
        tariff=baseline.tariff,
        export_tax=baseline.export_tax,
        inputs=baseline.input_share * bought[:, None, :],
        final=baseline.final_share * baseline.income,
        value_added=share * output,
        theta=baseline.theta,
        theta_source=theta_source,
        substitution=(substitution.inputs, substitution.factors, substitution.final),
    )


def build_baseline(recipe: Recipe, output: Path) -> Told:
    """Read a table, aggregate it, update its trade, balance it, and write a baseline folder."""
    refuse_full(output)
    maps = Maps(*(read_map(path) if path else None for path in (recipe.regions, recipe.sectors)))
    raw = _raw(recipe, maps)
    if recipe.trade:
        raw = update_trade(raw, recipe.trade, maps)
    baseline = build_base(_accounts(raw))
    tables = tables_of(baseline, raw.theta_source)
    moved = float(np.abs(tables.output - raw.gross_output).sum() / raw.gross_output.sum())
    notes = [*raw.notes, f"Balancing moved {moved:.2g} of gross output."]
    write_baseline_folder(output, tables)
    document = {"written": output.as_posix(), **_sizes(baseline), "notes": notes}
    return Told(document, "\n".join([f"Wrote {output.as_posix()}: {_in_short(baseline)}", *notes]))


def _raw(recipe: Recipe, maps: Maps) -> RawAccounts:
    if recipe.table or not is_baseline_folder(recipe.source):
        return aggregate(read_source(recipe.source, recipe.table, recipe.year), maps)
    tables = read_baseline_folder(recipe.source)
    raw = aggregate(source_of_tables(tables), maps)
    # A folder states its elasticities; they stay as long as its sectors do.
    return (
        raw
        if maps.sectors
        else replace(raw, theta=tables.theta, theta_source=tables.theta_source, notes=raw.notes[:-1])
    )


def _accounts(raw: RawAccounts) -> Accounts:
    return Accounts(
        regions=raw.regions,
        sectors=raw.sectors,
        year=raw.year,
        unit=raw.unit,
        source=raw.source,
        trade=raw.trade,
        tariff=np.ones_like(raw.trade),
        gross_output=raw.gross_output,
        value_added_share=raw.value_added_share,
        input_share=raw.input_share,
        theta=raw.theta,
    )


def check_baseline(name: str) -> Told:
    """Check a baseline: names, signs, accounts to 1e-6; raise with everything that is wrong."""
    baseline = load_baseline(name)
    zero = int((baseline.trade_share == 0).sum())
    flows = f"{zero:,} of {baseline.trade_share.size:,} flows are zero, and stay zero under any shock."
    text = f"{name}: no problems. {_in_short(baseline)}\n{flows}"
    return Told({"baseline": name, "problems": [], **_sizes(baseline), "zero_flows": zero}, text)


def describe_baseline(name: str) -> Told:
    """Say how large a baseline is, who is in it, and which flows between regions are largest."""
    baseline = load_baseline(name)
    regions, sectors, flows = _regions(baseline), _sectors(baseline), _top_flows(baseline)
    document = {"baseline": name, **_sizes(baseline), "regions": regions, "sectors": sectors, "largest_flows": flows}
    tables = [
        _as_table(title, rows) for title, rows in (("Regions", regions), ("Sectors", sectors), ("Largest flows", flows))
    ]
    return Told(document, "\n\n".join([f"{name}: {_in_short(baseline)}", *tables]))


def _sizes(baseline: Baseline) -> dict[str, Any]:
    border = baseline.border_flow
    domestic = np.einsum("jnn->", border)
    return {
        "year": baseline.year,
        "unit": baseline.unit,
        "source": baseline.source,
        "region_count": len(baseline.regions),
        "sector_count": len(baseline.sectors),
        "world_value_added": float(baseline.value_added.sum()),
        "world_gross_output": float((border / baseline.export_tax).sum()),
        "world_trade": float(border.sum() - domestic),
    }


def _in_short(baseline: Baseline) -> str:
    sizes = _sizes(baseline)
    year = f"{sizes['year']}, " if sizes["year"] else ""
    return (
        f"{sizes['region_count']} regions, {sizes['sector_count']} sectors, {year}{sizes['unit']}; "
        f"world value added {sizes['world_value_added']:,.6g}, gross output {sizes['world_gross_output']:,.6g}, "
        f"trade between regions {sizes['world_trade']:,.6g}. Source: {sizes['source']}."
    )


def _regions(baseline: Baseline) -> list[dict[str, Any]]:
    border = baseline.border_flow
    own = np.einsum("jnn->n", border)
    exports, imports = border.sum(axis=(0, 1)) - own, border.sum(axis=(0, 2)) - own
    value_added, world = baseline.value_added, baseline.value_added.sum()
    return [
        {
            "region": name,
            "value_added": float(value_added[n]),
            "share_of_world": float(value_added[n] / world),
            "exports": float(exports[n]),
            "imports": float(imports[n]),
            "surplus_to_value_added": float(baseline.surplus[n] / value_added[n]),
        }
        for n, name in enumerate(baseline.regions)
    ]


def _sectors(baseline: Baseline) -> list[dict[str, Any]]:
    border = baseline.border_flow
    whole = border.sum(axis=(1, 2))
    traded = whole - np.einsum("jnn->j", border)
    return [
        {
            "sector": name,
            "theta": float(baseline.theta[j]),
            "share_of_spending": float(baseline.expenditure[j].sum() / baseline.expenditure.sum()),
            "traded_between_regions": float(traded[j] / whole[j]) if whole[j] else 0.0,
        }
        for j, name in enumerate(baseline.sectors)
    ]


def _top_flows(baseline: Baseline) -> list[dict[str, Any]]:
    border = np.array(baseline.border_flow)
    places = np.arange(len(baseline.regions))
    border[:, places, places] = 0.0
    largest = np.argsort(-border, axis=None, kind="stable")[:TOP_FLOWS]
    return [
        {
            "sector": baseline.sectors[j],
            "origin": baseline.regions[i],
            "destination": baseline.regions[n],
            "value": float(border[j, n, i]),
        }
        for j, n, i in zip(*np.unravel_index(largest, border.shape), strict=True)
        if border[j, n, i] > 0
    ]


def _as_table(title: str, rows: list[dict[str, Any]]) -> str:
    shown = (
        tuple(f"{cell + 0.0:.4g}" if isinstance(cell, float) else str(cell) for cell in row.values()) for row in rows
    )
    return as_table(title, tuple(rows[0]), shown)
