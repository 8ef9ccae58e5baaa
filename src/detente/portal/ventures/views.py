"""Pages and exports of ventures."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from detente.portal.doors import Here, door
from detente.portal.pages import back, or_say_why, page, said
from detente.portal.parties.models import Role
from detente.portal.rights import Act
from detente.portal.ventures import actions, forms, taking
from detente.portal.ventures.exports import FORMATS
from detente.portal.ventures.models import StageMove, Venture
from detente.portal.ventures.reading import rows_of


@door(Act.SEE_VENTURES, "GET")
def ventures(request: HttpRequest, here: Here) -> HttpResponseBase:
    """All ventures that one may see."""
    rows = rows_of(here.process, here.see(Venture).filter(process=here.process), _today())
    can = sum(row.may_go for row in rows)
    words = ngettext(
        "The way is open for %(can)s of %(all)s venture", "The way is open for %(can)s of %(all)s ventures", len(rows)
    )
    may_write = here.may(Act.WRITE_VENTURE)
    left = taking.left_to_take(here.part) if here.part and here.part.role == Role.MEDIATOR else []
    title = words % {"can": can, "all": len(rows)}
    return page(request, here, "ventures/ventures.html", rows=rows, title=title, may_write=may_write, left=len(left))


@door(Act.SEE_VENTURES, "GET")
def venture(request: HttpRequest, here: Here, slug: str) -> HttpResponseBase:
    """One venture, with its gates on a day."""
    return _one(request, here, slug)


@door(Act.WRITE_VENTURE, "GET", "POST")
@or_say_why("ventures")
def write(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Write down a venture."""
    form, rows = forms.VentureForm(here, request.POST or None), _partner_rows(request, here, [])
    if request.method == "POST" and form.is_valid() and rows.is_valid() and here.part:
        given = form.written(forms.shares_of(rows))
        slug = form.cleaned_data["slug"]
        # A chair does not see all ids, so that of the council goes before.
        own = f"{given.council.slug}-{slug}"[:50] if given.council and here.role == Role.CHAIR else slug
        found = actions.write(here.part, own, given)
        said(request, _("Entered as entry %(entry)s.") % {"entry": found.entry})
        return back(here, "ventures-one", found.slug)
    return _form_page(request, here, form, rows)


@door(Act.WRITE_VENTURE, "GET", "POST")
@or_say_why("ventures")
def edit(request: HttpRequest, here: Here, slug: str) -> HttpResponseBase:
    """Write a venture anew."""
    found = _own(here, slug)
    initial = forms.values_of(found)
    form = forms.VentureForm(here, request.POST or None, initial=initial)
    rows = _partner_rows(request, here, forms.partner_values(found))
    if request.method == "POST" and form.is_valid() and rows.is_valid() and here.part:
        actions.edit(found, here.part, form.cleaned_data["version"] or 0, form.written(forms.shares_of(rows)))
        return back(here, "ventures-one", slug)
    return _form_page(request, here, form, rows, found)


@door(Act.WRITE_VENTURE, "POST")
@or_say_why("ventures")
def move(request: HttpRequest, here: Here, slug: str) -> HttpResponseBase:
    """Move a venture to another stage."""
    found, form = _own(here, slug), forms.MoveForm(request.POST)
    if not form.is_valid() or here.part is None:
        return _one(request, here, slug, 422, move_form=form)
    stage = Venture.Stage(form.cleaned_data["stage"])
    moved = actions.move(found, here.part, stage, form.cleaned_data["reason"], _today())
    said(request, _("Entered as entry %(entry)s.") % {"entry": moved.entry})
    return back(here, "ventures-one", slug)


@door(Act.WRITE_VENTURE, "POST")
@or_say_why("ventures")
def judge(request: HttpRequest, here: Here, slug: str) -> HttpResponseBase:
    """Add a condition, or judge one anew."""
    found, form = _own(here, slug), forms.ConditionForm(request.POST)
    if not form.is_valid() or here.part is None:
        return _one(request, here, slug, 422, condition_form=form)
    actions.judge(found, here.part, form.judged())
    return back(here, "ventures-one", slug)


@door(Act.WRITE_VENTURE, "POST")
@or_say_why("ventures")
def document(request: HttpRequest, here: Here, slug: str) -> HttpResponseBase:
    """Add a document."""
    found, form = _own(here, slug), forms.DocumentForm(request.POST)
    if not form.is_valid() or here.part is None:
        return _one(request, here, slug, 422, document_form=form)
    actions.add_document(found, here.part, **form.cleaned_data)
    return back(here, "ventures-one", slug)


@door(Act.TAKE_VENTURES, "POST")
@or_say_why("ventures")
def take(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Take over the ventures of the case."""
    if here.part:
        said(request, _("Ventures taken over from the case: %(n)s.") % {"n": taking.take_over(here.part)})
    return back(here, "ventures")


@door(Act.SEE_PUBLIC, "GET")
def export(request: HttpRequest, here: Here, suffix: str) -> HttpResponseBase:
    """The same rows as on the page, for other programs."""
    content_type, as_written = FORMATS[suffix]
    rows = rows_of(here.process, here.see(Venture).filter(process=here.process), _today())
    words = as_written(rows, here.process, request.build_absolute_uri(request.path))
    response = HttpResponse(words, content_type=f"{content_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{here.process.slug}-ventures.{suffix}"'
    return response


def _own(here: Here, slug: str) -> Venture:
    """A venture that one may write; 404 for a chair whose council it is not."""
    found = here.find(Venture, process=here.process, slug=slug)
    if not _may_write(here, found):
        raise Http404
    return found


def _one(request: HttpRequest, here: Here, slug: str, status: int = 200, **given: object) -> HttpResponseBase:
    days = forms.DayForm(request.GET if "on" in request.GET else None)
    on = days.cleaned_data["on"] if days.is_valid() else _today()
    rows = rows_of(here.process, here.see(Venture).filter(process=here.process, slug=slug), on)
    if not rows:
        raise Http404
    row = rows[0]
    own = here.may(Act.WRITE_VENTURE) and _may_write(here, row.venture)
    move_form = forms.MoveForm()
    stage: Any = move_form.fields["stage"]
    stage.choices = [(one.value, one.label) for one in Venture.Stage if one != row.venture.stage]
    shown: dict[str, object] = {
        "row": row,
        "day_form": forms.DayForm(initial={"on": on}) if not days.errors else days,
        "moves": here.see(StageMove).filter(venture=row.venture),
        "move_form": move_form if own else None,
        "condition_form": forms.ConditionForm() if own else None,
        "document_form": forms.DocumentForm() if own else None,
        "may_write": own,
    }
    return page(request, here, "ventures/venture.html", status, **(shown | given))


def _may_write(here: Here, found: Venture) -> bool:
    if here.role != Role.CHAIR:
        return True
    return found.council is not None and found.council.seats.filter(user=here.viewer.user_id).exists()


def _partner_rows(request: HttpRequest, here: Here, initial: list[dict[str, Any]]) -> Any:
    more: dict[str, Any] = {"form_kwargs": {"here": here}, "prefix": "partner"}
    if request.method == "POST":
        # Without what the rows showed at first: a row that says the same again is kept all the same.
        return forms.PartnerRows(request.POST, **more)
    return forms.PartnerRows(initial=initial, **more)


def _form_page(
    request: HttpRequest, here: Here, form: forms.VentureForm, rows: Any, found: Venture | None = None
) -> HttpResponseBase:
    failed = request.method == "POST"
    return page(request, here, "ventures/form.html", 422 if failed else 200, form=form, rows=rows, venture=found)


def _today() -> date:
    return timezone.now().date()
