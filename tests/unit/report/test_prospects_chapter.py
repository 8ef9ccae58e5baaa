"""Chapter 4 beyond the margins: what it shows, and that what is unknown is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.analysis import Analysis, analyse
from detente.case import Casualties, Estimate, Origin, Worth
from detente.deals import Quantiles
from detente.durability.prospects import BaseRate, Link
from detente.plots import names_of
from detente.report.chapters.prospects import prospects_exhibits
from detente.report.durability_words import (
    base_rates_in_words,
    casualties_in_words,
    holding_in_words,
    link_character,
    peace_in_words,
    telling_links,
    trust_in_words,
    variant_row,
)
from unit.report import fixtures


def estimate(name: str, mode: float, unit: str) -> Estimate:
    return Estimate(name, mode, unit, Origin.ASSUMED, why="invented for a test")


def full_analysis() -> Analysis:
    """The small case with everything stated that prospects can use."""
    case = fixtures.small_case()
    kinds = dict(zip((e.id for e in case.elements), (Worth.TRADE, Worth.MILITARY, Worth.ASSETS), strict=False))
    return analyse(
        replace(
            case,
            elements=tuple(replace(e, kind_of_worth=kinds.get(e.id, Worth.OTHER)) for e in case.elements),
            parties=tuple(replace(p, p_genuine=estimate(f"p_genuine:{p.id}", 0.4, "share")) for p in case.parties),
            casualties=(
                Casualties("c", "northland", "ferrymen drowned", estimate("casualties:c", 12.0, "people per year")),
            ),
            p_slip=estimate("p_slip", 0.1, "share"),
            words_ratio=estimate("words_ratio", 1.0, "ratio"),
        ),
        200,
        0,
    )


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return full_analysis()


def shown(analysis: Analysis) -> dict[str, object]:
    return {e.key: e for e in prospects_exhibits(analysis, names_of(analysis.case))}


def test_every_side_of_the_package_has_an_exhibit(analysis):
    exhibits = shown(analysis)
    assert {"peace", "months", "parts", "dependence", "trust"} <= set(exhibits)
    assert all(e.title and e.source for e in exhibits.values())
    assert exhibits["peace"].wide
    assert exhibits["peace"].narrow
    assert exhibits["months"].wide


def test_table_of_peace_has_the_means_that_the_analysis_has(analysis):
    table = shown(analysis)["peace"].tables[0]
    assert len(table.rows) == len([p for p in analysis.prospects.peace if p.parts])
    assert all(len(row) == len(table.head) for row in table.rows)


def test_casualties_stand_in_a_table_of_their_own_with_their_source(analysis):
    exhibit = shown(analysis)["peace"]
    (row,) = exhibit.tables[1].rows
    assert [cell.text for cell in row] == ["Northland", "ferrymen drowned", "12", "12 to 12", "assumed"]
    assert row[-1].small == "invented for a test"
    assert any("about 12 ferrymen drowned" in note.text for note in exhibit.notes)
    assert casualties_in_words(analysis.prospects, names_of(analysis.case)) == (
        "Northland, ferrymen drowned: 12 a year (12 to 12; assumed: invented for a test)",
    )


def test_belief_of_the_case_is_in_the_table_of_trust(analysis):
    rows = shown(analysis)["trust"].tables[0].rows
    assert {row[3].text for row in rows} == {"0.40"}
    assert {row[4].text for row in rows} == {"0.40"}
    words = trust_in_words(analysis.prospects.trust[0], names_of(analysis.case))
    assert "It means it with probability 0.40 at first, 0.40 after what it said, " in words


def test_without_a_prior_the_table_says_unknown_and_why():
    exhibits = shown(fixtures.small_analysis())
    rows = exhibits["trust"].tables[0].rows
    assert {cell.kind for row in rows for cell in row[3:]} == {"unknown"}
    assert "No probability is given" in exhibits["trust"].source


def test_months_of_a_package_that_no_world_signs_are_shown_as_if_it_were_signed(analysis):
    moments = tuple(replace(m, in_force=0.0, broken=0.0) for m in analysis.prospects.forecast.moments)
    forecast = replace(analysis.prospects.forecast, deals=0.0, stalls=1.0, moments=moments)
    never = replace(analysis, prospects=replace(analysis.prospects, forecast=forecast))
    exhibit = shown(never)["months"]
    assert exhibit.title.startswith("Not signed in 100 of 100 worlds; were it signed, it would hold for 36 months in ")
    assert "would hold" in exhibit.wide
    assert ">not signed<" not in exhibit.wide.lower()


def test_unknown_margins_are_hatched_over_the_months(analysis):
    moments = tuple(
        replace(m, holds_if_signed=None, in_force=None, broken=None) for m in analysis.prospects.forecast.moments
    )
    forecast = replace(analysis.prospects.forecast, moments=moments)
    exhibit = shown(replace(analysis, prospects=replace(analysis.prospects, forecast=forecast)))["months"]
    assert "whether it would hold is unknown" in exhibit.title
    assert "hatch" in exhibit.wide
    assert {row[2].kind for row in exhibit.tables[0].rows} == {"unknown"}


def test_case_without_packages_or_phases_shows_what_it_can():
    claims_only = fixtures.claims_only_analysis()
    assert {"trust", "dependence", "months"}.isdisjoint(shown(claims_only))
    assert prospects_exhibits(replace(claims_only, prospects=None), names_of(claims_only.case)) == ()


def test_words_name_the_worst_margin_and_how_often_it_is_short(analysis):
    names = names_of(analysis.case)
    durability = analysis.durability.of(analysis.prospects.package)
    lines = holding_in_words(durability, analysis.prospects, names)
    assert lines[0].startswith("Two Rivers draft: ")
    if analysis.prospects.weakest.falls_short_share > 0:
        assert lines[-1].startswith("Short most often: ")


def test_peace_in_words_gives_the_range_the_share_and_the_parts(analysis):
    words = peace_in_words(analysis.prospects.peace[0], names_of(analysis.case))
    assert words.startswith("Northland: ")
    assert " bn USD a year over no deal" in words
    assert "Means: " in words


def spread(median: float) -> Quantiles:
    return Quantiles(median, median, median, median, median, "USD bn per year")


def link(own: float, others: float, shares: tuple[float, float, float]) -> Link:
    return Link("e", "trade", "A", "B", spread(own), spread(others), others - own, *shares, 0.0)


@pytest.mark.parametrize(
    ("found", "character"),
    [
        (link(-1, 2, (0.1, 0.1, 0.9)), "invites hold-up: only the other would lose, in 90 of 100"),
        (link(1, 2, (1.0, 0.8, 0.0)), "lopsided: the other would lose more, in 80 of 100"),
        (link(2, 1, (0.7, 0.2, 0.3)), "deters: the holder would lose in 70 of 100"),
        (link(0, 0, (0.4, 0.1, 0.4)), "mixed: none of these in half of the worlds"),
    ],
)
def test_link_is_called_by_what_most_worlds_say(found, character):
    assert link_character(found) == character


def test_telling_links_are_those_on_which_the_other_loses_more():
    links = (link(1, 5, (1, 1, 0)), link(-4, -1, (0, 0, 0)), link(5, 1, (1, 0, 0)))
    assert telling_links(links, 5) == links[:1]


def test_base_rates_are_said_with_their_caution():
    words = base_rates_in_words((BaseRate(1, 3, 4, 0.3, 0.7, 0.95), BaseRate(5, 1, 2, 0.1, 0.5, 0.9)))
    assert "3 of 4 after one year (30 to 95 of 100) and 1 of 2 after 5 years" in words
    assert "no sample" in words
    assert base_rates_in_words(()) == ""


def test_row_of_a_part_says_unknown_where_it_is(analysis):
    unknown = replace(analysis.prospects.variants[0], holding_share=None, signed_and_held_share=None, first=None)
    _, _, holds, both, _ = variant_row(unknown, names_of(analysis.case))
    assert (holds, both) == ("unknown", "unknown")
