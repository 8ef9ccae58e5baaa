"""Found a council with as many seats for either side, fill its seats, and take complaints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from detente.case import CaseError
from detente.portal.councils.actions import seat_of
from detente.portal.councils.models import Complaint, Council, Seat
from detente.portal.initiative.actions import author_of
from detente.portal.parties.actions import audit
from detente.portal.parties.founding import slug_of
from detente.portal.parties.models import Delegation, Membership, Role
from detente.portal.recording import enter

TERM = timedelta(days=182)


@dataclass(frozen=True, slots=True)
class Foundation:
    """What a council is for, between whom, and by which rule; the first side has the chair first."""

    name: str
    remit: str
    sides: tuple[Delegation, Delegation]
    kinds: tuple[Seat.Kind, ...]
    quorum_per_side: int = 1
    rule: str = ""
    goes_on_when_suspended: bool = True


def found_council(part: Membership, given: Foundation, today: date) -> Council:
    """Found a council with one seat of each class for either side.

    Raises
    ------
    CaseError
        When the sides are the same, the quorum is more than the seats of a side, or the name is taken.
    """
    first, second = given.sides
    if first.pk == second.pk:
        raise CaseError(_("A joint council has two sides."))
    if not 1 <= given.quorum_per_side <= len(given.kinds):
        raise CaseError(
            _("A side has %(kinds)s seats; the quorum is between 1 and that.") % {"kinds": len(given.kinds)}
        )
    slug = slug_of(given.name)[:50]
    with transaction.atomic():
        if Council.objects.filter(process=part.process, slug=slug).exists():
            raise CaseError(_("There is a council “%(slug)s”. Give another name.") % {"slug": slug})
        body = {
            "title": f"Council founded: {given.name}",
            "words": given.remit,
            "decided_by": [first.slug, second.slug],
        }
        enter("decision", author_of(part), body)
        council = Council.objects.create(
            process=part.process,
            slug=slug,
            name=given.name,
            remit=given.remit,
            rule=given.rule,
            goes_on_when_suspended=given.goes_on_when_suspended,
            chair=first,
            chair_until=today + TERM,
            quorum_per_side=given.quorum_per_side,
        )
        for kind in given.kinds:
            for side in given.sides:
                Seat.objects.create(council=council, delegation=side, kind=kind)
        audit(part.user, part.process, "founded council", slug)
        return council


def fill_seat(seat: Seat, part: Membership, member: Membership | None) -> None:
    """Give a seat to a council member of its side, or vacate it.

    Raises
    ------
    CaseError
        When the member is of another side or has another role, or sits in this council already.
    """
    if member is not None:
        if member.role not in (Role.CHAIR, Role.COUNCIL) or member.delegation_id != seat.delegation_id:
            raise CaseError(_("A seat is for a council member of its side."))
        if Seat.objects.filter(council=seat.council, user=member.user).exclude(pk=seat.pk).exists():
            raise CaseError(_("This person has a seat in this council."))
    with transaction.atomic():
        seat.user = member.user if member else None
        seat.save(update_fields=["user"])
        audit(part.user, part.process, "filled seat" if member else "vacated seat", f"{seat.council}: {seat}")


def complain(council: Council, part: Membership, words: str) -> Complaint:
    """Lay a complaint before a council."""
    with transaction.atomic():
        body = {"title": f"Complaint to {council.name}", "words": words}
        entered = enter("submission", author_of(part), body)
        audit(part.user, part.process, "complained", council.slug)
        return Complaint.objects.create(
            council=council, by=part.user, delegation=part.delegation, words=words, at=entered.at, entry=entered.index
        )


def answer_complaint(complaint: Complaint, part: Membership, words: str) -> None:
    """Answer a complaint for the council, from the chair.

    Raises
    ------
    CaseError
        When it has been answered.
    """
    council = complaint.council
    if seat_of(council, part).delegation_id != council.chair_id:
        raise PermissionError(_("The chair is with the other side."))
    with transaction.atomic():
        complaint.refresh_from_db()
        if complaint.answered_at:
            raise CaseError(_("This complaint has been answered."))
        entered = enter("reply", council.slug, {"to": complaint.entry, "words": words})
        complaint.answer, complaint.answered_at = words, entered.at
        complaint.save(update_fields=["answer", "answered_at"])
        audit(part.user, part.process, "answered complaint", council.slug)
