"""Chapter 3, which number this is: what an economist asks first about an amount."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.analysis import Analysis
from detente.deals import Quantiles
from detente.plots import Names, intervals, signed, two_digits
from detente.report.blocks import UNKNOWN, Cell, Exhibit, Note, Table, number
from detente.report.chapters.places import run
from detente.report.economy import Counts, EconomySection, IncomeParts, MeasureTrade, place_name, place_words
from detente.report.lookups import headline, joined

SHOWN = 6

ELASTICITIES = {
    "caliendo_parro": "Caliendo and Parro (2015)",
    "fontagne": "Fontagné, Guimbard and Orefice (2022)",
    "baseline": "the baseline that the case brings",
    "one_sector": "5 in every sector, as in Costinot and Rodríguez-Clare (2014)",
}

DEFICITS = {
    "kept": "Deficits of trade stay the same share of world income",
    "closed": "Trade is balanced everywhere",
}

MOST_MEASURES = 20


def which_number(section: EconomySection, analysis: Analysis, names: Names) -> Exhibit:
    """Say what an amount is, against what, how it was solved, and how the measure of the literature would differ."""
    compared = sorted(section.package_parts, key=lambda p: -abs(p.real_income_percent))[:SHOWN]
    tables = (
        _within_gains(section, analysis, names),
        _stated(section, analysis),
        _compared(compared, section, analysis, names),
    )
    return Exhibit(
        key="which-number",
        kind="Which number is this",
        title=_title(compared, section, analysis),
        sub="What to know before an amount of this chapter is set beside one from elsewhere",
        tables=tuple(t for t in tables if t.rows),
        source=f"Source: {section.model}.",
        notes=tuple(_notes(section, analysis)),
        empty=""
        if compared
        else "The package that the verdict speaks of changes no trade: there is nothing to compare.",
    )


def _title(compared: list[IncomeParts], section: EconomySection, analysis: Analysis) -> str:
    words = f"Amounts of trade are exact changes of real income in the {run(section.verdict_horizon)}"
    if not compared or compared[0].first_order_percent is None:
        return words
    most = compared[0]
    return (
        f"{words}; for {place_words(most.region, analysis.case)} the first-order measure would say "
        f"{signed(most.first_order_percent or 0.0)} percent in place of {signed(most.real_income_percent)}"
    )


def _notes(section: EconomySection, analysis: Analysis) -> Iterator[Note]:
    year = section.baseline_year or "the baseline"
    measures = joined(section.measures_in_force, MOST_MEASURES) or "nothing"
    scaled = ", scaled by a draw in each world" if analysis.case.economy.elasticity_scale is not None else ""
    yield Note(
        "What an amount is",
        "The exact change of real income (equivalent variation) in percent, times GDP of "
        f"{section.price_year}. That GDP holds the measures in force: the cost of the status quo is counted back from "
        "it, so that taking all measures back is worth just that cost. "
        f"The accounts of {year} give percentages; their dollars are not used.",
    )
    yield Note("Against what", f"The status quo: the world of {year} with what is in force ({measures}).")
    if section.measures_on_trade:
        yield Note("What measures cost", _costs(section))
    yield Note(
        "Horizon and elasticities",
        f"The {run(section.verdict_horizon)}, here and in every other chapter, unless a column says otherwise. "
        f"Elasticities of {ELASTICITIES.get(section.elasticities, section.elasticities)}{scaled}. "
        f"{DEFICITS[section.deficits]}.",
    )
    yield Note(
        "How it was solved",
        f"For the verdict {_counted(section.for_verdict)}; for this chapter {_counted(section.for_report)}. What did "
        f"not clear its markets is left out, never filled in.{_interpolated(section, analysis)}",
    )
    yield Note(
        "What is not in it",
        "Investment, budget flows and the price of risk, unless a row entered by hand is added; gains from peace other "
        "than trade.",
    )
    carried = analysis.payoffs.modelled.carried if analysis.payoffs.modelled else None
    if carried is not None:
        networks = f"{carried.solves:,} equilibria of networks, {carried.failed:,} of them not found"
        yield Note(
            "Flows of gas and crude",
            f"Networks say what options bring there ({networks}). Where both speak of a flow the network answers in "
            "the verdict; tables of trade alone, and of packages in trade, do not know that.",
        )
    if section.unsolved:
        yield Note("What could not be solved", " ".join(section.unsolved))


def _costs(section: EconomySection) -> str:
    """How the cost of measures on trade was found, and where the status quo does not show what they state."""
    seen = [m for m in section.measures_on_trade if m.as_seen and m.horizon == "long"]
    found = (
        "What a measure costs at the border is not observed; how far trade fell is. Costs are those with which the "
        "status quo of the long run shows the fall, every estimate at its mode. The short run keeps them: a measure "
        "costs the same in both, and less trade has turned elsewhere."
    )
    short = [f"{m.measure} ({', '.join(m.missed_sectors)})" for m in seen if m.missed_sectors]
    missed = f" No cost shows it for {joined(short, MOST_MEASURES)}." if short else ""
    alone = any(not m.as_seen for m in section.measures_on_trade)
    others = " Rows that state what they do alone, at unchanged prices, are marked." if alone else ""
    return f"{found}{missed}{others}"


def _stated(section: EconomySection, analysis: Analysis) -> Table:
    """Trade by measure: what its row states, and what the status quo shows in each horizon."""
    rows = [m for m in section.measures_on_trade if m.horizon == section.horizons[0]]
    shown = [[m for m in section.measures_on_trade if m.horizon == h] for h in section.horizons]
    cells = tuple(
        (
            Cell(f"{m.measure}: {_flow(m, analysis)}{'' if m.as_seen else ALONE}"),
            number(_times(m.stated)),
            *(_modelled(of_horizon[k]) for of_horizon in shown),
        )
        for k, m in enumerate(rows)
    )
    head = ("Measure", "Stated", *(f"In the model, {run(h)}" for h in section.horizons))
    return Table("Trade under the measures in force, as a multiple of trade before them", head, cells)


ALONE = " (alone, at unchanged prices)"


def _flow(measure: MeasureTrade, analysis: Analysis) -> str:
    def said(names: Sequence[str]) -> str:
        return ", ".join(place_words(name, analysis.case) for name in names) or "all"

    what = f", {', '.join(measure.sectors)}" if measure.sectors else ""
    return f"{said(measure.origin)} to {said(measure.destination)}{what}"


def _modelled(measure: MeasureTrade) -> Cell:
    return UNKNOWN if measure.modelled is None else number(_times(measure.modelled))


def _times(ratio: float) -> str:
    return f"{ratio:.2f}"


def _interpolated(section: EconomySection, analysis: Analysis) -> str:
    modelled, error = analysis.payoffs.modelled, section.interpolation_error_usd_bn_per_year
    if modelled is None or modelled.anchors >= analysis.worlds.count:
        return " Every world was solved exactly."
    return (
        f" {modelled.anchors} of {analysis.worlds.count:,} worlds were solved exactly, the others interpolated with an "
        f"error of at most {two_digits(error)} bn USD a year for any option and party (root mean square)."
    )


def _counted(counts: Counts) -> str:
    return f"{counts.planned:,} equilibria were planned, {counts.solved:,} found and {counts.failed:,} not"


def _within_gains(section: EconomySection, analysis: Analysis, names: Names) -> Table:
    """The money of each party under the headline package, and how much of it is trade, in both horizons."""
    package = headline(analysis)
    money = {p.party: p.money for p in package.parties} if package else {}
    found = section.package_effects_on_parties
    parties = list(dict.fromkeys(p.place for p in found))
    columns = [_column([money.get(party) for party in parties])]
    for horizon in section.horizons:
        columns.append(_column([p.real_income_usd_bn_per_year for p in found if p.horizon == horizon]))
    head = ("Party", "All money, over no deal", *(f"Trade alone, against today, {run(h)}" for h in section.horizons))
    rows = tuple(zip((Cell(names.party(p).name) for p in parties), *columns, strict=True))
    return Table(f"“{names.package(section.package)}”: trade within the money of a party, bn USD a year", head, rows)


def _column(spreads: Sequence[Quantiles | None]) -> list[Cell]:
    words = intervals(spreads)
    return [UNKNOWN if s is None else number(w) for s, w in zip(spreads, words, strict=True)]


def _compared(compared: list[IncomeParts], section: EconomySection, analysis: Analysis, names: Names) -> Table:
    head = ("Region", "Exact, percent", "First-order, percent")
    rows = tuple(
        (
            Cell(place_name(p.region, analysis.case)),
            number(signed(p.real_income_percent)),
            UNKNOWN if p.first_order_percent is None else number(signed(p.first_order_percent)),
        )
        for p in compared
    )
    package = names.package(section.package)
    return Table(f"“{package}”: the exact change and the first-order measure of the literature", head, rows)
