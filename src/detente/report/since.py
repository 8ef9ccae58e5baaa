"""What changed since another run, as the report shows it."""

from __future__ import annotations

from collections.abc import Sequence

from detente.plots import count_words
from detente.report.blocks import Cell, Exhibit, Table
from detente.report.comparison import UNKNOWN as UNKNOWN_WORD
from detente.report.comparison import Comparison, Difference

HEAD = ("What", "Before", "Now")


def since_exhibit(found: Comparison) -> Exhibit:
    """Show the answers that changed openly, and what was put in folded."""
    tables = (Table("Answers that changed", HEAD, _rows(found.answers)),) if found.answers else ()
    folded = (Table("What was put in differently", HEAD, _rows(found.inputs)),) if found.inputs else ()
    draws = "Both runs drew the same worlds." if found.same_draws else "The runs drew different worlds."
    return Exhibit(
        key="since",
        kind="against an earlier run",
        label="What changed",
        title=found.finding,
        sub=f"Before: as of {found.before_as_of}. Now: as of {found.after_as_of}. {draws}",
        tables=tables,
        folded=folded,
        empty="" if tables else "No answer changed.",
        source=f"Source: the two analysis.json; {count_words(len(found.inputs), 'input differs', 'inputs differ')}.",
    )


def _rows(differences: Sequence[Difference]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            Cell(d.what, small=f"{d.about}{', within chance of the draw' if d.by_chance else ''}"),
            _cell(d.before),
            _cell(d.after),
        )
        for d in differences
    )


def _cell(words: str) -> Cell:
    return Cell(words, "unknown" if words == UNKNOWN_WORD else "")
