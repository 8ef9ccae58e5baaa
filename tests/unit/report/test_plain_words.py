"""What a reader sees is written with names; ids stand beside them or in the tables."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from detente.analysis import Analysis
from detente.case import Case, Measure
from detente.durability.design import Design
from detente.legal import CalendarEntry
from detente.plots import WIDE, Frame, draw_dates, names_of
from detente.report import render_report, verdict_lines
from detente.report.chapters.holding import holding_chapter
from detente.report.chapters.how_sure import how_sure_chapter
from detente.report.chapters.lawful import norms_exhibit
from detente.report.chapters.next_steps import next_steps_chapter
from detente.report.chapters.repairing import repair_exhibit
from detente.report.chapters.value import value_chapter
from detente.report.gaps import Gap
from detente.report.holding_answers import what_would_make_it_hold
from detente.report.lookups import headline, measure_names, spelled_out
from unit.report import fixtures

small = fixtures.small_analysis
NAMES = names_of(fixtures.small_case())
ARABIC = "\N{ARABIC LETTER MEEM}\N{ARABIC LETTER SAD}\N{ARABIC LETTER REH}"


def repaired(share: float, before: float) -> Analysis:
    design = small().repair
    assert design is not None
    assert design.verification is not None
    changed: Design = replace(design, verification=replace(design.verification, share=share, share_before=before))
    return replace(small(), repair=changed)


def test_the_verdict_names_no_statement_by_its_id() -> None:
    words = " ".join(verdict_lines(small()))
    assert not [c.id for c in small().case.claims if re.search(rf"\b{re.escape(c.id)}\b", words)]


@pytest.mark.parametrize(("share", "says_nothing"), [(0.904, True), (0.896, True), (0.94, False)])
def test_a_repair_that_adds_no_whole_world_is_not_called_one(share: float, says_nothing: bool) -> None:
    analysis = repaired(share, before=0.896)
    answer = what_would_make_it_hold(analysis, NAMES)
    exhibit = repair_exhibit(analysis, NAMES)
    assert exhibit is not None
    assert answer.brief.startswith("Nothing found adds a whole world of 100.") is says_nothing
    assert ("adds a whole world" in exhibit.title) is says_nothing
    assert answer.text.endswith(".")


def test_the_chapter_on_worth_opens_with_who_gains_most_and_least() -> None:
    package = headline(small())
    assert package is not None
    priced = {p.party: p.money for p in package.parties if p.required and p.money}
    finding = value_chapter(small(), NAMES).finding
    most = max(priced, key=lambda party: priced[party].median)
    assert f"{NAMES.party(most).name} gains most" in finding
    assert "In the median" in finding


def test_the_chapter_on_what_next_says_what_waits_and_what_comes_first() -> None:
    chapter, roadmap = next_steps_chapter(small(), NAMES), small().roadmap.of(small().deals.headline)
    assert roadmap is not None
    assert roadmap.plan is not None
    first = min(roadmap.plan.steps, key=lambda s: s.starts_day).obligation.title
    waiting = sum(s.status == "waits for a gate" for s in roadmap.steps)
    assert (f"; {waiting} wait" in chapter.finding) is bool(waiting)
    assert any(first in paragraph for paragraph in chapter.lead)


def test_without_margins_no_figure_says_that_none_falls_short() -> None:
    analysis = fixtures.claims_only_analysis()
    names = names_of(analysis.case)
    titles = [b.title for b in holding_chapter(analysis, names).blocks]
    assert not any("No known margin falls short" in title for title in titles)
    sure = how_sure_chapter(analysis, (), names)
    assert not any(b.title.startswith("0 numbers") for b in sure.blocks)


def test_norms_that_nobody_answered_are_folded() -> None:
    analysis = replace(small(), case=replace(small().case, norms=()))
    exhibit = norms_exhibit(analysis, NAMES)
    assert exhibit is not None
    assert exhibit.tables == ()
    assert exhibit.folded


def with_measure(case: Case) -> Case:
    return replace(case, measures=(*case.measures, Measure("G701", "G7", "Statement on assets", (), "in_force")))


def test_measures_are_named_with_the_id_beside() -> None:
    assert measure_names(("G701", "X1"), with_measure(small().case)) == ["Statement on assets (G701)", "X1"]


def test_missing_inputs_are_spelled_out_with_the_ids_below() -> None:
    class Missing:
        what, where, unlocks = "political stake of NOR.1", "case.yaml", "what NOR.1 would sign"

    gap: Gap = Missing()
    case = replace(small().case, parties=(replace(small().case.parties[0], id="NOR.1", name="Norland"),))
    found = how_sure_chapter(small(), (gap,), names_of(case)).blocks
    row = next(b for b in found if b.key == "missing").tables[0].rows[0]
    assert (row[0].text, row[0].small) == ("political stake of “Norland”", gap.what)
    assert row[2].text == "what “Norland” would sign"


def test_plain_words_of_a_sentence_are_no_ids() -> None:
    assert spelled_out("the zone and the-line", {"zone": "Zone", "the-line": "Line"}) == "the zone and “Line”"


def test_the_dates_name_the_first_measure_and_count_the_others() -> None:
    on = date(2026, 1, 31)
    entries = [
        CalendarEntry(on, "renewal", f"EU0{k}", act, "", "", "", ()) for k, act in enumerate(("Sectors", "Persons"))
    ]
    drawn = draw_dates(entries, date(2025, 11, 30), Frame("dates", "Dates", "Dates", WIDE))
    assert "Sectors (EU00)" in drawn
    assert "and 1 more" in drawn
    assert "EU01" not in drawn


def test_a_name_from_right_to_left_does_not_turn_the_figures_beside_it() -> None:
    case = replace(small().case, parties=(replace(small().case.parties[0], name=ARABIC), *small().case.parties[1:]))
    page = render_report(replace(small(), case=case), ())
    said = re.findall(rf"(.){ARABIC}(.)", re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL))
    inside = [pair for pair in said if pair == ("\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}")]
    assert len(inside) > len(said) / 2
