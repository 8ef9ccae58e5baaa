"""Notices of a breach: given, answered and closed, each with its clock."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from detente.case import CaseError
from detente.portal.initiative.actions import author_of
from detente.portal.obligations.actions import delegation_of
from detente.portal.obligations.models import BreachNotice, Obligation
from detente.portal.parties.actions import audit
from detente.portal.parties.models import Membership
from detente.portal.recording import enter

ANSWER_WITHIN = timedelta(days=14)


def give_notice(obligation: Obligation, part: Membership, words: str) -> BreachNotice:
    """Allege a breach; the owner has fourteen days to answer or cure.

    Raises
    ------
    CaseError
        When it is one's own obligation, or a notice on it is open.
    """
    delegation = delegation_of(part)
    if obligation.owner_id == delegation.pk:
        raise CaseError(_("A notice goes to another party."))
    with transaction.atomic():
        if obligation.breach_notices.filter(closed_at__isnull=True, by=delegation).exists():
            raise CaseError(_("Your notice on this obligation is open."))
        body = {"obligation": obligation.slug, "party": obligation.owner.slug, "words": words}
        entered = enter("breach-notice", delegation.slug, body)
        return BreachNotice.objects.create(
            obligation=obligation,
            by=delegation,
            words=words,
            at=entered.at,
            answer_until=entered.at + ANSWER_WITHIN,
            entry=entered.index,
        )


def answer_notice(notice: BreachNotice, part: Membership, words: str) -> None:
    """Answer a notice as the party that owes the obligation; late answers are taken and shown as late.

    Raises
    ------
    CaseError
        When it is answered or closed.
    """
    delegation = delegation_of(part)
    if notice.obligation.owner_id != delegation.pk:
        raise PermissionError(_("The party that owes an obligation answers."))
    with transaction.atomic():
        notice = BreachNotice.objects.select_for_update().select_related("obligation").get(pk=notice.pk)
        if notice.answered_at or notice.closed_at:
            raise CaseError(_("This notice has been answered or closed. Nothing was changed."))
        entered = enter("reply", delegation.slug, {"to": notice.entry, "words": words})
        notice.answered_at, notice.answer = entered.at, words
        notice.save(update_fields=["answered_at", "answer"])
        audit(part.user, part.process, "answered notice", notice.obligation.slug)


def close_notice(notice: BreachNotice, part: Membership, outcome: BreachNotice.Outcome) -> None:
    """Close a notice as the party that gave it: as cured or withdrawn at any time, as not cured after its time.

    Raises
    ------
    CaseError
        When it is closed, or the other party still has time to answer or cure.
    """
    if notice.by_id != delegation_of(part).pk:
        raise PermissionError(_("The party that gave a notice closes it."))
    with transaction.atomic():
        notice = BreachNotice.objects.select_for_update().select_related("obligation").get(pk=notice.pk)
        if notice.closed_at:
            raise CaseError(_("This notice is closed."))
        if outcome == BreachNotice.Outcome.NOT_CURED and timezone.now() < notice.answer_until:
            raise CaseError(
                _("The other party has until %(answer_until)s UTC. Nothing was changed.")
                % {"answer_until": date_format(notice.answer_until, "DATETIME_FORMAT")}
            )
        body = {"title": f"Notice on {notice.obligation.slug} closed: {outcome.value}", "rests_on": [notice.entry]}
        entered = enter("decision", author_of(part), body)
        notice.closed_at, notice.outcome = entered.at, outcome
        notice.save(update_fields=["closed_at", "outcome"])
        audit(part.user, part.process, "closed notice", f"{notice.obligation.slug}: {outcome.value}")
