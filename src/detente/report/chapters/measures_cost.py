"""Chapter 3, what the measures in force cost: the status quo against the world before them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detente.analysis import Analysis
from detente.deals import Quantiles
from detente.plots import MINUS, SpreadGroup, SpreadRow, draw_spread_rows, interval
from detente.report.blocks import Exhibit, Note, drawn_twice
from detente.report.chapters.places import median, of_verdict, place_table, run
from detente.report.economy import EconomySection, PlaceEffect, place_name, place_words
from detente.report.lookups import joined

SHOWN = 6
"""Regions in the drawing; all of them stand in the table."""

SMALLEST = 0.005
"""Percent of real income below which a loss is called none."""

NOTES = (
    Note(
        "How to read",
        "Circle: median. Thick bar: the middle half of worlds. Thin bar: nine of ten. The short run is a world in "
        "which firms cannot yet replace what they no longer get.",
    ),
    Note(
        "What it does not say",
        "Who should bear it, or which measure does how much. The command “detente economy coalition” splits "
        "what sanctions cost by those who set them.",
    ),
)


def cost_of_measures(section: EconomySection, analysis: Analysis) -> Exhibit | None:
    """Show what the status quo costs each region, in percent and in money, in both horizons; nothing in peace."""
    if not section.measures_in_force:
        return None
    ranked = of_verdict(section, section.cost_of_measures)
    exhibit = Exhibit(
        key="measures-cost",
        kind="Status quo",
        title=_title(ranked, section, analysis),
        sub="Change of real income a year by measures in force and whatever else holds today, against the world before "
        f"them, in percent: the {SHOWN} regions with the largest change",
        source=_source(section, ranked),
        notes=(*NOTES, *_assumed(section, analysis)),
        empty=" ".join(section.unsolved),
    )
    if not ranked:
        return exhibit
    case = analysis.case
    tables = (
        place_table("Cost of the status quo by region", section.cost_of_measures, section, case),
        place_table(
            "The same for groups of regions, which overlap (percent: central world)",
            section.cost_of_measures_to_groups,
            section,
            case,
        ),
    )
    groups = [_group(p.place, section, analysis) for p in ranked[:SHOWN]]
    words = "; ".join(
        f"{place_name(p.place, case)}: {interval(p.real_income_percent)} percent"
        for p in ranked[:SHOWN]
        if p.real_income_percent
    )
    unit = "percent of real income a year"
    shown = replace(exhibit, tables=tables, empty="")
    return drawn_twice(shown, words, lambda frame: draw_spread_rows(groups, unit, frame, height=28))


def _assumed(section: EconomySection, analysis: Analysis) -> Iterator[Note]:
    """Say which losses are put in: what a region makes of its inputs, where its fall is assumed."""
    rows = [
        f"{n.measure}: {joined([place_words(p, analysis.case) for p in n.places], MOST_PLACES)} times {n.factor:g}"
        for n in section.assumed_losses
    ]
    if rows:
        yield Note(
            "What is put in",
            "The fall of what some regions make of the same inputs is assumed, not found by the model "
            f"({'; '.join(rows)}). So is most of the loss there; the headline speaks of others where it can.",
        )


MOST_PLACES = 4


def _group(place: str, section: EconomySection, analysis: Analysis) -> SpreadGroup:
    found = [p for p in section.cost_of_measures if p.place == place]
    return SpreadGroup(
        place_name(place, analysis.case), tuple(SpreadRow(run(p.horizon), p.real_income_percent) for p in found)
    )


def _title(ranked: list[PlaceEffect], section: EconomySection, analysis: Analysis) -> str:
    """Who loses most, in percent and in money; a loss that is assumed is not the headline, unless all are."""
    losing = [p for p in ranked if p.real_income_percent and p.real_income_percent.median < -SMALLEST]
    if not ranked:
        return "What the status quo costs is unknown"
    if not losing:
        return "No region loses real income by the status quo, in the median"
    put_in = {place for loss in section.assumed_losses for place in loss.places}
    losing = [p for p in losing if p.place not in put_in] or losing
    most, case = losing[0], analysis.case
    words = (
        f"The status quo costs {place_words(most.place, case)} {_cost(most.real_income_percent)} percent of real income"
    )
    priced = [p for p in losing if p.real_income_usd_bn_per_year]
    dearest = max(priced, key=_money, default=None)
    if dearest is None:
        return f"{words} in the {run(section.verdict_horizon)}"
    if dearest is most:
        words += f", {_cost(most.real_income_usd_bn_per_year)} bn USD a year"
    else:
        words += f", and {place_words(dearest.place, case)} {_cost(dearest.real_income_usd_bn_per_year)} bn USD a year"
    return f"{words}, in the {run(section.verdict_horizon)}"


def _cost(spread: Quantiles | None) -> str:
    """A loss as a cost, without its sign."""
    return median(spread).removeprefix(MINUS)


def _money(effect: PlaceEffect) -> float:
    return -effect.real_income_usd_bn_per_year.median if effect.real_income_usd_bn_per_year else 0.0


def _source(section: EconomySection, ranked: list[PlaceEffect]) -> str:
    worlds = f"; solved in {ranked[0].worlds} worlds" if ranked else ""
    return (
        f"Source: trade model of {section.baseline_year or 'the baseline'}; in force in economy/shocks.csv: "
        f"{joined(section.measures_in_force, 12)}{worlds}. Money is counted back from GDP of {section.price_year}, "
        "which holds the measures: taking them back is worth as much."
    )
