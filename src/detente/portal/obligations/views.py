"""Pages and exports of obligations."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from detente.portal.doors import Here, door
from detente.portal.obligations import actions, forms, notices, promises
from detente.portal.obligations.exports import FORMATS
from detente.portal.obligations.models import BreachNotice, Coding, Obligation, Phase, Status, WatchAct
from detente.portal.obligations.reading import counted, line_of, lines_of, standings_of
from detente.portal.pages import back, or_say_why, page, said
from detente.portal.paging import page_of
from detente.portal.public.reading import headline
from detente.portal.rights import Act


@door(Act.SEE_OBLIGATIONS, "GET")
def obligations(request: HttpRequest, here: Here) -> HttpResponseBase:
    """All obligations that one may see."""
    return _all(request, here)


@door(Act.PROMISE, "POST")
@or_say_why("obligations")
def promise(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Write down an obligation."""
    form = forms.PromiseForm(here, request.POST)
    if not form.is_valid() or here.part is None:
        return _all(request, here, 422, promise_form=form)
    found = promises.promise(here.part, form.promise())
    said(request, _("Entered as entry %(entry)s.") % {"entry": found.entry})
    return back(here, "obligations-one", found.slug)


@door(Act.PROMISE, "POST")
@or_say_why("obligations")
def phase(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Add a phase after the last."""
    form = forms.PhaseForm(request.POST)
    if not form.is_valid() or here.part is None:
        return _all(request, here, 422, phase_form=form)
    promises.add_phase(here.part, form.cleaned_data["title"])
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
    return _one(request, here, here.find(Obligation, process=here.process, slug=slug))


@door(Act.WATCH, "POST")
@or_say_why("obligations")
def watch(request: HttpRequest, here: Here, slug: str) -> HttpResponseBase:
    """Enter an act."""
    found = here.find(Obligation, process=here.process, slug=slug)
    form = forms.FindingForm(request.POST)
    if not form.is_valid() or here.part is None:
        return _one(request, here, found, 422, finding_form=form)
    act = actions.watch(found, here.part, form.finding())
    said(request, _("Entered as entry %(entry)s.") % {"entry": act.entry})
    return back(here, "obligations-one", slug)


@door(Act.WATCH, "POST")
@or_say_why("obligations")
def code(request: HttpRequest, here: Here, slug: str) -> HttpResponseBase:
    """Code the status."""
    found = here.find(Obligation, process=here.process, slug=slug)
    form = forms.CodingForm(request.POST)
    if not form.is_valid() or here.part is None:
        return _one(request, here, found, 422, coding_form=form)
    actions.code(found, here.part, Status(form.cleaned_data["status"]), form.cleaned_data["why"])
    return back(here, "obligations-one", slug)


@door(Act.WATCH, "POST")
@or_say_why("obligations")
def evidence(request: HttpRequest, here: Here, slug: str) -> HttpResponseBase:
    """Enter evidence."""
    found = here.find(Obligation, process=here.process, slug=slug)
    form = forms.EvidenceForm(request.POST)
    if not form.is_valid() or here.part is None:
        return _one(request, here, found, 422, evidence_form=form)
    actions.show_evidence(found, here.part, actions.Shown(**form.cleaned_data))
    return back(here, "obligations-one", slug)


@door(Act.REPLY, "POST")
@or_say_why("obligations")
def reply(request: HttpRequest, here: Here, slug: str, entry: int) -> HttpResponseBase:
    """Reply to an act."""
    act = here.find(WatchAct, obligation__process=here.process, obligation__slug=slug, entry=entry)
    form = forms.WordsForm(request.POST)
    if form.is_valid() and here.part:
        actions.reply(act, here.part, form.cleaned_data["words"])
    return back(here, "obligations-one", slug)


@door(Act.REPLY, "POST")
@or_say_why("obligations")
def notice(request: HttpRequest, here: Here, slug: str) -> HttpResponseBase:
    """Give notice of a breach."""
    found = here.find(Obligation, process=here.process, slug=slug)
    form = forms.WordsForm(request.POST)
    if form.is_valid() and here.part:
        notices.give_notice(found, here.part, form.cleaned_data["words"])
    return back(here, "obligations-one", slug)


@door(Act.REPLY, "POST")
@or_say_why("obligations")
def answer(request: HttpRequest, here: Here, slug: str, entry: int) -> HttpResponseBase:
    """Answer a notice of a breach."""
    found = here.find(BreachNotice, obligation__process=here.process, obligation__slug=slug, entry=entry)
    form = forms.WordsForm(request.POST)
    if form.is_valid() and here.part:
        notices.answer_notice(found, here.part, form.cleaned_data["words"])
    return back(here, "obligations-one", slug)


@door(Act.REPLY, "POST")
@or_say_why("obligations")
def close(request: HttpRequest, here: Here, slug: str, entry: int) -> HttpResponseBase:
    """Close a notice of a breach."""
    found = here.find(BreachNotice, obligation__process=here.process, obligation__slug=slug, entry=entry)
    form = forms.OutcomeForm(request.POST)
    if form.is_valid() and here.part:
        notices.close_notice(found, here.part, BreachNotice.Outcome(form.cleaned_data["outcome"]))
    return back(here, "obligations-one", slug)


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
