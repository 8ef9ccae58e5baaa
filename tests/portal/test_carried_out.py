"""Initiatives, talks, councils, ventures, obligations, and the record behind all of them."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from detente.case import CaseError
from detente.portal.councils import actions as councils
from detente.portal.councils.models import Council, Decision, Seat
from detente.portal.initiative import actions as initiative
from detente.portal.initiative.models import Initiative, Viewing
from detente.portal.obligations import actions as obligations
from detente.portal.obligations import notices
from detente.portal.obligations.models import Obligation, Phase, Status, WatchAct
from detente.portal.obligations.reading import status_of
from detente.portal.parties import actions as parties
from detente.portal.parties.models import AuditEvent, Membership, Process, Role
from detente.portal.recording import enter, record_store
from detente.portal.talks import actions as talks
from detente.portal.talks.models import Undertaking
from detente.portal.tiers import Tier
from detente.record import check_hashes, export_bundle, parse_inclusion_proof, verify_bundle
from portal.people import client_of, part_of


def test_the_record_of_the_demonstration_verifies_offline(portal):
    lines = b"".join(client_of(None).get(reverse("record-bundle", args=["two-rivers"])).streaming_content)
    verified = verify_bundle(line + b"\n" for line in lines.splitlines())
    assert verified.checkpoint.size == record_store().size()
    check_hashes(record_store())


def test_a_proof_of_an_entry_can_be_read_offline(portal):
    text = client_of(None).get(reverse("record-proof", args=["two-rivers", 5])).content.decode()
    assert parse_inclusion_proof(text).index == 5


def test_an_entry_outside_a_transaction_is_refused(portal):
    with pytest.raises(RuntimeError, match="transaction of its action"):
        enter("declaration", "north", {"title": "Alone"})


def test_what_is_not_public_leaves_no_words_in_the_bundle(portal):
    bundle = b"".join(export_bundle(record_store()))
    for secret in (b"Business links", b"transit fees", b"Military vessels", b"Vehicles counted"):
        assert secret not in bundle


def test_an_initiative_is_never_shown_to_fewer(portal):
    found = Initiative.objects.get(slug="northland-1")
    with pytest.raises(CaseError, match="cannot be taken back"):
        initiative.disclose(found, part_of("north-head"), Tier.PARTIES)
    with pytest.raises(PermissionError):
        initiative.disclose(found, part_of("south-head"), Tier.PUBLIC)


def test_the_author_sees_who_saw_it_when_and_nobody_else_does(portal):
    address = reverse("initiatives-one", args=["two-rivers", "northland-1"])
    client_of("ally").get(address)
    assert "Sofie Lund" in client_of("north-head").get(address).content.decode()
    assert "Sofie Lund" not in client_of("south-head").get(address).content.decode()
    assert Viewing.objects.count() == 3


def test_one_coder_is_not_enough_and_two_that_differ_dispute(portal):
    assert status_of([]) == status_of(["complete"]) == "unknown"
    assert status_of(["minimal", "minimal"]) == "minimal"
    assert status_of(["minimal", "complete"]) == "disputed"


def test_the_next_phase_opens_when_every_obligation_is_verified_and_not_before(portal):
    opened = Phase.objects.get(slug="phase-2")
    assert opened.opened_at is not None
    third = Phase.objects.create(process=portal, slug="phase-3", title="Phase 3", order=3)
    found = Obligation.objects.get(slug="crossings")
    for who in ("monitor", "second-monitor"):
        obligations.code(found, part_of(who), Status.COMPLETE, "All fourteen.")
    found.refresh_from_db()
    assert found.verified_at is None
    day = timezone.now().date()
    obligations.watch(found, part_of("monitor"), obligations.Finding(WatchAct.Kind.VERIFICATION, "Seen.", day, "done"))
    obligations.code(found, part_of("monitor"), Status.COMPLETE, "All fourteen.")
    found.refresh_from_db()
    third.refresh_from_db()
    assert found.verified_at is not None
    assert third.opened_at is None


def test_a_finding_under_embargo_is_seen_by_monitors_alone_until_its_day(portal):
    address = reverse("obligations-one", args=["two-rivers", "withdrawal-1"])
    seen = {
        who: "Vehicles counted" in client_of(who).get(address).content.decode()
        for who in ("monitor", "north-head", None)
    }
    assert seen == {"monitor": True, "north-head": False, None: False}
    WatchAct.objects.update(embargo_until=timezone.now().date())
    assert "Vehicles counted" in client_of(None).get(address).content.decode()


def test_a_party_does_not_give_notice_on_its_own_obligation(portal):
    found = Obligation.objects.get(slug="withdrawal-1")
    with pytest.raises(CaseError, match="another party"):
        notices.give_notice(found, part_of("north-head"), "Late")
    crossings = Obligation.objects.get(slug="crossings")
    notice = notices.give_notice(crossings, part_of("north-head"), "Two crossings were shut.")
    assert notice.answer_until - notice.at == timedelta(days=14)


def test_exports_hold_the_rows_of_the_page_and_no_formula(portal):
    Obligation.objects.filter(slug="crossings").update(title="=HYPERLINK(1)")
    get = client_of(None).get
    table = list(csv.DictReader(io.StringIO(get("/p/two-rivers/obligations/export.csv").content.decode())))
    document = json.loads(get("/p/two-rivers/obligations/export.json").content)
    calendar = get("/p/two-rivers/obligations/export.ics").content.decode()
    assert len(table) == len(document["obligations"]) == calendar.count("BEGIN:VEVENT") == 6
    assert [row["title"] for row in table if row["id"] == "crossings"] == ["'=HYPERLINK(1)"]
    assert max(len(line.encode()) for line in calendar.split("\r\n")) <= 75


def unfolded(calendar: str) -> list[dict[str, str]]:
    """The events of a calendar, by hand: RFC 5545 ends lines by CRLF and goes on after a space."""
    assert calendar.endswith("END:VCALENDAR\r\n")
    assert "\n" not in calendar.replace("\r\n", "")
    lines = calendar.replace("\r\n ", "").split("\r\n")
    events, current = [], {}
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            current = {}
        elif line == "END:VEVENT":
            events.append(dict(current))
        else:
            current[name] = value
    return events


def test_the_calendar_is_valid_and_holds_the_clock_of_a_notice_for_those_who_see_it(portal):
    crossings = Obligation.objects.get(slug="crossings")
    Obligation.objects.filter(slug="crossings").update(observable="Все 14 открыты; 検問所, \\ and \n more" * 3)
    notice = notices.give_notice(crossings, part_of("north-head"), "Two crossings were shut.")
    address = reverse("obligations-export", args=["two-rivers", "ics"])
    events = {who: unfolded(client_of(who).get(address).content.decode()) for who in ("south-head", None)}
    assert len(events[None]) == 6
    keys = {event["UID"]: event for event in events["south-head"]}
    assert len(keys) == 7
    assert keys[f"notice-{notice.entry}@two-rivers.detente"]["DTSTART;VALUE=DATE"] == f"{notice.answer_until:%Y%m%d}"
    for event in keys.values():
        assert {"UID", "DTSTAMP", "DTSTART;VALUE=DATE", "DTEND;VALUE=DATE", "SUMMARY", "DESCRIPTION"} == set(event)
        assert event["DTEND;VALUE=DATE"] > event["DTSTART;VALUE=DATE"]


def test_rows_say_what_would_show_it_and_the_hashes_of_what_was_shown(portal):
    rows = json.loads(client_of(None).get("/p/two-rivers/obligations/export.json").content)["obligations"]
    exchange = next(row for row in rows if row["id"] == "exchange-north")
    assert exchange["observable"] == "Seen on site"
    assert exchange["evidence_sha256"] == "5e" * 32
    assert exchange["verified_at"]
    assert next(row for row in rows if row["id"] == "crossings")["verified_at"] == ""


def test_the_four_acts_stay_apart_and_none_of_them_is_a_status(portal):
    found, monitor = Obligation.objects.get(slug="storage-report"), part_of("monitor")
    day = timezone.now().date()
    for kind in WatchAct.Kind:
        more = {"result": "done"} if kind == WatchAct.Kind.VERIFICATION else {}
        more |= {"confidence": "high"} if kind == WatchAct.Kind.ATTRIBUTION else {}
        obligations.watch(found, monitor, obligations.Finding(kind, f"By {kind.value}.", day, **more))
    page = client_of("south-head").get(reverse("obligations-one", args=["two-rivers", "storage-report"]))
    words = page.content.decode()
    assert all(f"By {kind.value}." in words for kind in WatchAct.Kind)
    row = next(r for r in csv.DictReader(io.StringIO(exported_csv())) if r["id"] == "storage-report")
    assert (row["status"], row["verified_at"]) == ("unknown", "")


def exported_csv() -> str:
    """The table as the public gets it."""
    return client_of(None).get("/p/two-rivers/obligations/export.csv").content.decode()


def test_a_missed_deadline_is_shown_and_a_late_answer_is_called_late(portal):
    page = client_of(None).get(reverse("obligations-one", args=["two-rivers", "crossings"])).content.decode()
    assert "5 days past" in page
    notice = notices.give_notice(Obligation.objects.get(slug="crossings"), part_of("north-head"), "Shut.")
    type(notice).objects.filter(pk=notice.pk).update(answer_until=timezone.now() - timedelta(hours=1))
    address = reverse("obligations-one", args=["two-rivers", "crossings"])
    assert "no answer in time" in client_of("north-head").get(address).content.decode()
    notices.answer_notice(notice, part_of("south-head"), "Open again.")
    assert "after its time" in client_of("north-head").get(address).content.decode()


def test_a_decision_stands_when_both_sides_agree_and_who_stands_aside_does_not_vote(portal):
    waiting = Decision.objects.get(decided_at__isnull=True)
    councils.agree(waiting, part_of("south-council"))
    waiting.refresh_from_db()
    assert waiting.decided_at is not None
    touched = councils.propose_decision(waiting.council, part_of("north-chair"), "Delta wind farm: grid connection", "")
    with pytest.raises(CaseError, match="stand aside"):
        councils.agree(touched, part_of("south-council"))


def test_a_council_goes_on_by_its_own_rule_while_the_track_is_suspended(portal):
    Process.objects.update(suspended_on=timezone.now().date())
    council = Council.objects.select_related("process").get()
    councils.propose_decision(council, part_of("north-chair"), "Works go on", "")
    council.goes_on_when_suspended = False
    with pytest.raises(CaseError, match="this council waits"):
        councils.propose_decision(council, part_of("north-chair"), "Works go on, too", "")


def test_minutes_are_entered_once_both_sides_have_confirmed(portal):
    meeting = councils.call_meeting(Council.objects.get(), part_of("north-chair"), timezone.now(), [])
    present = list(Seat.objects.filter(user__isnull=False))
    councils.write_minutes(meeting, part_of("north-chair"), "Agreed to meet again.", present)
    councils.confirm_minutes(meeting, part_of("north-chair"))
    meeting.refresh_from_db()
    assert meeting.entry is None
    councils.confirm_minutes(meeting, part_of("south-council"))
    meeting.refresh_from_db()
    assert meeting.entry is not None
    with pytest.raises(CaseError, match="stay as they are"):
        councils.write_minutes(meeting, part_of("north-chair"), "Something else.", present)


def test_the_chair_passes_to_the_other_side_after_its_term(portal):
    council = Council.objects.get()
    councils.hand_over(council, council.chair_until + timedelta(days=1))
    assert council.chair.slug == "southland"


def test_an_oral_undertaking_is_entered_when_all_present_have_confirmed(portal):
    size = record_store().size()
    talks.confirm(Undertaking.objects.get(), part_of("south-head"))
    assert record_store().size() == size + 1
    talks.confirm(Undertaking.objects.get(), part_of("south-head"))
    assert record_store().size() == size + 1


def test_an_invitation_works_once_and_gives_the_role_it_names(portal):
    secret = parties.invite(part_of("north-head"), Role.MEMBER, "New adviser", part_of("north-head").delegation)
    client = client_of(None)
    assert client.get("/invitations/").status_code == 200
    given = {"code": secret, "username": "new-adviser", "password": "a long enough phrase"}
    assert client.post("/invitations/", given).status_code == 302
    assert client.post("/invitations/", {**given, "username": "another"}).status_code == 422
    assert part_of("new-adviser").role == Role.MEMBER
    assert not AuditEvent.objects.filter(about__contains=secret).exists()


def test_a_head_invites_members_of_the_own_delegation_only(portal):
    south = part_of("south-head").delegation
    for role, delegation in ((Role.MEMBER, south), (Role.HEAD, part_of("north-head").delegation), (Role.AUDITOR, None)):
        with pytest.raises(PermissionError):
            parties.invite(part_of("north-head"), role, "Someone", delegation)


def test_lent_authority_lets_a_member_act_and_ends_with_the_lender(portal):
    address = reverse("initiatives-submit", args=["two-rivers"])
    assert client_of("north-member").get(address).status_code == 404
    member = Membership.objects.get(user__username="north-member")
    parties.lend_authority(part_of("north-head"), member, 3)
    assert client_of("north-member").get(address).status_code == 200
    head = Membership.objects.get(user__username="north-head")
    parties.end_membership(head, part_of("mediator"))
    assert client_of("north-member").get(address).status_code == 404
    assert client_of("north-head").get(reverse("text", args=["two-rivers"])).status_code == 404


def test_a_case_becomes_a_process_and_stays_as_it_is(portal, root, settings_cases):
    settings_cases([str(root / "cases" / "kaesong-2003")])
    call_command("prepare")
    call_command("prepare")
    made = Process.objects.get(slug="kaesong-2003")
    assert made.delegations.exists()
    assert made.elements.exists()
    assert not made.is_public


@pytest.fixture
def settings_cases(monkeypatch):
    return lambda cases: monkeypatch.setattr(settings, "CASES", cases)
