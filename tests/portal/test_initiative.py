"""How an initiative is submitted, shown to more and more, seen, and received."""

from __future__ import annotations

import hashlib

import pytest
from django.urls import reverse

from detente.case import CaseError
from detente.portal.initiative import actions
from detente.portal.initiative.models import Disclosure, Initiative, Receipt, Viewing
from detente.portal.recording import record_store
from detente.portal.talks.actions import confirm
from detente.portal.talks.models import Undertaking
from detente.portal.tiers import Tier
from detente.record import parse_entry
from portal.people import client_of, part_of

READERS = ("mediator", "north-head", "north-member", "south-head", "south-member", "monitor", "ally", "auditor")
NORTH = {"north-head", "north-member"}
TABLE = NORTH | {"mediator", "south-head", "south-member"}


def page(slug: str) -> str:
    return reverse("initiatives-one", args=["two-rivers", slug])


@pytest.mark.parametrize(
    ("tier", "who"),
    [
        (Tier.SEALED, NORTH),
        (Tier.PARTIES, TABLE),
        (Tier.ALLIES, TABLE | {"monitor", "ally", "auditor"}),
        (Tier.PUBLIC, set(READERS)),
    ],
)
def test_an_initiative_is_there_for_its_tier_and_for_nobody_else(portal, tier, who):
    found = actions.submit(part_of("north-head"), actions.Proposal("Fishing rights", "Boats of both sides.", tier))
    assert {one for one in READERS if client_of(one).get(page(found.slug)).status_code == 200} == who
    listed = reverse("initiatives", args=["two-rivers"])
    assert {one for one in READERS if "Fishing rights" in client_of(one).get(listed).content.decode()} == who


def test_each_wider_tier_is_noted_with_its_time_and_entry_and_none_is_taken_back(portal):
    found = actions.submit(part_of("north-head"), actions.Proposal("Fishing rights", "Boats.", Tier.SEALED))
    for tier in (Tier.PARTIES, Tier.ALLIES, Tier.PUBLIC):
        actions.disclose(found, part_of("north-head"), tier)
        for narrower in Tier:
            if narrower <= tier:
                with pytest.raises(CaseError, match="cannot be taken back"):
                    actions.disclose(found, part_of("north-head"), narrower)
    steps = list(Disclosure.objects.filter(initiative=found))
    assert [one.tier for one in steps] == [Tier.PARTIES, Tier.ALLIES, Tier.PUBLIC]
    assert [parse_entry(record_store().leaf(one.entry)).is_sealed for one in steps] == [True, True, False]
    shown = client_of("ally").get(page(found.slug)).content.decode()
    assert all(f"entry {one.entry}" in shown for one in steps)


def test_who_saw_it_first_when_is_kept_once_and_shown_to_the_author_alone(portal):
    found = actions.submit(part_of("south-head"), actions.Proposal("Fishing rights", "Boats.", Tier.ALLIES))
    for who in ("ally", "north-head", "ally"):
        client_of(who).get(page(found.slug))
    seen = Viewing.objects.filter(initiative=found).values_list("user__username", flat=True)
    assert list(seen) == ["ally", "north-head"]
    has = {who for who in READERS if "Who saw it when" in client_of(who).get(page(found.slug)).content.decode()}
    assert has == {"south-head", "south-member"}


def test_a_list_or_a_search_is_not_yet_a_sight_of_it(portal):
    found = actions.submit(part_of("south-head"), actions.Proposal("Fishing rights", "Boats.", Tier.ALLIES))
    client_of("ally").get(reverse("initiatives", args=["two-rivers"]))
    assert not Viewing.objects.filter(initiative=found).exists()


def test_receipt_is_confirmed_once_by_each_delegation_and_entered_with_its_time(portal):
    found = actions.submit(part_of("north-head"), actions.Proposal("Fishing rights", "Boats."))
    address = reverse("initiatives-confirm", args=["two-rivers", found.slug])
    for _ in range(2):
        client_of("south-head").post(address)
    receipt = Receipt.objects.get(initiative=found)
    assert (receipt.delegation.slug, receipt.entry) == ("southland", record_store().size() - 1)
    shown = client_of("north-head").get(page(found.slug)).content.decode()
    assert f"entry {receipt.entry}" in shown
    assert "not confirmed" not in shown


def test_nobody_confirms_receipt_of_what_is_hidden_from_them(portal):
    found = actions.submit(part_of("north-head"), actions.Proposal("Fallback", "Held back.", Tier.SEALED))
    answer = client_of("south-head").post(reverse("initiatives-confirm", args=["two-rivers", found.slug]))
    assert answer.status_code == 404
    assert not Receipt.objects.filter(initiative=found).exists()


def test_the_entry_holds_the_hash_of_the_words_and_a_sealed_one_no_word(portal):
    found = actions.submit(part_of("north-head"), actions.Proposal("Fallback", "Held back.", Tier.SEALED))
    entry = parse_entry(record_store().leaf(found.entry))
    assert (entry.is_sealed, entry.body) == (True, None)
    open_one = actions.submit(part_of("north-head"), actions.Proposal("Fishing rights", "Boats.", Tier.PUBLIC))
    body = parse_entry(record_store().leaf(open_one.entry)).body
    assert body["document"] == hashlib.sha256(b"Boats.").hexdigest()


def test_the_audit_trail_names_acts_and_no_words(portal):
    found = actions.submit(part_of("north-head"), actions.Proposal("Fallback", "Held back.", Tier.SEALED))
    actions.disclose(found, part_of("north-head"), Tier.PARTIES)
    undertaking = Undertaking.objects.get()
    confirm(undertaking, part_of("south-head"))
    trail = client_of("auditor").get(reverse("audit", args=["two-rivers"])).content.decode()
    assert f"entry {found.entry}" in trail
    for words in ("Fallback", "Held back", undertaking.words, "Adviser to a grid operator", "Business links"):
        assert words not in trail


def test_a_sealed_initiative_leaves_no_gap_in_what_others_see(portal):
    actions.submit(part_of("north-head"), actions.Proposal("Fallback", "Held back.", Tier.SEALED))
    south = actions.submit(part_of("south-head"), actions.Proposal("Fishing rights", "Boats."))
    assert south.slug == "southland-2"
    assert Initiative.objects.filter(slug="northland-2").exists()
