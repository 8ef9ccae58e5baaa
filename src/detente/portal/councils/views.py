"""Pages of councils."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import ngettext

from detente.portal.councils import actions, forms, founding
from detente.portal.councils.models import AgendaItem, Complaint, Council, Decision, Interest, Meeting, Seat
from detente.portal.councils.reading import candidates_of, councils_in_public
from detente.portal.doors import Here, door
from detente.portal.pages import back, or_say_why, page
from detente.portal.parties.models import Membership
from detente.portal.rights import Act
from detente.portal.ventures.models import Venture
from detente.portal.ventures.reading import rows_of


@door(Act.SEE_COUNCILS, "GET")
def councils(request: HttpRequest, here: Here) -> HttpResponseBase:
    """All councils that one may see."""
    return _all(request, here)


@door(Act.FOUND_COUNCIL, "POST")
@or_say_why("councils")
def found(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Found a council."""
    form = forms.CouncilForm(here, request.POST)
    if not form.is_valid() or here.part is None:
        return _all(request, here, 422, form=form)
    council = founding.found_council(here.part, form.foundation(), timezone.now().date())
    return back(here, "councils-one", council.slug)


@door(Act.FOUND_COUNCIL, "POST")
@or_say_why("councils")
def seat(request: HttpRequest, here: Here, slug: str, seat: int) -> HttpResponseBase:
    """Fill or vacate a seat."""
    place = here.find(Seat, council__process=here.process, council__slug=slug, pk=seat)
    name = request.POST.get("user", "")
    member = here.find(Membership, process=here.process, user__username=name) if name else None
    if here.part:
        founding.fill_seat(place, here.part, member)
    return back(here, "councils-one", slug)


@door(Act.COMPLAIN, "POST")
@or_say_why("councils")
def complain(request: HttpRequest, here: Here, slug: str) -> HttpResponseBase:
    """Lay a complaint before a council."""
    council = here.find(Council, process=here.process, slug=slug)
    form = forms.ComplaintForm(request.POST)
    if form.is_valid() and here.part:
        founding.complain(council, here.part, form.cleaned_data["words"])
    return back(here, "councils-one", slug)


@door(Act.CHAIR_COUNCIL, "POST")
@or_say_why("councils")
def answer(request: HttpRequest, here: Here, slug: str, entry: int) -> HttpResponseBase:
    """Answer a complaint."""
    complaint = here.find(Complaint, council__process=here.process, council__slug=slug, entry=entry)
    form = forms.ComplaintForm(request.POST)
    if form.is_valid() and here.part:
        founding.answer_complaint(complaint, here.part, form.cleaned_data["words"])
    return back(here, "councils-one", slug)


@door(Act.SEE_PUBLIC, "GET")
def public(request: HttpRequest, here: Here) -> HttpResponseBase:
    """What everyone may know of the councils of a public process: remit, chair, seats, and what they have decided."""
    return page(request, here, "councils/public.html", councils=councils_in_public(here.process))


@door(Act.SEE_COUNCILS, "GET")
def council(request: HttpRequest, here: Here, slug: str) -> HttpResponseBase:
    """One council."""
    found = here.find(Council, process=here.process, slug=slug)
    actions.hand_over(found, timezone.now().date())
    return _one(request, here, found)


@door(Act.CHAIR_COUNCIL, "POST")
@or_say_why("councils")
def call(request: HttpRequest, here: Here, slug: str) -> HttpResponseBase:
    """Call a meeting."""
    found = here.find(Council, process=here.process, slug=slug)
    form = forms.MeetingForm(request.POST)
    if not form.is_valid() or here.part is None:
        return _one(request, here, found, 422, meeting_form=form)
    actions.call_meeting(found, here.part, form.cleaned_data["begins_at"], form.items())
    return back(here, "councils-one", slug)


@door(Act.CHAIR_COUNCIL, "POST")
@or_say_why("councils")
def minutes(request: HttpRequest, here: Here, slug: str, number: int) -> HttpResponseBase:
    """Write minutes."""
    meeting = here.find(Meeting, council__process=here.process, council__slug=slug, number=number)
    form = forms.MinutesForm(request.POST)
    seats: Any = form.fields["present"]
    seats.queryset = here.see(Seat).filter(council=meeting.council, user__isnull=False)
    if form.is_valid() and here.part:
        actions.write_minutes(meeting, here.part, form.cleaned_data["minutes"], list(form.cleaned_data["present"]))
    return back(here, "councils-one", slug)


@door(Act.SIT_IN_COUNCIL, "POST")
@or_say_why("councils")
def confirm(request: HttpRequest, here: Here, slug: str, number: int) -> HttpResponseBase:
    """Confirm minutes."""
    meeting = here.find(Meeting, council__process=here.process, council__slug=slug, number=number)
    if here.part:
        actions.confirm_minutes(meeting, here.part)
    return back(here, "councils-one", slug)


