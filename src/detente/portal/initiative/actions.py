"""Submit, receive and disclose initiatives."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from detente.case import CaseError
from detente.portal.initiative.models import Disclosure, Initiative, Receipt, Viewing
from detente.portal.parties.actions import audit
from detente.portal.parties.models import Delegation, Membership, User
from detente.portal.recording import enter, sha256_of
from detente.portal.tiers import Tier


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is submitted, and to whom it is shown."""

    title: str
    words: str
    tier: int = Tier.PARTIES


def submit(part: Membership, proposal: Proposal) -> Initiative:
    """Submit an initiative formally; its entry holds the hash of its words."""
    with transaction.atomic():
        author = author_of(part)
        body = {"title": proposal.title, "document": sha256_of(proposal.words)}
        entered = enter("submission", author, body, proposal.tier)
        before = Initiative.objects.filter(process=part.process, delegation=part.delegation).count()
        # Auditors see that something was submitted; what is sealed they do not see by its title.
        audit(part.user, part.process, "submitted", f"entry {entered.index}")
        return Initiative.objects.create(
            process=part.process,
            delegation=part.delegation,
            slug=f"{author}-{before + 1}",
            title=proposal.title,
            words=proposal.words,
            tier=proposal.tier,
            submitted_at=entered.at,
            entry=entered.index,
        )


def confirm_receipt(initiative: Initiative, part: Membership) -> Receipt:
    """Confirm receipt for a delegation; doing it twice changes nothing."""
    delegation = _of(part)
    with transaction.atomic():
        before = Receipt.objects.filter(initiative=initiative, delegation=delegation).first()
        if before is not None:
            return before
        entered = enter("receipt", delegation.slug, {"of": initiative.entry}, initiative.tier)
        audit(part.user, part.process, "confirmed receipt", initiative.slug)
        return Receipt.objects.create(initiative=initiative, delegation=delegation, at=entered.at, entry=entered.index)


def disclose(initiative: Initiative, part: Membership, tier: Tier) -> Disclosure:
    """Show an initiative to a wider tier.

    Raises
    ------
    CaseError
        When the tier is not wider: what was shown cannot be hidden again.
    PermissionError
        When it is not one's own.
    """
    if initiative.delegation_id != part.delegation_id:
        raise PermissionError(_("An initiative is disclosed by its author."))
    with transaction.atomic():
        initiative.refresh_from_db()
        if tier <= initiative.tier:
            raise CaseError(_("What was disclosed cannot be taken back. Choose a wider tier."))
        body = {"what": initiative.title, "to": [tier.name.lower()], "of": initiative.entry}
        entered = enter("disclosure", author_of(part), body, tier)
        Initiative.objects.filter(pk=initiative.pk).update(tier=tier)
        audit(part.user, part.process, "disclosed", f"{initiative.slug} to {tier.name.lower()}")
        return Disclosure.objects.create(initiative=initiative, tier=tier, at=entered.at, entry=entered.index)


def note_viewing(initiative: Initiative, user: User, delegation: Delegation | None) -> None:
    """Keep who saw it first when."""
    Viewing.objects.get_or_create(
        initiative=initiative, user=user, defaults={"delegation": delegation, "at": timezone.now()}
    )


def author_of(part: Membership) -> str:
    """The id under which a part enters: its delegation, else its role."""
    return part.delegation.slug if part.delegation else str(part.role)


def _of(part: Membership) -> Delegation:
    if part.delegation is None:
        raise PermissionError(_("This is done for a delegation."))
    return part.delegation
