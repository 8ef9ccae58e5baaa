"""Chapter 3, the headline package in the world economy: who else gains or loses, and in which sector."""

from __future__ import annotations

from collections.abc import Sequence

from detente.analysis import Analysis
from detente.case import Case
from detente.deals import Quantiles
from detente.plots import Names, SpreadGroup, SpreadRow, draw_spread_rows, interval, signed, signed_with_decimals
from detente.report.blocks import Cell, Exhibit, Note, Table, drawn_twice, number
from detente.report.chapters.places import of_verdict, place_table, run
from detente.report.economy import (
    EconomySection,
    OutputChange,
    PlaceEffect,
    in_sentence,
    place_name,
    place_words,
    sector_name,
)

GROUPS = ("third_countries", "developing_economies")
SHOWN_OTHERS = 6
SHOWN_REGIONS = 3
SHOWN_SECTORS = 4
POINTS = "percent of output"

OTHERS_NOTES = (
    Note(
        "How to read",
        "Trade alone, by the model. Groups overlap, so that their rows must not be added up. Third countries are all "
        "regions that belong to no party of the case.",
    ),
)
SECTOR_NOTES = (
    Note(
        "How to read",
        "Quantity produced, in the world with every estimate at its most likely value: no range. A "
        "small sector may move by many percent.",
    ),
    Note("What it does not say", "Jobs: labour and capital move freely between the sectors of a region in the model."),
)


def others(section: EconomySection, analysis: Analysis, names: Names) -> Exhibit | None:
    """Show what the headline package brings to groups of regions and to those who are no party."""
    if not section.package_effects:
        return None
    case, horizon = analysis.case, section.verdict_horizon
    groups = [
        p for name in GROUPS for p in section.package_effects_on_groups if (p.place, p.horizon) == (name, horizon)
    ]
    taken = {region for party in case.parties for region in party.regions}
    outside = [p for p in of_verdict(section, section.package_effects) if p.place not in taken]
    outside = sorted(outside, key=lambda p: -abs(_money(p)))
    shown = [
        SpreadGroup("Groups of regions", tuple(_row(p, analysis) for p in groups)),
        SpreadGroup("Regions of no party", tuple(_row(p, analysis) for p in outside[:SHOWN_OTHERS])),
    ]
    exhibit = Exhibit(
        key="others",
        kind="Others",
        title=_others_title(outside, analysis),
        sub=f"Trade effect of “{names.package(section.package)}” on others, bn USD a year, {section.price_year} prices"
        f", {run(horizon)}{_world(section)}",
        tables=(
            place_table("All regions", section.package_effects, section, case),
            place_table("Groups of regions (percent: central world)", section.package_effects_on_groups, section, case),
        ),
        source=f"Source: trade model, solved in {section.package_effects[0].worlds} worlds.",
        notes=OTHERS_NOTES,
    )
    words = "; ".join(f"{place_name(p.place, case)}: {_amount(p)}" for p in (*groups, *outside[:SHOWN_OTHERS]))
    drawn = [group for group in shown if group.rows]
    return drawn_twice(exhibit, words, lambda frame: draw_spread_rows(drawn, "bn USD a year", frame, height=34))


def _row(effect: PlaceEffect, analysis: Analysis) -> SpreadRow:
    return SpreadRow(place_name(effect.place, analysis.case), effect.real_income_usd_bn_per_year)


def _money(effect: PlaceEffect) -> float:
    return effect.real_income_usd_bn_per_year.median if effect.real_income_usd_bn_per_year else 0.0


def _amount(effect: PlaceEffect) -> str:
    return interval(effect.real_income_usd_bn_per_year) if effect.real_income_usd_bn_per_year else "unknown"


