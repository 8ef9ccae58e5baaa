"""Chapter 3, what each clause is worth: options that change trade, by party, in both horizons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.analysis import Analysis
from detente.deals import Quantiles
from detente.plots import Names, SpreadGroup, SpreadRow, count_words, draw_spread_rows, interval, intervals, shortened
from detente.report.blocks import UNKNOWN, Cell, Exhibit, Note, Table, drawn_twice, number
from detente.report.chapters.places import run
from detente.report.economy import ClauseWorth, EconomySection

SHOWN = 6
"""Options in the drawing; all of them stand in the table."""

SHOWN_PARTIES = 4
"""Parties per option in the drawing, those with the largest amounts."""

LONGEST_TITLE = 64
"""Letters of an option in the table; chapter 1 has it in full."""

BY_HAND = "with a part by hand"
ENERGY_HEAD = "Flows of energy"
LEAST_ERROR = 0.01
"""Errors below ten million are not shown."""

NOTES = (
    Note(
        "How to read",
        "Each option alone, against what holds today. Circle: median. Thick bar: the middle half of worlds. Thin bar: "
        "nine of ten. Options that change trade alike are drawn once.",
    ),
    Note(
        "What it does not say",
        "What options bring together: packages are solved as a whole. Options that touch no trade are not here.",
    ),
)

OF_ENERGY = Note(
    "Flows of energy",
    "What options change in networks of gas and crude is counted there: as surplus of those who use, sell, carry and "
    "store. Trade then holds only what dearer or cheaper energy does beyond its first order. Below each amount stands "
    "how far interpolating between solved worlds is off (root mean square, leaving one out).",
)


def worth_of_clauses(section: EconomySection, analysis: Analysis, names: Names) -> Exhibit | None:
    """Show what options with shocks are worth to parties with regions; nothing where there are none."""
    clauses = section.clauses
    if not clauses:
        return None
    options = _ranked(clauses)
    drawn = _drawn(options)
    exhibit = Exhibit(
        key="clauses",
        kind="Clauses",
        title=_title(options[0], section, names),
        sub=f"Worth of single options against today, bn USD a year, {section.price_year} prices, "
        f"{run(section.verdict_horizon)}: " + _which(len(options), section),
        tables=_tables(clauses, section, names),
        source=_source(section, analysis),
        notes=(*NOTES, OF_ENERGY) if _of_energy(clauses) else NOTES,
    )
    shown = [_group(o, names) for o in drawn]
    described = [c for option in drawn for c in option]
    words = "; ".join(
        f"{_option(c, names)}, {names.party(c.party).name}: {interval(c.in_verdict_usd_bn_per_year)}" for c in described
    )
    unit = f"bn USD a year, {run(section.verdict_horizon)}"
    return drawn_twice(exhibit, words, lambda frame: draw_spread_rows(shown, unit, frame, height=34))


def _which(count: int, section: EconomySection) -> str:
    here = "the number that the verdict uses"
    return f"{here}; {SHOWN} of {count}, the largest of each element first" if count > SHOWN else here


def _ranked(clauses: Sequence[ClauseWorth]) -> list[list[ClauseWorth]]:
    """Options with their parties, largest amount first; what changes the same trade for the same money comes once."""
    by_option: dict[tuple[str, str], list[ClauseWorth]] = {}
    for clause in clauses:
        by_option.setdefault((clause.element, clause.option), []).append(clause)
    distinct: dict[object, list[ClauseWorth]] = {}
    for found in by_option.values():
        amounts = tuple((c.party, c.in_verdict_usd_bn_per_year) for c in found)
        distinct.setdefault((found[0].element, found[0].shocks, amounts), found)
    return sorted(distinct.values(), key=lambda found: -max(_size(c) for c in found))


def _drawn(options: Sequence[list[ClauseWorth]]) -> list[list[ClauseWorth]]:
    """The largest option of each element, then the next ones as far as there is room; largest first."""
    elements: set[str] = set()
    first: list[list[ClauseWorth]] = []
    later: list[list[ClauseWorth]] = []
    for option in options:
        (later if option[0].element in elements else first).append(option)
        elements.add(option[0].element)
    kept = [*first, *later][:SHOWN]
    return [option for option in options if option in kept]


def _size(clause: ClauseWorth) -> float:
    return abs(clause.in_verdict_usd_bn_per_year.median)


def _group(option: Sequence[ClauseWorth], names: Names) -> SpreadGroup:
    largest = sorted(option, key=lambda c: -_size(c))[:SHOWN_PARTIES]
    rows = tuple(SpreadRow(names.party(c.party), c.in_verdict_usd_bn_per_year) for c in option if c in largest)
    return SpreadGroup(_option(option[0], names), rows)


def _option(clause: ClauseWorth, names: Names) -> str:
    return f"{names.element(clause.element)}: {names.option(clause.element, clause.option)}"


def _title(option: Sequence[ClauseWorth], section: EconomySection, names: Names) -> str:
    clause = max(option, key=_size)
    amount = interval(clause.in_verdict_usd_bn_per_year)
    return (
        f"No single option is worth more than “{names.option(clause.element, clause.option)}” to "
        f"{names.party(clause.party).name}: {amount} bn USD a year"
        if clause.in_verdict_usd_bn_per_year.median >= 0
        else f"No single option moves more money than “{names.option(clause.element, clause.option)}” for "
        f"{names.party(clause.party).name}: {amount} bn USD a year"
    )


def _tables(clauses: Sequence[ClauseWorth], section: EconomySection, names: Names) -> tuple[Table, ...]:
    """One table for each element; flows of energy have a column where an option of the element changes them."""
    used = _column([c.in_verdict_usd_bn_per_year for c in clauses])
    used = [replace(cell, small=BY_HAND) if c.hand_entered else cell for cell, c in zip(used, clauses, strict=True)]
    trade = _column([c.trade_usd_bn_per_year for c in clauses])
    beside = _column([c.other_horizon_trade_usd_bn_per_year for c in clauses])
    here, other = run(section.verdict_horizon), run("short" if section.verdict_horizon == "long" else "long")
    head = ("Option", "Party", f"Used in the verdict, {here}", f"Trade alone, {here}")
    carried = {c.element for c in clauses if c.energy_usd_bn_per_year is not None}
    rows: dict[str, list[tuple[Cell, ...]]] = {}
    for c, *cells, energy, last in zip(clauses, used, trade, _energy(clauses), beside, strict=True):
        title = shortened(names.option(c.element, c.option), LONGEST_TITLE)
        flows = (energy,) if c.element in carried else ()
        rows.setdefault(c.element, []).append((Cell(title), Cell(names.party(c.party).name), *cells, *flows, last))
    unit = f"bn USD a year, {section.price_year} prices"
    return tuple(
        Table(
            f"{names.element(e)}: worth of options, {unit}",
            (*head, *((ENERGY_HEAD,) if e in carried else ()), f"Trade alone, {other}"),
            tuple(r),
        )
        for e, r in rows.items()
    )


def _energy(clauses: Sequence[ClauseWorth]) -> list[Cell]:
    """What networks bring, with the error of interpolating it; none where an option changes no flow of energy."""
    known = [c for c in clauses if c.energy_usd_bn_per_year is not None]
    cells = iter(_column([c.energy_usd_bn_per_year for c in known]))
    found = []
    for c in clauses:
        off = c.energy_error_usd_bn_per_year
        found.append(
            number("none")
            if off is None
            else replace(next(cells), small=f"off by {off:.2g}" if off >= LEAST_ERROR else "")
        )
    return found


def _of_energy(clauses: Sequence[ClauseWorth]) -> bool:
    return any(c.energy_usd_bn_per_year is not None for c in clauses)


def _column(spreads: Sequence[Quantiles | None]) -> list[Cell]:
    words = intervals(spreads)
    return [UNKNOWN if s is None else number(w) for s, w in zip(spreads, words, strict=True)]


def _source(section: EconomySection, analysis: Analysis) -> str:
    beside = max((c.other_horizon_worlds for c in section.clauses), default=0)
    by_hand = sum(c.hand_entered for c in section.clauses)
    words = f"Source: trade model, {analysis.worlds.count:,} worlds"
    words += f"; the other horizon in {beside} worlds" if beside else "; the other horizon was not solved"
    return (
        f"{words}. {count_words(by_hand, 'amount')} in the verdict include a hand-entered part."
        if by_hand
        else f"{words}."
    )
