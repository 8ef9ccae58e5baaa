"""What the pages let people do with text, packages, promises and notices; and what the clock does by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from detente.case import CaseError
from detente.portal.assessments.tasks import look_at_the_clock, queue
from detente.portal.clocks import run_clocks
from detente.portal.councils.models import Council
from detente.portal.marks import actions as marks
from detente.portal.marks.models import Overlap, Package, PackageOverlap, Round, Sealing
from detente.portal.marks.packages import put_package
from detente.portal.obligations import actions as obligations
from detente.portal.obligations import notices
from detente.portal.obligations.models import BreachNotice, Obligation, Phase, Status, WatchAct
from detente.portal.recording import record_store
from detente.portal.text import actions as text
from detente.portal.text import elements
from detente.portal.text.depositary import deposit, rule_force
from detente.portal.text.models import Clause, Declaration, Draft, Element, ElementState, ForceRule, Instrument
from portal.people import client_of, part_of

Kind = Instrument.Kind


def post(who, name, given, *address):
    return client_of(who).post(reverse(name, args=["two-rivers", *address]), given, follow=True)


def agree_everything(portal):
    for element in Element.objects.filter(process=portal, state__lt=ElementState.AD_REFERENDUM):
        elements.set_state(element, ElementState.AD_REFERENDUM, "mediator")
    elements.agree_package(portal, "mediator")


def test_a_package_that_both_accept_is_revealed_as_a_whole_and_its_parts_are_not(portal):
    marks.seal(Round.objects.get(), part_of("south-head"), {}, frozenset({1}))
    assert [one.package.number for one in PackageOverlap.objects.all()] == [1]
    assert not Overlap.objects.exists()
    states = dict(Element.objects.values_list("slug", "state"))
    assert states["asset-release"] == ElementState.AD_REFERENDUM
    assert states["gas-transit"] == ElementState.PROPOSED


def test_a_package_that_one_side_refuses_is_not_revealed(portal):
    marks.seal(Round.objects.get(), part_of("south-head"), {})
    assert not PackageOverlap.objects.exists()
    assert Element.objects.get(slug="asset-release").state == ElementState.PROPOSED


def test_a_package_goes_onto_a_draft_before_its_round_and_holds_what_is_in_it(portal):
    draft, mediator = Draft.objects.get(), part_of("mediator")
    with pytest.raises(CaseError, match="has been opened"):
        put_package(mediator, draft, "Late", {1: 0, 2: 0})
    following = text.issue_draft(mediator, None)
    for choices in ({1: 0}, {1: 0, 99: 0}, {1: 0, 3: 3}, {1: 1, 2: 0}):
        with pytest.raises(CaseError):
            put_package(mediator, following, "Wrong", choices)
    answer = post("mediator", "marks-package", {"title": "Exchange for corridor", "in-1": "0", "in-2": "0"})
    assert "Exchange for corridor" in answer.content.decode()
    assert Package.objects.get(draft=following).choices == {"1": 0, "2": 0}


def test_a_package_that_does_not_exist_is_refused_in_a_round(portal):
    with pytest.raises(CaseError, match="no such package"):
        marks.seal(Round.objects.get(), part_of("south-head"), {}, frozenset({7}))


def test_the_mediator_adds_an_article_from_the_page(portal):
    given = {"element": "border-line", "opening": "The line is", "alternatives": "marked\nsurveyed"}
    answer = post("mediator", "text-add", given)
    found = text.newest_version(Clause.objects.get(number=5))
    assert answer.status_code == 200
    assert [one["words"] for one in found.alternatives] == ["marked", "surveyed"]
    assert post("mediator", "text-add", {"element": "nowhere", "opening": "x"}).status_code == 422
    assert Clause.objects.count() == 5


def test_one_element_alone_is_neither_agreed_nor_closed(portal):
    for state in (ElementState.AGREED, ElementState.CLOSED):
        with pytest.raises(CaseError, match="as a whole"):
            elements.set_state(Element.objects.get(slug="border-line"), state, "mediator")
    with pytest.raises(CaseError, match="once it is agreed"):
        elements.close_package(portal, "mediator")
    agree_everything(portal)
    post("mediator", "text-move", {"state": "5"}, "border-line")
    assert set(Element.objects.values_list("state", flat=True)) == {ElementState.CLOSED}
    with pytest.raises(CaseError, match="is closed"):
        text.edit_clause(Clause.objects.get(number=1), part_of("mediator"), 1, text.Words("Other words."))


def test_the_text_enters_into_force_after_the_last_instrument_and_not_before(portal):
    north, south, today = part_of("north-head"), part_of("south-head"), timezone.now().date()
    with pytest.raises(CaseError, match="until everything is agreed"):
        deposit(north, Kind.SIGNATURE, today, today)
    agree_everything(portal)
    with pytest.raises(CaseError, match="Sign first"):
        deposit(north, Kind.RATIFICATION, today, today)
    earlier = today - timedelta(days=3)
    for part, on in ((north, earlier), (south, today)):
        deposit(part, Kind.SIGNATURE, on, today)
    deposit(north, Kind.RATIFICATION, today, today)
    assert ForceRule.objects.get().in_force_on is None
    deposit(south, Kind.RATIFICATION, today, today)
    assert ForceRule.objects.get().in_force_on == today + timedelta(days=30)
    with pytest.raises(CaseError, match="under the rule that stands"):
        rule_force(part_of("mediator"), Kind.SIGNATURE, 0)
    with pytest.raises(CaseError, match="not reopened"):
        elements.set_state(Element.objects.get(slug="border-line"), ElementState.DISCUSSED, "mediator")


def test_a_withdrawal_before_the_last_instrument_keeps_the_text_out_of_force(portal):
    north, south, today = part_of("north-head"), part_of("south-head"), timezone.now().date()
    agree_everything(portal)
    for part, kind in ((north, Kind.SIGNATURE), (north, Kind.RATIFICATION), (north, Kind.WITHDRAWAL)):
        deposit(part, kind, today, today)
    for kind in (Kind.SIGNATURE, Kind.RATIFICATION):
        deposit(south, kind, today, today)
    assert ForceRule.objects.get().in_force_on is None


def test_a_head_deposits_from_the_page(portal):
    agree_everything(portal)
    today = timezone.now().date()
    assert (
        "signature" in post("north-head", "text-deposit", {"kind": "signature", "deposited_on": today}).content.decode()
    )
    later = {"kind": "ratification", "deposited_on": today + timedelta(days=1)}
    assert "not in the future" in post("north-head", "text-deposit", later).content.decode()
    assert Instrument.objects.count() == 1


def test_a_reservation_is_declared_objected_to_and_stands_in_the_register_with_its_entry(portal):
    post("south-head", "text-declare", {"kind": "reservation", "words": "Not by night."}, 2)
    reservation = Declaration.objects.get(kind="reservation")
    given = {"kind": "objection", "words": "By night, too."}
    own = post("south-head", "text-declare-whole", {**given, "about": reservation.pk})
    assert own.status_code == 422
    assert "choose which" in post("north-head", "text-declare-whole", given).content.decode()
    post("north-head", "text-declare-whole", {**given, "about": reservation.pk})
    objection = Declaration.objects.get(kind="objection")
    assert (objection.about, objection.clause.number) == (reservation, 2)
    post("north-head", "text-declare-whole", {"kind": "declaration", "words": "In good faith."})
    page = client_of("mediator").get(reverse("text-register", args=["two-rivers"])).content.decode()
    for words in ("Not by night.", "By night, too.", "In good faith.", f"entry {reservation.entry}", "the whole text"):
        assert words in page
    with pytest.raises(CaseError, match="Only an objection"):
        text.declare(part_of("north-head"), None, Declaration.Kind.DECLARATION, "x", reservation)


def test_the_register_says_who_has_yet_to_deposit_and_then_the_day(portal):
    agree_everything(portal)
    today = timezone.now().date()
    address = reverse("text-register", args=["two-rivers"])
    assert "2 delegations have yet to deposit" in client_of("mediator").get(address).content.decode()
    for who in ("north-head", "south-head"):
        for kind in ("signature", "ratification"):
            post(who, "text-deposit", {"kind": kind, "deposited_on": today})
    page = client_of("mediator").get(address).content.decode()
    assert "The text enters into force on" in page
    assert page.count("ratification") >= 2


def test_the_mediator_rules_the_entry_into_force_on_the_page(portal):
    post("mediator", "text-force", {"needs": "signature", "days_after": "7"})
    assert (ForceRule.objects.get().needs, ForceRule.objects.get().days_after) == ("signature", 7)


def test_a_head_breaks_silence_on_the_page_and_everyone_at_the_table_reads_why(portal):
    post("south-head", "text-break-silence", {"why": "Article 3 names no bank."}, 1)
    assert Draft.objects.get().stage == Draft.Stage.BROKEN
    assert "Article 3 names no bank." in client_of("north-member").get("/p/two-rivers/text/").content.decode()
    again = post("north-head", "text-break-silence", {"why": "Too late."}, 1)
    assert "not under silence procedure" in again.content.decode()


def test_reopening_one_element_on_the_page_takes_the_whole_package_back(portal):
    agree_everything(portal)
    post("mediator", "text-move", {"state": "2"}, "gas-transit")
    states = dict(Element.objects.values_list("slug", "state"))
    assert states.pop("gas-transit") == ElementState.PROPOSED
    assert set(states.values()) == {ElementState.AD_REFERENDUM}
    assert "reopened" in client_of("north-member").get("/p/two-rivers/text/").content.decode()


PROMISE = {
    "slug": "ferry",
    "title": "The ferry runs daily",
    "observable": "Departures",
    "verifier": "Monitors",
    "due_on": "2031-05-01",
    "tier": "2",
}


def test_an_obligation_is_written_down_from_the_page_and_sealed_by_its_tier(portal):
    owner = part_of("north-head").delegation
    size = record_store().size()
    given = {**PROMISE, "owner": owner.pk, "phase": Phase.objects.get(slug="phase-2").pk}
    assert "The ferry runs daily" in post("mediator", "obligations-promise", given).content.decode()
    assert (Obligation.objects.get(slug="ferry").owner, record_store().size()) == (owner, size + 1)
    again = post("mediator", "obligations-promise", given)
    assert "Give another id" in again.content.decode()
    assert post("mediator", "obligations-promise", {**given, "slug": "9Lives"}).status_code == 422
    assert "The ferry" not in client_of(None).get(reverse("public", args=["two-rivers"])).content.decode()


def test_a_phase_added_after_others_is_not_open(portal):
    post("mediator", "obligations-phase", {"title": "Phase 3: works"})
    assert Phase.objects.get(order=3).opened_at is None
    assert "Give another name" in post("mediator", "obligations-phase", {"title": "Phase 3: works"}).content.decode()


def test_a_notice_is_answered_once_and_closed_as_not_cured_only_after_its_time(portal):
    found = Obligation.objects.get(slug="crossings")
    notice = notices.give_notice(found, part_of("north-head"), "Two crossings were shut.")
    with pytest.raises(PermissionError):
        notices.answer_notice(notice, part_of("north-head"), "Not ours to answer.")
    with pytest.raises(CaseError, match="has until"):
        notices.close_notice(notice, part_of("north-head"), BreachNotice.Outcome.NOT_CURED)
    post("south-head", "obligations-answer", {"words": "They are open again."}, "crossings", notice.entry)
    with pytest.raises(CaseError, match="answered or closed"):
        notices.answer_notice(notice, part_of("south-head"), "Once more.")
    BreachNotice.objects.filter(pk=notice.pk).update(answer_until=timezone.now())
    shown = post("north-head", "obligations-close", {"outcome": "not_cured"}, "crossings", notice.entry)
    assert "not cured" in shown.content.decode()
    with pytest.raises(PermissionError):
        notices.close_notice(notice, part_of("south-head"), BreachNotice.Outcome.CURED)


def embargoed_until(found, days):
    day = timezone.now().date()
    sealed = obligations.Finding(
        WatchAct.Kind.VERIFICATION, "Counted.", day, "done", embargo_until=day + timedelta(days)
    )
    obligations.watch(found, part_of("monitor"), sealed)
    for who in ("monitor", "second-monitor"):
        obligations.code(found, part_of(who), Status.COMPLETE, "As verified.")


def test_a_status_that_rests_on_an_embargo_is_seen_by_monitors_alone_and_opens_no_phase(portal):
    found = Obligation.objects.get(slug="crossings")
    embargoed_until(found, 3)
    address = reverse("obligations-export", args=["two-rivers", "csv"])
    seen = {who: "complete,0" in _row(client_of(who).get(address), "crossings") for who in ("monitor", "auditor", None)}
    assert seen == {"monitor": True, "auditor": False, None: False}
    found.refresh_from_db()
    assert found.verified_at is None


def test_when_the_embargo_ends_the_clock_completes_what_was_verified(portal):
    found = Obligation.objects.get(slug="crossings")
    embargoed_until(found, 3)
    assert run_clocks(timezone.now()) == 0
    run_clocks(timezone.now() + timedelta(days=4))
    found.refresh_from_db()
    assert found.verified_at is not None


def _row(answer, slug):
    return next(line for line in answer.content.decode().splitlines() if line.startswith(slug))


def test_rounds_silences_and_terms_end_by_the_clock_without_any_page(portal):
    assert run_clocks(timezone.now()) == 0
    late = timezone.now() + timedelta(days=400)
    assert run_clocks(late) >= 3
    assert Round.objects.get().closed_at is not None
    assert Draft.objects.get().stage == Draft.Stage.ADOPTED
    assert Council.objects.get().chair.slug == "southland"
    assert run_clocks(late) == 0


def test_the_worker_looks_at_the_clock_once_a_minute(portal):
    assert "look_at_the_clock" in str([type(task) for task in queue._registry.periodic_tasks])
    Round.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    look_at_the_clock.call_local()
    assert Round.objects.get().closed_at is not None


def test_a_notice_without_words_is_not_given_and_the_page_says_why(portal):
    answer = post("north-head", "obligations-notice", {"words": " "}, "crossings")
    assert answer.request["PATH_INFO"].endswith("/obligations/crossings/")
    assert "Words: This field is required." in answer.content.decode()
    assert not BreachNotice.objects.filter(obligation__slug="crossings").exists()


@pytest.mark.parametrize(
    ("who", "name", "given", "address", "words"),
    [
        ("mediator", "assessments-ask", {"worlds": "100000", "seed": "0"}, (), "Worlds to draw"),
        ("mediator", "marks-open", {"hours": ""}, (), "This field is required"),
        ("mediator", "text-issue", {"silence_days": "400"}, (), "Days of silence procedure"),
        ("mediator", "text-move", {"state": "99"}, ("border-line",), "State"),
        ("north-head", "text-break-silence", {"why": " "}, (1,), "This field is required"),
    ],
)
def test_what_cannot_be_used_is_said_on_the_next_page_and_changes_nothing(portal, who, name, given, address, words):
    size = record_store().size()
    page = post(who, name, given, *address).content.decode()
    assert words in page.partition('<div class="error" role="alert">')[2].partition("</div>")[0]
    assert record_store().size() == size


def test_a_round_without_a_draft_says_what_to_do_first(portal):
    for model in (Overlap, PackageOverlap, Sealing, Round, Package, Draft):
        model.objects.all().delete()
    assert "There is no draft yet" in post("mediator", "marks-open", {"hours": "24"}).content.decode()
    assert not Round.objects.exists()
