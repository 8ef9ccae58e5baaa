"""What the two sides do beside the text: talks, a council, ventures, obligations that are watched."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from detente.casefile import read_case
from detente.portal.councils import actions as councils
from detente.portal.councils.founding import answer_complaint, complain
from detente.portal.councils.models import AgendaItem, Council, Seat
from detente.portal.obligations import actions as obligations
from detente.portal.obligations import notices
from detente.portal.obligations.models import Obligation, Phase, Status, WatchAct
from detente.portal.obligations.promises import Promise, promise
from detente.portal.parties.models import Delegation, Membership, Process
from detente.portal.preferences.actions import Told, keep
from detente.portal.talks import actions as talks
from detente.portal.talks.models import Outcome, Session
from detente.portal.text.models import Element
from detente.portal.tiers import Tier
from detente.portal.ventures import actions as ventures
from detente.portal.ventures import taking
from detente.portal.ventures.models import Condition

Parts = dict[str, Membership]
OBLIGATIONS = (
    ("exchange-north", "Return of all detained civilians", "northland", "412 of 412 persons", -21, Status.COMPLETE),
    ("exchange-south", "Return of all detained civilians", "southland", "388 of 388 persons", -21, Status.COMPLETE),
    ("crossings", "Monitors admitted to all crossings", "southland", "14 of 14 crossings", -5, Status.INTERMEDIATE),
    ("withdrawal-1", "Withdrawal, stage 1", "northland", "", 100, Status.DISPUTED),
    ("asset-act", "Act on the release of assets", "alliance", "", 100, Status.NOT_STARTED),
    ("storage-report", "Report on storage levels", "southland", "", 40, Status.UNKNOWN),
)


def carry_out(process: Process, parts: Parts) -> None:
    """All of it."""
    _talks(process, parts)
    _preferences(parts)
    council = _council(process, parts)
    _ventures(process, council, parts["north-chair"])
    _obligations(process, parts)


def _talks(process: Process, parts: Parts) -> None:
    sides = list(Delegation.objects.filter(process=process, is_signatory=True))
    elements = {element.slug: element for element in Element.objects.filter(process=process)}
    opening = talks.Held(
        timezone.now().date() - timedelta(days=23),
        "River Hall",
        Session.Channel.MULTILATERAL,
        list(Delegation.objects.filter(process=process)),
        {elements[slug]: Outcome.Step.DISCUSSED for slug in ("transport-corridor", "asset-release")},
        tier=Tier.ALLIES,
    )
    talks.log_session(parts["mediator"], opening)
    held = talks.Held(
        timezone.now().date() - timedelta(days=9),
        "Lakeside",
        Session.Channel.PROXIMITY,
        sides,
        {
            elements["humanitarian-exchange"]: Outcome.Step.AGREED,
            elements["gas-transit"]: Outcome.Step.PROPOSED,
            elements["border-line"]: Outcome.Step.DISCUSSED,
        },
        [(sides[0], "No new works within two kilometres of the crossings while the talks last.")],
    )
    session = talks.log_session(parts["mediator"], held)
    talks.confirm(session.undertakings.get(), parts["north-head"])


def _preferences(parts: Parts) -> None:
    south = {"humanitarian-exchange": 25, "transport-corridor": 10, "gas-transit": 20, "asset-release": 15}
    keep(parts["south-head"], Told({**south, "joint-ventures": 10, "border-line": 20}, ["line-north"], 40))
    north = {"humanitarian-exchange": 15, "transport-corridor": 15, "gas-transit": 20, "asset-release": 30}
    keep(parts["north-head"], Told({**north, "joint-ventures": 5, "border-line": 15}, ["line-south"], 30))


def _council(process: Process, parts: Parts) -> Council:
    north, south = Delegation.objects.filter(process=process, is_signatory=True)
    council = Council.objects.create(
        process=process,
        slug="renewable-energy",
        name="Joint council on renewable energy",
        remit="Wind, water and storage on both banks.",
        rule="Councils meet and decide within their remit while the talks are suspended.",
        chair=north,
        chair_until=timezone.now().date() + timedelta(days=120),
        quorum_per_side=1,
    )
    people = {
        (north.pk, Seat.Kind.CORPORATION): parts["north-chair"],
        (north.pk, Seat.Kind.CHAMBER): parts["north-council"],
        (south.pk, Seat.Kind.CHAMBER): parts["south-council"],
        (south.pk, Seat.Kind.MINISTRY): parts["south-chair"],
    }
    for kind in Seat.Kind:
        for side in (north, south):
            part = people.get((side.pk, kind))
            Seat.objects.create(council=council, delegation=side, kind=kind, user=part.user if part else None)
    _first_meeting(council, parts)
    begins = timezone.now() + timedelta(days=8)
    agenda = [("Delta wind farm: grid connection", "decision"), ("Handover of the chair", "information")]
    meeting = councils.call_meeting(council, parts["north-chair"], begins, agenda)
    first = councils.propose_decision(council, parts["north-chair"], "Common data format for metering", "")
    councils.agree(first, parts["south-council"])
    councils.propose_decision(council, parts["north-chair"], "Survey ships may cross the line", "By day, with notice.")
    item = AgendaItem.objects.get(meeting=meeting, number=1)
    councils.declare_interest(council, parts["south-council"], "Adviser to a grid operator", item)
    complaint = complain(council, parts["south-head"], "The survey notice reached the harbour a day late.")
    answer_complaint(complaint, parts["north-chair"], "Notices now go out five days ahead.")
    return council


def _first_meeting(council: Council, parts: Parts) -> None:
    begins = timezone.now() - timedelta(days=20)
    agenda = [("Rule of the council", "decision"), ("Which works could resume first", "information")]
    meeting = councils.call_meeting(council, parts["north-chair"], begins, agenda)
    minutes = "Both sides adopted the rule.\nTurbine works and the wind farm are looked at first, in this order."
    seats = Seat.objects.filter(council=council, user__isnull=False)
    councils.write_minutes(meeting, parts["north-chair"], minutes, list(seats))
    for who in ("north-chair", "south-chair"):
        councils.confirm_minutes(meeting, parts[who])


def _ventures(process: Process, council: Council, chair: Membership) -> None:
    north, south = Delegation.objects.filter(process=process, is_signatory=True)
    sides = {"River Power": north, "Southland Grid": south}
    taken = {one.id: taking.written_of(one) for one in read_case(Path(process.case_folder)).ventures}
    for slug in ("delta-wind", "turbine-works"):
        partners = tuple(replace(one, delegation=sides[one.name]) for one in taken[slug].partners)
        ventures.write(chair, slug, replace(taken[slug], partners=partners, council=council))
    pilot = ventures.Written("Storage pilot", "storage", (ventures.Share("River Power", None, north),), council=council)
    found = ventures.write(chair, "storage-pilot", pilot)
    partner = Condition(title="A second partner", state=Condition.State.UNKNOWN, why="Two have asked for the figures.")
    ventures.judge(found, chair, partner)


def _obligations(process: Process, parts: Parts) -> None:
    first = Phase.objects.create(
        process=process, slug="phase-1", title="Phase 1: exchange", order=1, opened_at=timezone.now()
    )
    second = Phase.objects.create(process=process, slug="phase-2", title="Phase 2: corridor", order=2)
    owners = {delegation.slug: delegation for delegation in Delegation.objects.filter(process=process)}
    today = timezone.now().date()
    for slug, title, owner, threshold, days, status in OBLIGATIONS:
        phase = first if slug.startswith("exchange") else second
        given = Promise(
            slug, title, owners[owner], phase, today + timedelta(days=days), "Seen on site", "Monitors", threshold
        )
        _watch(promise(parts["mediator"], given), parts, status)
    _dispute(Obligation.objects.get(process=process, slug="withdrawal-1"), parts)


def _watch(found: Obligation, parts: Parts, status: Status) -> None:
    """Two coders look at it; for what is complete there is evidence and a verification first."""
    if status == Status.UNKNOWN:
        return
    yesterday = timezone.now().date() - timedelta(days=1)
    if status == Status.COMPLETE:
        shown = obligations.Shown("List of names, both sides", "5e" * 32, yesterday)
        obligations.show_evidence(found, parts["monitor"], shown)
        seen = obligations.Finding(WatchAct.Kind.VERIFICATION, "Names compared one by one.", yesterday, "done")
        obligations.watch(found, parts["monitor"], seen)
    second = Status.MINIMAL if status == Status.DISPUTED else status
    first = Status.INTERMEDIATE if status == Status.DISPUTED else status
    obligations.code(found, parts["monitor"], first, "From the reports of the week.")
    obligations.code(found, parts["second-monitor"], second, "From the reports of the week.")


def _dispute(found: Obligation, parts: Parts) -> None:
    day = timezone.now().date() - timedelta(days=2)
    seen = obligations.Finding(WatchAct.Kind.MONITORING, "Two convoys moved north at dawn.", day)
    act = obligations.watch(found, parts["monitor"], seen)
    obligations.reply(act, parts["north-head"], "The two convoys were engineering units that left the area.")
    sealed = obligations.Finding(
        WatchAct.Kind.MONITORING, "Vehicles counted at the depot.", day, embargo_until=day + timedelta(days=30)
    )
    obligations.watch(found, parts["monitor"], sealed)
    notice = notices.give_notice(found, parts["south-head"], "Two convoys went the wrong way.")
    notices.answer_notice(
        notice, parts["north-head"], "They have left. The commander's report is offered for inspection."
    )
