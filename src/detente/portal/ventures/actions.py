"""Move ventures on, gate by gate."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from detente.case import CaseError
from detente.portal.councils.actions import seat_of
from detente.portal.parties.actions import audit
from detente.portal.parties.models import Membership
from detente.portal.recording import enter
from detente.portal.ventures.models import Gate, Venture


def pass_gate(venture: Venture, part: Membership) -> Gate:
    """Pass the next gate of a venture of one's council.

    Raises
    ------
    CaseError
        When no gate is left, or the next one is not open: shut and unknown are both not open.
    """
    if venture.council is None:
        raise PermissionError(_("This venture belongs to no council."))
    seat_of(venture.council, part)
    with transaction.atomic():
        gate = Gate.objects.select_for_update().filter(venture=venture, passed_at__isnull=True).first()
        if gate is None:
            raise CaseError(_("Every gate of this venture is passed."))
        if gate.state != Gate.State.OPEN:
            earliest = (
                " " + _("Earliest: %(day)s.") % {"day": date_format(gate.earliest_on)} if gate.earliest_on else ""
            )
            raise CaseError(
                _("The gate “%(title)s” is %(state)s.%(earliest)s Nothing was changed.")
                % {"title": gate.title, "state": gate.get_state_display(), "earliest": earliest}
            )
        gate.passed_at = timezone.now()
        gate.save(update_fields=["passed_at"])
        enter_state(venture, venture.council.slug, f"passed: {gate.title}")
        audit(part.user, part.process, "passed gate", f"{venture.slug}: {gate.title}")
        return gate


def move_to(venture: Venture, part: Membership, stage: Venture.Stage) -> None:
    """Move a venture to another stage; to operate, every gate must be passed."""
    if venture.council is None:
        raise PermissionError(_("This venture belongs to no council."))
    seat_of(venture.council, part)
    with transaction.atomic():
        if stage == Venture.Stage.OPERATING and venture.gates.filter(passed_at__isnull=True).exists():
            raise CaseError(_("A gate is not passed yet. Nothing was changed."))
        venture.stage = stage
        venture.save(update_fields=["stage"])
        enter_state(venture, venture.council.slug, "")
        audit(part.user, part.process, "moved venture", f"{venture.slug} to {stage}")


def enter_state(venture: Venture, by: str, words: str) -> int:
    """Enter how far a venture has come."""
    body = {"venture": venture.slug, "state": venture.stage, "words": words}
    return enter("venture-state", by, body, venture.tier).index
