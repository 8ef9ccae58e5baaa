"""What everyone may see: what was promised and done, the record, its proofs and its bundle."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from detente.case import CaseError
from detente.portal.doors import Here, door
from detente.portal.obligations.reading import counted, lines_of, standings_of
from detente.portal.pages import page
from detente.portal.paging import page_of
from detente.portal.public.reading import entries_of, headline, signers_of
from detente.portal.recording import record_store, sha256_of
from detente.portal.rights import Act
from detente.record import (
    current_head,
    current_policy,
    export_bundle,
    prove_inclusion,
    verifier_page,
    written_policy,
)

PLAIN = "text/plain; charset=utf-8"
PER_PAGE = 50


@door(Act.SEE_PUBLIC, "GET")
def public(request: HttpRequest, here: Here) -> HttpResponseBase:
    """What each party promised, what has been shown, and how to check it."""
    standings = standings_of(here)
    paged = page_of(request, standings)
    store = record_store()
    with store.reading():
        size, head, signers = store.size(), str(current_head(store)), signers_of()
    return page(
        request,
        here,
        "public/public.html",
        lines=lines_of(here, list(paged.object_list)),
        paged=paged,
        standings=standings,
        counts=counted(standings),
        title=headline(standings),
        size=size,
        head=head,
        signers=signers,
    )


@door(Act.SEE_PUBLIC, "GET")
def record(request: HttpRequest, here: Here) -> HttpResponseBase:
    """The entries of the record, newest first; of sealed ones, kind, author and time."""
    size = record_store().size()
    upto = request.GET.get("before", "")
    end = min(int(upto), size) if upto.isdecimal() and len(upto) < 16 else size
    entries = entries_of(max(end - PER_PAGE, 0), end)
    return page(request, here, "public/record.html", entries=entries, size=size, before=max(end - PER_PAGE, 0))


@door(Act.SEE_PUBLIC, "GET")
def proof(request: HttpRequest, here: Here, index: int) -> HttpResponseBase:
    """The proof that an entry is in the record."""
    name = f"entry-{index}.tlog-proof"
    return _unless_had(request, name) or _as_file(HttpResponse(_proof_of(index), content_type=PLAIN), name)


@door(Act.SEE_PUBLIC, "GET")
def bundle(request: HttpRequest, here: Here) -> HttpResponseBase:
    """The whole record as one file; sealed content is not in it."""
    name = f"{here.process.slug}.bundle"
    found = _unless_had(request, name)
    return found or _as_file(StreamingHttpResponse(export_bundle(record_store()), content_type=PLAIN), name)


def _proof_of(index: int) -> str:
    try:
        return prove_inclusion(record_store(), index).text()
    except CaseError as missing:
        raise Http404 from missing


def _tag(name: str) -> str:
    """A mark of a file of the record: it changes with the head and with who has cosigned it, and with nothing else."""
    return quote_etag(sha256_of(f"{name} {current_head(record_store())}")[:32])


def _unless_had(request: HttpRequest, name: str) -> HttpResponseBase | None:
    """304 for who has this very file already; None for who is to get it."""
    return get_conditional_response(request, etag=_tag(name))


@door(Act.SEE_PUBLIC, "GET")
def policy(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Whose signatures count now: what one keeps, so that a later bundle is checked against it."""
    text = written_policy(current_policy(record_store()))
    return _as_file(HttpResponse(text, content_type=PLAIN), f"{here.process.slug}.policy")


@door(Act.SEE_PUBLIC, "GET")
def verifier(request: HttpRequest, here: Here) -> HttpResponseBase:
    """The page that verifies a bundle on one's own machine; a file to keep, never shown from here."""
    return _as_file(HttpResponse(verifier_page(), content_type="application/octet-stream"), "verify.html")


def _as_file(response: HttpResponse | StreamingHttpResponse, name: str) -> HttpResponse | StreamingHttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["ETag"] = _tag(name)
    return response
