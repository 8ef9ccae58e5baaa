"""Start pages, invitations and the audit trail."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from detente.portal.access import viewer_of, visible
from detente.portal.doors import Here, door
from detente.portal.pages import back, or_say_why, page, said
from detente.portal.paging import page_of
from detente.portal.parties import actions
from detente.portal.parties.forms import AcceptForm, InvitationForm, LendForm
from detente.portal.parties.models import AuditEvent, Delegation, Invitation, Membership, Process, Role, Scope
from detente.portal.parties.waiting import waiting_for
from detente.portal.rights import Act

PER_PAGE = 50
MOST_DIGITS = 16


@require_http_methods(["GET"])
def start(request: HttpRequest) -> HttpResponse:
    """All processes that one may see; the page of the only one at once."""
    viewer = viewer_of(request.user.pk if request.user.is_authenticated else None)
    found = list(visible(viewer, Process).order_by("title"))
    if len(found) == 1:
        return redirect("home" if viewer.processes() else "public", found[0].slug)
    return render(request, "parties/start.html", {"processes": found, "own": viewer.processes()})


@door(Act.SEE_HOME, "GET")
def home(request: HttpRequest, here: Here) -> HttpResponseBase:
    """What waits for one in a process."""
    return _home(request, here)


def _home(request: HttpRequest, here: Here, status: int = 200, **given: object) -> HttpResponseBase:
    may_lend = here.may(Act.LEND) and here.part is not None and here.part.acts_for_id is None
    invitations = here.see(Invitation).filter(process=here.process).select_related("delegation").order_by("-pk")
    shown: dict[str, object] = {
        "tasks": page_of(request, waiting_for(here), "tasks"),
        "delegations": here.see(Delegation).filter(process=here.process),
        "invitation_form": InvitationForm() if here.may(Act.INVITE) else None,
        "people": page_of(request, _people(here) if here.may(Act.INVITE) else [], "people"),
        "lend_form": LendForm(here) if may_lend else None,
        "invitations": page_of(request, invitations, "invitations"),
    }
    return page(request, here, "parties/home.html", status, **(shown | given))


def _people(here: Here) -> QuerySet[Membership]:
    """Whose part one may end: a mediator everyone's, a head those of the own delegation; not one's own."""
    holds = Q(until__isnull=True) | Q(until__gt=timezone.now())
    found = here.see(Membership).filter(holds, process=here.process).exclude(user=here.viewer.user_id or 0)
    own = found if here.delegation is None else found.filter(delegation=here.delegation)
    return own.select_related("user", "delegation").order_by("role", "pk")


@door(Act.INVITE, "POST")
@or_say_why("home")
def invite(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Invite a person; the address is shown once."""
    form = InvitationForm(request.POST)
    address = ""
    if form.is_valid() and here.part:
        given = form.cleaned_data
        of = here.find(Delegation, process=here.process, slug=given["delegation"]) if given["delegation"] else None
        if of is None and given["role"] in (Role.HEAD, Role.MEMBER):
            form.add_error("delegation", _("Heads and members belong to a delegation."))
        else:
            secret = actions.invite(here.part, Role(given["role"]), given["name"], of)
            address = request.build_absolute_uri(f"{reverse('invitation')}#{secret}")
    return page(request, here, "parties/invited.html", 422 if form.errors else 200, form=form, address=address)


@door(Act.LEND, "POST")
@or_say_why("home")
def lend(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Lend the right to act as head to a member of the own delegation."""
    form = LendForm(here, request.POST)
    if not form.is_valid():
        return _home(request, here, 422, lend_form=form)
    given = form.cleaned_data
    actions.lend_authority(here.acting, given["to"], given["days"], Scope(given["scope"]), given["since"])
    said(request, _("Lent. It ends by itself, or when you take it back."))
    return back(here, "home")


@door(Act.INVITE, "POST")
@or_say_why("home")
def end(request: HttpRequest, here: Here, part: int) -> HttpResponseBase:
    """End a part."""
    found = here.find(Membership, process=here.process, pk=part)
    if here.part:
        actions.end_membership(found, here.part)
    return back(here, "home")


@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    """Make the account of an invited person; the code stands behind the # of the address, which no server is sent."""
    form = AcceptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if actions.accept_invitation(given["code"], given["username"], given["password"]) is not None:
            return redirect(settings.LOGIN_URL)
        form.add_error("code", _("This code was used, or is over. Ask for another invitation."))
    return render(request, "parties/accept.html", {"form": form}, status=422 if form.errors else 200)


@door(Act.AUDIT, "GET")
def audit(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Who did what when."""
    before = request.GET.get("before", "")
    found = here.see(AuditEvent).filter(process=here.process)
    # By number of the event and not by page: to count hundreds of thousands costs more than to show fifty.
    older = found.filter(pk__lt=int(before)) if before.isdecimal() and len(before) < MOST_DIGITS else found
    events = list(older.select_related("user")[: PER_PAGE + 1])
    more = events[PER_PAGE - 1].pk if len(events) > PER_PAGE else None
    return page(request, here, "parties/audit.html", events=events[:PER_PAGE], before=more)
