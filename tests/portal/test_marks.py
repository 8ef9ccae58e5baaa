"""Blind acceptance: only overlaps come out, to all at once, and what did not overlap is gone."""

from __future__ import annotations

import itertools
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from detente.case import CaseError
from detente.portal.marks import actions
from detente.portal.marks.models import Overlap, Round, Sealing
from detente.portal.recording import record_store
from detente.portal.text.models import Element, ElementState
from detente.record import export_bundle, parse_entry
from detente.record.commitments import fits
from portal.people import client_of, part_of

ALL = {1: frozenset({0}), 2: frozenset({0}), 3: frozenset({1, 2}), 4: frozenset({1, 2})}


def seal(who, answers):
    return actions.seal(Round.objects.get(), part_of(who), answers)


def test_only_what_both_accept_is_revealed(portal):
    seal("south-head", {2: frozenset({0}), 3: frozenset({2}), 4: frozenset({1})})
    assert list(Overlap.objects.values_list("clause__number", "alternative")) == [(2, 0)]


def test_every_pair_of_answers_reveals_its_intersection_and_nothing_else(portal):
    choices = [frozenset(), frozenset({1}), frozenset({2}), frozenset({1, 2})]
    for north, south in itertools.product(choices, choices):
        Overlap.objects.all().delete()
        Sealing.objects.all().delete()
        Round.objects.update(revealed_at=None, closed_at=None)
        seal("north-head", {3: north} if north else {})
        seal("south-head", {3: south} if south else {})
        assert set(Overlap.objects.values_list("alternative", flat=True)) == north & south


def test_an_overlap_is_agreed_ad_referendum_at_once(portal):
    Element.objects.filter(slug="transport-corridor").update(state=ElementState.PROPOSED)
    seal("south-head", ALL)
    states = dict(Element.objects.values_list("slug", "state"))
    assert states["transport-corridor"] == states["asset-release"] == ElementState.AD_REFERENDUM
    assert states["gas-transit"] == ElementState.PROPOSED


def test_what_was_sealed_is_erased_when_the_round_ends(portal):
    north = Sealing.objects.get().entry
    assert record_store().sealed(north) is not None
    seal("south-head", ALL)
    entries = list(Sealing.objects.values_list("entry", flat=True))
    assert [record_store().sealed(entry) for entry in entries] == [None, None]


def test_no_table_and_no_file_holds_an_answer_after_the_round(portal):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps old pages until it cleans up; the page on running the portal says so")
    sign = '{\\"2\\": [0], \\"3\\": [2]}'
    seal("south-head", {2: frozenset({0}), 3: frozenset({2})})
    path = connection.settings_dict["NAME"]
    connection.close()
    files = [Path(f"{path}{end}") for end in ("", "-wal")]
    content = b"".join(file.read_bytes() for file in files if file.exists())
    assert sign.encode() not in content
    assert b"acceptance" in content


def test_no_page_of_anyone_shows_an_answer_before_or_after(portal):
    before = {who: _pages(who) for who in ("mediator", "south-head", "auditor", None)}
    Sealing.objects.all().delete()
    actions.seal(Round.objects.get(), part_of("north-head"), {})
    after = {who: _pages(who) for who in before}
    for who, pages in before.items():
        assert [len(page) for page in pages] == [len(page) for page in after[who]]


def _pages(who):
    names = ("marks", "record", "home", "text", "public")
    pages = [client_of(who).get(reverse(name, args=["two-rivers"])).content for name in names]
    return [pages[0], *pages[2:4]]


def test_answers_can_be_replaced_until_all_have_sealed(portal):
    first = Sealing.objects.get().entry
    seal("north-head", {})
    assert record_store().sealed(first) is None
    seal("south-head", ALL)
    assert not Overlap.objects.exists()
    with pytest.raises(CaseError, match="This round is over"):
        seal("north-head", ALL)


def test_the_receipt_proves_what_was_sealed(portal):
    receipt = seal("north-head", {1: frozenset({0})})
    entry = parse_entry(record_store().leaf(receipt.entry))
    assert fits(entry.commitment, receipt.content.encode(), bytes.fromhex(receipt.salt))
    assert json.loads(json.loads(receipt.content)["body"]["words"]) == {"1": [0]}


def test_a_round_that_ends_before_all_have_sealed_reveals_nothing(portal):
    found = Round.objects.get()
    assert actions.end_rounds(portal, found.closes_at + timedelta(seconds=1)) == 1
    assert not Overlap.objects.exists()
    assert record_store().sealed(Sealing.objects.get().entry) is None


def test_a_draft_has_one_round(portal):
    seal("south-head", ALL)
    with pytest.raises(CaseError, match="has had its round"):
        actions.open_round(part_of("mediator"), Round.objects.get().draft, timezone.now() + timedelta(days=1))


def test_an_answer_to_what_is_not_in_the_draft_is_refused_and_nothing_is_sealed(portal):
    for answers in ({99: frozenset({0})}, {3: frozenset({3})}, {1: frozenset({1})}, {3: frozenset({0})}):
        with pytest.raises(CaseError, match="no such alternative"):
            seal("south-head", answers)
    assert Sealing.objects.count() == 1


def test_the_bundle_holds_commitments_and_no_answer(portal):
    seal("south-head", ALL)
    assert b"accept_in_part" not in b"".join(export_bundle(record_store()))


def test_a_head_seals_in_the_form_and_an_open_question_is_an_answer(portal):
    client = client_of("south-head")
    address = reverse("marks-seal", args=["two-rivers"])
    given = {
        "article-1": "accept",
        "article-2": "open",
        "article-3": "accept",
        "article-4": "refuse",
        "package-1": "refuse",
    }
    missing = client.post(address, given)
    assert missing.status_code == 422
    assert "Tick at least one" in missing.content.decode()
    sealed = client.post(address, {**given, "article-3-alternatives": ["1"]})
    assert sealed.status_code == 200
    assert "Your receipt" in sealed.content.decode()
    assert list(Overlap.objects.values_list("clause__number", "alternative")) == [(1, 0), (3, 1)]
