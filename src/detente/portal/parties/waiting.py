"""What waits for a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from detente.portal.councils.actions import interests_of, stands_aside
from detente.portal.councils.models import Decision, Meeting, Seat
from detente.portal.doors import Here
from detente.portal.initiative.models import Initiative, Receipt
from detente.portal.marks.models import Round, Sealing
from detente.portal.obligations.models import Coding, Obligation, WatchAct
from detente.portal.rights import Act
from detente.portal.talks.models import Undertaking
from detente.portal.text.models import Draft


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do, where, and until when."""

    words: str
    address: str
    until: datetime | None = None


def waiting_for(here: Here) -> list[Task]:
    """The tasks of a person, the most urgent kind first."""
    own = [*_silence(here), *_rounds(here), *_receipts(here), *_replies(here), *_undertakings(here)]
    return [*own, *_codings(here), *_councils(here)]


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


def _undertakings(here: Here) -> list[Task]:
    if not here.may(Act.CONFIRM_UNDERTAKING) or here.delegation is None:
        return []
    found = here.see(Undertaking).filter(session__process=here.process, session__present=here.delegation)
    address = reverse("talks", args=[here.process.slug])
    return [
        Task(_("Confirm what was promised orally: %(words)s") % {"words": Truncator(one.words).chars(80)}, address)
        for one in found.exclude(confirmed_by=here.delegation)
    ]


def _codings(here: Here) -> list[Task]:
    """Obligations past their deadline that this monitor has not coded."""
    if not here.may(Act.WATCH):
        return []
    mine = here.see(Coding).filter(coder=here.viewer.user_id or 0).values("obligation")
    late = here.see(Obligation).filter(process=here.process, due_on__lt=timezone.now().date()).exclude(pk__in=mine)
    return [
        Task(
            _("Code what is past its deadline: %(title)s") % {"title": one.title},
            reverse("obligations-one", args=[here.process.slug, one.slug]),
        )
        for one in late
    ]


def _councils(here: Here) -> list[Task]:
    """Decisions and minutes that wait for the side of this council member."""
    if not here.may(Act.SIT_IN_COUNCIL):
        return []
    seats = here.see(Seat).filter(council__process=here.process, user=here.viewer.user_id or 0)
    return [task for seat in seats.select_related("council") for task in _council(here, seat)]


def _council(here: Here, seat: Seat) -> list[Task]:
    address = reverse("councils-one", args=[here.process.slug, seat.council.slug])
    decisions = here.see(Decision).filter(council=seat.council, decided_at__isnull=True)
    minutes = here.see(Meeting).filter(council=seat.council, entry__isnull=True).exclude(minutes="")
    agree = decisions.exclude(agreed_by=seat.delegation_id)
    interests = interests_of(seat)
    confirm = minutes.exclude(confirmed_by=seat.delegation_id)
    return [
        *(
            Task(_("Agree, or not, to “%(title)s”") % {"title": one.title}, address)
            for one in agree
            if not stands_aside(interests, one)
        ),
        *(Task(_("Confirm the minutes of meeting %(n)s") % {"n": one.number}, address) for one in confirm),
    ]
