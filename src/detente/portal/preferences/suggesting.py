"""Ask for a suggestion: one on each draft, so that nothing can be tried out."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from detente.case import CaseError
from detente.portal.assessments.tasks import suggest
from detente.portal.parties.actions import audit
from detente.portal.parties.models import Membership
from detente.portal.preferences.models import Suggestion
from detente.portal.text.models import Draft


def ask(part: Membership) -> Suggestion:
    """Ask for a suggestion on the newest draft.

    Raises
    ------
    CaseError
        When there is no draft, or one was asked for on it. What is missing of preferences is not said here.
    """
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(process=part.process).first()
        if draft is None:
            raise CaseError(_("There is no draft yet. Issue one, then ask."))
        if Suggestion.objects.filter(draft=draft).exists():
            raise CaseError(_("One suggestion on each draft. Issue the next draft, then ask again."))
        found = Suggestion.objects.create(
            process=part.process, draft=draft, asked_by=part.user, asked_at=timezone.now()
        )
        audit(part.user, part.process, "asked for a suggestion", str(draft))
        transaction.on_commit(lambda: suggest(found.key))
        return found
