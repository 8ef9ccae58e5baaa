"""The private form, even swaps, and what the mediator is suggested from all of it."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from detente.casefile import read_case
from detente.portal.assessments import suggested
from detente.portal.assessments.models import Assessment
from detente.portal.assessments.tasks import queue
from detente.portal.assessments.telling import Rounding, told_file, told_of
from detente.portal.parties.models import AuditEvent
from detente.portal.preferences.actions import Told, keep
from detente.portal.preferences.models import PreferenceSheet, Suggestion
from detente.portal.preferences.swaps import Swap, points_of, questions_of, scaled
from detente.portal.recording import record_store
from detente.portal.text.models import Element
from portal.people import client_of, part_of

FORM = reverse("preferences", args=["two-rivers"])
SWAPS = reverse("preferences-swaps", args=["two-rivers"])
EVEN = {"humanitarian-exchange": 20, "transport-corridor": 20, "gas-transit": 20, "asset-release": 20}
EVEN |= {"joint-ventures": 10, "border-line": 10}


def answers(points, **more):
    return {**{f"points-{slug}": value for slug, value in points.items()}, "walk_away": "", **more}


def sheet_of(side):
    return PreferenceSheet.objects.get(delegation__slug=side)


def test_red_lines_are_options_and_the_engines_get_them_by_the_ids_of_the_case(portal):
    given = answers(EVEN, **{"red-border-line": ["line-north", "line-survey"], "red-asset-release": ["assets-once"]})
    assert client_of("south-head").post(FORM, given).status_code == 302
    assert sheet_of("southland").red_lines == ["assets-once", "line-north", "line-survey"]
    run = Assessment(process=portal, delegation=part_of("south-head").delegation)
    with told_file(run) as file:
        told = read_case(Path(portal.case_folder), file).told[0]
    assert told.party == "SOUTHLAND"
    assert set(told.red_lines) == {"ASSETS.once", "LINE.north", "LINE.survey"}
    assert told.walk_away is None


def test_an_option_of_another_element_is_refused(portal):
    wrong = answers(EVEN, **{"red-border-line": ["assets-once"]})
    assert client_of("south-head").post(FORM, wrong).status_code == 422
    assert sheet_of("southland").red_lines == ["line-north"]


@pytest.mark.parametrize(("off", "said"), [(-13, "13 are left to place"), (7, "7 too many")])
def test_a_wrong_sum_says_by_how_much_and_the_answers_stay_in_the_form(portal, off, said):
    points = {**EVEN, "gas-transit": 20 + off}
    page = client_of("south-head").post(FORM, answers(points))
    assert page.status_code == 422
    assert said in page.content.decode()
    assert f'value="{20 + off}"' in page.content.decode()
    assert sheet_of("southland").points["gas-transit"] == 20


def test_points_are_scaled_to_100_without_any_script_and_without_being_kept(portal):
    before = sheet_of("southland").version
    page = client_of("south-head").post(FORM, answers(dict.fromkeys(EVEN, 3), scale="1"))
    assert page.status_code == 200
    assert "100 of 100 points are placed" in page.content.decode()
    assert sheet_of("southland").version == before


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 500), min_size=1, max_size=40))
def test_scaled_points_are_whole_add_up_and_keep_their_order(points):
    found = scaled(points)
    assert sum(found.values()) == (100 if any(points.values()) else 0)
    assert all(value >= 0 for value in found.values())
    for one, other in product(points, repeat=2):
        if points[one] > points[other]:
            assert found[one] >= found[other]


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 60), min_size=2, max_size=8))
def test_answers_that_repeat_the_points_change_them_by_rounding_alone(points):
    asked = questions_of(points, {})
    same = [Swap(one.element, one.implied, one.implied, is_answered=True) for one in asked]
    before, after = scaled(points), points_of(points, same)
    assert all(one.agrees for one in same)
    assert max(abs(before[slug] - after[slug]) for slug in points) <= 2


def test_swaps_are_asked_one_by_one_answered_and_taken(portal):
    client = client_of("south-head")
    assert "Question 1 of 5" in client.get(SWAPS).content.decode()
    for number, element in enumerate(("gas-transit", "border-line", "asset-release", "transport-corridor"), start=2):
        page = client.post(SWAPS, {"element": element, "steps": "100"}, follow=True).content.decode()
        assert f"Question {number} of 5" in page
    page = client.post(SWAPS, {"element": "joint-ventures", "more": "on"}, follow=True).content.decode()
    assert "more than 100" in page
    assert "differ" in page
    client.post(reverse("preferences-take", args=["two-rivers"]))
    assert sorted(sheet_of("southland").points.values()) == [16, 16, 17, 17, 17, 17]


@pytest.mark.parametrize("wrong", [{"steps": "101"}, {"steps": "-1"}, {}, {"steps": "5", "more": "on"}])
def test_an_answer_that_is_none_is_refused_at_its_field(portal, wrong):
    page = client_of("south-head").post(SWAPS, {"element": "gas-transit", **wrong})
    assert page.status_code == 422
    assert sheet_of("southland").swaps == {}


def test_a_question_that_is_not_asked_is_refused(portal):
    page = client_of("south-head").post(SWAPS, {"element": "nowhere", "steps": "5"}, follow=True)
    assert "This question is not asked" in page.content.decode()


def test_nothing_of_it_is_in_the_record_or_the_audit_trail(portal):
    client = client_of("south-head")
    size, audited = record_store().size(), AuditEvent.objects.count()
    client.post(FORM, answers(EVEN))
    client.post(SWAPS, {"element": "gas-transit", "steps": "5"})
    assert sheet_of("southland").swaps["answers"] == {"gas-transit": 5}
    assert (record_store().size(), AuditEvent.objects.count()) == (size, audited)


@pytest.fixture
def asked(portal, monkeypatch) -> Suggestion:
    """A suggestion that the mediator asked for on the page; the worker has not begun."""
    monkeypatch.setattr(queue, "enqueue", lambda task: None)
    client_of("mediator").post(reverse("marks-suggest", args=["two-rivers"]))
    return Suggestion.objects.get()


def worked_out(found: Suggestion) -> Suggestion:
    suggested.make_suggestion(found.key)
    found.refresh_from_db()
    return found


def test_a_suggestion_crosses_no_red_line_and_names_options_without_any_number(asked, portal):
    found = worked_out(asked)
    assert (found.state, found.error) == ("done", "")
    assert 1 <= len(found.packages) <= 2
    case = read_case(Path(portal.case_folder))
    titles = {element.title: {option.title for option in element.options} for element in case.elements}
    for package in found.packages:
        assert all(option in titles[element] for element, option in package.items())
        assert package["Border line"] not in ("As Northland draws it", "As Southland draws it")
    page = client_of("mediator").get(reverse("marks-suggestions", args=["two-rivers"])).content.decode()
    assert "Border line" in page
    body = page.split("<main")[1].split("</main")[0]
    assert "percent" not in body


def test_one_suggestion_on_each_draft(asked):
    again = client_of("mediator").post(reverse("marks-suggest", args=["two-rivers"]), follow=True)
    assert "One suggestion on each draft" in again.content.decode()
    assert Suggestion.objects.count() == 1


def test_without_the_word_of_all_who_sign_nothing_is_suggested_and_nobody_is_named(asked):
    PreferenceSheet.objects.filter(delegation__slug="southland").delete()
    found = worked_out(asked)
    assert (found.state, found.packages) == ("failed", [])
    assert found.error == suggested.NOT_ALL
    assert "land" not in found.error


def test_when_red_lines_leave_nothing_that_is_all_that_is_said(asked):
    every = ["line-north", "line-open", "line-survey", "line-south"]
    keep(part_of("south-head"), Told(EVEN, every, 40))
    found = worked_out(asked)
    assert (found.state, found.error, found.packages) == ("failed", suggested.NONE_FOUND, [])


def test_small_changes_of_one_sheet_do_not_reach_the_engines(portal):
    case = read_case(Path(portal.case_folder))
    rounding = Rounding(points=5, walk_away=10)
    first = told_of(sheet_of("southland"), case, rounding)
    points = sheet_of("southland").points
    nearly = {**points, "gas-transit": points["gas-transit"] + 2, "border-line": points["border-line"] - 2}
    keep(part_of("south-head"), Told(nearly, ["line-north"], 43))
    assert told_of(sheet_of("southland"), case, rounding) == first
    assert told_of(sheet_of("southland"), case) != first


def test_words_of_the_engines_do_not_reach_the_mediator(asked, monkeypatch, portal):
    Element.objects.filter(slug="border-line").update(title="Other")
    portal.case_folder = str(Path(portal.case_folder).parent)
    portal.save()
    found = worked_out(asked)
    assert found.error == "The case of the process cannot be used for this."


def test_others_cannot_ask_or_see(asked):
    for who in ("north-head", "south-member", "auditor", "ally", "monitor"):
        assert client_of(who).get(reverse("marks-suggestions", args=["two-rivers"])).status_code == 404
        assert client_of(who).post(reverse("marks-suggest", args=["two-rivers"])).status_code == 404


def test_what_is_suggested_is_json_that_holds_titles_alone(asked):
    words = json.dumps(worked_out(asked).packages)
    assert not any(character.isdigit() for character in words.replace("34 billion", "").replace("phase 2", ""))
