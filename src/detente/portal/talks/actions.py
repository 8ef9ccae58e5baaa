"""Log sessions, and confirm what was promised orally."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from detente.case import CaseError
from detente.portal.initiative.actions import author_of
from detente.portal.parties.actions import audit
from detente.portal.parties.models import Delegation, Membership
from detente.portal.recording import enter
from detente.portal.talks.models import Outcome, Session, Undertaking
from detente.portal.text.models import Element
from detente.portal.tiers import Tier


@dataclass(frozen=True, slots=True)
class Held:
    """A session as it was."""

    held_on: date
    place: str
    channel: Session.Channel
    present: Sequence[Delegation]
    outcomes: Mapping[Element, Outcome.Step] = field(default_factory=dict)
    undertakings: Sequence[tuple[Delegation, str]] = ()
    tier: int = Tier.PARTIES


def log_session(part: Membership, held: Held) -> Session:
    """Log a session; its entry names day, place and who was present.

    Raises
    ------
    CaseError
        When nobody was present, or someone promised who was not.
    """
    if not held.present:
        raise CaseError(_("Name who was present."))
    absent = [delegation.name for delegation, _ in held.undertakings if delegation not in held.present]
    if absent:
        raise CaseError(_("Not present, so nothing was promised there: %(absent)s.") % {"absent": ", ".join(absent)})
    with transaction.atomic():
        body = {
            "title": f"Talks, {held.channel.value}",
            "held_on": held.held_on.isoformat(),
            "place": held.place,
            "present": [delegation.slug for delegation in held.present],
        }
        entered = enter("meeting", author_of(part), body, held.tier)
        session = Session.objects.create(
            process=part.process,
            held_on=held.held_on,
            place=held.place,
            channel=held.channel,
            tier=held.tier,
            entry=entered.index,
        )
        session.present.set(held.present)
        for element, step in held.outcomes.items():
            Outcome.objects.create(session=session, element=element, step=step)
        for delegation, words in held.undertakings:
            Undertaking.objects.create(session=session, delegation=delegation, words=words)
        audit(part.user, part.process, "logged session", held.held_on.isoformat())
        return session


def confirm(undertaking: Undertaking, part: Membership) -> None:
    """Confirm an oral undertaking for a delegation that was present; with the last it is entered."""
    delegation = part.delegation
    if delegation is None or delegation not in undertaking.session.present.all():
        raise PermissionError(_("Those who were present confirm."))
    with transaction.atomic():
        # Two who confirm at once are one after the other here, so that exactly one of them enters it.
        found = Undertaking.objects.select_for_update().get(pk=undertaking.pk)
        found.confirmed_by.add(delegation)
        audit(part.user, part.process, "confirmed undertaking", f"session {found.session.entry}")
        missing = found.session.present.exclude(pk__in=found.confirmed_by.values("pk"))
        if found.entry is None and not missing.exists():
            body = {"title": "Oral undertaking, confirmed by all present", "words": found.words}
            found.entry = enter("declaration", found.delegation.slug, body, found.session.tier).index
            found.save(update_fields=["entry"])
