"""Pages and exports of obligations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from detente.portal.doors import Here, door
from detente.portal.obligations import actions, forms, notices, promises
from detente.portal.obligations.exports import FORMATS
from detente.portal.obligations.models import BreachNotice, Coding, Obligation, Phase, Status, WatchAct
from detente.portal.obligations.reading import counted, line_of, lines_of, standings_of
from detente.portal.pages import back, filled_in, or_say_why, page, said
from detente.portal.paging import page_of
from detente.portal.public.reading import headline
from detente.portal.rights import Act

refusals_here = or_say_why("obligations-one", "slug")


@door(Act.SEE_OBLIGATIONS, "GET")
def obligations(request: HttpRequest, here: Here) -> HttpResponseBase:
    """All obligations that one may see."""
    return _all(request, here)


@door(Act.PROMISE, "POST")
@or_say_why("obligations")
def promise(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Write down an obligation."""
    form = forms.PromiseForm(here, request.POST)
    if not form.is_valid():
        return _all(request, here, 422, promise_form=form)
    found = promises.promise(here.acting, form.promise())
    said(request, _("Entered as entry %(entry)s.") % {"entry": found.entry})
    return back(here, "obligations-one", found.slug)


@door(Act.PROMISE, "POST")
@or_say_why("obligations")
def phase(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Add a phase after the last."""
    form = forms.PhaseForm(request.POST)
    if not form.is_valid():
        return _all(request, here, 422, phase_form=form)
    promises.add_phase(here.acting, form.cleaned_data["title"])
    return back(here, "obligations")


@door(Act.SEE_PUBLIC, "GET")
def export(request: HttpRequest, here: Here, suffix: str) -> HttpResponseBase:
    """The same rows as on the page, as iCalendar, CSV or JSON."""
    content_type, write = FORMATS[suffix]
    response = HttpResponse(write(lines_of(here, standings_of(here)), here.process), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{here.process.slug}-obligations.{suffix}"'
    return response


@door(Act.SEE_PUBLIC, "GET")
def obligation(request: HttpRequest, here: Here, slug: str) -> HttpResponseBase:
    """One obligation with acts, evidence, replies and notices."""
    return _one(request, here, _obligation(here, slug))


@door(Act.WATCH, "POST")
@refusals_here
def watch(request: HttpRequest, here: Here, slug: str) -> HttpResponseBase:
    """Enter an act."""
    found, form = _obligation(here, slug), forms.FindingForm(request.POST)

    def enter(_given: dict[str, Any]) -> None:
        act = actions.watch(found, here.acting, form.finding())
        said(request, _("Entered as entry %(entry)s.") % {"entry": act.entry})

    return _done(request, here, found, "finding_form", form, enter)


@door(Act.WATCH, "POST")
@refusals_here
def code(request: HttpRequest, here: Here, slug: str) -> HttpResponseBase:
    """Code the status."""
    found, form = _obligation(here, slug), forms.CodingForm(request.POST)

    def enter(given: dict[str, Any]) -> None:
        actions.code(found, here.acting, Status(given["status"]), given["why"])

    return _done(request, here, found, "coding_form", form, enter)


@door(Act.WATCH, "POST")
@refusals_here
def evidence(request: HttpRequest, here: Here, slug: str) -> HttpResponseBase:
    """Enter evidence."""
    found, form = _obligation(here, slug), forms.EvidenceForm(request.POST)

    def enter(given: dict[str, Any]) -> None:
        actions.show_evidence(found, here.acting, actions.Shown(**given))

    return _done(request, here, found, "evidence_form", form, enter)


@door(Act.REPLY, "POST")
@refusals_here
def reply(request: HttpRequest, here: Here, slug: str, entry: int) -> HttpResponseBase:
    """Reply to an act."""
    act = here.find(WatchAct, obligation__process=here.process, obligation__slug=slug, entry=entry)
    actions.reply(act, here.acting, **filled_in(forms.WordsForm(request.POST)))
    return back(here, "obligations-one", slug)


@door(Act.REPLY, "POST")
@refusals_here
def notice(request: HttpRequest, here: Here, slug: str) -> HttpResponseBase:
    """Give notice of a breach."""
    notices.give_notice(_obligation(here, slug), here.acting, **filled_in(forms.WordsForm(request.POST)))
    return back(here, "obligations-one", slug)


@door(Act.REPLY, "POST")
@refusals_here
def answer(request: HttpRequest, here: Here, slug: str, entry: int) -> HttpResponseBase:
    """Answer a notice of a breach."""
    notices.answer_notice(_notice(here, slug, entry), here.acting, **filled_in(forms.WordsForm(request.POST)))
    return back(here, "obligations-one", slug)


@door(Act.REPLY, "POST")
@refusals_here
def close(request: HttpRequest, here: Here, slug: str, entry: int) -> HttpResponseBase:
    """Close a notice of a breach."""
    outcome = BreachNotice.Outcome(filled_in(forms.OutcomeForm(request.POST))["outcome"])
    notices.close_notice(_notice(here, slug, entry), here.acting, outcome)
    return back(here, "obligations-one", slug)


def _obligation(here: Here, slug: str) -> Obligation:
    return here.find(Obligation, process=here.process, slug=slug)


def _notice(here: Here, slug: str, entry: int) -> BreachNotice:
    return here.find(BreachNotice, obligation__process=here.process, obligation__slug=slug, entry=entry)


def _done(
    request: HttpRequest,
    here: Here,
    found: Obligation,
    name: str,
    form: Form,
    act: Callable[[dict[str, Any]], None],
) -> HttpResponseBase:
    """Do what a form asks; a form with a mistake comes back on the page of the obligation, with all that was typed."""
    if not form.is_valid():
        return _one(request, here, found, 422, **{name: form})
    act(form.cleaned_data)
    return back(here, "obligations-one", found.slug)


def _all(request: HttpRequest, here: Here, status: int = 200, **given: object) -> HttpResponseBase:
    standings = standings_of(here)
    paged = page_of(request, standings)
    may_promise = here.may(Act.PROMISE)
    shown: dict[str, object] = {
        "lines": lines_of(here, list(paged.object_list)),
        "paged": paged,
        "standings": standings,
        "counts": counted(standings),
        "title": headline(standings),
        "phases": here.see(Phase).filter(process=here.process),
        "promise_form": forms.PromiseForm(here) if may_promise else None,
        "phase_form": forms.PhaseForm() if may_promise else None,
    }
    return page(request, here, "obligations/obligations.html", status, **(shown | given))


def _one(request: HttpRequest, here: Here, found: Obligation, status: int = 200, **given: object) -> HttpResponseBase:
    # Newest first: what was done last is looked for most.
    acts = here.see(WatchAct).filter(obligation=found).prefetch_related("replies__delegation").order_by("-pk")
    codings = here.see(Coding).filter(obligation=found).select_related("coder").order_by("-pk")
    watches, owns = here.may(Act.WATCH), here.may(Act.REPLY) and here.delegation == found.owner
    shown: dict[str, object] = {
        "line": line_of(here, found),
        "acts": page_of(request, acts, "acts"),
        "codings": page_of(request, codings, "codings"),
        "notices": here.see(BreachNotice).filter(obligation=found).select_related("by"),
        "now": timezone.now(),
        "outcomes": BreachNotice.Outcome.choices,
        "owns": owns,
        "finding_form": forms.FindingForm() if watches else None,
        "coding_form": forms.CodingForm() if watches else None,
        "evidence_form": forms.EvidenceForm() if watches else None,
        "reply_form": forms.WordsForm() if owns else None,
        "notice_form": forms.WordsForm() if here.may(Act.REPLY) and not owns else None,
    }
    return page(request, here, "obligations/obligation.html", status, **(shown | given))
