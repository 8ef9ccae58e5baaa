"""Figures and tables as files: all of them, readable elsewhere, and named as in the report."""

from __future__ import annotations

import csv
import io
import re
from xml.etree import ElementTree

from detente.report import render_report, report_exports
from detente.report.blocks import Matrix
from detente.report.estimates import stated_estimates
from detente.report.exports import as_csv
from detente.report.reading_order import LEADING, in_reading_order
from detente.report.render import report_chapters
from detente.report.reproducing import BY_VERB
from unit.report import fixtures, trade_fixtures


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_every_figure_is_a_drawing_of_its_own() -> None:
    files = report_exports(fixtures.small_analysis(), ())
    drawings = {name: text for name, text in files.items() if name.endswith(".svg")}
    assert len(drawings) >= 5
    for text in drawings.values():
        root = ElementTree.fromstring(text)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert root.find("{http://www.w3.org/2000/svg}title") is not None
        assert "http" not in text.replace("http://www.w3.org/", "")
        # Colours are tokens of the page; outside it each has its own value to fall back on.
        assert all("," in token for token in re.findall(r"var\([^)]*\)", text))


def test_every_table_keeps_its_rows_and_the_index_lists_every_file() -> None:
    files = report_exports(fixtures.small_analysis(), ())
    chapters = report_chapters(fixtures.small_analysis(), ())
    tables = [t for c in chapters for e in c.all_exhibits for t in (*e.tables, *e.folded)]
    written = [rows_of(text) for name, text in files.items() if name.endswith(".csv")]
    assert all(len({len(row) for row in rows}) == 1 for rows in written)
    counts = sorted(len(rows) - 1 for rows in written)
    for table in tables:
        assert len(table.rows) in counts
    listed = [row[0] for row in rows_of(files["index.csv"])[1:]]
    assert listed == [name for name in files if name != "index.csv"]


def test_positions_come_one_row_per_party_and_element() -> None:
    files = report_exports(fixtures.small_analysis(), ())
    (name,) = [n for n in files if n.endswith("-positions.csv")]
    chapter = report_chapters(fixtures.small_analysis(), ())[0]
    (matrix,) = [b for b in chapter.blocks if isinstance(b, Matrix)]
    cells = sum(len(row.cells) for p in matrix.panels for g in p.groups for row in g.rows)
    assert len(rows_of(files[name])) == cells + 1


def test_words_of_a_case_run_no_formula_in_a_spreadsheet() -> None:
    assert as_csv([("=HYPERLINK(1)", "+5", "-3.2", "@x", "plain")]) == "'=HYPERLINK(1),+5,-3.2,'@x,plain\n"


def test_nothing_is_lost_when_a_chapter_folds() -> None:
    for analysis in (fixtures.small_analysis(), trade_fixtures.builtin_analysis(), fixtures.claims_only_analysis()):
        page = render_report(analysis, fixtures.MISSING)
        for chapter in report_chapters(analysis, fixtures.MISSING):
            assert all(f'id="f-{e.key}"' in page for e in chapter.all_exhibits)
            again = in_reading_order(chapter)
            assert {e.key for e in again.all_exhibits} <= {e.key for e in chapter.all_exhibits}
            shown = [b.exhibit.key if isinstance(b, Matrix) else b.key for b in chapter.blocks]
            if chapter.further:
                assert shown == [key for key in LEADING[chapter.id] if key in shown]
                assert f"{chapter.further[0].kind.lower()}" in chapter.not_in_print


def test_every_exhibit_names_the_command_that_computes_it_again() -> None:
    verbs = {arguments.split()[0] for arguments in BY_VERB}
    chapters = report_chapters(fixtures.small_analysis(), fixtures.MISSING)
    commands = {e.key: e.command for c in chapters for e in c.all_exhibits}
    assert all(command.split()[:1] == ["detente"] for command in commands.values())
    assert {command.split()[1] for command in commands.values()} <= {*verbs, "assess"}
    worlds = fixtures.small_analysis().worlds
    assert commands["acceptance"] == f"detente deals CASE --worlds {worlds.count} --seed {worlds.seed}"


def test_numbers_lead_to_the_row_that_states_them() -> None:
    page = render_report(fixtures.small_analysis(), fixtures.MISSING)
    rows = re.findall(r'<tr id="estimate-([^"]+)"', page)
    assert rows
    assert len(rows) == len(set(rows)) == len({s.estimate.id for s in stated_estimates(fixtures.small_case())})
    influences = re.search(r'id="f-influences".*?</figure>', page, re.DOTALL)
    assert influences is not None
    targets = set(re.findall(r'href="#(estimate|claim)-', influences[0]))
    assert targets == {i.kind for i in fixtures.small_analysis().influences}
