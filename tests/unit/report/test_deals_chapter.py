"""Chapter 2 on an invented case with a voice that ratifies, proposals of both sides and a conflict model."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from detente.analysis import Analysis, analyse
from detente.case import (
    Case,
    ConflictModel,
    ConflictOption,
    DecisionMaker,
    Package,
    Party,
    Role,
    Stance,
    StatePreference,
)
from detente.deals import Advice, PackageResult, QuestionKind
from detente.plots import names_of, of_100
from detente.report.blocks import Cell, Chapter, Exhibit, Table, numbered
from detente.report.chapters.acceptability import first_choices, regrets
from detente.report.chapters.acceptance import acceptance
from detente.report.chapters.asking import questions
from detente.report.chapters.bargaining import deal_map, solutions
from detente.report.chapters.bridging import bridge, trade_offs
from detente.report.chapters.conflict import CONCEPTS, conflict
from detente.report.chapters.deals import deals_chapter
from detente.report.chapters.dividing import divisions, rounds
from detente.report.lookups import best_question, heard_parties, same_side
from detente.report.verdict import short_answer, six_answers
from unit.report import fixtures

ELEMENTS = ("line", "troops", "gas", "assets", "transit")
BOTH = ("northland", "southland")


def voiced_case() -> Case:
    """The small case with a council that ratifies for Southland, and proposals of both."""
    small = fixtures.small_case()
    council = Party("council", "Council", "parliament", Role.AFFECTED, voice_of="southland", ratifies=True)
    bystander = Party("bystander", "Bystander", "state", Role.OBSERVER)
    packages = (
        Package("draft", "Two Rivers draft", {e: f"{e}.3" for e in ELEMENTS[:4]}, BOTH, "", "", "northland", DAY),
        Package("bridge", "Bridge", {e: f"{e}.2" for e in ELEMENTS}, BOTH, "", "", "southland", date(2031, 2, 20)),
        Package("small", "Small step", {"gas": "gas.2"}, ("northland",)),
        Package("idle", "All as it is", {"gas": "gas.1"}, BOTH),
    )
    claims = (
        *small.claims,
        fixtures.claim(8, "council", "troops", Stance.REJECTS, options=("troops.3",), red_line=True),
        fixtures.claim(9, "southland", "", Stance.REJECTS, package="draft"),
    )
    model = ConflictModel(
        title="Gates",
        decision_makers=(DecisionMaker("N", "Northland"), DecisionMaker("S", "Southland")),
        options=(ConflictOption("close", "Gates are closed", "N"), ConflictOption("sue", "A court is asked", "S")),
        preferences=(StatePreference("N", ("not sue", "close")), StatePreference("S", ("not close", "not sue"))),
        status_quo="YY",
    )
    return replace(
        small, parties=(*small.parties, council, bystander), packages=packages, claims=claims, conflict=model
    )


DAY = date(2031, 1, 5)


@cache
def voiced() -> Analysis:
    return analyse(voiced_case(), 200, seed=3)


NAMES = names_of(voiced_case())


def advice() -> Advice:
    found = voiced().deals.advice
    assert found is not None
    return found


def package(name: str) -> PackageResult:
    return next(p for p in voiced().deals.packages if p.id == name)


def texts(table: Table) -> list[list[str]]:
    return [[c.text for c in row] for row in table.rows]


def row_of(table: Table, head: str) -> tuple[Cell, ...]:
    return next(row for row in table.rows if row[0].text == head)


def test_finding_compares_only_packages_that_need_the_same_yes() -> None:
    finding = deals_chapter(voiced(), NAMES).finding
    best = max(("draft", "bridge"), key=lambda p: package(p).joint_as_is.mean())
    assert "Among packages that all three must ratify or sign, " in finding
    assert ("it goes furthest" if best == "draft" else "“Bridge” goes furthest") in finding
    small = of_100(float(package("small").joint_as_is.mean()))
    assert f"“Small step” needs Northland only: {small}" in finding
    assert "All as it is" not in finding


def test_ratifying_voice_shows_in_the_table_and_in_the_verdict() -> None:
    table = acceptance(voiced(), NAMES).tables[0]
    assert row_of(table, "Council")[1].text == "ratifies for Southland"
    assert row_of(table, "All it requires, together")[1].text == "Northland, Southland and Council"
    small = acceptance(voiced(), NAMES).tables[2]
    assert row_of(small, "Council")[1].text == "no"
    assert "both required and Council, which ratifies, would sign" in six_answers(voiced())[0].text
    assert short_answer(voiced()).startswith("Both whom “Two Rivers draft” requires and Council, which ratifies, ")


def test_party_of_which_nothing_is_known_is_hatched_without_a_number() -> None:
    assert heard_parties(voiced_case()) == {"northland", "southland", "council"}
    exhibit = acceptance(voiced(), NAMES)
    left = exhibit.tables[0].rows[-1]
    assert left[0].text == "2 other parties"
    assert left[0].small == "The Alliance and Bystander"
    assert [c.text for c in left if c.kind == "unknown"] == ["not heard", "not heard"]
    assert exhibit.wide.count(">not heard</text>") == 2 * len(voiced().deals.packages)
    assert not any(row[0].text == "Bystander" for row in exhibit.tables[0].rows)


def test_required_party_that_was_not_heard_keeps_its_row_and_has_no_number() -> None:
    case = voiced_case()
    first = replace(case.packages[0], required=(*BOTH, "bystander"))
    exhibit = acceptance(analyse(replace(case, packages=(first,)), 40, seed=1), NAMES)
    row = row_of(exhibit.tables[0], "Bystander")
    assert row[1].text == "yes"
    assert [c.text for c in row[2:4]] == ["not heard", "not heard"]


def test_verdict_names_the_package_that_crosses_red_lines() -> None:
    text = six_answers(voiced())[0].text
    assert re.search(r"“Two Rivers draft” crosses red lines of (Council|Northland) on Element", text)
    assert "It crosses" not in text


def test_leaving_an_element_as_today_says_what_that_is() -> None:
    found = voiced()
    near = package("draft").near
    change = replace(near[-1].changes[0], element="line", before="line.3", after="line.1")
    best = replace(near[-1], changes=(change,), joint_as_is=1.0)
    first = replace(package("draft"), near=(best,), joint_as_is=np.zeros(200, dtype=bool))
    deals = replace(found.deals, packages=(first, *found.deals.packages[1:]))
    answer = six_answers(replace(found, deals=deals))[0].text
    assert "Leaving Element line at “Option 1 of line” raises 0 to 100." in answer


def test_nothing_is_divided_between_a_party_and_its_voice_and_all_of_it_folds() -> None:
    assert same_side(voiced_case(), "southland", "council")
    inside = replace(advice().divisions[0], parties=("southland", "council"))
    exhibit = divisions(voiced(), replace(advice(), divisions=(inside, *advice().divisions)), NAMES)
    assert exhibit is not None
    assert exhibit.tables == ()
    assert {t.caption for t in exhibit.folded} == {"Northland and Southland", "Northland and Council"}
    assert not re.search(r"\d", exhibit.title)
    assert divisions(voiced(), replace(advice(), divisions=(inside,)), NAMES) is None


def test_rounds_count_all_worlds_and_write_no_plus_at_risks() -> None:
    found, exhibit = advice().rounds, rounds(voiced(), advice(), NAMES)
    assert found.known
    assert exhibit is not None
    assert f"in {of_100(max(s.to_move for s in found.standings))} of 100 worlds" in exhibit.title
    assert of_100(found.agreed) in exhibit.title
    assert sum(s.to_move for s in found.standings) + found.agreed + found.tied == pytest.approx(1.0)
    risks, moves = exhibit.tables
    assert not any("+" in row[2] for row in texts(risks))
    assert len(moves.rows) == len(found.standings) + 2
    assert not any("-" in text for row in texts(risks) for text in row[2:])


def test_bridge_says_whose_packages_they_are_with_dates_in_words() -> None:
    exhibit = bridge(voiced(), advice(), NAMES)
    assert exhibit is not None
    sub = exhibit.sub.replace("\N{NO-BREAK SPACE}", " ")
    assert "“Two Rivers draft” stands for Northland, its last proposal (of 5 January 2031)" in sub
    assert "2031-" not in sub + exhibit.source
    steps, concessions = exhibit.tables
    assert len(steps.rows) == len(advice().bridges[0].bridge.path)
    assert concessions.head[2] == "Costs the giver, percent of its range of gains"


def test_bridge_between_packages_nobody_proposed_says_so() -> None:
    case = voiced_case()
    packages = tuple(replace(p, proposed_by="", proposed_on=None) for p in case.packages)
    found = analyse(replace(case, packages=packages), 100, seed=3)
    assert found.deals.advice is not None
    exhibit = bridge(found, found.deals.advice, NAMES)
    assert exhibit is None or "no package says who proposed it" in exhibit.sub


def test_every_trade_shows_the_amounts_that_it_tells_in_words_on_the_right_line() -> None:
    outside = [replace(t, both_gain=0.9) for t in advice().trades if not same_side(voiced_case(), t.first, t.second)]
    inside = [replace(t, both_gain=0.95) for t in advice().trades if same_side(voiced_case(), t.first, t.second)]
    seldom = replace(outside[0], both_gain=0.5)
    assert len(outside) >= 2
    assert inside
    exhibit = trade_offs(voiced(), replace(advice(), trades=(*outside, *inside, seldom)), NAMES)
    assert exhibit is not None
    assert exhibit.title.startswith(f"{len(outside)} pairs of changes")
    rows = [row for table in (*exhibit.tables, *exhibit.folded) if "two lines" in table.caption for row in table.rows]
    assert len(rows) == 2 * len(outside)
    for k, trade in enumerate(outside):
        told = re.findall(r"it costs \w+ (\S+) .*? and is worth (\S+) ", trade.words)
        for row, (cost, worth) in zip(rows[2 * k : 2 * k + 2], told, strict=True):
            for cell, said in ((row[1], float(cost)), (row[2], float(worth))):
                median, *ends = amounts(cell)
                # A cell is rounded to half a step of its range, the sentence to two digits.
                assert median == pytest.approx(said, rel=0.05, abs=0.06 * max(map(abs, (median, *ends))))


def test_without_a_trade_that_serves_two_in_most_worlds_none_is_listed() -> None:
    nothing = replace(advice().improvement, changes=())
    assert trade_offs(voiced(), replace(advice(), trades=(), improvement=nothing), NAMES) is None


def amounts(cell: Cell) -> list[float]:
    """Numbers of a cell: the median, and the range where it shows one."""
    plain = cell.text.replace("\N{MINUS SIGN}", "-").replace(",", "")
    return [float(found) for found in re.findall(r"-?[\d.]+", plain)]


def test_refusing_the_package_itself_is_no_question_to_begin_with() -> None:
    asked = voiced().deals.questions
    assert asked, "the case is made so that questions exist"
    refusal = replace(
        asked[0], kind=QuestionKind.STANDS_BY, party="southland", element="", option="", claim="K009",
        package="draft", joint_if_yes=0.0, joint_if_no=1.0, changes_choice=False,
    )  # fmt: skip
    other = replace(asked[0], joint_if_yes=0.6, joint_if_no=0.4, changes_choice=False, package="draft")
    assert best_question((refusal, other), voiced_case()) is other
    assert best_question((refusal,), voiced_case()) is refusal
    found = replace(voiced(), deals=replace(voiced().deals, questions=(refusal, other)))
    exhibit = questions(found, NAMES)
    assert exhibit is not None
    assert exhibit.title.startswith("No single answer would change which package is best; most telling is: ")
    assert len(exhibit.tables[0].rows) == 2
    row = exhibit.tables[0].rows[1][0]
    assert row.text == "Does Southland stand by what it said on “Two Rivers draft” on 10\xa0January\xa02031?"
    assert row.href == "#claim-K009"
    elsewhere = replace(other, package="bridge")
    moved = questions(replace(found, deals=replace(found.deals, questions=(elsewhere,))), NAMES)
    assert moved is not None
    assert moved.sub.startswith("Nobody’s single answer moves “Two Rivers draft”, so this is about “Bridge”.")


def test_map_marks_packages_that_cross_a_red_line_and_sets_no_party_against_its_voice() -> None:
    exhibit = deal_map(voiced(), NAMES)
    assert exhibit is not None
    crossing = [p for p in voiced().deals.packages if crosses(p)]
    assert crossing, "the case is made so that a red line is crossed"
    assert exhibit.wide.count("crosses a red line of") == len(crossing) + exhibit.wide.split("</desc>")[0].count(
        "crosses a red line of"
    )
    axes = re.findall(r">(\w+): gain over no deal<", exhibit.wide)
    assert set(axes) != {"Southland", "Council"}


def crosses(found: PackageResult) -> bool:
    return any(p.party in found.signatories and max(p.crossed.values(), default=0.0) >= 0.5 for p in found.parties)


def test_map_is_left_out_where_only_a_party_and_its_voice_could_be_drawn() -> None:
    found = voiced()
    pair = replace(found.deals.frontiers[0], parties=("southland", "council"))
    assert deal_map(replace(found, deals=replace(found.deals, frontiers=(pair,))), NAMES) is None


def test_solutions_with_identical_choices_share_one_row() -> None:
    found = voiced().deals
    same = tuple(replace(found.solutions[0], name=name) for name in ("Nash", "Kalai-Smorodinsky", "egalitarian"))
    exhibit = solutions(replace(voiced(), deals=replace(found, solutions=same, candidates=())), NAMES)
    assert exhibit is not None
    assert texts(exhibit.tables[0])[0][0] == "Nash, Kalai-Smorodinsky and egalitarian"
    assert len(exhibit.tables[0].rows) == 1
    assert exhibit.tables[0].rows[0][2].small.startswith("of its range, ")


def test_regret_of_identical_packages_is_told_once_and_without_a_share_where_none_was_counted() -> None:
    found = voiced().deals
    one = replace(found.regrets[0], package="candidate 98", choices={"gas": "gas.3"}, mean=0.9)
    twin = replace(one, package="candidate 99")
    exhibit = regrets(replace(voiced(), deals=replace(found, regrets=(one, twin))), NAMES)
    assert exhibit is not None
    assert len(exhibit.tables[0].rows) == 1
    name, missed, _, share = texts(exhibit.tables[0])[0]
    assert (name, missed, share) == ("Candidate 98 and candidate 99", "90", "not evaluated")


def test_packages_that_hardly_ever_come_first_are_left_to_the_table() -> None:
    ranks = advice().acceptability.parties[0]
    first = np.array([0.99, 0.004, 0.006, 0.0, 0.0])
    rare = replace(advice(), acceptability=replace(advice().acceptability, parties=(replace(ranks, first=first),)))
    exhibit = first_choices(voiced(), rare, NAMES)
    assert exhibit is not None
    assert "Two Rivers draft" in exhibit.wide
    assert "Bridge" not in exhibit.wide.split("</desc>")[1]
    assert len(exhibit.tables[0].rows) == 5
    assert all(row[1].text == "Two Rivers draft" for table in exhibit.folded for row in table.rows)


def test_conflict_says_first_where_today_leads_and_gives_the_reasons_of_both() -> None:
    exhibit = conflict(voiced(), advice(), NAMES)
    assert exhibit is not None
    assert exhibit.title.startswith("From today, improvements lead to: “")
    for row in exhibit.tables[0].rows:
        assert row[1].text in CONCEPTS.values()
        assert "Northland would stay" in row[2].text
        assert "Southland would stay" in row[2].text


def test_exhibit_with_nothing_but_a_title_is_left_out_and_takes_no_number() -> None:
    empty = Exhibit("a", "Kind", "A title", source="Source: nothing.")
    full = Exhibit("b", "Kind", "A title", tables=(Table("T", ("x",), ((Cell("y"),),)),))
    chapter = numbered([Chapter("c1", "Link", "Kicker", "Finding", (), (empty, full))])[0]
    assert [b.label for b in chapter.blocks if isinstance(b, Exhibit)] == ["Table 1"]
