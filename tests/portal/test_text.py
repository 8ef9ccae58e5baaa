"""The single negotiating text: one wins, the others get the diff; nothing is agreed until everything is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from detente.case import CaseError
from detente.portal.recording import record_store
from detente.portal.text import actions, elements
from detente.portal.text.conflicts import Conflict, difference
from detente.portal.text.models import Clause, ClauseVersion, Draft, Element, ElementState
from detente.record import export_bundle, parse_entry, verify_bundle
from portal.people import client_of, part_of

MANY = 50


def test_of_fifty_parallel_edits_one_wins_and_the_others_get_the_difference(portal):
    clause = Clause.objects.get(number=1)
    sessions = {name: client_of(name).cookies for name in ("north-head", "south-head", "mediator")}
    address = reverse("text-edit", args=["two-rivers", 1])

    def edit(number: int) -> tuple[int, str]:
        client = Client()
        client.cookies = sessions[sorted(sessions)[number % 3]]
        given = {
            "version": clause.version,
            "opening": f"Each side returns {number} groups.",
            "alternatives": "",
            "closing": "",
        }
        try:
            response = client.post(address, given)
            return response.status_code, response.content.decode()
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(MANY) as pool:
        answers = list(pool.map(edit, range(MANY)))
    assert sorted(status for status, _ in answers) == [302] + [409] * (MANY - 1)
    winner = ClauseVersion.objects.get(clause=clause, number=clause.version + 1)
    assert ClauseVersion.objects.filter(clause=clause).count() == 2
    for number, (status, page) in enumerate(answers):
        if status == 409:
            assert f"<ins>{number}</ins>" in page
            assert "<del>" in page
    assert winner.opening in [f"Each side returns {number} groups." for number in range(MANY)]
    assert verify_bundle(export_bundle(record_store())).checkpoint.size == record_store().size()


def test_an_edit_that_fails_leaves_neither_version_nor_entry(portal, monkeypatch):
    clause, size = Clause.objects.get(number=1), record_store().size()
    monkeypatch.setattr(ClauseVersion, "save", lambda self: (_ for _ in ()).throw(RuntimeError("disk")))
    with pytest.raises(RuntimeError):
        actions.edit_clause(clause, part_of("mediator"), clause.version, actions.Words("Other words."))
    clause.refresh_from_db()
    assert (clause.version, record_store().size()) == (1, size)


def test_withheld_attribution_is_in_no_page_and_in_no_entry(portal):
    clause = Clause.objects.get(number=1)
    before = record_store().size()
    actions.add_alternative(clause, part_of("south-head"), clause.version, "within 60 days", attributed=False)
    entry = parse_entry(record_store().leaf(before))
    assert (entry.by, entry.is_sealed) == (actions.NOT_ATTRIBUTED, True)
    assert actions.newest_version(clause).alternatives == [{"words": "within 60 days", "by": ""}]


def test_nothing_is_agreed_until_everything_is(portal):
    with pytest.raises(CaseError, match="Open: Gas transit, Asset release, Joint ventures, Border line"):
        elements.agree_package(portal, "mediator")
    for element in Element.objects.filter(process=portal):
        elements.set_state(element, ElementState.AD_REFERENDUM, "mediator")
    elements.agree_package(portal, "mediator")
    assert set(Element.objects.values_list("state", flat=True)) == {ElementState.AGREED}


def test_reopening_one_element_takes_the_package_back(portal):
    for element in Element.objects.filter(process=portal):
        elements.set_state(element, ElementState.AD_REFERENDUM, "mediator")
    elements.agree_package(portal, "mediator")
    elements.set_state(Element.objects.get(slug="border-line"), ElementState.DISCUSSED, "mediator")
    states = dict(Element.objects.values_list("slug", "state"))
    assert states.pop("border-line") == ElementState.DISCUSSED
    assert set(states.values()) == {ElementState.AD_REFERENDUM}


def test_silence_that_is_not_broken_adopts_and_silence_that_is_does_not(portal):
    draft = Draft.objects.get()
    assert actions.end_silences(portal, timezone.now()) == 0
    assert actions.end_silences(portal, draft.silence_until + timedelta(seconds=1)) == 1
    draft.refresh_from_db()
    assert draft.stage == Draft.Stage.ADOPTED
    with pytest.raises(CaseError, match="not under silence"):
        actions.break_silence(draft, part_of("north-head"), "Article 3")


def test_breaking_silence_tells_by_whom_and_why(portal):
    actions.break_silence(Draft.objects.get(), part_of("north-head"), "Article 3 names no account.")
    page = client_of("south-head").get(reverse("text", args=["two-rivers"])).content.decode()
    assert "Article 3 names no account." in page
    assert "Silence on draft 1 was broken" in page


def test_a_comment_to_the_mediator_is_not_seen_by_the_other_side(portal):
    words = "We could live with 30"
    seen = {
        who: words in client_of(who).get(reverse("text-clause", args=["two-rivers", 4])).content.decode()
        for who in ("mediator", "south-head", "south-member", "north-head")
    }
    assert seen == {"mediator": True, "south-head": True, "south-member": True, "north-head": False}


def test_a_conflict_holds_what_the_loser_wanted(portal):
    clause = Clause.objects.get(number=1)
    actions.edit_clause(clause, part_of("mediator"), 1, actions.Words("Each side returns all detained persons."))
    with pytest.raises(Conflict) as caught:
        actions.edit_clause(clause, part_of("north-head"), 1, actions.Words("Each side returns all prisoners."))
    assert [piece.words for piece in caught.value.pieces if piece.change == "added"] == ["prisoners."]


@pytest.mark.parametrize(("old", "new"), [("", "a"), ("a b", ""), ("one two three", "one 2 three four"), ("x", "x")])
def test_a_difference_gives_back_both_texts(old, new):
    pieces = difference(old, new)
    assert "".join(piece.words for piece in pieces if piece.change != "added") == old
    assert "".join(piece.words for piece in pieces if piece.change != "dropped") == new
