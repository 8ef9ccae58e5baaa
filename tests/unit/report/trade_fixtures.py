"""Invented cases with shocks to trade, for the tests of chapter 3: a small world, and the built-in one."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache

from detente.analysis import Analysis, analyse
from detente.case import Case, EconomySettings, Estimate, Option, Origin, OwnBaseline, ShockRow
from detente.economy.trade import Baseline
from unit.economy import small_economy
from unit.report import fixtures

SHORT_NAMES = {
    "pi": "trade_share",
    "tau": "tariff",
    "epsilon": "export_tax",
    "va_share": "value_added_share",
    "io": "input_share",
    "alpha": "final_share",
    "VA": "value_added",
    "S": "surplus",
    "X": "expenditure",
    "theta": "theta",
}


def small_world_case() -> Case:
    """The small world economy, brought by the case itself: two parties with regions, five regions."""
    case = small_economy.CASE
    return replace(case, economy=replace(case.economy, baseline="own", own=brought(small_economy.BASELINE)))


def brought(baseline: Baseline) -> OwnBaseline:
    arrays = {short: getattr(baseline, name) for short, name in SHORT_NAMES.items()}
    return OwnBaseline("own", baseline.regions, baseline.sectors, 2030, baseline.unit, "made up", arrays)


def two_rivers_with_trade(price_year: int = 2025) -> Case:
    """The two rivers on two regions of the built-in world; only in prices of 2025 does it have a GDP."""
    case = fixtures.small_case()
    regions = {"northland": "KOR", "southland": "TUR"}
    parties = tuple(
        replace(p, regions={regions[p.id]: number(f"part.{p.id}", 1.0)}) if p.id in regions else p for p in case.parties
    )
    elements = tuple(replace(e, options=tuple(_with_shocks(o) for o in e.options)) for e in case.elements)
    return replace(
        case,
        price_year=price_year,
        parties=parties,
        elements=elements,
        shocks=(
            row("embargo", "trade", 0.3, 0.5, 0.8, origin=("KOR",), destination=("TUR",), in_force=True),
            row("embargo", "trade", 0.3, 0.5, 0.8, origin=("TUR",), destination=("KOR",), in_force=True),
            row("opened", "relief", 0.2, 0.5, 0.9, relieves="embargo"),
            row("tightened", "relief", -0.5, -0.3, -0.1, relieves="embargo"),
        ),
        economy=EconomySettings(),
    )


def number(name: str, mode: float, low: float | None = None, high: float | None = None) -> Estimate:
    return Estimate(name, mode, "any", Origin.ASSUMED, low, high, why="invented for a test")


def row(name: str, lever: str, low: float, mode: float, high: float, **other: object) -> ShockRow:
    return ShockRow(name, lever, number(f"shock:{name}", mode, low, high), **other)  # type: ignore[arg-type]


def _with_shocks(option: Option) -> Option:
    named = {"transit.3": ("opened",), "transit.2": ("tightened",), "gas.3": ("opened",)}
    return replace(option, shocks=named.get(option.id, ()))


@cache
def small_world_analysis() -> Analysis:
    return analyse(small_world_case(), 30, seed=1)


@cache
def builtin_analysis(price_year: int = 2025) -> Analysis:
    return analyse(two_rivers_with_trade(price_year), 20, seed=1)


def without_fields(record: object, *names: str) -> dict[str, object]:
    """Fields of a record but for some."""
    return {f.name: getattr(record, f.name) for f in fields(record) if f.name not in names}  # type: ignore[arg-type]
