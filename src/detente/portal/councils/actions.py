"""Call meetings, write and confirm minutes, decide by mutual agreement, declare interests, hand the chair over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from detente.case import CaseError
from detente.portal.councils.models import AgendaItem, Council, Decision, Interest, Meeting, Seat
from detente.portal.parties.actions import audit
from detente.portal.parties.models import Delegation, Membership
from detente.portal.recording import enter, sha256_of


def seat_of(council: Council, part: Membership) -> Seat:
    """The seat of a person in a council; `PermissionError` without one."""
    seat = Seat.objects.filter(council=council, user=part.user).select_related("delegation").first()
    if seat is None:
        raise PermissionError(_("You have no seat in this council."))
    return seat


def sides_of(council: Council) -> set[int]:
    """Ids of the sides."""
    return set(Seat.objects.filter(council=council).values_list("delegation_id", flat=True))


def call_meeting(council: Council, part: Membership, begins_at: datetime, items: list[tuple[str, str]]) -> Meeting:
    """Call the next meeting with its agenda; the chairing side does."""
    _in_the_chair(council, part)
    _refuse_suspended(council)
    with transaction.atomic():
        number = Meeting.objects.filter(council=council).count() + 1
        meeting = Meeting.objects.create(council=council, number=number, begins_at=begins_at)
        for order, (title, purpose) in enumerate(items, start=1):
            AgendaItem.objects.create(meeting=meeting, number=order, title=title, purpose=purpose)
        audit(part.user, part.process, "called meeting", str(meeting))
        return meeting


def write_minutes(meeting: Meeting, part: Membership, minutes: str, present: Sequence[Seat]) -> None:
    """Write the minutes of a meeting; whoever had confirmed an earlier wording confirms anew.

    Raises
    ------
    CaseError
        When both sides have confirmed them, fewer than the quorum of a side were present, or it has not begun.
    """
    _in_the_chair(meeting.council, part)
    if meeting.begins_at > timezone.now():
        raise CaseError(_("This meeting has not begun."))
    _refuse_without_quorum(meeting.council, present)
    with transaction.atomic():
        if meeting.entry is not None:
            raise CaseError(_("Both sides have confirmed these minutes. They stay as they are."))
        meeting.minutes = minutes
        meeting.save(update_fields=["minutes"])
        meeting.present.set(present)
        meeting.confirmed_by.clear()


def confirm_minutes(meeting: Meeting, part: Membership) -> None:
    """Confirm minutes for a side; with both sides they are entered."""
    seat = seat_of(meeting.council, part)
    if not meeting.minutes:
        raise CaseError(_("There are no minutes yet."))
    with transaction.atomic():
        meeting.confirmed_by.add(seat.delegation)
        sides = Delegation.objects.filter(pk__in=sides_of(meeting.council))
        if meeting.entry is None and meeting.confirmed_by.count() == sides.count():
            body = {
                "title": str(meeting),
                "held_on": meeting.begins_at.date().isoformat(),
                "present": [side.slug for side in sides],
                "minutes": sha256_of(meeting.minutes),
            }
            meeting.entry = enter("meeting", meeting.council.slug, body).index
            meeting.save(update_fields=["entry"])


def propose_decision(
    council: Council, part: Membership, title: str, words: str, item: AgendaItem | None = None
) -> Decision:
    """Put a decision before both sides, on an item of the agenda or none; the proposer's side agrees to it."""
    _in_the_chair(council, part)
    _refuse_suspended(council)
    if item is not None and item.meeting.council_id != council.pk:
        raise CaseError(_("This item is on the agenda of another council."))
    with transaction.atomic():
        decision = Decision.objects.create(council=council, title=title, words=words, item=item)
        agree(decision, part)
        return decision


def agree(decision: Decision, part: Membership) -> None:
    """Agree for one's side; a decision stands once both sides have.

    Raises
    ------
    CaseError
        When the political track is suspended and this council stops with it, or one stands aside.
    """
    seat = seat_of(decision.council, part)
    _refuse_suspended(decision.council)
    if stands_aside(interests_of(seat), decision):
        raise CaseError(_("You have declared an interest and stand aside on this item."))
    with transaction.atomic():
        decision.agreed_by.add(seat.delegation)
        sides = Delegation.objects.filter(pk__in=sides_of(decision.council))
        if decision.decided_at is None and decision.agreed_by.count() == sides.count():
            decided_by = [side.slug for side in sides]
            body = {"title": decision.title, "words": decision.words, "decided_by": decided_by}
            entered = enter("decision", decision.council.slug, body)
            decision.decided_at, decision.entry = entered.at, entered.index
            decision.save(update_fields=["decided_at", "entry"])


def interests_of(seat: Seat) -> list[Interest]:
    """The interests that a seat has declared, with the items on which it stands aside."""
    return list(Interest.objects.filter(seat=seat, stands_aside__isnull=False).select_related("stands_aside"))


def stands_aside(interests: list[Interest], decision: Decision) -> bool:
    """Whether one of these interests is in the item that a decision is on, or in an item of the same title."""
    items = [one.stands_aside for one in interests if one.stands_aside is not None]
    return any(item.pk == decision.item_id or item.title == decision.title for item in items)


def declare_interest(council: Council, part: Membership, words: str, item: AgendaItem | None) -> Interest:
    """Declare an interest, and stand aside on an item if it touches one."""
    seat = seat_of(council, part)
    if item is not None and item.meeting.council_id != council.pk:
        raise CaseError(_("This item is on the agenda of another council."))
    with transaction.atomic():
        audit(part.user, part.process, "declared interest", council.slug)
        return Interest.objects.create(seat=seat, words=words, declared_on=timezone.now().date(), stands_aside=item)


def hand_over(council: Council, today: date, term_days: int = 182) -> None:
    """Pass the chair to the other side when its term has ended."""
    if today <= council.chair_until:
        return
    with transaction.atomic():
        other = Delegation.objects.filter(pk__in=sides_of(council)).exclude(pk=council.chair_id).first()
        if other is None:
            return
        council.chair = other
        council.chair_until = date.fromordinal(today.toordinal() + term_days)
        council.save(update_fields=["chair", "chair_until"])
        title = f"The chair of {council.name} passes to {other.name}"
        enter("decision", council.slug, {"title": title, "decided_by": [other.slug]})


def _refuse_without_quorum(council: Council, present: Sequence[Seat]) -> None:
    for side in Delegation.objects.filter(pk__in=sides_of(council)):
        count = sum(seat.delegation_id == side.pk and seat.council_id == council.pk for seat in present)
        if count < council.quorum_per_side:
            needed = f"{council.quorum_per_side} of each side"
            raise CaseError(
                _("No quorum: %(count)s present for %(side)s, %(needed)s needed. Nothing was written.")
                % {"count": count, "side": side, "needed": needed}
            )


def _in_the_chair(council: Council, part: Membership) -> None:
    if seat_of(council, part).delegation_id != council.chair_id:
        raise PermissionError(_("The chair is with the other side."))


def _refuse_suspended(council: Council) -> None:
    if council.process.suspended_on and not council.goes_on_when_suspended:
        raise CaseError(_("The political track is suspended, and by its rule this council waits."))
