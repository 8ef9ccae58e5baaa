"""The API under /api: the same rows as the pages, by the same rules; its OpenAPI document is at /api/openapi.json."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import NinjaAPI

from detente import __version__
from detente.portal.access import viewer_of, visible
from detente.portal.api.schemas import ArticleOut, ElementOut, InitiativeOut, ObligationOut, ProcessOut
from detente.portal.doors import Here, here_of
from detente.portal.initiative.models import Initiative
from detente.portal.obligations.reading import lines_of
from detente.portal.parties.models import Process
from detente.portal.text.models import Element
from detente.portal.text.reading import articles_now

api = NinjaAPI(title="Detente portal", version=__version__, docs_url=None, urls_namespace="api")


@api.get("/processes", response=list[ProcessOut], url_name="processes")
def processes(request: HttpRequest) -> list[ProcessOut]:
    """Processes that one may see."""
    viewer = viewer_of(request.user.pk if request.user.is_authenticated else None)
    found = visible(viewer, Process).order_by("slug")
    return [ProcessOut(id=one.slug, title=one.title, suspended_on=one.suspended_on) for one in found]


@api.get("/processes/{slug:process}/obligations", response=list[ObligationOut], url_name="obligations")
def obligations(request: HttpRequest, process: str) -> list[ObligationOut]:
    """Obligations with the status that two coders gave."""
    return [ObligationOut.of(line) for line in lines_of(here_of(request, process))]


@api.get("/processes/{slug:process}/initiatives", response=list[InitiativeOut], url_name="initiatives")
def initiatives(request: HttpRequest, process: str) -> list[InitiativeOut]:
    """Initiatives that one may see."""
    here = here_of(request, process)
    return [InitiativeOut.of(one) for one in here.see(Initiative).filter(process=here.process)]


@api.get("/processes/{slug:process}/elements", response=list[ElementOut], url_name="elements")
def elements(request: HttpRequest, process: str) -> list[ElementOut]:
    """Elements and how far they have come; none for those who are not at the table."""
    here = here_of(request, process)
    return [ElementOut.of(one) for one in here.see(Element).filter(process=here.process)]


@api.get("/processes/{slug:process}/articles", response=list[ArticleOut], url_name="articles")
def articles(request: HttpRequest, process: str) -> list[ArticleOut]:
    """The text as it stands; none for those who are not at the table."""
    here: Here = here_of(request, process)
    return [ArticleOut.of(one) for one in articles_now(here)]
