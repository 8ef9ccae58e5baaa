"""What the report says of options that do not add up."""

from __future__ import annotations

from dataclasses import replace

from detente.deals import AsWholes, FoundPackage, Interaction, Quantiles
from detente.plots import names_of
from detente.report.blocks import Exhibit, Table
from detente.report.chapters.as_wholes import as_wholes
from detente.report.chapters.deals import deals_chapter
from detente.report.document import analysis_document
from detente.report.schema import analysis_schema
from unit.report import fixtures
from unit.report.test_document import problems

BEYOND = Quantiles(-4.0, -3.0, -2.0, -1.0, -0.5, "USD bn per year")
TURNS = Interaction("draft", "northland", BEYOND, 0.2, 31)
QUIET = Interaction("draft", "southland", BEYOND, 0.2, 0)
MOVES = FoundPackage(("Nash",), ("northland",), ("gas.2", "line.2"), 0.8, 0.3, "northland", -0.5)
STAYS = FoundPackage(("maximin",), ("northland",), ("gas.2", "line.3"), 0.8, 0.8, "", 0.0)
OPEN = FoundPackage(("few changes",), ("northland",), ("gas.3", "line.3"), 0.7, None, "", None)


def exhibit(*, interactions=(), found=(), failed: int = 0, unsolved: int = 0) -> Exhibit:
    analysis = fixtures.small_analysis()
    record = AsWholes(interactions, found, 128, 128, failed, unsolved)
    shown = as_wholes(replace(analysis, deals=replace(analysis.deals, as_wholes=record)), names_of(analysis.case))
    assert shown is not None
    return shown


def words(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_a_case_without_a_model_has_no_such_exhibit():
    analysis = fixtures.small_analysis()
    assert analysis.deals.as_wholes is None
    assert as_wholes(analysis, names_of(analysis.case)) is None
    keys = [b.key for b in deals_chapter(analysis, names_of(analysis.case)).blocks if isinstance(b, Exhibit)]
    assert "as-wholes" not in keys


def test_where_nothing_moves_one_sentence_says_so_and_the_rest_is_folded():
    shown = exhibit(interactions=(QUIET,), found=(STAYS,))
    assert shown.title == "Options together turn no answer on a named package, and no package found by a world of 100"
    assert shown.tables == ()
    assert [t.caption for t in shown.folded] == [
        "What options of named packages bring together",
        "Found packages that do not move",
    ]


def test_what_turns_an_answer_or_moves_a_share_is_shown():
    shown = exhibit(interactions=(TURNS, QUIET), found=(MOVES, STAYS))
    assert (
        shown.title == "Options together turn answers on 1 named package; 1 of 2 packages found move by a world of 100"
    )
    together, moved = shown.tables
    assert words(together)[0][2:] == ["−2.0 (−4.0 to −0.5)", "0.20", "31"]
    assert words(moved)[0] == ["Nash", "80", "30", names_of(fixtures.small_case()).party("northland").name]


def test_what_was_not_solved_is_shown_as_unknown_and_counted():
    shown = exhibit(found=(OPEN,), failed=3, unsolved=2)
    assert words(shown.tables[0])[0][1:] == ["70", "unknown", "not solved"]
    assert shown.title == "Options together turn no answer on a named package"
    assert "128 further equilibria solved, 3 of which did not converge; 2 combinations of options left" in shown.source


def test_the_record_fits_the_schema_of_the_document():
    analysis = fixtures.small_analysis()
    record = AsWholes((TURNS, QUIET), (MOVES, STAYS, OPEN), 128, 128, 3, 2)
    known = replace(analysis, deals=replace(analysis.deals, as_wholes=record))
    document = analysis_document(known, fixtures.MISSING)
    assert problems(analysis_schema(), document) == []
    assert document["deals"]["as_wholes"]["found"][0]["joint_as_whole"] == 0.3
    assert document["deals"]["as_wholes"]["interactions"][0]["beyond"]["median"] == -2.0
