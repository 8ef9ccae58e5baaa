"""The API under /api: the same rows as the pages, by the same rules; its OpenAPI document is at /api/openapi.json."""

from __future__ import annotations

from typing import Annotated

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, NinjaAPI
from ninja.security import django_auth

from detente import __version__
from detente.case import CaseError
from detente.portal.access import viewer_of, visible
from detente.portal.api.refusing import NOT_DONE, NOT_THERE, tell_wrong_input
from detente.portal.api.schemas import (
    ArticleOut,
    ElementOut,
    FoundOut,
    InitiativeIn,
    InitiativeOut,
    ObligationOut,
    ProcessOut,
    ReceiptOut,
)
from detente.portal.api.search import found_in
from detente.portal.doors import Here, here_of
from detente.portal.initiative import actions
from detente.portal.initiative.models import Initiative
from detente.portal.obligations.reading import coded_of
from detente.portal.parties.models import Membership, Process
from detente.portal.rights import Act
from detente.portal.text.models import Element
from detente.portal.text.reading import articles_now
from detente.portal.tiers import Tier

# Of signs that every database can search for.
Words = Annotated[str, Field(min_length=2, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]
Slug = Annotated[str, Field(min_length=1, max_length=50, pattern="^[-a-zA-Z0-9_]+$")]
api = NinjaAPI(title="Detente portal", version=__version__, docs_url=None, urls_namespace="api")
tell_wrong_input(api)


@api.get("/processes", response=list[ProcessOut], url_name="processes")
def processes(request: HttpRequest) -> list[ProcessOut]:
    """Processes that one may see."""
    viewer = viewer_of(request.user.pk if request.user.is_authenticated else None)
    found = visible(viewer, Process).order_by("slug")
    return [ProcessOut(id=one.slug, title=one.title, suspended_on=one.suspended_on) for one in found]


@api.get("/processes/{process}/obligations", response={200: list[ObligationOut], **NOT_THERE}, url_name="obligations")
def obligations(request: HttpRequest, process: Slug) -> list[ObligationOut]:
    """Obligations with the status that two coders gave."""
    return [ObligationOut.of(line) for line in coded_of(here_of(request, process))]


@api.get("/processes/{process}/initiatives", response={200: list[InitiativeOut], **NOT_THERE}, url_name="initiatives")
def initiatives(request: HttpRequest, process: Slug) -> list[InitiativeOut]:
    """Initiatives that one may see."""
    here = here_of(request, process)
    return [InitiativeOut.of(one) for one in here.see(Initiative).filter(process=here.process)]


@api.get("/processes/{process}/elements", response={200: list[ElementOut], **NOT_THERE}, url_name="elements")
def elements(request: HttpRequest, process: Slug) -> list[ElementOut]:
    """Elements and how far they have come; none for those who are not at the table."""
    here = here_of(request, process)
    return [ElementOut.of(one) for one in here.see(Element).filter(process=here.process)]


@api.get("/processes/{process}/articles", response={200: list[ArticleOut], **NOT_THERE}, url_name="articles")
def articles(request: HttpRequest, process: Slug) -> list[ArticleOut]:
    """The text as it stands; none for those who are not at the table."""
    here: Here = here_of(request, process)
    return [ArticleOut.of(one) for one in articles_now(here)]


@api.get("/processes/{process}/search", response={200: list[FoundOut], **NOT_THERE}, url_name="search")
def search(request: HttpRequest, process: Slug, words: Words) -> list[FoundOut]:
    """What one may see and holds these words."""
    return found_in(here_of(request, process), words)


# Writing needs a session and the token against forged requests in the header X-CSRFToken, as on the pages.
@api.post(
    "/processes/{process}/initiatives",
    response={200: InitiativeOut, **NOT_DONE},
    auth=django_auth,
    url_name="submit",
)
def submit(request: HttpRequest, process: Slug, given: InitiativeIn) -> InitiativeOut:
    """Submit an initiative."""
    part = _part(here_of(request, process), Act.SUBMIT_INITIATIVE)
    proposal = actions.Proposal(given.title, given.words, Tier[given.tier.upper()])
    return InitiativeOut.of(actions.submit(part, proposal))


@api.post(
    "/processes/{process}/initiatives/{initiative}/receipt",
    response={200: ReceiptOut, **NOT_DONE},
    auth=django_auth,
    url_name="confirm",
)
def confirm(request: HttpRequest, process: Slug, initiative: Slug) -> ReceiptOut:
    """Confirm receipt of an initiative."""
    here = here_of(request, process)
    part = _part(here, Act.CONFIRM_RECEIPT)
    found = here.find(Initiative, process=here.process, slug=initiative)
    receipt = actions.confirm_receipt(found, part)
    return ReceiptOut(of=found.slug, by=receipt.delegation.slug, at=receipt.at, entry=receipt.entry)


def _part(here: Here, act: Act) -> Membership:
    """The part of the one who asks; 404 when it has not this right, as for what is not there."""
    if here.part is None or not here.may(act):
        raise Http404
    return here.part


@api.exception_handler(CaseError)
@api.exception_handler(PermissionError)
@api.exception_handler(ValidationError)
def refused(request: HttpRequest, refusal: Exception) -> HttpResponse:
    """What an action refuses, in its words; nothing was changed then."""
    words = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
    return api.create_response(request, {"detail": words}, status=422)
