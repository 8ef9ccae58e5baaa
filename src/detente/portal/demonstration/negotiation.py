"""Who takes part in the invented example, what they submitted, and the text they negotiate."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from detente.casefile import read_case
from detente.portal.initiative import actions as initiative
from detente.portal.marks import actions as marks
from detente.portal.marks.packages import put_package
from detente.portal.parties.founding import put_options, slug_of
from detente.portal.parties.models import Delegation, Membership, Process, Role, User
from detente.portal.text import actions as text
from detente.portal.text.depositary import rule_force
from detente.portal.text.elements import set_state
from detente.portal.text.models import Declaration, Element, ElementState, Instrument
from detente.portal.tiers import Tier

DELEGATIONS = (
    ("northland", "Northland", "NL", "a", True),
    ("southland", "Southland", "SL", "b", True),
    ("alliance", "The Alliance", "AL", "c", False),
)
PEOPLE = (
    ("mediator", "Irma Calder", Role.MEDIATOR, None),
    ("north-head", "Tomas Varne", Role.HEAD, "northland"),
    ("north-member", "Lena Orrin", Role.MEMBER, "northland"),
    ("south-head", "Mira Sollen", Role.HEAD, "southland"),
    ("south-member", "Jonas Teel", Role.MEMBER, "southland"),
    ("north-chair", "Karin Holt", Role.CHAIR, "northland"),
    ("south-council", "Pavel Rinne", Role.COUNCIL, "southland"),
    ("north-council", "Olle Strand", Role.COUNCIL, "northland"),
    ("south-chair", "Dina Marsh", Role.CHAIR, "southland"),
    ("monitor", "Ana Brandt", Role.MONITOR, None),
    ("second-monitor", "Luis Okoro", Role.MONITOR, None),
    ("ally", "Sofie Lund", Role.ALLY, "alliance"),
    ("auditor", "Emre Dahl", Role.AUDITOR, None),
)
CASE = Path(__file__).parent / "case" / "two-rivers"


def found_process(password: str) -> tuple[Process, dict[str, Membership]]:
    """Make the process, its delegations, people and elements."""
    case = read_case(CASE)
    process = Process.objects.create(
        slug=case.slug, title="Two Rivers Framework", case_folder=str(CASE), is_public=True
    )
    for order, (slug, name, code, hue, signs) in enumerate(DELEGATIONS):
        Delegation.objects.create(
            process=process, slug=slug, name=name, code=code, hue=hue, order=order, is_signatory=signs
        )
    for order, element in enumerate(case.elements):
        Element.objects.create(process=process, slug=slug_of(element.id), title=element.title, order=order)
    put_options(process, case)
    return process, _people(process, password)


def negotiate(process: Process, parts: dict[str, Membership]) -> None:
    """Submit, receive, draft, bracket, comment, declare; then a silence procedure and a round of blind acceptance."""
    _initiatives(parts)
    _text(process, parts)
    rule_force(parts["mediator"], Instrument.Kind.RATIFICATION, 30)
    draft = text.issue_draft(parts["mediator"], timezone.now() + timedelta(days=5, hours=4))
    put_package(parts["mediator"], draft, "Corridor for assets in tranches", {2: 0, 3: 2})
    found = marks.open_round(parts["mediator"], draft, timezone.now() + timedelta(days=2))
    marks.seal(found, parts["north-head"], {1: frozenset({0}), 2: frozenset({0}), 3: frozenset({1})}, frozenset({1}))


def _people(process: Process, password: str) -> dict[str, Membership]:
    # One hash for all: the password is the same, and is told to whoever runs the demonstration.
    hashed, now = make_password(password), timezone.now()
    parts = {}
    for username, name, role, of in PEOPLE:
        user = User.objects.create(username=username, first_name=name, password=hashed)
        delegation = Delegation.objects.get(process=process, slug=of) if of else None
        parts[username] = Membership.objects.create(
            user=user, process=process, delegation=delegation, role=role, since=now
        )
    User.objects.create(username="stranger", first_name="Someone without a part", password=hashed)
    return parts


def _initiatives(parts: dict[str, Membership]) -> None:
    framework = initiative.submit(
        parts["north-head"],
        initiative.Proposal(
            "Business links across the river",
            "Companies of both sides resume work that was stopped, one venture at a time.\n"
            "Each step follows a verified step of the other side.",
            Tier.PARTIES,
        ),
    )
    initiative.confirm_receipt(framework, parts["south-head"])
    initiative.disclose(framework, parts["north-head"], Tier.ALLIES)
    sealed = initiative.Proposal("Fallback on transit fees", "Held back until gas transit is discussed.", Tier.SEALED)
    initiative.submit(parts["south-head"], sealed)


def _text(process: Process, parts: dict[str, Membership]) -> None:
    mediator = parts["mediator"]
    elements = {element.slug: element for element in Element.objects.filter(process=process)}
    text.add_clause(
        mediator,
        elements["humanitarian-exchange"],
        text.Words("Each side returns all detained civilians within 30 days."),
    )
    corridor = text.add_clause(
        mediator,
        elements["transport-corridor"],
        text.Words("The Parties open the river corridor to commercial vessels of all flags upon signature."),
    )
    later = text.Words(
        "The Parties open the river corridor to commercial vessels of all flags on the first day of phase 2."
    )
    text.edit_clause(corridor, parts["south-head"], 1, later)
    assets = text.add_clause(
        mediator,
        elements["asset-release"],
        text.Words("The assets listed in annex B are released", (), "to the account named by the joint council."),
    )
    text.add_alternative(assets, parts["north-head"], 1, "in one payment within 30 days of signature", attributed=True)
    text.add_alternative(
        assets, parts["south-head"], 2, "in four tranches, each after one verified stage", attributed=False
    )
    transit = text.add_clause(
        mediator,
        elements["gas-transit"],
        text.Words(
            "Northland carries not less than",
            (
                {"words": "34 billion cubic metres a year", "by": "mediator"},
                {"words": "a volume to be agreed yearly", "by": "northland"},
            ),
            "at a fee set by the energy council.",
        ),
    )
    text.comment(transit, parts["south-head"], "We could live with 30 if the fee is fixed for five years.", Tier.SEALED)
    text.comment(transit, parts["north-head"], "The fee needs a formula, not a number.", Tier.PARTIES)
    for slug in ("humanitarian-exchange", "transport-corridor"):
        set_state(elements[slug], ElementState.AD_REFERENDUM, "mediator")
    for slug in ("gas-transit", "joint-ventures"):
        set_state(elements[slug], ElementState.PROPOSED, "mediator")
    set_state(elements["asset-release"], ElementState.AD_REFERENDUM, "mediator")
    set_state(elements["asset-release"], ElementState.PROPOSED, "mediator")
    text.declare(
        parts["south-head"], corridor, Declaration.Kind.DECLARATION, "Military vessels are not commercial vessels."
    )
