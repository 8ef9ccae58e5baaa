"""The cheapest repair of the headline package, for chapter 4."""

from __future__ import annotations

from detente.analysis import Analysis
from detente.durability.design import Design
from detente.plots import Names, of_100, two_digits
from detente.report.blocks import Cell, Exhibit, Note, Table, number
from detente.report.design_words import (
    adds_a_world,
    checked_in_words,
    cost_rows,
    design_changes,
    losers_in_words,
    margin_in_words,
    prices_in_words,
    shortfall_in_words,
)
from detente.report.lookups import way_in_words


def repair_exhibit(analysis: Analysis, names: Names) -> Exhibit | None:
    """Show the least change with which nine of ten worlds hold, or more; what is missing where nothing does it.

    None where nothing needs to change, or nothing is known.
    """
    design = analysis.repair
    if design is None or design.status == "holds":
        return None
    if design.verification is not None:
        return _exhibit(design, analysis, names)
    return _without_repair(design, names)


def _without_repair(design: Design, names: Names) -> Exhibit:
    title = f"Nothing on offer makes {of_100(design.share)} of 100 worlds hold"
    if design.status == "unknown":
        title = "Whether a repair exists is unknown"
    missing = tuple((Cell(shortfall_in_words(s, names)),) for s in design.missing)
    return Exhibit(
        key="design",
        kind="Design",
        title=title,
        sub="Escrow, payments, verification and the order of steps, at stated prices",
        tables=(Table("What is missing, with everything on offer used", ("Missing",), missing),) if missing else (),
        source="Source: this assessment.",
        notes=(Note("Prices", prices_in_words(design)),),
        empty=design.reason if not missing else "",
    )


def _exhibit(design: Design, analysis: Analysis, names: Names) -> Exhibit | None:
    found = design.verification
    if found is None:
        return None
    changes = design_changes(design, analysis.case, names)
    cost = f"{two_digits(design.costs.total)} bn USD"
    title = f"No repair found adds a whole world of 100: {of_100(found.share)} hold with the cheapest, at {cost}"
    if adds_a_world(design):
        title = (
            f"The cheapest repair found costs {cost}; then {of_100(found.share)} of 100 worlds hold instead of "
            f"{of_100(found.share_before)}"
        )
    return Exhibit(
        key="design",
        kind="Design",
        title=title,
        sub="Escrow, payments, verification and the order of steps, chosen at once at stated prices",
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
        notes=(
            *(Note("Keeping is not signing", words) for words in losers_in_words(design, names)),
            Note("Prices", prices_in_words(design)),
            Note("Further", f"detente design CASE --package {design.package} searches longer, and in parts."),
        ),
    )


def _margins(design: Design, names: Names) -> Table:
    after = {m.party: m for m in design.after}
    rows = tuple(
        (
            Cell(names.party(m.party).name),
            Cell(f"{names.phase(m.phase)}, by {way_in_words(m.way)}"),
            number(margin_in_words(m)),
            number(margin_in_words(after[m.party])),
        )
        for m in design.before
        if m.party in after
    )
    head = ("Party", "Lowest margin as written", "Median, USD bn (holds, of 100)", "With the repair")
    return Table("Lowest margin of each party, before and after", head, rows)
