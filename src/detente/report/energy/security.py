"""Exhibits on security: how full storages are, who depends on whom, and what a loss or a cut would cost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detente.economy.energy import EnergyStudy, Security
from detente.plots import draw_storage, two_digits
from detente.report.blocks import Cell, Exhibit, Table, drawn_twice, number
from detente.report.energy.exhibits import value_cell
from detente.report.energy.figures import money_words, period_names, storage_series
from detente.report.energy.labels import EnergyNames, some_of
from detente.report.energy.words import UNSERVED, is_shock, percent

Array = NDArray[np.float64]


def storage_exhibit(study: EnergyStudy, names: EnergyNames) -> Exhibit:
    """How full storages are over the year."""
    series, periods = storage_series(study, names), period_names(study)
    unit = study.before.network.about.quantity_unit
    title = "How full storages are at the end of each period"
    if not series:
        return Exhibit("storage", "Storage", title, empty="The network has no storage.")
    rows = tuple(
        (Cell(one.label), Cell(when), value_cell(one.before[t], 0), value_cell(one.after[t], 0))
        for one in series
        for t, when in enumerate(study.before.network.periods.labels)
    )
    exhibit = Exhibit(
        key="storage",
        kind="Storage",
        title=title,
        sub=f"{unit} at the end of the period; the dotted line is the working volume.",
        tables=(Table(f"Storage in {unit}", ("Where", "Period", "Before", "After"), rows),),
        source="Single storages, injection and withdrawal: storage.csv.",
    )
    described = "; ".join(f"{one.label}: fullest {two_digits(max(one.after))} {unit}" for one in series)
    return drawn_twice(exhibit, described, lambda frame: draw_storage(series, periods, unit, frame))


def dependence_exhibit(study: EnergyStudy, names: EnergyNames) -> Exhibit:
    """From whom the groups buy."""
    found = (study.dependence_before, study.dependence_after)
    rows = []
    for g, group in enumerate(found[0].groups):
        foreign = [np.nan_to_num(np.where(one.domestic[g], 0.0, one.share[g])) for one in found]
        largest = found[1].origins[int(foreign[1].argmax())] if foreign[1].max() > 0 else "none"
        rows.append(
            (
                Cell(names.of(group)),
                *(number(percent(float(one.import_share[g]))) for one in found),
                Cell(largest),
                number(percent(float(foreign[1].max()))),
                *(value_cell(float(one.concentration[g]), 2) for one in found),
            )
        )
    head = ("Region", "Imported before", "After", "Largest source after", "Its share", "Concentration before", "After")
    return Exhibit(
        key="dependence",
        kind="Dependence",
        title=f"What {names.within(study.buyers)} and others import, and from how few",
        sub=(
            "Imports as a share of consumption. Concentration is the sum of squared shares of origins in "
            "imports: 1 is one source."
        ),
        tables=(Table("Dependence by region", head, tuple(rows)),),
        source="All origins: imports_by_origin.csv. Origins are traced by proportional mixing.",
    )


def stress_exhibit(study: EnergyStudy, names: EnergyNames) -> Exhibit:
    """Four situations, before and after."""
    about, tables = study.before.network.about, []
    for when, found in (("Before the shock", study.security_before), ("After the shock", study.security_after)):
        if found is None or (when.startswith("Before") and not is_shock(study)):
            continue
        caption = (
            f"{when if is_shock(study) else 'The year'}: {cold_words(study, found)}; lost is {found.largest_source}"
        )
        tables.append(_situations(study, found, caption, names))
    factor = study.question.cold_factor
    return Exhibit(
        key="stress",
        kind="Security of supply",
        title=f"What high demand and the loss of the largest source do to {names.within(study.buyers)}",
        sub=(
            f"In the cold demand is {factor:g} times what it is else. Wanted is what would be consumed at the "
            "prices of the year without the disturbance, unmet what of it consumers go without because it is dearer or "
            f"not to be had; unserved is the part that they would take at {about.unserved_price:g} {about.price_unit}."
        ),
        tables=tuple(tables),
        empty="" if tables else "Nothing is imported that could be lost.",
        source="stress.csv. Everybody knows beforehand what comes: a lower bound.",
    )


def _situations(study: EnergyStudy, found: Security, caption: str, names: EnergyNames) -> Table:
    """What is wanted, unmet and unserved in each situation, and at what price."""
    about = study.before.network.about
    rows = tuple(
        (
            Cell(situation),
            value_cell(float(found.wanted[k]), 0),
            value_cell(float(found.unmet[k])),
            value_cell(float(found.unserved[k])),
            value_cell(float(found.price[k])),
            value_cell(float(found.highest_price[k])),
            Cell(_short(found.unmet_in[k], float(found.wanted[k]), found.regions, names)),
        )
        for k, situation in enumerate(found.situations)
    )
    heads = (
        "Situation",
        f"Wanted, {about.quantity_unit}",
        "Unmet",
        f"Of it unserved at {about.unserved_price:g}",
        f"Mean price, {about.price_unit}",
        "Highest price",
        "Who goes without most",
    )
    return Table(caption, heads, rows)


def cold_words(study: EnergyStudy, found: Security) -> str:
    """When it is cold, by the labels of the periods; where the year is one period, demand is high."""
    periods = study.before.network.periods
    labels = dict(zip(periods.ids, periods.labels, strict=True))
    if len(periods.ids) == 1:
        return "high demand all year"
    return f"cold in {', '.join(labels[period] for period in found.cold)}"


def _short(unmet: Array, wanted: float, regions: Sequence[str], names: EnergyNames) -> str:
    """The two regions that go without most, where it is more than nothing."""
    order = sorted(range(len(regions)), key=lambda r: -float(unmet[r]))
    short = [f"{names.of(regions[r])} {two_digits(float(unmet[r]))}" for r in order if unmet[r] > UNSERVED * wanted]
    return some_of(short, most=2) or "nobody"


def leverage_exhibit(study: EnergyStudy, names: EnergyNames) -> Exhibit:
    """What a cut costs its two sides, by how long it lasts."""
    scale, unit = money_words(study.before.network.about.money_unit)
    found = study.leverage_after
    if found is None:
        return Exhibit("leverage", "Leverage", "What a cut would cost", empty="No foreign owner sells to the buyers.")
    base = study.leverage_before if is_shock(study) else None
    asymmetry = found.asymmetry
    rows = tuple(
        (
            Cell(str(int(lasting))),
            *([value_cell(float(base.cost_to_buyers[k]) / scale, 2)] if base else []),
            *(
                value_cell(float(cost[k]) / scale, 2)
                for cost in (found.cost_to_buyers, found.cost_to_supplier, found.cost_to_others)
            ),
            value_cell(float(asymmetry[k]), 2),
            value_cell(float(found.unmet[k])),
        )
        for k, lasting in enumerate(found.lasting.tolist())
    )
    supplier, buyers = names.within(found.supplier), names.within(study.buyers)
    head = (
        "Periods",
        *(["To buyers, before the shock"] if base else []),
        "To buyers",
        "To supplier",
        "To others",
        "Asymmetry",
        f"Unmet, {study.before.network.about.quantity_unit}",
    )
    return Exhibit(
        key="leverage",
        kind="Leverage",
        title=f"What a cut between {supplier} and {buyers} costs each side",
        sub=(
            f"{unit}, by how many periods nothing from {supplier} reaches {buyers}, in transit or through a neighbour "
            "neither, from the first period on. Below zero a side gains."
        ),
        tables=(Table(f"Cost of a cut in {unit}", head, rows),),
        source=(
            "leverage.csv. Asymmetry: 1 only the buyers lose, \N{MINUS SIGN}1 only the supplier. The cut "
            "is known in advance: a lower bound for a surprise."
        ),
    )
