"""Suspend and resume the political track; its clocks stand still meanwhile, and councils go by their own rules."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from detente.case import CaseError
from detente.portal.initiative.actions import author_of
from detente.portal.marks.models import Round
from detente.portal.parties.actions import audit
from detente.portal.parties.models import Membership, Process
from detente.portal.recording import enter
from detente.portal.text.models import Draft
from detente.portal.tiers import Tier


def suspend_track(part: Membership, words: str) -> None:
    """Suspend the political track: no draft, no round, and no silence or round that ends.

    Raises
    ------
    CaseError
        When it is suspended.
    """
    with transaction.atomic():
        process = _locked(part)
        if process.suspended_on:
            raise CaseError(_("The political track is suspended already."))
        process.suspended_on = timezone.now().date()
        process.save(update_fields=["suspended_on"])
        _enter(part, process, "The political track is suspended", words)
        audit(part.user, process, "suspended the track")


def resume_track(part: Membership, words: str) -> None:
    """Resume the political track; what waited gets as many days more as the suspension touched, first and last too.

    Raises
    ------
    CaseError
        When it is not suspended.
    """
    with transaction.atomic():
        process = _locked(part)
        if process.suspended_on is None:
            raise CaseError(_("The political track is not suspended."))
        more = timezone.now().date() - process.suspended_on + timedelta(days=1)
        drafts = Draft.objects.filter(process=process, stage=Draft.Stage.SILENCE)
        drafts.update(silence_until=F("silence_until") + more)
        rounds = Round.objects.filter(process=process, closed_at__isnull=True)
        rounds.update(closes_at=F("closes_at") + more)
        process.suspended_on = None
        process.save(update_fields=["suspended_on"])
        _enter(part, process, "The political track is resumed", words)
        audit(part.user, process, "resumed the track")


def _locked(part: Membership) -> Process:
    return Process.objects.select_for_update().get(pk=part.process_id)


def _enter(part: Membership, process: Process, title: str, words: str) -> None:
    tier = Tier.PUBLIC if process.is_public else Tier.PARTIES
    enter("decision", author_of(part), {"title": title, "words": words}, tier)
