"""Chapter 3: what is it worth, and to whom?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.analysis import Analysis
from detente.deals import PackageResult, PartyAcceptance
from detente.plots import MOST_PACKAGES, Names, count_words, draw_gains, interval, intervals, two_digits
from detente.report.blocks import UNKNOWN, Cell, Chapter, Exhibit, Note, Table, drawn_twice, number
from detente.report.chapters.clause_worth import worth_of_clauses
from detente.report.chapters.income_parts import parts, trade_moves
from detente.report.chapters.measures_cost import cost_of_measures
from detente.report.chapters.package_trade import others, sectors
from detente.report.chapters.places import run
from detente.report.chapters.which_number import which_number
from detente.report.economy import EconomySection, economy_section
from detente.report.knowledge.signals import signal_exhibits
from detente.report.lookups import everyone, headline, joined

UNITS = "USD bn a year over no deal"


GAIN_NOTES = (
    Note(
        "How to read",
        "Circle: median. Thick bar: the middle half of worlds. Thin bar: nine of ten. Orange "
        "is the part in which the party loses; hatched is unknown.",
    ),
    Note("What it does not say", "Elements without a price count as nothing here and are listed below."),
)


def value_chapter(analysis: Analysis, names: Names) -> Chapter:
    """Show who gains money, what is not priced, and which stake would turn an answer."""
    package = headline(analysis)
    needed = [p for p in package.parties if p.required] if package else []
    priced = [p for p in needed if p.money]
    if not priced:
        finding = "Unknown: no money is stated for anyone whose signature is needed."
    else:
        finding = f"{_gain_finding(package, names)}. {_gaining_words(needed)}"
    section = economy_section(analysis)
    lead = (
        "Money counts real income a year against no deal, as far as the case prices it. Lives, land and law are "
        "elements of their own and are not priced.",
        NO_MODEL if section is None else _trade_model(section),
    )
    blocks = [_gains(analysis, names), _unpriced(analysis, names), *_trade(section, analysis, names)]
    blocks += signal_exhibits(analysis.signals, analysis.case) if analysis.signals else ()
    return Chapter("c3", "Value", "What is it worth, to whom?", finding, lead, tuple(b for b in blocks if b))


def _gaining_words(needed: Sequence[PartyAcceptance]) -> str:
    """How many of those whose signature is needed gain money, and of how many it is unknown."""
    gaining = sum(p.money is not None and p.money.median > 0 for p in needed)
    unknown = sum(p.money is None for p in needed)
    if gaining == len(needed):
        return f"In the median {everyone(gaining)} required gain." if gaining > 1 else "In the median it gains."
    words = f"In the median {gaining} of the {len(needed)} required {'gains' if gaining == 1 else 'gain'}"
    return f"{words}; of {unknown} it is unknown." if unknown else f"{words}."


NO_MODEL = (
    "No trade model was used: no option brings shocks to trade. To bring one, write them into economy/shocks.csv and "
    "name them under the options."
)


def _trade_model(section: EconomySection) -> str:
    return (
        f"Where options change trade, a trade model says what that is worth, in the {run(section.verdict_horizon)} "
        "unless a column says otherwise. What the measures in force cost, what each clause brings and who else is "
        "touched follow below; the last table says which number this is."
    )


def _trade(section: EconomySection | None, analysis: Analysis, names: Names) -> tuple[Exhibit | None, ...]:
    if section is None:
        return ()
    return (
        cost_of_measures(section, analysis),
        worth_of_clauses(section, analysis, names),
        others(section, analysis, names),
        sectors(section, analysis, names),
        parts(section, analysis, names),
        trade_moves(section, analysis, names),
        which_number(section, analysis, names),
    )


def _gains(analysis: Analysis, names: Names) -> Exhibit:
    package, packages = headline(analysis), analysis.deals.packages
    unit = f"{UNITS}, {analysis.case.price_year} prices"
    exhibit = Exhibit(
        key="gains",
        kind="Gains",
        title=_gain_finding(package, names),
        sub=f"Yearly money of those required under each package, {unit}",
        tables=(_gain_table(packages, names, unit),) if packages else (),
        source=f"Source: {_money_from(analysis)}; {analysis.worlds.count:,} worlds. The method in full, with the "
        "errors of interpolation, stands in the annex “How sure”.",
        notes=GAIN_NOTES,
        empty="Nothing to draw: the case states no money. Enter what options are worth in economy/payoffs.csv.",
    )
    shown = _shown(packages)
    if not shown:
        return replace(exhibit, tables=(), folded=exhibit.tables, notes=GAIN_NOTES[1:])
    description = "; ".join(
        f"{p.title}, {names.party(a.party).name}: {interval(a.money) if a.money else 'unknown'}"
        for p in shown
        for a in p.parties
        if a.required
    )
    return drawn_twice(exhibit, description, lambda frame: draw_gains(shown, names, unit, frame))


def _money_from(analysis: Analysis) -> str:
    """Which models and tables the money comes from, in a few words."""
    modelled, case = analysis.payoffs.modelled, analysis.case
    kinds = [
        ("the trade model", modelled is not None),
        ("the networks of energy", bool(case.energy_shocks)),
        ("what economy/payoffs.csv states by hand", bool(case.payoffs)),
    ]
    return joined([words for words, used in kinds if used]) or "the case states no money"


def _shown(packages: tuple[PackageResult, ...]) -> list[PackageResult]:
    """As many packages as fit, in case order; those whose money is unknown are hatched, and give way to others."""
    asked = [p for p in packages if any(a.required for a in p.parties)]
    priced = [p for p in asked if any(a.money for a in p.parties if a.required)]
    kept = [*priced, *(p for p in asked if p not in priced)][:MOST_PACKAGES] if priced else []
    return [p for p in asked if p in kept]


def _gain_finding(package: PackageResult | None, names: Names) -> str:
    priced = [(p.money, p.party) for p in package.parties if p.required and p.money] if package else []
    if package is None or not priced:
        return "What the packages bring in money is unknown"
    low = min(priced, key=lambda m: m[0].median)
    high = max(priced, key=lambda m: m[0].median)
    least, most = interval(low[0]), interval(high[0])
    if low[1] != high[1] and least == most:
        return f"Under “{package.title}” everybody gains about the same: {most} bn USD a year"
    words = f"Under “{package.title}” {names.party(high[1]).name} gains most: {most} bn USD a year"
    if low[1] != high[1]:
        words += f"; {names.party(low[1]).name} least: {least}"
    return words


def _gain_table(packages: tuple[PackageResult, ...], names: Names, unit: str) -> Table:
    listed = [(p, a) for p in packages for a in p.parties if a.required or a.money]
    rows = tuple(
        (
            Cell(p.title),
            Cell(names.party(a.party).name),
            number(words) if a.money else UNKNOWN,
            number(two_digits(a.break_even_stake)) if a.break_even_stake is not None else Cell("none"),
            Cell(a.basis),
        )
        for (p, a), words in zip(listed, intervals([a.money for _, a in listed]), strict=True)
    )
    head = ("Package", "Party", f"Money, {unit} (nine of ten worlds)", "Stake at which it turns, USD bn", "Counted")
    return Table("Money by package and party", head, rows)


def _unpriced(analysis: Analysis, names: Names) -> Exhibit | None:
    package = headline(analysis)
    rows = tuple(
        (Cell(names.party(p.party).name), number(str(len(p.unpriced_elements))), _unpriced_words(p, names))
        for p in (package.parties if package else ())
        if p.required and p.unpriced_elements
    )
    if package is None or not rows:
        return None
    head = ("Party", f"Of {len(package.named)} named", "Elements without a price")
    return Exhibit(
        key="unpriced",
        kind="Not priced",
        title=f"For {count_words(len(rows), 'required party', 'required parties')} some elements have no price",
        sub=f"Elements named by “{package.title}” whose money is unknown; unknown is not zero",
        tables=(Table("Elements without a price", head, rows),),
        source="Source: economy/payoffs.csv, and elements that the author marks as not economic.",
    )


def _unpriced_words(party: PartyAcceptance, names: Names) -> Cell:
    return Cell(joined([names.element(e) for e in party.unpriced_elements], 8))
