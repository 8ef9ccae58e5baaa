"""Watch, code, show evidence and reply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from detente.portal.initiative.actions import author_of
from detente.portal.obligations.models import (
    Coding,
    Evidence,
    Obligation,
    Phase,
    Reply,
    Status,
    WatchAct,
)
from detente.portal.obligations.reading import newest_codes, status_of
from detente.portal.parties.actions import audit
from detente.portal.parties.models import Delegation, Membership, Process
from detente.portal.recording import enter
from detente.portal.tiers import Tier


@dataclass(frozen=True, slots=True)
class Finding:
    """What a monitor did and found; `result` for a verification, `party` and `confidence` for an attribution."""

    kind: WatchAct.Kind
    words: str
    on: date
    result: str = ""
    confidence: str = ""
    embargo_until: date | None = None


def watch(obligation: Obligation, part: Membership, finding: Finding) -> WatchAct:
    """Enter one of the four acts; under embargo its entry is sealed."""
    with transaction.atomic():
        tier = Tier.SEALED if finding.embargo_until else obligation.tier
        entered = enter(finding.kind.value, author_of(part), _body(obligation, finding), tier)
        audit(part.user, part.process, finding.kind.value, obligation.slug)
        return WatchAct.objects.create(
            obligation=obligation,
            kind=finding.kind,
            words=finding.words,
            result=finding.result,
            on=finding.on,
            by=part.user,
            embargo_until=finding.embargo_until,
            entry=entered.index,
        )


def code(obligation: Obligation, part: Membership, status: Status, why: str) -> Coding:
    """Say what one makes of the evidence; with a second coder who says the same it becomes the status.

    Completed and verified by two, an obligation may complete its phase, and then the next phase opens.
    """
    with transaction.atomic():
        now = timezone.now()
        coding = Coding.objects.create(
            obligation=obligation,
            coder=part.user,
            status=status,
            why=why,
            at=now,
            embargo_until=_last_embargo(obligation, now.date()),
        )
        audit(part.user, part.process, "coded", obligation.slug)
        complete(obligation, now.date())
        return coding


def complete(obligation: Obligation, today: date) -> bool:
    """Note an obligation as verified when two coders call it complete and a verification says done.

    What is under embargo does not count yet: an open phase would tell of it.
    """
    shown = Q(embargo_until__isnull=True) | Q(embargo_until__lte=today)
    verified = obligation.acts.filter(shown, kind=WatchAct.Kind.VERIFICATION, result="done").exists()
    codes = newest_codes([obligation], today).get(obligation.pk, {})
    if obligation.verified_at or not verified or status_of(list(codes.values())) != Status.COMPLETE:
        return False
    with transaction.atomic():
        Obligation.objects.filter(pk=obligation.pk).update(verified_at=timezone.now())
        _open_next(obligation.phase)
    return True


def end_embargoes(process: Process, today: date) -> int:
    """Look again at obligations that are not verified yet, now that embargoes may have ended; how many are complete."""
    waiting = Obligation.objects.filter(process=process, verified_at__isnull=True, codings__embargo_until__lte=today)
    return sum(complete(found, today) for found in waiting.select_related("phase").distinct())


def _last_embargo(obligation: Obligation, today: date) -> date | None:
    """The day on which the last embargo on what is known of an obligation ends; None when there is none."""
    rows = (WatchAct.objects, Evidence.objects)
    days = [
        one.filter(obligation=obligation, embargo_until__gt=today).values_list("embargo_until", flat=True)
        for one in rows
    ]
    return max((day for found in days for day in found if day), default=None)


@dataclass(frozen=True, slots=True)
class Shown:
    """A document or picture by its hash, and until when it is not to be shown."""

    title: str
    sha256: str
    seen_on: date | None = None
    embargo_until: date | None = None


def show_evidence(obligation: Obligation, part: Membership, shown: Shown) -> Evidence:
    """Enter a document or picture by its hash; under embargo its entry is sealed."""
    with transaction.atomic():
        body = {
            "obligation": obligation.slug,
            "title": shown.title,
            "document": shown.sha256,
            "seen_on": shown.seen_on.isoformat() if shown.seen_on else None,
        }
        tier = Tier.SEALED if shown.embargo_until else obligation.tier
        entered = enter("evidence", author_of(part), body, tier)
        return Evidence.objects.create(
            obligation=obligation,
            title=shown.title,
            sha256=shown.sha256,
            seen_on=shown.seen_on,
            embargo_until=shown.embargo_until,
            by=part.user,
            tier=obligation.tier,
            entry=entered.index,
        )


def reply(act: WatchAct, part: Membership, words: str) -> Reply:
    """Reply to an act as the party that owes the obligation."""
    delegation = delegation_of(part)
    if act.obligation.owner_id != delegation.pk:
        raise PermissionError(_("The party that owes an obligation replies."))
    with transaction.atomic():
        tier = Tier.SEALED if act.embargo_until else act.obligation.tier
        entered = enter("reply", delegation.slug, {"to": act.entry, "words": words}, tier)
        return Reply.objects.create(act=act, delegation=delegation, words=words, at=entered.at, entry=entered.index)


def _body(obligation: Obligation, finding: Finding) -> dict[str, object]:
    """The fields that the record asks of each act."""
    shared = {"obligation": obligation.slug, "words": finding.words}
    if finding.kind == WatchAct.Kind.MONITORING:
        return {"obligation": obligation.slug, "observed": finding.words, "seen_on": finding.on.isoformat()}
    if finding.kind == WatchAct.Kind.VERIFICATION:
        return {**shared, "result": finding.result or "cannot_say"}
    if finding.kind == WatchAct.Kind.INVESTIGATION:
        return {"title": f"{obligation.slug}: {finding.words}", "state": "opened", "concerns": [obligation.entry]}
    return {
        "incident": f"{obligation.slug}: {finding.words}",
        "party": obligation.owner.slug,
        "confidence": finding.confidence or "low",
    }


def _open_next(phase: Phase) -> None:
    if phase.obligations.filter(verified_at__isnull=True).exists():
        return
    following = Phase.objects.filter(process=phase.process, order__gt=phase.order, opened_at__isnull=True).first()
    if following is None:
        return
    rests_on = list(phase.obligations.values_list("entry", flat=True))
    body = {"title": f"{following} opens: every obligation of {phase} is verified", "rests_on": rests_on}
    entered = enter("decision", "secretariat", body, Tier.PUBLIC)
    Phase.objects.filter(pk=following.pk).update(opened_at=entered.at)


def delegation_of(part: Membership) -> Delegation:
    """The delegation for which a person acts; `PermissionError` without one."""
    if part.delegation is None:
        raise PermissionError(_("This is done for a delegation."))
    return part.delegation
