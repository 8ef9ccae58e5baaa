"""Chapter 4: would it hold, who breaks first, what repairs it?"""

from __future__ import annotations

from dataclasses import replace

from detente.analysis import Analysis
from detente.durability import Failure, Margin, PackageDurability
from detente.plots import Names, count_words, draw_margins, interval, intervals, of_100, true_minus, two_digits
from detente.report.blocks import UNKNOWN, Cell, Chapter, Exhibit, Note, Table, drawn_twice, number
from detente.report.chapters.prospects import prospects_exhibits
from detente.report.chapters.repairing import repair_exhibit
from detente.report.knowledge.precedents import precedent_exhibits
from detente.report.lookups import first_words, headline_durability, party_names, way_in_words, worst_margins

PANELS = 8
UNIT = "USD bn, present value of keeping minus breaking"


def holding_chapter(analysis: Analysis, names: Names) -> Chapter:
    """Show every margin of every obliged party, the first to fail, and what would repair it."""
    durability = headline_durability(analysis)
    kicker = "Would it hold, who breaks first, what repairs it?"
    lead = (
        "A margin is what a party gains by keeping its word minus what it gains by breaking it, caught or not. Every "
        "way of breaking is computed for every party; none is a prediction about one.",
    )
    if durability is None:
        finding = "Unknown: the case states no obligations for this package."
        blocks = [_overview(analysis, names), *_before(analysis)]
        return Chapter("c4", "Holding", kicker, finding, lead, tuple(b for b in blocks if b))
    blocks = [
        _margins(analysis, durability, names),
        _repairs(durability, names),
        repair_exhibit(analysis, names),
        *prospects_exhibits(analysis, names),
        _overview(analysis, names),
        *_before(analysis),
    ]
    return Chapter("c4", "Holding", kicker, _finding(analysis, durability, names), lead, tuple(b for b in blocks if b))


def _before(analysis: Analysis) -> tuple[Exhibit, ...]:
    """What happened to earlier agreements."""
    return precedent_exhibits(analysis.precedents, analysis.case) if analysis.precedents else ()


def _finding(analysis: Analysis, durability: PackageDurability, names: Names) -> str:
    if durability.status == "unknown":
        return "Whether it would hold is unknown."
    failure = durability.first_failure
    share = "Whether it holds is unknown"
    if durability.holds_share is not None:
        share = f"Holds in {of_100(durability.holds_share)} of 100 worlds"
    if failure is None:
        weakest = analysis.prospects.weakest if analysis.prospects else None
        if weakest is None or not weakest.falls_short_share:
            return f"{share}; no known margin falls short in more than 5 of 100."
        whose = f"{names.party(weakest.party).name} in the phase {names.phase(weakest.phase)}"
        return (
            f"{share}. No margin falls short in more than 5 of 100; most often that of {whose}, by "
            f"{way_in_words(weakest.way)}: in {of_100(weakest.falls_short_share)}."
        )
    who = f"{names.party(failure.party).name} in the phase {names.phase(failure.phase)}"
    return f"{share}. {first_words(failure)}: {who}."


def _margins(analysis: Analysis, durability: PackageDurability, names: Names) -> Exhibit:
    margins = worst_margins(durability)
    parties = list(dict.fromkeys(m.party for m in margins))
    lowest = sorted(parties, key=lambda p: min(m.spread.median for m in margins if m.party == p))[:PANELS]
    shown = [m for m in margins if m.party in lowest]
    phases = [p.id for p in analysis.case.phases]
    exhibit = Exhibit(
        key="margins",
        kind="Margins",
        title=_margin_finding(durability.first_failure, names)
        if margins
        else "What each party gains by keeping is unknown",
        sub=f"{names.package(durability.package)}; {UNIT}; in each phase the way of breaking that pays most",
        tables=(_margin_table(durability, names),) if durability.margins else (),
        source=_margin_source(durability, names)
        + ("" if len(parties) <= PANELS else f" {len(parties) - PANELS} parties with higher margins in the table."),
        notes=(
            Note(
                "How to read",
                "Line: median. Dark band: the middle half of worlds. Light band: nine of ten. Below "
                "zero, breaking pays more. Hatched: not computed.",
            ),
            Note("Phases", "; ".join(f"{k + 1} {p.title}" for k, p in enumerate(analysis.case.phases)) or "none"),
        ),
        empty=f"No margins to draw. {durability.reason}",
    )
    if not shown:
        return replace(exhibit, notes=())
    description = "; ".join(f"{names.party(m.party).name}, {names.phase(m.phase)}: {interval(m.spread)}" for m in shown)
    return drawn_twice(exhibit, description, lambda frame: draw_margins(shown, phases, names, frame))


