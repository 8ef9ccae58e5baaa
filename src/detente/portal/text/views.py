"""Pages of the single negotiating text."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from detente.portal.doors import Here, door
from detente.portal.initiative.actions import author_of
from detente.portal.pages import back, filled_in, or_say_why, page, said
from detente.portal.rights import Act
from detente.portal.text import actions, elements, forms
from detente.portal.text.conflicts import Conflict
from detente.portal.text.depositary import deposit as deposit_instrument
from detente.portal.text.depositary import rule_force
from detente.portal.text.models import Clause, Declaration, Draft, Element, ElementState, Instrument
from detente.portal.text.reading import article_form, draft_against, history_of, text_now
from detente.portal.tiers import Tier


@door(Act.SEE_TEXT, "GET")
def text(request: HttpRequest, here: Here) -> HttpResponseBase:
    """The text as it stands."""
    actions.end_silences(here.process, timezone.now())
    return page(request, here, "text/text.html", **text_now(here))


@door(Act.SEE_TEXT, "GET")
def clause(request: HttpRequest, here: Here, number: int) -> HttpResponseBase:
    """One article: its history, comments and declarations, and the forms that change it."""
    found = here.find(Clause, process=here.process, number=number)
    return _clause_page(request, here, found)


@door(Act.EDIT_TEXT, "POST")
@or_say_why("text")
def edit(request: HttpRequest, here: Here, number: int) -> HttpResponseBase:
    """Write the next version of an article, unless somebody was first."""
    found = here.find(Clause, process=here.process, number=number)
    form = forms.ClauseForm(request.POST)
    if not form.is_valid() or here.part is None:
        return _clause_page(request, here, found, 422, form=form)
    try:
        words = form.words(actions.newest_version(found))
        version = actions.edit_clause(found, here.part, form.cleaned_data["version"], words)
    except Conflict as conflict:
        return _clause_page(request, here, found, 409, form=form, conflict=conflict)
    said(request, _("Version %(number)s written.") % {"number": version.number})
    return back(here, "text-clause", number)


@door(Act.EDIT_TEXT, "POST")
@or_say_why("text")
def alternative(request: HttpRequest, here: Here, number: int) -> HttpResponseBase:
    """Put an alternative into the brackets."""
    found = here.find(Clause, process=here.process, number=number)
    form = forms.AlternativeForm(request.POST)
    if not form.is_valid() or here.part is None:
        return _clause_page(request, here, found, 422, alternative_form=form)
    given = form.cleaned_data
    try:
        actions.add_alternative(found, here.part, given["version"], given["words"], attributed=given["attributed"])
    except Conflict as conflict:
        return _clause_page(request, here, found, 409, alternative_form=form, conflict=conflict)
    return back(here, "text-clause", number)


@door(Act.EDIT_TEXT, "POST")
@or_say_why("text")
def comment(request: HttpRequest, here: Here, number: int) -> HttpResponseBase:
    """Comment on an article."""
    found = here.find(Clause, process=here.process, number=number)
    form = forms.CommentForm(request.POST)
    if not form.is_valid() or here.part is None:
        return _clause_page(request, here, found, 422, comment_form=form)
    actions.comment(found, here.part, form.cleaned_data["words"], Tier(form.cleaned_data["tier"]))
    return back(here, "text-clause", number)


@door(Act.SPEAK_FOR_DELEGATION, "POST")
@or_say_why("text")
def declare(request: HttpRequest, here: Here, number: int) -> HttpResponseBase:
    """Declare something about an article."""
    found = here.find(Clause, process=here.process, number=number)
    form = forms.DeclarationForm(here, request.POST)
    if not form.is_valid() or here.part is None:
        return _clause_page(request, here, found, 422, declaration_form=form)
    given = form.cleaned_data
    actions.declare(here.part, found, Declaration.Kind(given["kind"]), given["words"], given["about"])
    return back(here, "text-clause", number)


@door(Act.ISSUE_DRAFT, "POST")
@or_say_why("text")
def issue(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Issue the next draft."""
    days = filled_in(forms.DraftForm(request.POST))["silence_days"]
    if here.part:
        actions.issue_draft(here.part, timezone.now() + timedelta(days=days) if days else None)
    return back(here, "text")


