"""The cheapest repair of the headline package, for chapter 4."""

from __future__ import annotations

from detente.analysis import Analysis
from detente.case import DetenteError
from detente.durability.design import Design, cheapest_repair
from detente.plots import Names, of_100, two_digits
from detente.report.blocks import Cell, Exhibit, Note, Table, number
from detente.report.design_words import checked_in_words, cost_rows, design_changes, prices_in_words
from detente.report.lookups import headline_durability, way_in_words

SHARES = (0.9, 0.95, 0.99)
"""Shares of worlds that a repair is to reach: the first of them that the text does not."""


def repair_exhibit(analysis: Analysis, names: Names) -> Exhibit | None:
    """Show the least change with which nine of ten worlds hold, or more; None where that is so, or nothing is known."""
    durability = headline_durability(analysis)
    if durability is None or durability.holds_share is None:
        return None
    share = next((s for s in SHARES if s > durability.holds_share), None)
    if share is None:
        return None
    drawn = (analysis.preferences, analysis.payoffs, analysis.worlds)
    try:
        design = cheapest_repair(analysis.case, durability.package, drawn, share)
    except DetenteError:
        # A report is more than its repairs: what the program could not answer is left out, not guessed.
        return None
    return None if design.verification is None else _exhibit(design, analysis, names)


def _exhibit(design: Design, analysis: Analysis, names: Names) -> Exhibit | None:
    found = design.verification
    if found is None:
        return None
    changes = design_changes(design, analysis.case, names)
    cost = f"{two_digits(design.costs.total)} bn USD"
    title = (
        f"The cheapest repair found costs {cost}; then {of_100(found.share)} of 100 worlds hold instead of "
        f"{of_100(found.share_before)}"
    )
    return Exhibit(
        key="design",
        kind="Design",
        title=title,
        sub="Escrow, payments and the order of steps, chosen at once at stated prices; verification as written",
        tables=(
            Table("What to change", ("Change",), tuple((Cell(line),) for line in changes)),
            Table(
                "Cost, bn USD of present value",
                ("Kind", "Cost"),
                tuple((Cell(k), number(c)) for k, c in cost_rows(design)),
            ),
            _margins(design, names),
        ),
        source=f"Source: this assessment. {checked_in_words(design)}",
        notes=(Note("Prices", prices_in_words(design)),),
    )


def _margins(design: Design, names: Names) -> Table:
    after = {m.party: m for m in design.after}
    rows = tuple(
        (
            Cell(names.party(m.party).name),
            Cell(f"{names.phase(m.phase)}, by {way_in_words(m.way)}"),
            number(f"{two_digits(m.median_usd_bn)} ({of_100(m.holds_share)})"),
            number(f"{two_digits(after[m.party].median_usd_bn)} ({of_100(after[m.party].holds_share)})"),
        )
        for m in design.before
        if m.party in after
    )
    head = ("Party", "Lowest margin as written", "Median, USD bn (holds, of 100)", "With the repair")
    return Table("Lowest margin of each party, before and after", head, rows)