@door(Act.CHAIR_COUNCIL, "POST")
@or_say_why("councils")
def propose(request: HttpRequest, here: Here, slug: str) -> HttpResponseBase:
    """Propose a decision."""
    found = here.find(Council, process=here.process, slug=slug)
    form = forms.DecisionForm(request.POST)
    if not form.is_valid() or here.part is None:
        return _one(request, here, found, 422, decision_form=form)
    actions.propose_decision(found, here.part, form.cleaned_data["title"], form.cleaned_data["words"])
    return back(here, "councils-one", slug)


@door(Act.SIT_IN_COUNCIL, "POST")
@or_say_why("councils")
def agree(request: HttpRequest, here: Here, slug: str, decision: int) -> HttpResponseBase:
    """Agree to a decision for one's side."""
    found = here.find(Decision, council__process=here.process, council__slug=slug, pk=decision)
    if here.part:
        actions.agree(found, here.part)
    return back(here, "councils-one", slug)


@door(Act.SIT_IN_COUNCIL, "POST")
@or_say_why("councils")
def declare(request: HttpRequest, here: Here, slug: str) -> HttpResponseBase:
    """Declare an interest."""
    found = here.find(Council, process=here.process, slug=slug)
    form = _interest_form(here, found, request.POST)
    if not form.is_valid() or here.part is None:
        return _one(request, here, found, 422, interest_form=form)
    actions.declare_interest(found, here.part, form.cleaned_data["words"], form.cleaned_data["item"])
    return back(here, "councils-one", slug)


def _all(request: HttpRequest, here: Here, status: int = 200, **given: object) -> HttpResponseBase:
    found = here.see(Council).filter(process=here.process).select_related("chair")
    title = ngettext("%(n)s joint economic council", "%(n)s joint economic councils", len(found)) % {"n": len(found)}
    form = forms.CouncilForm(here) if here.may(Act.FOUND_COUNCIL) else None
    return page(
        request, here, "councils/councils.html", status, **{"councils": found, "title": title, "form": form, **given}
    )


def _one(request: HttpRequest, here: Here, found: Council, status: int = 200, **given: object) -> HttpResponseBase:
    seats = list(here.see(Seat).filter(council=found).select_related("delegation"))
    seated = here.part is not None and any(seat.user_id == here.part.user_id for seat in seats)
    chairs = seated and here.may(Act.CHAIR_COUNCIL) and here.delegation == found.chair
    rows = rows_of(here.process, here.see(Venture).filter(council=found), timezone.now().date())
    shown: dict[str, object] = {
        "council": found,
        "seats": _by_class(seats),
        "sides": sorted({seat.delegation for seat in seats}, key=lambda side: side.order),
        "vacant": sum(seat.user_id is None for seat in seats),
        "meetings": here.see(Meeting).filter(council=found).prefetch_related("items", "confirmed_by"),
        "decisions": here.see(Decision).filter(council=found).prefetch_related("agreed_by"),
        "decided": here.see(Decision).filter(council=found, decided_at__isnull=False).count(),
        "interests": here.see(Interest).filter(seat__council=found).select_related("seat__delegation", "stands_aside"),
        "rows": rows,
        "open_gates": sum(row.may_go for row in rows),
        "seated": seated,
        "meeting_form": forms.MeetingForm() if chairs else None,
        "minutes_form": forms.MinutesForm() if chairs else None,
        "decision_form": forms.DecisionForm() if chairs else None,
        "interest_form": _interest_form(here, found) if seated else None,
        "complaints": here.see(Complaint).filter(council=found).select_related("delegation"),
        "complaint_form": forms.ComplaintForm() if here.may(Act.COMPLAIN) else None,
        "chairs": chairs,
        "candidates": candidates_of(here, seats) if here.may(Act.FOUND_COUNCIL) else [],
        "sitting": [seat for seat in seats if seat.user_id],
    }
    return page(request, here, "councils/council.html", status, **(shown | given))


def _interest_form(here: Here, found: Council, *given: Any) -> forms.InterestForm:
    form = forms.InterestForm(*given)
    field: Any = form.fields["item"]
    field.queryset = here.see(AgendaItem).filter(meeting__council=found)
    return form


def _by_class(seats: list[Seat]) -> list[tuple[str, list[tuple[Any, list[Seat]]]]]:
    """For each class of members, the seats of each side."""
    sides = sorted({seat.delegation for seat in seats}, key=lambda side: side.order)
    return [
        (str(kind.label), [(side, [s for s in seats if s.kind == kind and s.delegation == side]) for side in sides])
        for kind in Seat.Kind
    ]
