"""Pages and exports of ventures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import ngettext

from detente.portal.doors import Here, door
from detente.portal.pages import back, or_say_why, page
from detente.portal.rights import Act
from detente.portal.ventures import actions
from detente.portal.ventures.exports import FORMATS
from detente.portal.ventures.models import Venture
from detente.portal.ventures.reading import rows_of


@door(Act.SEE_VENTURES, "GET")
def ventures(request: HttpRequest, here: Here) -> HttpResponseBase:
    """All ventures that one may see."""
    rows = rows_of(here.see(Venture).filter(process=here.process))
    can = sum(row.gate is not None and row.gate.state == "open" for row in rows)
    words = ngettext(
        "%(can)s of %(all)s ventures may pass its next gate now",
        "%(can)s of %(all)s ventures may pass their next gate now",
        can,
    )
    may_move = here.may(Act.MOVE_VENTURE)
    return page(
        request,
        here,
        "ventures/ventures.html",
        rows=rows,
        title=words % {"can": can, "all": len(rows)},
        may_move=may_move,
    )


@door(Act.MOVE_VENTURE, "POST")
@or_say_why("ventures")
def pass_gate(request: HttpRequest, here: Here, slug: str) -> HttpResponseBase:
    """Pass the next gate."""
    venture = here.find(Venture, process=here.process, slug=slug)
    if here.part:
        actions.pass_gate(venture, here.part)
    return back(here, "ventures")


@door(Act.SEE_PUBLIC, "GET")
def export(request: HttpRequest, here: Here, suffix: str) -> HttpResponseBase:
    """The same rows as on the page, for other programs."""
    content_type, write = FORMATS[suffix]
    rows = rows_of(here.see(Venture).filter(process=here.process))
    response = HttpResponse(write(rows, here.process), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{here.process.slug}-ventures.{suffix}"'
    return response
