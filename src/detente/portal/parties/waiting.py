"""What waits for a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from detente.portal.doors import Here
from detente.portal.initiative.models import Initiative, Receipt
from detente.portal.marks.models import Round, Sealing
from detente.portal.obligations.models import WatchAct
from detente.portal.rights import Act
from detente.portal.text.models import Draft


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do, where, and until when."""

    words: str
    address: str
    until: datetime | None = None


def waiting_for(here: Here) -> list[Task]:
    """The tasks of a person, the most urgent kind first."""
    return [*_silence(here), *_rounds(here), *_receipts(here), *_replies(here)]


def _silence(here: Here) -> list[Task]:
    if not here.may(Act.SPEAK_FOR_DELEGATION):
        return []
    drafts = here.see(Draft).filter(process=here.process, stage=Draft.Stage.SILENCE)
    address = reverse("text", args=[here.process.slug])
    return [
        Task(_("Object to draft %(n)s, or stay silent") % {"n": d.number}, address, d.silence_until) for d in drafts
    ]


def _rounds(here: Here) -> list[Task]:
    if not here.may(Act.SEAL_MARKS):
        return []
    sealed = here.see(Sealing).filter(delegation=here.delegation).values("round")
    rounds = here.see(Round).filter(process=here.process, closed_at__isnull=True).exclude(pk__in=sealed)
    address = reverse("marks", args=[here.process.slug])
    return [Task(_("Seal your acceptances"), address, one.closes_at) for one in rounds]


def _receipts(here: Here) -> list[Task]:
    if not here.may(Act.CONFIRM_RECEIPT):
        return []
    done = here.see(Receipt).filter(delegation=here.delegation).values("initiative")
    open_ones = (
        here.see(Initiative).filter(process=here.process).exclude(pk__in=done).exclude(delegation=here.delegation)
    )
    return [
        Task(
            _("Confirm receipt: %(title)s") % {"title": one.title},
            reverse("initiatives-one", args=[here.process.slug, one.slug]),
        )
        for one in open_ones
    ]


def _replies(here: Here) -> list[Task]:
    if not here.may(Act.REPLY):
        return []
    acts = here.see(WatchAct).filter(
        obligation__process=here.process, obligation__owner=here.delegation, kind="attribution", replies__isnull=True
    )
    return [
        Task(
            _("Reply to a finding: %(title)s") % {"title": act.obligation.title},
            reverse("obligations-one", args=[here.process.slug, act.obligation.slug]),
        )
        for act in acts.select_related("obligation")
    ]