def _margin_finding(failure: Failure | None, names: Names) -> str:
    if failure is None:
        return "No known margin falls short in more than 5 of 100 worlds"
    return (
        f"{names.party(failure.party).name} in the phase {names.phase(failure.phase)}, by {way_in_words(failure.way)}: "
        f"margin {interval(failure.margin)} bn USD, short in {of_100(failure.fails_share)} of 100 worlds"
    )


def _margin_source(durability: PackageDurability, names: Names) -> str:
    words = "Source: obligations with detection, lag, snapback and escrow as the case states them."
    if durability.unknown_parties:
        reason = durability.reason or "see “How sure”."
        words += f" Unknown for {party_names(durability.unknown_parties, names, 8)}: {reason}"
    if durability.elements_without_obligation:
        listed = ", ".join(names.element(e) for e in durability.elements_without_obligation)
        words += f" No obligation carries out: {listed}."
    return words


def _margin_table(durability: PackageDurability, names: Names) -> Table:
    head = (
        "Party",
        "Phase",
        "Way",
        "Margin, USD bn (nine of ten worlds)",
        "Money alone, USD bn",
        "Turns at a stake of, USD bn a year",
        "Holds, worlds of 100",
    )
    return Table(
        "All margins",
        head,
        tuple(
            _margin_row(margin, words, names)
            for margin, *words in zip(
                durability.margins,
                intervals([m.quantiles for m in durability.margins]),
                intervals([m.money_quantiles for m in durability.margins]),
                strict=True,
            )
        ),
    )


def _margin_row(margin: Margin, words: list[str], names: Names) -> tuple[Cell, ...]:
    missing = f"{len(margin.unpriced_elements)} elements unpriced" if margin.unpriced_elements else ""
    return (
        Cell(names.party(margin.party).name, small=missing),
        Cell(names.phase(margin.phase)),
        Cell(way_in_words(margin.way)),
        number(words[0]) if margin.quantiles else UNKNOWN,
        number(words[1]),
        Cell("none") if margin.break_even_stake is None else number(two_digits(margin.break_even_stake)),
        UNKNOWN if margin.holds_share is None else number(of_100(margin.holds_share)),
    )


def _repairs(durability: PackageDurability, names: Names) -> Exhibit | None:
    if not durability.repairs or durability.holds_share is None:
        return None
    best = max(durability.repairs, key=lambda r: r.holds_share)
    now = of_100(durability.holds_share)
    title = f"No change of terms tried raises the {now} of 100 worlds that hold"
    if best.holds_share > durability.holds_share:
        title = f"With the best change of terms tried, {of_100(best.holds_share)} of 100 worlds hold instead of {now}"
    rows = tuple(
        (Cell(true_minus(r.text)), number(of_100(r.holds_share)), Cell(true_minus(r.worst)))
        for r in sorted(durability.repairs, key=lambda r: -r.holds_share)
    )
    head = ("Change of terms", "Holds, worlds of 100", "What then falls short first")
    return Exhibit(
        key="repairs",
        kind="Repairs",
        title=title,
        sub="Each change alone, everything else as written; all margins computed again",
        tables=(Table("Changes of terms", head, rows),),
        source="Source: this assessment. Amounts are those that the first party to fail would need.",
    )


def _overview(analysis: Analysis, names: Names) -> Exhibit | None:
    found = analysis.durability.packages
    if not found:
        return None
    assessed = sum(p.holds_share is not None for p in found)
    phases = analysis.case.phases
    head = ("Package", "Holds, worlds of 100", *(f"up to {p.title}" for p in phases), "First to gain, or why unknown")
    return Exhibit(
        key="holding",
        kind="Packages",
        title=f"Whether it holds is known for {assessed} of {count_words(len(found), 'package')}",
        sub="Worlds of 100 in which every known margin reaches the floor, in each phase and in all",
        tables=(Table("Would each package hold?", head, tuple(_overview_row(p, analysis, names) for p in found)),),
        source="Source: this assessment.",
    )


def _overview_row(found: PackageDurability, analysis: Analysis, names: Names) -> tuple[Cell, ...]:
    failure = found.first_failure
    words = found.reason or "nobody in more than 5 of 100 worlds"
    if failure:
        words = f"{names.party(failure.party).name}, {names.phase(failure.phase)}, by {way_in_words(failure.way)}"
    return (
        Cell(names.package(found.package)),
        UNKNOWN if found.holds_share is None else number(of_100(found.holds_share)),
        *(
            number(of_100(found.holds_by_phase[p.id])) if p.id in found.holds_by_phase else UNKNOWN
            for p in analysis.case.phases
        ),
        Cell(words),
    )
