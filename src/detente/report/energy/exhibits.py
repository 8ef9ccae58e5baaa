"""Figures and tables of an energy page: flows, prices, money, storage, dependence, stress and leverage."""

from __future__ import annotations

import math
from collections.abc import Sequence

from detente.economy.energy import EnergyStudy, party_surplus
from detente.plots import (
    FlowLink,
    count_words,
    draw_flows,
    draw_prices,
    draw_surplus,
    intervals,
    signed_with_decimals,
    two_digits,
)
from detente.plots.numbers import with_decimals
from detente.report.blocks import UNKNOWN, Cell, Exhibit, Note, Table, drawn_twice, number
from detente.report.energy.figures import (
    NO_MONEY,
    money_words,
    party_changes,
    period_names,
    price_series,
    surplus_rows,
)
from detente.report.energy.labels import EnergyNames, in_sentence
from detente.report.energy.schematic import Schematic, schematic_of
from detente.report.energy.words import is_shock

NO_FLOW = "Nothing flows in this network."
OWN = "Own production is not drawn."


def value_cell(value: float, decimals: int = 1) -> Cell:
    """A number, or unknown."""
    return number(with_decimals(value, decimals)) if math.isfinite(value) else UNKNOWN


def flows_exhibit(study: EnergyStudy, names: EnergyNames) -> Exhibit:
    """The schematic of flows, with a table of its bands."""
    drawn, about = schematic_of(study, names), study.before.network.about
    rows = tuple(
        (
            Cell(f"{drawn.nodes[k.start].label} to {drawn.nodes[k.end].label}"),
            Cell(k.label or "several, or without a measure"),
            *(number(two_digits(value)) for value in (k.before, k.after)),
        )
        for k in drawn.links
    )
    exhibit = Exhibit(
        key="flows",
        kind="Schematic of flows",
        title=_flows_title(study, drawn) if drawn.links else NO_FLOW,
        sub=(
            f"In {about.quantity_unit} a year, from left to right. This is a schematic, no map: widths are "
            "flows, places stand where lines cross least."
        ),
        tables=(Table(f"Flows in {about.quantity_unit} a year", ("From and to", "Line", "Before", "After"), rows),),
        source=(
            f"Flows of single lines by period: flows.csv. {count_words(drawn.left_out, 'smaller link')} left out. {OWN}"
        ),
        notes=(
            Note(
                "How to read",
                "Bands are as wide as what flows. Grey flows before and after the shock, blue is "
                "more, hollow with a dashed edge is less. A dashed line is closed or empty. An arrow "
                "marks what does not go from left to right.",
            ),
            Note(
                "What it does not say",
                "Where several ways cost the same, the model picks one: trust what enters a market "
                "more than the line that it takes.",
            ),
        ),
    )
    if not drawn.links:
        return Exhibit(exhibit.key, exhibit.kind, exhibit.title, empty=NO_FLOW)
    described = "; ".join(f"{row[0].text}: {row[2].text} to {row[3].text}" for row in rows[:12])
    return drawn_twice(
        exhibit, described, lambda frame: draw_flows(drawn.nodes, drawn.links, f"{about.quantity_unit} a year", frame)
    )


def _flows_title(study: EnergyStudy, drawn: Schematic) -> str:
    """The bands that change most."""
    if not is_shock(study):
        return "Who sends to whom in the year as it stands"
    unit = study.before.network.about.quantity_unit
    order = sorted(drawn.links, key=lambda link: link.after - link.before)
    words = [
        f"{_line_name(link, drawn)} carries {two_digits(abs(link.after - link.before))} {unit} {word}"
        for link, word, sign in ((order[-1], "more", 1), (order[0], "less", -1))
        if (link.after - link.before) * sign > 1e-6
    ]
    return ", ".join(words) or "No flow changes"


def _line_name(link: FlowLink, drawn: Schematic) -> str:
    """The name of a line from end to end, or from where to where."""
    start, end = drawn.nodes[link.start], drawn.nodes[link.end]
    direct = abs(start.column - end.column) > 1
    return link.label if link.label and direct else f"{start.label} to {end.label}"


