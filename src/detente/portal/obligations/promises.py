"""Promise something, in phases that open one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from detente.case import CaseError
from detente.portal.initiative.actions import author_of
from detente.portal.obligations.models import Obligation, Phase
from detente.portal.parties.actions import audit
from detente.portal.parties.founding import slug_of
from detente.portal.parties.models import Delegation, Membership
from detente.portal.recording import enter
from detente.portal.text.models import Element
from detente.portal.tiers import Tier


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


def promise(part: Membership, given: Promise) -> Obligation:
    """Write down an obligation.

    Raises
    ------
    CaseError
        When the process has an obligation of that id, or the phase is of another process.
    """
    if given.phase.process_id != part.process_id or given.owner.process_id != part.process_id:
        raise CaseError(_("Phase and owner are of this process."))
    with transaction.atomic():
        if Obligation.objects.filter(process=part.process, slug=given.slug).exists():
            raise CaseError(_("There is an obligation “%(slug)s”. Give another id.") % {"slug": given.slug})
        audit(part.user, part.process, "wrote obligation", given.slug)
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


def add_phase(part: Membership, title: str) -> Phase:
    """Add a phase after the last; the first is open at once, a later one when all before it is verified.

    Raises
    ------
    CaseError
        When there is a phase of that name.
    """
    with transaction.atomic():
        phases = Phase.objects.filter(process=part.process)
        slug = slug_of(title)[:50]
        if phases.filter(slug=slug).exists():
            raise CaseError(_("There is a phase “%(slug)s”. Give another name.") % {"slug": slug})
        last = phases.last()
        enter("decision", author_of(part), {"title": f"Phase: {title}"})
        audit(part.user, part.process, "added phase", slug)
        return Phase.objects.create(
            process=part.process,
            slug=slug,
            title=title,
            order=last.order + 1 if last else 1,
            opened_at=None if last else timezone.now(),
        )
