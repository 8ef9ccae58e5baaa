"""Addresses. The first word of a name is its tab, and a test refuses an address that the matrix of rights lacks."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from detente.portal.api.routes import api
from detente.portal.initiative import views as initiative
from detente.portal.parties import views as parties
from detente.portal.public import views as public
from detente.portal.text import views as text

AT = "p/<slug:process>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", parties.start, name="start"),
    path("accounts/", include("allauth.urls")),
    path("invitations/<str:secret>/", parties.accept, name="invitation"),
    path("api/", api.urls),
    path(AT, public.public, name="public"),
    path(f"{AT}record/", public.record, name="record"),
    path(f"{AT}record/bundle", public.bundle, name="record-bundle"),
    path(f"{AT}record/<int:index>/proof", public.proof, name="record-proof"),
    path(f"{AT}home/", parties.home, name="home"),
    path(f"{AT}home/invite", parties.invite, name="home-invite"),
    path(f"{AT}audit/", parties.audit, name="audit"),
    path(f"{AT}initiatives/", initiative.initiatives, name="initiatives"),
    path(f"{AT}initiatives/submit", initiative.submit, name="initiatives-submit"),
    path(f"{AT}initiatives/<slug:slug>/", initiative.initiative, name="initiatives-one"),
    path(f"{AT}initiatives/<slug:slug>/receipt", initiative.confirm, name="initiatives-confirm"),
    path(f"{AT}initiatives/<slug:slug>/disclosure", initiative.disclose, name="initiatives-disclose"),
    path(f"{AT}text/", text.text, name="text"),
    path(f"{AT}text/issue", text.issue, name="text-issue"),
    path(f"{AT}text/articles/<int:number>/", text.clause, name="text-clause"),
    path(f"{AT}text/articles/<int:number>/words", text.edit, name="text-edit"),
    path(f"{AT}text/articles/<int:number>/alternatives", text.alternative, name="text-alternative"),
    path(f"{AT}text/articles/<int:number>/comments", text.comment, name="text-comment"),
    path(f"{AT}text/articles/<int:number>/declarations", text.declare, name="text-declare"),
    path(f"{AT}text/elements/<slug:slug>/state", text.move, name="text-move"),
    path(f"{AT}text/drafts/<int:number>/", text.draft, name="text-draft"),
    path(f"{AT}text/drafts/<int:number>/silence", text.break_silence, name="text-break-silence"),
]
