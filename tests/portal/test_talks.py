"""The log of the talks, what was promised orally, and a track that is suspended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from detente.case import CaseError
from detente.portal.clocks import run_clocks
from detente.portal.marks import actions as marks
from detente.portal.marks.models import Round
from detente.portal.parties.models import Delegation, Process
from detente.portal.recording import record_store
from detente.portal.talks import actions
from detente.portal.talks.models import Outcome, Session, Undertaking
from detente.portal.talks.suspension import resume_track, suspend_track
from detente.portal.text import actions as text
from detente.portal.text.models import Draft, Element
from detente.portal.tiers import Tier
from detente.record import parse_entry
from portal.people import client_of, part_of

READERS = ("mediator", "north-head", "south-head", "monitor", "ally", "auditor")
DAY = timezone.now().date()


def held(*present: str, tier: int = Tier.PARTIES, promised: tuple[str, str] | None = None) -> actions.Held:
    found = {one.slug: one for one in Delegation.objects.filter(process__slug="two-rivers")}
    outcome = {Element.objects.get(slug="gas-transit"): Outcome.Step.DISCUSSED}
    promises = [(found[promised[0]], promised[1])] if promised else []
    there = [found[slug] for slug in present]
    return actions.Held(DAY, "Harbour house", Session.Channel.DIRECT, there, outcome, promises, tier)


def seen_by(words: str) -> set[str]:
    page = reverse("talks", args=["two-rivers"])
    return {who for who in READERS if words in client_of(who).get(page).content.decode()}


@pytest.mark.parametrize(
    ("tier", "who"),
    [
        (Tier.SEALED, {"north-head", "south-head"}),
        (Tier.PARTIES, {"mediator", "north-head", "south-head"}),
        (Tier.ALLIES, {"mediator", "north-head", "south-head", "monitor", "ally", "auditor"}),
        (Tier.PUBLIC, set(READERS)),
    ],
)
def test_a_session_is_seen_by_its_tier(portal, tier, who):
    actions.log_session(part_of("mediator"), held("northland", "southland", tier=tier))
    assert seen_by("Harbour house") == who


def test_a_session_of_one_party_with_the_mediator_is_not_shown_to_the_other(portal):
    actions.log_session(part_of("mediator"), held("southland"))
    assert seen_by("Harbour house") == {"mediator", "south-head"}


def test_a_session_is_logged_from_the_page_with_all_that_belongs_to_it(portal):
    given = {"held_on": "2031-05-01", "place": "Harbour house", "channel": "multilateral", "tier": Tier.PARTIES}
    more = {"present": ["northland", "southland", "alliance"], "element-gas-transit": "proposed"}
    promise = {"promised_by-1": "southland", "promised-1": "Tanks stay half full."}
    address = reverse("talks-log", args=["two-rivers"])
    shown = client_of("mediator").post(address, {**given, **more, **promise}, follow=True).content.decode()
    for words in ("Harbour house", "Multilateral", "Gas transit: proposed", "Tanks stay half full.", "The Alliance"):
        assert words in shown


@pytest.mark.parametrize(
    "wrong",
    [
        {"present": []},
        {"promised_by-1": "southland", "promised-1": ""},
        {"promised_by-1": "", "promised-1": "Tanks stay half full."},
        {"channel": "shouting"},
        {"held_on": "yesterday"},
    ],
)
def test_a_session_with_a_mistake_is_not_logged_and_comes_back(portal, wrong):
    given = {"held_on": "2031-05-01", "place": "Harbour house", "channel": "direct", "tier": Tier.PARTIES}
    given |= {"present": ["northland"], **wrong}
    answer = client_of("mediator").post(reverse("talks-log", args=["two-rivers"]), given)
    assert answer.status_code == 422
    assert "Harbour house" in answer.content.decode()
    assert Session.objects.count() == 2


def test_nobody_promised_anything_where_they_were_not(portal):
    with pytest.raises(CaseError, match="Not present"):
        actions.log_session(part_of("mediator"), held("northland", promised=("southland", "Tanks.")))
    with pytest.raises(CaseError, match="who was present"):
        actions.log_session(part_of("mediator"), held())


def test_an_undertaking_counts_once_both_sides_have_confirmed_it(portal):
    actions.log_session(
        part_of("mediator"), held("northland", "southland", promised=("northland", "Two ferries a day."))
    )
    found = Undertaking.objects.get(words="Two ferries a day.")
    actions.confirm(found, part_of("south-head"))
    found.refresh_from_db()
    assert found.entry is None
    assert "does not count yet" in client_of("north-head").get(reverse("talks", args=["two-rivers"])).content.decode()
    home = reverse("home", args=["two-rivers"])
    assert "Two ferries a day." in client_of("north-head").get(home).content.decode()
    actions.confirm(found, part_of("north-head"))
    found.refresh_from_db()
    assert parse_entry(record_store().leaf(found.entry)).kind == "declaration"
    assert "Two ferries a day." not in client_of("north-head").get(home).content.decode()


def test_who_was_not_present_confirms_nothing(portal):
    actions.log_session(part_of("mediator"), held("northland", promised=("northland", "Two ferries a day.")))
    with pytest.raises(PermissionError):
        actions.confirm(Undertaking.objects.get(words="Two ferries a day."), part_of("south-head"))


def test_while_the_track_is_suspended_no_draft_and_no_round_moves_and_no_clock_runs_out(portal):
    mediator, late = part_of("mediator"), timezone.now() + timedelta(days=400)
    found = Round.objects.get()
    suspend_track(mediator, "After the incident of the week.")
    mediator = part_of("mediator")
    for refused in (
        lambda: text.issue_draft(mediator, None),
        lambda: marks.open_round(mediator, Draft.objects.get(), late),
        lambda: marks.seal(found, part_of("south-head"), {}),
        lambda: suspend_track(mediator, ""),
    ):
        with pytest.raises(CaseError, match="is suspended"):
            refused()
    run_clocks(late)
    found.refresh_from_db()
    assert found.closed_at is None
    assert Draft.objects.get().stage == Draft.Stage.SILENCE


def test_what_waited_gets_the_days_of_the_suspension_when_the_track_is_resumed(portal):
    mediator = part_of("mediator")
    round_before, draft_before = Round.objects.get().closes_at, Draft.objects.get().silence_until
    suspend_track(mediator, "")
    Process.objects.update(suspended_on=DAY - timedelta(days=4))
    resume_track(part_of("mediator"), "Both sides asked for it.")
    assert Round.objects.get().closes_at - round_before == timedelta(days=5)
    assert Draft.objects.get().silence_until - draft_before == timedelta(days=5)
    with pytest.raises(CaseError, match="not suspended"):
        resume_track(part_of("mediator"), "")


def test_the_mediator_suspends_and_resumes_from_the_page_and_everyone_can_read_it_in_the_record(portal):
    client, public = client_of("mediator"), client_of(None)
    for name, title in (("talks-suspend", "is suspended"), ("talks-resume", "is resumed")):
        client.post(reverse(name, args=["two-rivers"]), {"words": "By agreement of both sides."})
        assert f"The political track {title}" in public.get(reverse("record", args=["two-rivers"])).content.decode()
        on_each_page = [
            client.get(f"/p/two-rivers/{page}").content.decode() for page in ("home/", "text/", "acceptance/", "")
        ]
        assert {"is suspended since" in page for page in on_each_page} == {name == "talks-suspend"}
    assert Process.objects.get(slug="two-rivers").suspended_on is None
