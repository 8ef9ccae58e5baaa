"""What a joint economic council is and does, as a specification."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from detente.case import CaseError
from detente.portal.councils import actions
from detente.portal.councils.founding import Foundation, answer_complaint, complain, fill_seat, found_council
from detente.portal.councils.models import AgendaItem, Council, Decision, Interest, Meeting, Seat
from detente.portal.parties.models import Delegation, Membership, Role, User
from detente.portal.recording import record_store
from detente.portal.talks.suspension import suspend_track
from portal.people import client_of, part_of

KINDS = tuple(Seat.Kind)
TODAY = timezone.now().date()


def sides() -> tuple[Delegation, Delegation]:
    north, south = Delegation.objects.filter(process__slug="two-rivers", is_signatory=True)
    return north, south


def founded(**given) -> Council:
    """A council for digital commerce, with seats for Northland's chair and Southland's member."""
    values = {"name": "Digital commerce", "remit": "Cables, payments, parcels.", "sides": sides(), "kinds": KINDS}
    council = found_council(part_of("mediator"), Foundation(**(values | given)), TODAY)
    for side, who in zip(sides(), ("north-chair", "south-council"), strict=True):
        seat = Seat.objects.filter(council=council, delegation=side).first()
        fill_seat(seat, part_of("mediator"), part_of(who))
    return council


def post(who: str, name: str, given: dict[str, object], *address: object):
    return client_of(who).post(reverse(name, args=["two-rivers", *address]), given, follow=True)


def test_a_council_has_one_seat_of_each_class_for_either_side(portal):
    council = found_council(
        part_of("mediator"), Foundation("Digital commerce", "Cables, payments, parcels.", sides(), KINDS), TODAY
    )
    assert Counter(Seat.objects.filter(council=council).values_list("delegation__slug", "kind")) == {
        (side, kind): 1 for side in ("northland", "southland") for kind in ("corporation", "chamber", "ministry")
    }
    assert (council.chair.slug, council.chair_until) == ("northland", TODAY + timedelta(days=182))


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"sides": "same"}, "two sides"),
        ({"quorum_per_side": 4}, "the quorum is between 1 and that"),
        ({"quorum_per_side": 0}, "the quorum is between 1 and that"),
        ({"name": "Renewable-Energy"}, "Give another name"),
    ],
)
def test_a_council_that_could_not_work_is_not_founded(portal, given, why):
    if given.get("sides") == "same":
        given = {"sides": (sides()[0], sides()[0])}
    before = Council.objects.count(), record_store().size()
    values = {"name": "Digital commerce", "remit": "Cables.", "sides": sides(), "kinds": KINDS}
    with pytest.raises(CaseError, match=why):
        found_council(part_of("mediator"), Foundation(**(values | given)), TODAY)
    assert (Council.objects.count(), record_store().size()) == before


def test_the_mediator_founds_a_council_from_the_page(portal):
    north, south = sides()
    given = {"name": "Digital commerce", "remit": "Cables.", "first": south.pk, "second": north.pk}
    answer = post(
        "mediator",
        "councils-found",
        {**given, "kinds": ["corporation", "ministry"], "quorum_per_side": 1, "goes_on": ""},
    )
    assert "Digital commerce" in answer.content.decode()
    council = Council.objects.get(slug="digital-commerce")
    assert (council.chair, council.goes_on_when_suspended, council.seats.count()) == (south, False, 4)


@pytest.mark.parametrize("who", ["south-council", "north-head", "mediator", "monitor"])
def test_a_seat_is_for_a_council_member_of_its_side(portal, who):
    council = founded()
    seat = Seat.objects.filter(council=council, delegation=sides()[0], user__isnull=True).first()
    with pytest.raises(CaseError, match="of its side"):
        fill_seat(seat, part_of("mediator"), part_of(who))


def test_nobody_has_two_seats_in_one_council(portal):
    council = founded()
    seat = Seat.objects.filter(council=council, delegation=sides()[0], user__isnull=True).first()
    with pytest.raises(CaseError, match="has a seat"):
        fill_seat(seat, part_of("mediator"), part_of("north-chair"))


def test_a_seat_that_is_vacated_decides_nothing_any_more(portal):
    council = founded()
    decision = actions.propose_decision(council, part_of("north-chair"), "One form for parcels", "")
    fill_seat(Seat.objects.get(council=council, user__username="south-council"), part_of("mediator"), None)
    with pytest.raises(PermissionError, match="no seat"):
        actions.agree(decision, part_of("south-council"))


def test_the_side_in_the_chair_calls_meetings_and_the_other_side_after_its_term(portal):
    council, later = founded(), timezone.now() + timedelta(days=3)
    agenda = [("Parcels", AgendaItem.Purpose.DECISION), ("Cables", AgendaItem.Purpose.INFORMATION)]
    with pytest.raises(PermissionError, match="with the other side"):
        actions.call_meeting(council, part_of("south-council"), later, agenda)
    first = actions.call_meeting(council, part_of("north-chair"), later, agenda)
    assert [str(item) for item in first.items.all()] == ["Parcels", "Cables"]
    actions.hand_over(council, council.chair_until)
    assert council.chair.slug == "northland"
    for slug in ("southland", "northland"):
        actions.hand_over(council, council.chair_until + timedelta(days=1))
        assert council.chair.slug == slug
    actions.hand_over(council, council.chair_until + timedelta(days=1))
    assert actions.call_meeting(council, part_of("south-council"), later, agenda).number == 2


def test_an_agenda_is_written_one_item_to_a_line(portal):
    given = {"begins_at": "2031-05-01T10:00", "agenda": "Parcels!\n\n Cables \n"}
    council = founded()
    assert "for decision" in post("north-chair", "councils-call", given, council.slug).content.decode()
    items = AgendaItem.objects.filter(meeting__council=council)
    assert [(item.number, item.title, item.purpose) for item in items] == [
        (1, "Parcels", "decision"),
        (2, "Cables", "information"),
    ]


def test_minutes_need_the_quorum_of_each_side_and_name_who_was_present(portal):
    council = founded()
    meeting = actions.call_meeting(council, part_of("north-chair"), timezone.now(), [])
    alone = list(Seat.objects.filter(council=council, user__username="north-chair"))
    with pytest.raises(CaseError, match="0 present for Southland"):
        actions.write_minutes(meeting, part_of("north-chair"), "We met.", alone)
    both = list(Seat.objects.filter(council=council, user__isnull=False))
    actions.write_minutes(meeting, part_of("north-chair"), "We met.", both)
    shown = client_of("south-council").get(reverse("councils-one", args=["two-rivers", council.slug])).content.decode()
    assert "Northland, chamber of commerce; Southland, chamber of commerce" in shown


def test_a_meeting_that_has_not_begun_has_no_minutes(portal):
    council = founded()
    meeting = actions.call_meeting(council, part_of("north-chair"), timezone.now() + timedelta(hours=1), [])
    both = list(Seat.objects.filter(council=council, user__isnull=False))
    with pytest.raises(CaseError, match="has not begun"):
        actions.write_minutes(meeting, part_of("north-chair"), "We will have met.", both)


def test_minutes_that_lack_who_was_present_come_back_with_every_word(portal):
    council = founded()
    actions.call_meeting(council, part_of("north-chair"), timezone.now(), [])
    answer = post("north-chair", "councils-minutes", {"minutes": "We met at length."}, council.slug, 1)
    assert answer.status_code == 422
    assert "We met at length." in answer.content.decode()
    assert Meeting.objects.get(council=council).minutes == ""


def test_minutes_that_are_changed_are_confirmed_anew(portal):
    council = founded()
    meeting = actions.call_meeting(council, part_of("north-chair"), timezone.now(), [])
    both = list(Seat.objects.filter(council=council, user__isnull=False))
    actions.write_minutes(meeting, part_of("north-chair"), "We met.", both)
    actions.confirm_minutes(meeting, part_of("south-council"))
    actions.write_minutes(meeting, part_of("north-chair"), "We met, and parted.", both)
    actions.confirm_minutes(meeting, part_of("north-chair"))
    assert Meeting.objects.get(pk=meeting.pk).entry is None
    actions.confirm_minutes(meeting, part_of("south-council"))
    assert Meeting.objects.get(pk=meeting.pk).entry == record_store().size() - 1


def test_a_decision_is_by_mutual_agreement_however_often_one_side_agrees(portal):
    council = founded()
    decision = actions.propose_decision(council, part_of("north-chair"), "One form for parcels", "From May on.")
    actions.agree(decision, part_of("north-chair"))
    assert Decision.objects.get(pk=decision.pk).entry is None
    actions.agree(decision, part_of("south-council"))
    size = record_store().size()
    actions.agree(decision, part_of("south-council"))
    decision.refresh_from_db()
    assert (decision.entry, record_store().size()) == (size - 1, size)


def test_only_what_is_decided_is_shown_to_the_public(portal):
    council = founded()
    decision = actions.propose_decision(council, part_of("north-chair"), "One form for parcels", "")
    public = reverse("public-councils", args=["two-rivers"])
    assert "One form" not in client_of(None).get(public).content.decode()
    actions.agree(decision, part_of("south-council"))
    assert "One form" in client_of(None).get(public).content.decode()
    assert "north-chair" not in client_of(None).get(public).content.decode()


def test_who_has_declared_an_interest_in_an_item_does_not_decide_on_it(portal):
    council = founded()
    meeting = actions.call_meeting(
        council, part_of("north-chair"), timezone.now(), [("Parcels", AgendaItem.Purpose.DECISION)]
    )
    item = meeting.items.get()
    decision = actions.propose_decision(council, part_of("north-chair"), "One form", "", item)
    actions.declare_interest(council, part_of("south-council"), "Owns a carrier", item)
    with pytest.raises(CaseError, match="stand aside"):
        actions.agree(decision, part_of("south-council"))
    shown = client_of("south-council").get(reverse("councils-one", args=["two-rivers", council.slug])).content.decode()
    assert "You have declared an interest and stand aside." in shown
    assert "Agree for your side" not in shown
    # The side is not silenced: another of its members decides.
    other = Membership.objects.create(
        user=User.objects.create(username="south-second"),
        process=portal,
        delegation=sides()[1],
        role=Role.COUNCIL,
        since=timezone.now(),
    )
    fill_seat(
        Seat.objects.filter(council=council, delegation=sides()[1], user=None).first(), part_of("mediator"), other
    )
    actions.agree(decision, other)
    decision.refresh_from_db()
    assert decision.decided_at is not None


def test_a_chair_with_an_interest_does_not_propose_on_the_item(portal):
    council = founded()
    meeting = actions.call_meeting(council, part_of("north-chair"), timezone.now(), [("Parcels", "decision")])
    actions.declare_interest(council, part_of("north-chair"), "Owns a carrier", meeting.items.get())
    with pytest.raises(CaseError, match="stand aside"):
        actions.propose_decision(council, part_of("north-chair"), "One form", "", meeting.items.get())
    assert not Decision.objects.filter(council=council).exists()


def test_an_item_of_another_council_is_refused(portal):
    council, elsewhere = founded(), AgendaItem.objects.filter(meeting__council__slug="renewable-energy").first()
    with pytest.raises(CaseError, match="another council"):
        actions.propose_decision(council, part_of("north-chair"), "One form", "", elsewhere)
    with pytest.raises(CaseError, match="another council"):
        actions.declare_interest(council, part_of("north-chair"), "Owns a carrier", elsewhere)
    answer = post("north-chair", "councils-declare", {"words": "x", "item": elsewhere.pk}, council.slug)
    assert answer.status_code == 422
    assert not Interest.objects.filter(seat__council=council).exists()


def test_the_page_shows_how_many_ventures_stand_at_each_stage(portal):
    shown = client_of("north-chair").get("/p/two-rivers/councils/renewable-energy/").content.decode()
    pipeline = shown[shown.index('class="pipeline"') :].partition("</ol>")[0]
    assert "<b>1</b> suspended" in pipeline
    assert '<li class="none"><b>0</b> operating' in pipeline


def test_while_the_track_is_suspended_each_council_goes_by_its_own_rule(portal):
    on = founded(rule="It meets whatever happens.")
    off = founded(name="Ports", goes_on_when_suspended=False)
    waiting = actions.propose_decision(off, part_of("north-chair"), "One pilot a ship", "")
    suspend_track(part_of("mediator"), "After the incident of the week.")
    part = part_of("north-chair")
    actions.call_meeting(Council.objects.get(pk=on.pk), part, timezone.now(), [])
    actions.agree(actions.propose_decision(on, part, "One form", ""), part_of("south-council"))
    for refused in (
        lambda: actions.call_meeting(Council.objects.get(pk=off.pk), part, timezone.now(), []),
        lambda: actions.agree(Decision.objects.get(pk=waiting.pk), part_of("south-council")),
    ):
        with pytest.raises(CaseError, match="this council waits"):
            refused()
    for council, words in ((on, "This council goes on."), (off, "This council waits.")):
        assert words in client_of("south-council").get(f"/p/two-rivers/councils/{council.slug}/").content.decode()


def test_a_complaint_is_answered_once_by_the_chair_and_both_are_entered(portal):
    council, size = founded(), record_store().size()
    found = complain(council, part_of("south-head"), "Parcels wait for weeks.")
    with pytest.raises(PermissionError, match="with the other side"):
        answer_complaint(found, part_of("south-council"), "We agree.")
    answer_complaint(found, part_of("north-chair"), "A second shift begins in May.")
    with pytest.raises(CaseError, match="has been answered"):
        answer_complaint(found, part_of("north-chair"), "Once more.")
    assert record_store().size() == size + 2


def test_what_waits_for_a_side_stands_on_the_start_page_of_its_members(portal):
    council = founded()
    decision = actions.propose_decision(council, part_of("north-chair"), "One form for parcels", "")
    home = reverse("home", args=["two-rivers"])
    assert "One form for parcels" in client_of("south-council").get(home).content.decode()
    assert "One form for parcels" not in client_of("north-chair").get(home).content.decode()
    actions.agree(decision, part_of("south-council"))
    assert "One form for parcels" not in client_of("south-council").get(home).content.decode()


def test_what_is_refused_is_said_on_the_page_of_the_council(portal):
    council = founded()
    actions.call_meeting(council, part_of("north-chair"), timezone.now(), [])
    answer = post("south-council", "councils-confirm", {}, council.slug, 1)
    assert answer.request["PATH_INFO"].endswith(f"/councils/{council.slug}/")
    assert "There are no minutes yet." in answer.content.decode()
