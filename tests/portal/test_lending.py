"""A head lends authority: how much of it, from when, for how long, and until it is taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from detente.case import CaseError
from detente.portal.access import viewer_of
from detente.portal.parties.actions import end_membership, lend_authority
from detente.portal.parties.models import AuditEvent, Membership, Scope
from portal.people import client_of, part_of

TODAY = timezone.now().date()
SUBMIT, SEAL, LEND = "initiatives-submit", "marks-seal", "home-lend"
# For each scope one address that it opens, and some that it does not.
OPENS = {
    Scope.ALL: {SUBMIT, SEAL, "text-deposit", "obligations-notice", LEND},
    Scope.TEXT: {"text-deposit"},
    Scope.MARKS: {SEAL},
    Scope.TALKS: {SUBMIT},
    Scope.OBLIGATIONS: {"obligations-notice"},
}


def opened(who: str) -> set[str]:
    """Which of the addresses a person may post to."""
    client, found = client_of(who), set()
    for name in OPENS[Scope.ALL]:
        of = ["withdrawal-1"] if name == "obligations-notice" else []
        if client.post(reverse(name, args=["two-rivers", *of]), {}).status_code != 404:
            found.add(name)
    return found


@pytest.mark.parametrize("scope", list(Scope))
def test_a_scope_opens_what_it_names_and_nothing_else(portal, scope):
    assert opened("north-member") == set()
    lend_authority(part_of("north-head"), part_of("north-member"), 3, scope)
    assert opened("north-member") == OPENS[scope]


def test_what_a_member_may_do_stays(portal):
    lend_authority(part_of("north-head"), part_of("north-member"), 3, Scope.MARKS)
    client = client_of("north-member")
    for name in ("text", "preferences", "marks", "talks", "assessments"):
        assert client.get(reverse(name, args=["two-rivers"])).status_code == 200


def test_two_scopes_add_up(portal):
    head, member = part_of("north-head"), part_of("north-member")
    for scope in (Scope.MARKS, Scope.TALKS):
        lend_authority(head, member, 3, scope)
    assert opened("north-member") == {SUBMIT, SEAL}


def test_it_begins_on_its_first_day_and_ends_after_its_last(portal):
    tomorrow = TODAY + timedelta(days=1)
    lent = lend_authority(part_of("north-head"), part_of("north-member"), 2, Scope.MARKS, tomorrow)
    assert (lent.since.date(), lent.until - lent.since) == (tomorrow, timedelta(days=2))
    assert opened("north-member") == set()
    Membership.objects.filter(pk=lent.pk).update(since=timezone.now() - timedelta(hours=1))
    assert opened("north-member") == {SEAL}
    Membership.objects.filter(pk=lent.pk).update(until=timezone.now())
    assert opened("north-member") == set()


def test_a_first_day_that_is_past_is_refused(portal):
    with pytest.raises(CaseError, match="first day is past"):
        lend_authority(part_of("north-head"), part_of("north-member"), 2, Scope.ALL, TODAY - timedelta(days=1))


def test_the_head_takes_it_back_from_the_page(portal):
    member = part_of("north-member")
    given = {"to": member.pk, "scope": "marks", "days": 5, "since": TODAY.isoformat()}
    client = client_of("north-head")
    client.post(reverse(LEND, args=["two-rivers"]), given)
    lent = Membership.objects.get(acts_for__isnull=False)
    assert opened("north-member") == {SEAL}
    shown = client.get(reverse("home", args=["two-rivers"])).content.decode()
    assert "blind acceptance: seal answers" in shown
    assert "Take it back" in shown
    client.post(reverse("home-end", args=["two-rivers", lent.pk]))
    assert opened("north-member") == set()
    assert client_of("north-member").get(reverse("text", args=["two-rivers"])).status_code == 200
    trail = AuditEvent.objects.exclude(what="signed in").values_list("what", flat=True)
    assert list(trail[:2]) == ["ended membership", "lent authority"]


def test_it_ends_when_the_part_of_the_head_ends(portal):
    lend_authority(part_of("north-head"), part_of("north-member"), 5)
    end_membership(part_of("north-head"), part_of("mediator"))
    assert opened("north-member") == set()


def test_a_form_with_a_mistake_comes_back_and_says_why(portal):
    given = {"to": part_of("south-member").pk, "scope": "marks", "days": 500}
    answer = client_of("north-head").post(reverse(LEND, args=["two-rivers"]), given)
    assert answer.status_code == 422
    assert "less than or equal to 90" in answer.content.decode()
    assert not Membership.objects.filter(acts_for__isnull=False).exists()


@pytest.mark.parametrize(("who", "to"), [("north-head", "south-member"), ("north-member", "north-member")])
def test_only_a_head_lends_and_only_within_the_delegation(portal, who, to):
    with pytest.raises(PermissionError):
        lend_authority(part_of(who), part_of(to), 3)


def test_borrowed_authority_is_not_lent_on(portal):
    lent = lend_authority(part_of("north-head"), part_of("north-member"), 3)
    with pytest.raises(PermissionError, match="borrowed authority ends"):
        lend_authority(lent, part_of("south-member"), 1)
    member = Membership.objects.get(user__username="north-member", acts_for__isnull=True)
    given = {"to": member.pk, "scope": "all", "days": 1}
    answer = client_of("north-member").post(reverse(LEND, args=["two-rivers"]), given, follow=True)
    assert "borrowed authority ends" in answer.content.decode()
    assert Membership.objects.filter(acts_for__isnull=False).count() == 1


def test_a_person_without_a_part_has_no_parts_like_it(portal):
    assert viewer_of(None).parts_like(None) == []
