"""Pages of councils."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import ngettext

from detente.portal.councils import actions, forms, founding
from detente.portal.councils.models import Complaint, Council, Decision, Meeting, Seat
from detente.portal.councils.page_forms import forms_on
from detente.portal.councils.reading import CouncilPage, councils_in_public, items_of
from detente.portal.doors import Here, door
from detente.portal.pages import back, or_say_why, page
from detente.portal.parties.models import Membership
from detente.portal.rights import Act

refusals_here = or_say_why("councils-one", "slug")


@door(Act.SEE_COUNCILS, "GET")
def councils(request: HttpRequest, here: Here) -> HttpResponseBase:
    """All councils that one may see."""
    return _all(request, here)


@door(Act.FOUND_COUNCIL, "POST")
@or_say_why("councils")
def found(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Found a council."""
    form = forms.CouncilForm(here, request.POST)
    if not form.is_valid():
        return _all(request, here, 422, form=form)
    council = founding.found_council(here.acting, form.foundation(), timezone.now().date())
    return back(here, "councils-one", council.slug)


@door(Act.SEE_PUBLIC, "GET")
def public(request: HttpRequest, here: Here) -> HttpResponseBase:
    """What everyone may know of the councils of a public process: remit, chair, seats, and what they have decided."""
    return page(request, here, "councils/public.html", councils=councils_in_public(here.process))


@door(Act.SEE_COUNCILS, "GET")
def council(request: HttpRequest, here: Here, slug: str) -> HttpResponseBase:
    """One council."""
    found = _council(here, slug)
    actions.hand_over(found, timezone.now().date())
    return _one(request, here, found)


@door(Act.FOUND_COUNCIL, "POST")
@refusals_here
def seat(request: HttpRequest, here: Here, slug: str, seat: int) -> HttpResponseBase:
    """Fill or vacate a seat."""
    place = here.find(Seat, council__process=here.process, council__slug=slug, pk=seat)
    name = request.POST.get("user", "")
    member = here.find(Membership, process=here.process, user__username=name) if name else None
    founding.fill_seat(place, here.acting, member)
    return back(here, "councils-one", slug)


@door(Act.COMPLAIN, "POST")
@refusals_here
def complain(request: HttpRequest, here: Here, slug: str) -> HttpResponseBase:
    """Lay a complaint before a council."""
    found, form = _council(here, slug), forms.ComplaintForm("complaint", request.POST)
    return _done(request, here, found, form, lambda given: founding.complain(found, here.acting, **given))


@door(Act.CHAIR_COUNCIL, "POST")
@refusals_here
def answer(request: HttpRequest, here: Here, slug: str, entry: int) -> HttpResponseBase:
    """Answer a complaint."""
    found = here.find(Complaint, council__process=here.process, council__slug=slug, entry=entry)
    form = forms.ComplaintForm(f"answer-{entry}", request.POST)
    return _done(
        request, here, found.council, form, lambda given: founding.answer_complaint(found, here.acting, **given)
    )


@door(Act.CHAIR_COUNCIL, "POST")
@refusals_here
def call(request: HttpRequest, here: Here, slug: str) -> HttpResponseBase:
    """Call a meeting."""
    found, form = _council(here, slug), forms.MeetingForm(request.POST)
    return _done(
        request,
        here,
        found,
        form,
        lambda given: actions.call_meeting(found, here.acting, given["begins_at"], form.items()),
    )


@door(Act.CHAIR_COUNCIL, "POST")
@refusals_here
def minutes(request: HttpRequest, here: Here, slug: str, number: int) -> HttpResponseBase:
    """Write minutes."""
    found = _meeting(here, slug, number)
    form = forms.MinutesForm(CouncilPage(here, found.council).seats, number, request.POST)
    return _done(request, here, found.council, form, lambda given: actions.write_minutes(found, here.acting, **given))


@door(Act.SIT_IN_COUNCIL, "POST")
@refusals_here
def confirm(request: HttpRequest, here: Here, slug: str, number: int) -> HttpResponseBase:
    """Confirm minutes."""
    actions.confirm_minutes(_meeting(here, slug, number), here.acting)
    return back(here, "councils-one", slug)


@door(Act.CHAIR_COUNCIL, "POST")
@refusals_here
def propose(request: HttpRequest, here: Here, slug: str) -> HttpResponseBase:
    """Propose a decision."""
    found = _council(here, slug)
    form = forms.DecisionForm(items_of(here, found), request.POST)
    return _done(request, here, found, form, lambda given: actions.propose_decision(found, here.acting, **given))


@door(Act.SIT_IN_COUNCIL, "POST")
@refusals_here
def agree(request: HttpRequest, here: Here, slug: str, decision: int) -> HttpResponseBase:
    """Agree to a decision for one's side."""
    actions.agree(here.find(Decision, council__process=here.process, council__slug=slug, pk=decision), here.acting)
    return back(here, "councils-one", slug)


@door(Act.SIT_IN_COUNCIL, "POST")
@refusals_here
def declare(request: HttpRequest, here: Here, slug: str) -> HttpResponseBase:
    """Declare an interest."""
    found = _council(here, slug)
    form = forms.InterestForm(items_of(here, found), request.POST)
    return _done(request, here, found, form, lambda given: actions.declare_interest(found, here.acting, **given))


def _council(here: Here, slug: str) -> Council:
    return here.find(Council, process=here.process, slug=slug)


def _meeting(here: Here, slug: str, number: int) -> Meeting:
    return here.find(Meeting, council__process=here.process, council__slug=slug, number=number)


def _done(
    request: HttpRequest, here: Here, found: Council, form: Form, act: Callable[[dict[str, Any]], object]
) -> HttpResponseBase:
    """Do what a form asks; a form with a mistake comes back on the page of the council, with all that was typed."""
    if not form.is_valid():
        return _one(request, here, found, form)
    act(form.cleaned_data)
    return back(here, "councils-one", found.slug)


def _all(request: HttpRequest, here: Here, status: int = 200, **given: object) -> HttpResponseBase:
    found = here.see(Council).filter(process=here.process).select_related("chair")
    title = ngettext("%(n)s joint economic council", "%(n)s joint economic councils", len(found)) % {"n": len(found)}
    form = forms.CouncilForm(here) if here.may(Act.FOUND_COUNCIL) else None
    return page(
        request, here, "councils/councils.html", status, **{"councils": found, "title": title, "form": form, **given}
    )


def _one(request: HttpRequest, here: Here, found: Council, wrong: Form | None = None) -> HttpResponseBase:
    shown = CouncilPage(here, found)
    return page(
        request,
        here,
        "councils/council.html",
        422 if wrong else 200,
        council=found,
        shown=shown,
        rows=shown.rows,
        **forms_on(shown, wrong),
    )
