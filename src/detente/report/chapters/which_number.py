"""Chapter 3, which number this is: what an economist asks first about an amount."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.analysis import Analysis
from detente.deals import Quantiles
from detente.plots import Names, intervals, signed, two_digits
from detente.report.blocks import UNKNOWN, Cell, Exhibit, Note, Table, number
from detente.report.chapters.places import run
from detente.report.economy import Counts, EconomySection, IncomeParts, place_name, place_words
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
    tables = (_within_gains(section, analysis, names), _compared(compared, section, analysis, names))
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
        f"{section.price_year}. The accounts of {year} give percentages; their dollars are not used.",
    )
    yield Note("Against what", f"The status quo: the world of {year} with what is in force ({measures}).")
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
    if section.unsolved:
        yield Note("What could not be solved", " ".join(section.unsolved))


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
