"""Promise, watch, code, show evidence, reply, and give notice of a breach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from detente.case import CaseError
from detente.portal.initiative.actions import author_of
from detente.portal.obligations.models import (
    BreachNotice,
    Coding,
    Evidence,
    Obligation,
    Phase,
    Reply,
    Status,
    WatchAct,
)
from detente.portal.obligations.reading import status_of
from detente.portal.parties.actions import audit
from detente.portal.parties.models import Delegation, Membership
from detente.portal.recording import enter
from detente.portal.text.models import Element
from detente.portal.tiers import Tier

ANSWER_WITHIN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Promise:
    """What is owed, by whom, by when, and what would show it."""

    slug: str
    title: str
    owner: Delegation
    phase: Phase
    due_on: date
    observable: str
    verifier: str
    threshold: str = ""
    element: Element | None = None
    tier: int = Tier.PUBLIC


@dataclass(frozen=True, slots=True)
class Finding:
    """What a monitor did and found; `result` for a verification, `party` and `confidence` for an attribution."""

    kind: WatchAct.Kind
    words: str
    on: date
    result: str = ""
    confidence: str = ""
    embargo_until: date | None = None


def promise(part: Membership, given: Promise) -> Obligation:
    """Write down an obligation."""
    with transaction.atomic():
        body = {
            "obligation": given.slug,
            "title": given.title,
            "owner": given.owner.slug,
            "phase": given.phase.slug,
            "due_on": given.due_on.isoformat(),
        }
        entered = enter("obligation", author_of(part), body, given.tier)
        return Obligation.objects.create(
            process=part.process,
            slug=given.slug,
            title=given.title,
            owner=given.owner,
            element=given.element,
            phase=given.phase,
            observable=given.observable,
            verifier=given.verifier,
            threshold=given.threshold,
            due_on=given.due_on,
            tier=given.tier,
            entry=entered.index,
        )


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
        coding = Coding.objects.create(
            obligation=obligation, coder=part.user, status=status, why=why, at=timezone.now()
        )
        audit(part.user, part.process, "coded", obligation.slug)
        newest = {one.coder_id: one.status for one in Coding.objects.filter(obligation=obligation)}
        verified = obligation.acts.filter(kind=WatchAct.Kind.VERIFICATION, result="done").exists()
        if status_of(list(newest.values())) == Status.COMPLETE and verified and obligation.verified_at is None:
            Obligation.objects.filter(pk=obligation.pk).update(verified_at=timezone.now())
            _open_next(obligation.phase)
        return coding


def show_evidence(obligation: Obligation, part: Membership, title: str, sha256: str, seen_on: date | None) -> Evidence:
    """Enter a document or picture by its hash; the file stays with whoever has it."""
    with transaction.atomic():
        body = {
            "obligation": obligation.slug,
            "title": title,
            "document": sha256,
            "seen_on": seen_on.isoformat() if seen_on else None,
        }
        entered = enter("evidence", author_of(part), body, obligation.tier)
        return Evidence.objects.create(
            obligation=obligation,
            title=title,
            sha256=sha256,
            seen_on=seen_on,
            by=part.user,
            tier=obligation.tier,
            entry=entered.index,
        )


def reply(act: WatchAct, part: Membership, words: str) -> Reply:
    """Reply to an act as the party that owes the obligation."""
    delegation = _of(part)
    if act.obligation.owner_id != delegation.pk:
        raise PermissionError("The party that owes an obligation replies.")
    with transaction.atomic():
        tier = Tier.SEALED if act.embargo_until else act.obligation.tier
        entered = enter("reply", delegation.slug, {"to": act.entry, "words": words}, tier)
        return Reply.objects.create(act=act, delegation=delegation, words=words, at=entered.at, entry=entered.index)


def give_notice(obligation: Obligation, part: Membership, words: str) -> BreachNotice:
    """Allege a breach; the owner has fourteen days to answer or cure.

    Raises
    ------
    CaseError
        When it is one's own obligation, or a notice on it is open.
    """
    delegation = _of(part)
    if obligation.owner_id == delegation.pk:
        raise CaseError("A notice goes to another party.")
    with transaction.atomic():
        if obligation.breach_notices.filter(closed_at__isnull=True, by=delegation).exists():
            raise CaseError("Your notice on this obligation is open.")
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


def _of(part: Membership) -> Delegation:
    if part.delegation is None:
        raise PermissionError("This is done for a delegation.")
    return part.delegation
