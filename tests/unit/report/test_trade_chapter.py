"""Chapter 3 with a trade model: findings, empty states, few and many rows, unknown and negative amounts."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from detente.analysis import Analysis, analyse
from detente.case import Option
from detente.plots import names_of
from detente.report import render_report
from detente.report.blocks import Exhibit
from detente.report.chapters import value_chapter
from detente.report.chapters.clause_worth import worth_of_clauses
from detente.report.chapters.income_parts import parts, trade_moves
from detente.report.chapters.measures_cost import SHOWN, cost_of_measures
from detente.report.chapters.package_trade import others, sectors
from detente.report.chapters.which_number import which_number
from detente.report.economy import EconomySection, economy_section
from unit.report import fixtures, trade_fixtures

EXHIBITS = {"measures-cost", "clauses", "others", "sectors", "income-parts", "trade-moves", "which-number"}
NUMBERS = re.compile(r"\d{6,}(?:\.|\b)|\bnan\b|\binf\b|e[-+]\d\d")


def blocks(analysis: Analysis) -> dict[str, Exhibit]:
    chapter = value_chapter(analysis, names_of(analysis.case))
    return {b.key: b for b in chapter.blocks if isinstance(b, Exhibit)}


@cache
def small() -> tuple[EconomySection, Analysis]:
    analysis = trade_fixtures.small_world_analysis()
    section = economy_section(analysis)
    assert section is not None
    return section, analysis


def words(exhibit: Exhibit) -> str:
    """All words of an exhibit, of its drawings too."""
    cells = [c.text for t in (*exhibit.tables, *exhibit.folded) for r in t.rows for c in r]
    drawn = re.findall(r">([^<>]+)</text>", str(exhibit.wide) + str(exhibit.narrow))
    notes = [n.text for n in exhibit.notes]
    return " | ".join([exhibit.title, exhibit.sub, exhibit.source, exhibit.empty, *notes, *cells, *drawn])


def test_chapter_without_a_model_says_so_once_and_how_to_bring_one():
    chapter = value_chapter(fixtures.small_analysis(), names_of(fixtures.small_case()))
    assert sum("No trade model was used" in text and "economy/shocks.csv" in text for text in chapter.lead) == 1
    assert not EXHIBITS & set(blocks(fixtures.small_analysis()))


@pytest.mark.parametrize(
    "analysis", [trade_fixtures.small_world_analysis, trade_fixtures.builtin_analysis], ids=["own", "built in"]
)
def test_chapter_with_a_model_has_every_exhibit_and_no_raw_number(analysis):
    found = blocks(analysis())
    assert set(found) >= EXHIBITS
    assert {key: NUMBERS.findall(words(found[key])) for key in EXHIBITS} == {key: [] for key in EXHIBITS}


def test_finding_names_who_loses_most_in_percent_and_in_money():
    exhibit = blocks(trade_fixtures.builtin_analysis())["measures-cost"]
    assert re.fullmatch(
        r"The status quo costs Southland 0\.\d+ percent of real income, \d\.\d bn USD a year, in the long run",
        exhibit.title,
    )


def test_all_22_regions_stand_in_the_table_and_the_largest_in_the_drawing():
    exhibit = blocks(trade_fixtures.builtin_analysis())["measures-cost"]
    assert len(exhibit.tables[0].rows) == 22
    assert str(exhibit.wide).count(">long run<") == str(exhibit.wide).count(">short run<") == SHOWN
    assert [exhibit.tables[0].rows[k][0].text for k in (0, 1)] == ["Southland", "Northland"]


def test_short_run_stands_beside_the_long_run_in_the_tables():
    heads = {key: blocks(trade_fixtures.builtin_analysis())[key].tables[0].head for key in ("measures-cost", "clauses")}
    assert heads["measures-cost"][1:] == (
        "Long run, percent",
        "Long run, bn USD a year",
        "Short run, percent",
        "Short run, bn USD a year",
    )
    assert heads["clauses"][2:] == ("Used in the verdict, long run", "Trade alone, long run", "Trade alone, short run")


def test_region_of_one_party_has_the_name_that_its_author_gave_it():
    page = words(blocks(trade_fixtures.builtin_analysis())["measures-cost"])
    assert "Southland" in page
    assert "Turkey" not in page


def test_unknown_gdp_is_unknown_in_money_and_never_zero():
    found = blocks(trade_fixtures.builtin_analysis(2031))
    assert "clauses" not in found
    table = found["measures-cost"].tables[0]
    assert {cell.kind for row in table.rows for cell in (row[2], row[4])} == {"unknown"}
    assert "hatch" in str(found["others"].wide)
    assert "unknown" in found["others"].title


def test_negative_clause_is_said_without_the_word_worth():
    section, analysis = small()
    negative = tuple(
        replace(c, in_verdict_usd_bn_per_year=replace(q, low=-q.high, lower=-q.upper, median=-q.median, high=-q.low))
        for c in section.clauses
        for q in (c.in_verdict_usd_bn_per_year,)
    )
    exhibit = worth_of_clauses(replace(section, clauses=negative), analysis, names_of(analysis.case))
    assert exhibit is not None
    assert "moves more money" in exhibit.title
    assert ">loses<" in str(exhibit.wide)
    assert "\N{MINUS SIGN}" in exhibit.title


def test_one_option_alone_is_drawn_without_counting_others():
    section, analysis = small()
    one = tuple(c for c in section.clauses if c.option == "ROAD.1")
    exhibit = worth_of_clauses(replace(section, clauses=one), analysis, names_of(analysis.case))
    assert exhibit is not None
    assert exhibit.sub.endswith("the number that the verdict uses")
    assert len(exhibit.tables) == 1


def test_options_that_bring_the_same_are_drawn_once_and_both_listed():
    case = trade_fixtures.small_world_case()
    first = case.elements[0]
    twin = Option("SANC.9", "the same again", shocks=first.options[1].shocks)
    twice = replace(case, elements=(replace(first, options=(*first.options, twin)), *case.elements[1:]))
    exhibit = blocks(analyse(twice, 12, seed=1))["clauses"]
    assert "SANC: the same again" not in str(exhibit.wide)
    assert "the same again" in words(exhibit)


def test_gains_alone_are_no_loss():
    section, analysis = small()
    better = tuple(
        replace(p, real_income_percent=replace(q, low=1.0, lower=1.0, median=1.5, upper=2.0, high=2.0))
        for p in section.cost_of_measures
        for q in (p.real_income_percent,)
        if q
    )
    exhibit = cost_of_measures(replace(section, cost_of_measures=better), analysis)
    assert exhibit is not None
    assert exhibit.title == "No region loses real income by the status quo, in the median"


def test_nothing_in_force_costs_nothing_and_is_left_out():
    section, analysis = small()
    assert cost_of_measures(replace(section, measures_in_force=()), analysis) is None


def test_what_was_not_solved_is_said_in_place_of_a_drawing():
    section, analysis = small()
    why = "The markets of the status quo did not clear."
    exhibit = cost_of_measures(replace(section, cost_of_measures=(), horizons=(), unsolved=(why,)), analysis)
    assert exhibit is not None
    assert exhibit.wide == ""
    assert exhibit.empty == why
    notes = which_number(replace(section, unsolved=(why,)), analysis, names_of(analysis.case)).notes
    assert why in [n.text for n in notes]


def test_package_without_trade_has_no_exhibits_of_its_own():
    section, analysis = small()
    names = names_of(analysis.case)
    without = replace(
        section,
        package="",
        package_effects=(),
        package_effects_on_groups=(),
        package_effects_on_parties=(),
        package_output=(),
        package_parts=(),
        trade_shares=tuple(replace(s, with_package=None) for s in section.trade_shares),
    )
    assert others(without, analysis, names) is None
    assert sectors(without, analysis, names) is None
    assert parts(without, analysis, names) is None
    assert "changes no trade" in which_number(without, analysis, names).empty
    moves = trade_moves(without, analysis, names)
    assert moves is not None
    assert moves.tables[0].head == ("From and to", "Before the measures", "With them, by the model")


def test_the_headline_of_costs_is_no_loss_that_was_put_in_and_a_note_says_what_was():
    section, analysis = small()
    assert [(loss.measure, loss.places, loss.factor) for loss in section.assumed_losses] == [("damage", ("r2",), 0.9)]
    exhibit = cost_of_measures(section, analysis)
    assert "r2" not in exhibit.title.split(" costs ")[1].split()[0]
    assert any(note.head == "What is put in" and "damage: r2 times 0.9" in note.text for note in exhibit.notes)
    found = cost_of_measures(replace(section, assumed_losses=()), analysis)
    assert all(note.head != "What is put in" for note in found.notes)


def test_each_measure_on_trade_stands_beside_what_the_model_shows():
    section, analysis = small()
    exhibit = which_number(section, analysis, names_of(analysis.case))
    table = next(t for t in exhibit.tables if t.caption.startswith("Trade under the measures in force"))
    assert len(table.rows) == len([m for m in section.measures_on_trade if m.horizon == "long"]) > 0
    for cells in table.rows:
        assert cells[1].text == cells[2].text
        assert cells[3].text != cells[2].text


def test_parts_that_cannot_be_told_apart_are_replaced_by_the_reason():
    section, analysis = small()
    blank = dict.fromkeys(PARTS)
    unknown = replace(
        section,
        parts_unknown="A ban is lifted.",
        package_parts=tuple(replace(p, first_order_percent=None, **blank) for p in section.package_parts),
    )
    exhibit = parts(unknown, analysis, names_of(analysis.case))
    assert exhibit is not None
    assert exhibit.empty == "Not split into parts: A ban is lifted."
    assert exhibit.tables == ()
    assert "not split" in exhibit.title
    compared = which_number(unknown, analysis, names_of(analysis.case))
    assert compared.tables[-1].rows[0][2].kind == "unknown"


PARTS = (
    "terms_of_trade_log_points",
    "volume_of_trade_log_points",
    "trade_cost_log_points",
    "productivity_log_points",
    "transfers_log_points",
    "bans_log_points",
)


def test_which_number_names_planned_and_failed_equilibria_horizon_and_elasticities():
    analysis = trade_fixtures.builtin_analysis()
    text = words(blocks(analysis)["which-number"])
    assert "60 equilibria were planned, 60 found and 0 not" in text
    assert "The long run, here and in every other chapter" in text
    assert "Caliendo and Parro (2015)" in text
    assert "GDP of 2025" in text


def test_words_of_the_author_are_escaped_in_the_exhibits_on_trade():
    case = trade_fixtures.two_rivers_with_trade()
    nasty = "<b>bold</b>"
    parties = tuple(replace(p, name=nasty) if p.id == "southland" else p for p in case.parties)
    page = render_report(analyse(replace(case, parties=parties), 12, seed=1), ())
    assert nasty not in page
    assert "&lt;b&gt;bold&lt;/b&gt;" in page


def test_parts_in_the_table_add_up_to_the_exact_change_in_percent():
    section, analysis = small()
    exhibit = parts(section, analysis, names_of(analysis.case))
    assert exhibit is not None
    for row in (r for t in (*exhibit.tables, *exhibit.folded) for r in t.rows):
        *shown, whole = (float(cell.text.replace("\N{MINUS SIGN}", "-")) for cell in row[1:])
        assert sum(shown) == pytest.approx(whole, abs=0.005 * (len(shown) + 1))


def test_table_of_few_short_numbers_needs_no_sideways_scroll_on_a_phone():
    section, analysis = small()
    moves = trade_moves(section, analysis, names_of(analysis.case))
    assert moves is not None
    assert moves.tables[0].slim
    cost = cost_of_measures(section, analysis)
    assert cost is not None
    assert not cost.tables[0].slim


def test_flows_of_energy_have_a_column_where_an_option_changes_them_and_say_none_beside_it():
    section, analysis = small()
    first = section.clauses[0]
    carried = [
        replace(c, energy_usd_bn_per_year=c.trade_usd_bn_per_year, energy_error_usd_bn_per_year=0.25)
        if c.option == first.option
        else c
        for c in section.clauses
    ]
    beside = replace(first, option=next(o for o in options_of(analysis, first.element) if o != first.option))
    exhibit = worth_of_clauses(replace(section, clauses=(*carried, beside)), analysis, names_of(analysis.case))
    assert exhibit is not None
    with_energy = [t for t in exhibit.tables if "Flows of energy" in t.head]
    assert len(with_energy) == 1
    assert len(exhibit.tables) > 1
    (table,) = with_energy
    place = table.head.index("Flows of energy")
    assert {row[place].small for row in table.rows if row[place].text != "none"} == {"off by 0.25"}
    assert sum(row[place].text == "none" for row in table.rows) >= 1
    assert all(len(row) == len(t.head) for t in exhibit.tables for row in t.rows)
    assert any("interpolating between solved worlds is off" in note.text for note in exhibit.notes)


def options_of(analysis: Analysis, element: str) -> list[str]:
    return [option.id for option in analysis.case.element(element).options]
