"""Private pages of a delegation, and what the mediator is suggested."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from detente.case import CaseError
from detente.portal.doors import Here, door
from detente.portal.pages import back, or_say_why, page, said
from detente.portal.preferences import actions, suggesting
from detente.portal.preferences.forms import PreferenceForm, SwapForm, with_sum
from detente.portal.preferences.models import PreferenceSheet, Suggestion
from detente.portal.preferences.swaps import against, points_of, questions_of
from detente.portal.rights import Act
from detente.portal.text.models import Draft, Element


@door(Act.KEEP_PREFERENCES, "GET", "POST")
def preferences(request: HttpRequest, here: Here) -> HttpResponseBase:
    """See and keep what one's delegation tells the engines."""
    sheet = _sheet(here)
    elements = list(here.see(Element).filter(process=here.process).prefetch_related("options"))
    if request.method != "POST":
        return _form_page(request, here, PreferenceForm(elements, sheet))
    if "scale" in request.POST:
        return _form_page(request, here, PreferenceForm(elements, sheet, with_sum(request.POST)))
    form = PreferenceForm(elements, sheet, request.POST)
    if form.is_valid() and here.part:
        try:
            actions.keep(here.part, form.told())
        except CaseError as refusal:
            form.add_error(None, str(refusal))
        else:
            said(request, _("Kept. Nobody outside your delegation sees it."))
            return back(here, "preferences")
    return _form_page(request, here, form, 422)


@door(Act.KEEP_PREFERENCES, "GET", "POST")
@or_say_why("preferences")
def swaps(request: HttpRequest, here: Here) -> HttpResponseBase:
    """One even swap after the other, then what they say beside what the points say."""
    form = SwapForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and here.part:
        given = form.cleaned_data
        actions.answer_swap(here.part, given["element"], None if given["more"] else given["steps"])
        return back(here, "preferences-swaps")
    sheet = _sheet(here)
    asked = questions_of(sheet.points, sheet.swaps) if sheet else []
    if sheet is None or not asked:
        raise CaseError(_("Place your points first, on two elements or more."))
    wanted = request.POST.get("element") or request.GET.get("element")
    open_ones = [one for one in asked if not one.is_answered]
    now = next((one for one in asked if one.element == wanted), open_ones[0] if open_ones else None)
    titles = dict(here.see(Element).filter(process=here.process).values_list("slug", "title"))
    shown = {
        "form": form if form.is_bound else SwapForm(initial={"element": now.element} if now else {}),
        "now": now,
        "number": asked.index(now) + 1 if now else 0,
        "asked": [(titles[one.element], one) for one in asked],
        "title_now": titles[now.element] if now else "",
        "against": titles[str(against(sheet.points))],
        "proposed": [(titles[s], sheet.points[s], v) for s, v in points_of(sheet.points, asked).items()],
    }
    return page(request, here, "preferences/swaps.html", 422 if form.is_bound else 200, **shown)


@door(Act.KEEP_PREFERENCES, "POST")
@or_say_why("preferences")
def take(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Let the points say what the swaps say."""
    if here.part:
        actions.take_swaps(here.part)
        said(request, _("Kept. Nobody outside your delegation sees it."))
    return back(here, "preferences")


@door(Act.SUGGEST, "GET")
def suggestions(request: HttpRequest, here: Here) -> HttpResponseBase:
    """What was suggested on each draft."""
    found = list(here.see(Suggestion).filter(process=here.process).select_related("draft"))
    newest = here.see(Draft).filter(process=here.process).first()
    may_ask = newest is not None and newest.pk not in {one.draft_id for one in found}
    return page(request, here, "preferences/suggestions.html", found=found, newest=newest, may_ask=may_ask)


@door(Act.SUGGEST, "POST")
@or_say_why("marks-suggestions")
def suggest(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Ask for a suggestion on the newest draft."""
    if here.part:
        suggesting.ask(here.part)
    return back(here, "marks-suggestions")


def _sheet(here: Here) -> PreferenceSheet | None:
    return here.see(PreferenceSheet).filter(delegation=here.delegation).first()


def _form_page(request: HttpRequest, here: Here, form: PreferenceForm, status: int = 200) -> HttpResponseBase:
    total = form.total()
    return page(
        request,
        here,
        "preferences/preferences.html",
        status,
        form=form,
        total=total,
        left=100 - total,
        sheet=_sheet(here),
    )