@door(Act.SEE_TEXT, "GET")
def draft(request: HttpRequest, here: Here, number: int) -> HttpResponseBase:
    """A draft against the one before it."""
    found = here.find(Draft, process=here.process, number=number)
    return page(request, here, "text/draft.html", draft=found, articles=draft_against(here, found))


@door(Act.SPEAK_FOR_DELEGATION, "POST")
@or_say_why("text")
def break_silence(request: HttpRequest, here: Here, number: int) -> HttpResponseBase:
    """Object to a draft under silence procedure."""
    found = here.find(Draft, process=here.process, number=number)
    given = filled_in(forms.SilenceForm(request.POST))
    if here.part:
        actions.break_silence(found, here.part, given["why"])
    return back(here, "text")


@door(Act.ISSUE_DRAFT, "POST")
@or_say_why("text")
def move(request: HttpRequest, here: Here, slug: str) -> HttpResponseBase:
    """Move an element; agreed and closed are given to the whole package."""
    element = here.find(Element, process=here.process, slug=slug)
    state = ElementState(filled_in(forms.StateForm(request.POST))["state"])
    if here.part:
        if state == ElementState.AGREED:
            elements.agree_package(here.process, author_of(here.part))
        elif state == ElementState.CLOSED:
            elements.close_package(here.process, author_of(here.part))
        else:
            elements.set_state(element, state, author_of(here.part))
    return back(here, "text")


@door(Act.ISSUE_DRAFT, "POST")
@or_say_why("text")
def add(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Add an article after the last."""
    form = article_form(here, request.POST)
    if not form.is_valid() or here.part is None:
        return page(request, here, "text/text.html", 422, **{**text_now(here), "article_form": form})
    element = here.find(Element, process=here.process, slug=form.cleaned_data["element"])
    return back(here, "text-clause", actions.add_clause(here.part, element, form.words()).number)


@door(Act.SPEAK_FOR_DELEGATION, "POST")
@or_say_why("text")
def deposit(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Deposit an instrument."""
    form = forms.InstrumentForm(request.POST)
    if not form.is_valid() or here.part is None:
        return page(request, here, "text/text.html", 422, **{**text_now(here), "instrument_form": form})
    kind = Instrument.Kind(form.cleaned_data["kind"])
    found = deposit_instrument(here.part, kind, form.cleaned_data["deposited_on"], timezone.now().date())
    said(request, _("Deposited, entry %(entry)s.") % {"entry": found.entry})
    return back(here, "text")


@door(Act.ISSUE_DRAFT, "POST")
@or_say_why("text")
def force(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Write down when the text enters into force."""
    form = forms.ForceForm(request.POST)
    if not form.is_valid() or here.part is None:
        return page(request, here, "text/text.html", 422, **{**text_now(here), "force_form": form})
    rule_force(here.part, Instrument.Kind(form.cleaned_data["needs"]), form.cleaned_data["days_after"])
    return back(here, "text")


def _clause_page(
    request: HttpRequest, here: Here, found: Clause, status: int = 200, **given: object
) -> HttpResponseBase:
    newest = actions.newest_version(found)
    shown: dict[str, object] = {
        **history_of(request, here, found, newest),
        "form": forms.ClauseForm(initial=forms.clause_values(newest)),
        "alternative_form": forms.AlternativeForm(initial={"version": newest.number}),
        "comment_form": forms.CommentForm(),
        "declaration_form": forms.DeclarationForm(here) if here.may(Act.SPEAK_FOR_DELEGATION) else None,
        **given,
    }
    return page(request, here, "text/clause.html", status, **shown)