def _others_title(outside: Sequence[PlaceEffect], analysis: Analysis) -> str:
    """Who outside gains and loses most."""
    priced = [p for p in outside if p.real_income_usd_bn_per_year]
    if not priced:
        return "Every region belongs to a party of the case" if not outside else _UNPRICED
    gaining, losing = [p for p in priced if _sure(p) > 0], [p for p in priced if _sure(p) < 0]
    words = []
    if gaining:
        best = max(gaining, key=_money)
        words.append(f"{place_words(best.place, analysis.case)} gains most, {_amount(best)}")
    if losing:
        worst = min(losing, key=_money)
        words.append(f"{place_words(worst.place, analysis.case)} loses most, {_amount(worst)}")
    if not words:
        return "Outside the parties nobody gains or loses by trade in nine of ten worlds"
    return f"Outside the parties {' and '.join(words)} bn USD a year"


def _sure(effect: PlaceEffect) -> int:
    """Which way it goes in nine of ten worlds: a gain, a loss, or neither for sure."""
    spread = effect.real_income_usd_bn_per_year
    return 0 if spread is None else (spread.low > 0) - (spread.high < 0)


def _world(section: EconomySection) -> str:
    """The world as a whole, in words: its bar would flatten all others."""
    found = [p for p in section.package_effects_on_groups if p.place == "world"]
    amounts = [_amount(p) for p in found if p.horizon == section.verdict_horizon and p.real_income_usd_bn_per_year]
    return f"; the whole world: {amounts[0]}" if amounts else ""


_UNPRICED = "What the package brings to others in money is unknown"


def sectors(section: EconomySection, analysis: Analysis, names: Names) -> Exhibit | None:
    """Show which sectors of the regions most affected produce more or less under the headline package."""
    if not section.package_output:
        return None
    case = analysis.case
    regions = [p.place for p in of_verdict(section, section.package_effects)]
    shown = {region: _largest(section.package_output, region) for region in regions[:SHOWN_REGIONS]}
    groups = [SpreadGroup(place_name(r, case), tuple(_bar(c, case) for c in found)) for r, found in shown.items()]
    exhibit = Exhibit(
        key="sectors",
        kind="Sectors",
        title=_sector_title(shown[regions[0]], analysis),
        sub=f"Change of output by “{names.package(section.package)}” in percent, {run(section.verdict_horizon)}: the "
        f"{SHOWN_SECTORS} largest changes in each of the {len(shown)} regions whose income it moves most",
        tables=(_sector_table(section, regions, analysis),),
        source="Source: trade model, central world.",
        notes=SECTOR_NOTES,
    )
    words = "; ".join(
        f"{place_name(c.region, case)}, {sector_name(c.sector, case)}: {signed(c.output_percent)}"
        for found in shown.values()
        for c in found
    )
    return drawn_twice(exhibit, words, lambda frame: draw_spread_rows(groups, POINTS, frame, _SIDES, 34))


_SIDES = ("less", "more")


def _largest(changes: Sequence[OutputChange], region: str) -> list[OutputChange]:
    own = [c for c in changes if c.region == region]
    return sorted(own, key=lambda c: -abs(c.output_percent))[:SHOWN_SECTORS]


def _bar(change: OutputChange, case: Case) -> SpreadRow:
    value = change.output_percent
    return SpreadRow(sector_name(change.sector, case), Quantiles(value, value, value, value, value, POINTS))


def _sector_title(shown: Sequence[OutputChange], analysis: Analysis) -> str:
    most = max(shown, key=lambda c: abs(c.output_percent))
    case = analysis.case
    where, sector = place_words(most.region, case), sector_name(most.sector, case)
    return f"In {where} output changes most in {in_sentence(sector)}: {signed(most.output_percent)} percent"


def _sector_table(section: EconomySection, regions: Sequence[str], analysis: Analysis) -> Table:
    """Sectors down, regions across, those whose income moves most first."""
    found = {(c.sector, c.region): c.output_percent for c in section.package_output}
    names = list(dict.fromkeys(c.sector for c in section.package_output))
    rows = tuple(
        (Cell(sector_name(s, analysis.case)), *(number(signed_with_decimals(found[s, r], 1)) for r in regions))
        for s in names
    )
    return Table("Change of output, percent", ("Sector", *(place_name(r, analysis.case) for r in regions)), rows)
