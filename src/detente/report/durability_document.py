"""Would one package hold? As plain data, and its margins as rows."""

from __future__ import annotations

from typing import Any

from detente.durability import Margin, PackageDurability
from detente.durability.prospects import Prospects
from detente.report.document import plain
from detente.worlds import Worlds

MARGIN_COLUMNS = (
    "party",
    "phase",
    "way",
    "margin_low_usd_bn",
    "margin_lower_usd_bn",
    "margin_median_usd_bn",
    "margin_upper_usd_bn",
    "margin_high_usd_bn",
    "money_low_usd_bn",
    "money_lower_usd_bn",
    "money_median_usd_bn",
    "money_upper_usd_bn",
    "money_high_usd_bn",
    "break_even_stake_usd_bn_per_year",
    "holds_share",
    "unpriced_elements",
)
POINTS = ("low", "lower", "median", "upper", "high")


def durability_document(durability: PackageDurability, prospects: Prospects, worlds: Worlds) -> dict[str, Any]:
    """Write one package as plain JSON types: the parts `durability` and `prospects` of analysis.json, for it alone."""
    return {
        "package": durability.package,
        "worlds": {"count": worlds.count, "seed": worlds.seed},
        "durability": plain(durability),
        "prospects": plain(prospects),
    }


def margin_rows(durability: PackageDurability) -> list[tuple[str, ...]]:
    """One row per party, phase and way of breaking, under `MARGIN_COLUMNS`; what is unknown is empty."""
    return [_row(margin) for margin in durability.margins]


def _row(margin: Margin) -> tuple[str, ...]:
    spreads = margin.quantiles, margin.money_quantiles
    points = [None if spread is None else getattr(spread, point) for spread in spreads for point in POINTS]
    numbers = (*points, margin.break_even_stake, margin.holds_share)
    written = ("" if value is None else f"{value:.12g}" for value in numbers)
    return (margin.party, margin.phase, margin.way, *written, "|".join(margin.unpriced_elements))