def prices_exhibit(study: EnergyStudy, names: EnergyNames) -> Exhibit:
    """Prices by period at the largest places."""
    series, periods = price_series(study, names), period_names(study)
    unit = study.before.network.about.price_unit
    rows = tuple(
        (Cell(one.label), Cell(when), value_cell(one.before[t]), value_cell(one.after[t]))
        for one in series
        for t, when in enumerate(study.before.network.periods.labels)
    )
    first = series[0]
    moves = [after - before for before, after in zip(first.before, first.after, strict=True)]
    place = in_sentence(first.label)
    title = f"Prices in {place} by period"
    if is_shock(study) and all(math.isfinite(move) for move in moves):
        low, high = sorted((min(moves), max(moves)))
        range_words = (
            signed_with_decimals(low, 1)
            if f"{low:.1f}" == f"{high:.1f}"
            else f"{signed_with_decimals(low, 1)} to {signed_with_decimals(high, 1)}"
        )
        title = f"The price in {place} moves by {range_words} {unit}"
    exhibit = Exhibit(
        key="prices",
        kind="Prices",
        title=title,
        sub=f"{unit} at the buyers together, weighted by consumption, and at the places that consume most.",
        tables=(Table(f"Prices in {unit}", ("Place", "Period", "Before", "After"), rows),),
        source="All places: prices.csv." + (f" {worlds_words(study)}" if study.draws else ""),
        notes=()
        if not study.before.network.stores.node.size
        else (
            Note(
                "What it does not say",
                "Everybody in the model knows the whole year when it begins. Storage then levels "
                "prices over the months; in fact nobody foresees a crisis, and prices swing more.",
            ),
        ),
    )
    described = "; ".join(
        f"{one.label}: {two_digits(_mean(one.before))} to {two_digits(_mean(one.after))}" for one in series
    )
    return drawn_twice(exhibit, described, lambda frame: draw_prices(series, periods, unit, frame))


def _mean(values: Sequence[float]) -> float:
    known = [value for value in values if math.isfinite(value)]
    return sum(known) / len(known) if known else 0.0


def worlds_words(study: EnergyStudy) -> str:
    """How many worlds a range stands on."""
    assert study.draws is not None
    count = len(study.draws.change)
    failed = f" {study.draws.failed} worlds without an equilibrium are left out." if study.draws.failed else ""
    return f"Ranges hold nine of ten of {count:,} worlds.{failed}"


def surplus_exhibit(study: EnergyStudy, names: EnergyNames) -> Exhibit:
    """Winners and losers, with what their money is made of."""
    rows, (scale, unit) = surplus_rows(study, names), money_words(study.before.network.about.money_unit)
    before, after = party_surplus(study.before), party_surplus(study.after)
    change = (after.money - before.money) / scale
    spreads = party_changes(study)
    written = dict(zip(spreads, intervals(list(spreads.values())), strict=True))
    body = tuple(
        (Cell(names.of(party)), *(number(signed_with_decimals(float(v), 2)) for v in change[p]), number(written[party]))
        for p, party in sorted(enumerate(before.parties), key=lambda one: -abs(spreads[one[1]].median))
    )
    heads = ("Party", *(name.capitalize().replace("_", " ") for name in before.columns), "Together")
    table = Table(f"Change in {unit} a year, by what it is made of", heads, body)
    exhibit = Exhibit(
        key="surplus",
        kind="Winners and losers",
        title=_surplus_title(study, names),
        sub=(
            f"Change in {unit} a year, by party: the region of consumers, storages and levies, the owner "
            "of supplies and lines. By size."
        ),
        tables=(table,),
        source=f"Before and after: surplus_by_region.csv. {worlds_words(study) if study.draws else ''}",
        notes=(
            Note(
                "What it is",
                "Consumers: what energy is worth to them less what they pay. Producers: receipts "
                "less cost. Transit: fees and the rents of lines. Profits of an owner count at its "
                "home, whoever holds its shares.",
            ),
        ),
    )
    if not rows:
        return Exhibit("surplus", exhibit.kind, exhibit.title, empty="Nobody gains or loses.")
    described = "; ".join(
        f"{row.label}: {words}" for row, words in zip(rows, intervals([r.change for r in rows]), strict=True)
    )
    return drawn_twice(exhibit, described, lambda frame: draw_surplus(rows, f"{unit} a year", frame))


def _surplus_title(study: EnergyStudy, names: EnergyNames) -> str:
    spreads = party_changes(study)
    _, unit = money_words(study.before.network.about.money_unit)
    most = max(spreads, key=lambda party: spreads[party].median)
    least = min(spreads, key=lambda party: spreads[party].median)
    words = [
        f"{names.within(party)} {verb} {two_digits(abs(spreads[party].median))} {unit}"
        for party, verb, right in ((most, "gains", 1), (least, "loses", -1))
        if spreads[party].median * right > NO_MONEY
    ]
    joined = ", ".join(words) or "Nobody gains or loses"
    return joined[:1].upper() + joined[1:]
