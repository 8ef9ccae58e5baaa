"""economy.json: everything that `detente economy CASE` found but the flows between single regions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from detente.case import Case
from detente.cli.economy.tables import (
    PARTS,
    Row,
    group_rows,
    measure_rows,
    part_rows,
    party_rows,
    region_rows,
    sector_rows,
)
from detente.economy.effects import Effects
from detente.worlds import Worlds

SCHEMA_VERSION = 1

NAMING = ("kind", "item", "element", "horizon")


def economy_document(case: Case, effects: Effects, worlds: Worlds) -> dict[str, Any]:
    """The whole result as plain data; numbers are those of the tables, and null is unknown."""
    return {
        "schema_version": SCHEMA_VERSION,
        "case": {"slug": case.slug, "title": case.title, "as_of": case.as_of.isoformat()},
        "worlds": {"solved": worlds.count, "seed": worlds.seed},
        "price_year": effects.price_year,
        "horizons": list(effects.horizons),
        "verdict_horizon": effects.verdict_horizon,
        "elasticities": effects.elasticities,
        "deficits": effects.deficits,
        "methods": dict(zip(effects.horizons, effects.descriptions, strict=True)),
        "baseline": {
            "year": effects.baseline_year,
            "unit": effects.baseline_unit,
            "regions": list(effects.regions),
            "sectors": list(effects.sectors),
        },
        "parties": {party: list(regions) for party, regions in effects.parties.items()},
        "groups": {group: list(regions) for group, regions in effects.groups.items()},
        "equilibria": equilibria(effects),
        "measures_on_trade": list(measure_rows(effects)),
        "items": _items(effects),
    }


def equilibria(effects: Effects) -> dict[str, int]:
    """Solves planned, done and failed."""
    plan = effects.plan
    return {
        "planned": plan.total,
        "in_worlds": plan.over_worlds,
        "in_the_central_world": plan.central,
        "solved": effects.solved,
        "failed": effects.failed,
    }


def _items(effects: Effects) -> list[dict[str, Any]]:
    runs: dict[tuple[str, str, str], dict[str, Any]] = {}
    for name, rows in _tables(effects).items():
        for row in rows:
            run = runs.setdefault((row["kind"], row["item"], row["horizon"]), {})
            run.setdefault(name, []).append({key: value for key, value in row.items() if key not in NAMING})
    return [
        {
            "kind": item.kind,
            "id": item.id,
            "title": item.title,
            "element": item.element,
            "shocks": list(item.shocks),
            "runs": {horizon: runs[item.kind, item.id, horizon] for horizon in effects.horizons},
        }
        for item in effects.items
    ]


def _tables(effects: Effects) -> Mapping[str, Iterable[Row]]:
    return {
        "parties": party_rows(effects),
        "regions": region_rows(effects),
        "groups": ({k: v for k, v in row.items() if k != "regions"} for row in group_rows(effects)),
        "sectors": sector_rows(effects),
        "decomposition": (_short(row) for row in part_rows(effects) if row["by"] == "all"),
    }


def _short(row: Row) -> Row:
    """The parts of a region in total."""
    cells = ("region", *(f"{part}_pct" for part in PARTS), "sum_pct", "unknown")
    return {**{name: row[name] for name in NAMING}, **{name: row[name] for name in cells}}
