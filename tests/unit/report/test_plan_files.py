"""A plan as calendar, table, document and words."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from detente.case import Measure, Reciprocity
from detente.legal import find_gates
from detente.plots import WIDE, Frame, draw_calendar, gate_numbers, names_of
from detente.report import plan_calendar, plan_document, plan_in_words, plan_rows
from detente.report.icalendar import escaped, folded
from detente.roadmap import Question, make_plan
from unit.durability.agreement import a_case, element, fixed, obligation, party


@pytest.fixture(scope="module")
def case():
    ban = Measure("BAN", "Issuer", "An act; of many, parts", ("import:oil",), "in_force", who_can_lift="Council")
    days = fixed("duration_days:a", 30, "days")
    steps = (
        obligation(
            "a",
            "A",
            "trade",
            "one",
            duration_days=days,
            needs=("import:oil",),
            observable="Ships, seen",
            threshold="ten a day",
            verifier="Customs",
            evidence="Register",
            deadline_days=50.0,
        ),
        obligation("b", "B", "trade", "one", after=("a",)),
    )
    rule = (Reciprocity("even", ("A",), ("B",), 1.0),)
    return a_case([party("A"), party("B")], [element("trade")], {"one": 0.0}, steps, measures=(ban,), reciprocity=rule)


@pytest.fixture(scope="module")
def plan(case):
    return make_plan(case, case.packages[0], find_gates(case), Question(date(2025, 12, 30)))


def unfolded(text):
    """Content lines as a reader of RFC 5545 sees them."""
    return text.replace("\r\n ", "").split("\r\n")


def test_the_calendar_has_an_event_for_each_step_deadline_and_act(case, plan):
    lines = unfolded(plan_calendar(case, plan, names_of(case)))
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    uids = [line for line in lines if line.startswith("UID:")]
    assert uids == [f"UID:{name}.deal.test@detente" for name in ("a", "deadline-a", "b", "gate-BAN")]
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 4
    assert "DTSTART;VALUE=DATE:20251230" in lines
    assert "DTEND;VALUE=DATE:20260129" in lines
    details = "Seen by: Ships\\, seen\\nCounts from: ten a day\\nVerified by: Customs\\nEvidence: Register"
    assert any(line.startswith(f"DESCRIPTION:{details}") for line in lines)


def test_lines_of_the_calendar_are_short_in_octets_and_lose_nothing():
    text = "SUMMARY:" + "\N{GREEK SMALL LETTER ALPHA}\N{EURO SIGN}x" * 60
    parts = folded(text).split("\r\n")
    assert max(len(part.encode()) for part in parts) <= 75
    assert "".join([parts[0], *(part[1:] for part in parts[1:])]) == text


def test_marks_of_the_calendar_and_control_characters_are_escaped():
    assert escaped("a\\b;c,d\ne\x07") == "a\\\\b\\;c\\,d\\ne"


def test_the_table_has_a_row_per_step_and_joins_lists(plan):
    rows = list(csv.DictReader(io.StringIO(plan_rows(plan))))
    assert [(r["id"], r["starts_on"], r["critical"], r["gates"]) for r in rows] == [
        ("a", "2025-12-30", "yes", "BAN"),
        ("b", "2026-01-29", "yes", ""),
    ]
    assert (rows[0]["deadline_day"], rows[0]["threshold"], rows[1]["after"]) == ("50.0", "ten a day", "a")


def test_the_document_holds_balance_dates_and_gates(plan):
    document = plan_document(plan)
    assert document["ends_on"] == "2026-01-29"
    assert document["balances"][0]["dates"] == [{"day": 30, "on": "2026-01-29", "one_minus_other": 0.0}]
    [gate] = document["steps"][0]["gates"]
    assert (gate["opened_by"], gate["must_open_by_day"]) == ("act", 0)


def test_the_words_name_dates_gates_deadlines_and_what_is_missing(case, plan):
    words = plan_in_words(case, plan, names_of(case))
    for told in (
        "signed on 30 December 2025, done on 29 January 2026, day 30",
        "deadline day 50",
        "By day 0, 30 December 2025: BAN, An act; of many, parts; must be lifted by Council. Before a.",
        "Nobody is named to verify it.",
        "(duration not stated)",
        "Reciprocity even (A and B; all promises): both sides have given the same at every date, allowed",
        "Not legal advice.",
    ):
        assert told in words


def test_the_figure_draws_every_step_its_gate_and_its_deadline(case, plan):
    svg = draw_calendar(plan, names_of(case), Frame("k", "Deal", "what", WIDE))
    assert "Obligation a" in svg
    assert "Obligation b" in svg
    assert gate_numbers(plan) == {"BAN": 1}
