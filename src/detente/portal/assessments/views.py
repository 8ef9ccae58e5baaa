"""Pages of assessments."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from detente.portal.assessments import actions
from detente.portal.assessments.models import Assessment, Comparison
from detente.portal.doors import Here, door
from detente.portal.pages import back, filled_in, or_say_why, page
from detente.portal.rights import Act

# The report brings its own style and pictures in one file; it may run nothing and reach nothing.
REPORT_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "base-uri 'none'; object-src 'none'; frame-ancestors 'self'"
)


class RunForm(forms.Form):
    """How much to run."""

    worlds = forms.IntegerField(label=_("Worlds to draw"), min_value=1, max_value=10_000, initial=1000)
    seed = forms.IntegerField(label=_("Seed"), min_value=0, max_value=2**31 - 1, initial=0)


@door(Act.ASSESS, "GET")
def assessments(request: HttpRequest, here: Here) -> HttpResponseBase:
    """The runs that one may see, beside each other."""
    runs = here.see(Assessment).filter(process=here.process).defer("report", "document")
    title = ngettext("%(n)s run of the engines", "%(n)s runs of the engines", len(runs)) % {"n": len(runs)}
    done = [run for run in runs if run.state == Assessment.State.DONE]
    return page(request, here, "assessments/assessments.html", runs=runs, done=done, form=RunForm(), title=title)


@door(Act.ASSESS, "POST")
@or_say_why("assessments")
def ask(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Ask for a run."""
    given = filled_in(RunForm(request.POST))
    if here.part is None:
        return back(here, "assessments")
    return back(here, "assessments-one", actions.ask(here.part, given["worlds"], given["seed"]).key)


@door(Act.ASSESS, "GET")
def assessment(request: HttpRequest, here: Here, key: str) -> HttpResponseBase:
    """One run: progress, then its verdict and report."""
    found = here.find(Assessment, process=here.process, key=key)
    if request.headers.get("HX-Request"):
        return render(request, "assessments/state.html", {"process": here.process, "run": found})
    return page(request, here, "assessments/assessment.html", run=found)


@door(Act.ASSESS, "GET")
def report(request: HttpRequest, here: Here, key: str) -> HttpResponseBase:
    """The report of a run, in a sandbox."""
    found = here.find(Assessment, process=here.process, key=key)
    if found.state != Assessment.State.DONE:
        raise Http404
    response = HttpResponse(found.report)
    response.headers["Content-Security-Policy"] = REPORT_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


@door(Act.ASSESS, "POST")
@or_say_why("assessments")
def stop(request: HttpRequest, here: Here, key: str) -> HttpResponseBase:
    """Stop a run."""
    actions.stop(here.find(Assessment, process=here.process, key=key))
    return back(here, "assessments-one", key)


@door(Act.ASSESS, "POST")
@or_say_why("assessments")
def ask_comparison(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Ask what changed from one run to another."""
    keys = (request.POST.get("before", ""), request.POST.get("after", ""))
    before, after = (here.find(Assessment, process=here.process, key=key) for key in keys)
    return back(here, "assessments-compared", actions.ask_comparison(before, after).key)


@door(Act.ASSESS, "GET")
def comparison(request: HttpRequest, here: Here, key: str) -> HttpResponseBase:
    """What changed from one run to another."""
    related = (
        here.see(Comparison)
        .select_related("before", "after")
        .defer("before__report", "before__document", "after__report", "after__document")
    )
    found = get_object_or_404(related, process=here.process, key=key)
    if request.headers.get("HX-Request"):
        return render(request, "assessments/changes.html", {"process": here.process, "found": found})
    return page(request, here, "assessments/comparison.html", found=found)
