"""What one sees of what one was part of before, and what auditors see of what is sealed."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from detente.portal.initiative import actions as initiatives
from detente.portal.parties import actions
from detente.portal.parties.models import AuditEvent, Membership
from portal.people import client_of, part_of
from portal.test_guarding import HOME


def test_a_part_that_ended_shows_nothing_of_it_any_more(portal):
    for who in ("monitor", "north-chair", "south-head"):
        client = client_of(who)
        Membership.objects.filter(user__username=who).update(until=timezone.now())
        for page in ("obligations/files/x", "councils/", "talks/", "home/", "audit/"):
            assert client.get(f"/p/two-rivers/{page}").status_code == 404, (who, page)
        found = client.get("/api/processes/two-rivers/search?words=e").json() if who else []
        kinds = {one["kind"] for one in client.get("/api/processes/two-rivers/search?words=er").json()}
        public = {one["kind"] for one in Client().get("/api/processes/two-rivers/search?words=er").json()}
        assert kinds == public, (who, found)


def test_who_leaves_keeps_no_borrowed_authority(portal):
    head, member = part_of("south-head"), part_of("south-member")
    actions.lend_authority(head, member, 30)
    actions.end_membership(member, part_of("mediator"))
    assert not Membership.objects.filter(user=member.user, until__gt=timezone.now()).exists()
    assert client_of("south-member").get(HOME).status_code == 404


def test_the_audit_trail_tells_no_title_of_what_is_sealed(portal):
    initiatives.submit(part_of("south-head"), initiatives.Proposal("Hidden harbour", "Words.", 1))
    assert b"Hidden harbour" not in client_of("auditor").get("/p/two-rivers/audit/").content
    assert not AuditEvent.objects.filter(about__contains="Hidden harbour").exists()
