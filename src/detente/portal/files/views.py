"""Files on their way in and out."""

from __future__ import annotations

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from detente.portal.doors import Here, door
from detente.portal.files import actions
from detente.portal.files.keeping import path_of
from detente.portal.files.models import KeptFile
from detente.portal.obligations.models import Evidence
from detente.portal.pages import back, filled_in, or_say_why, page, said
from detente.portal.rights import Act

# Whatever a browser makes of a file, it runs nothing and reaches nothing.
FILE_POLICY = "sandbox; default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"


class FileForm(forms.Form):
    """One file."""

    file = forms.FileField(label=gettext_lazy("File"), max_length=200)


class CaseFileForm(forms.Form):
    """A case folder."""

    file = forms.FileField(label=gettext_lazy("Case folder as a zip, at most 20 MB"), max_length=200)


@door(Act.WATCH, "POST")
@or_say_why("obligations-one", "slug")
def hand_in(request: HttpRequest, here: Here, slug: str, entry: int) -> HttpResponseBase:
    """Hand in the file of a piece of evidence."""
    evidence = here.find(Evidence, obligation__process=here.process, obligation__slug=slug, entry=entry)
    given = filled_in(FileForm(request.POST, request.FILES))
    if here.part:
        actions.hand_in(evidence, here.part, given["file"])
        said(request, _("The file is kept. Its hash is the one that was entered."))
    return back(here, "obligations-one", slug)


@door(Act.SEE_PUBLIC, "GET")
def file(request: HttpRequest, here: Here, key: str) -> HttpResponseBase:
    """A file, to keep and not to look at in the browser."""
    found = here.find(KeptFile, evidence__obligation__process=here.process, key=key)
    place = path_of(found.sha256)
    if not place.is_file():
        raise Http404
    response = FileResponse(place.open("rb"), as_attachment=True, filename=found.name, content_type=found.content_type)
    response.headers["Content-Security-Policy"] = FILE_POLICY
    return response


@door(Act.BRING_CASE, "GET", "POST")
@or_say_why("assessments-case")
def case(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Let the process rest on a case that comes as a zip."""
    form = CaseFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and here.part:
        actions.take_case(here.part, form.cleaned_data["file"])
        said(request, _("The case is read without a problem. Runs from now on use it."))
        return back(here, "assessments")
    return page(request, here, "files/case.html", 422 if form.errors else 200, form=form)
