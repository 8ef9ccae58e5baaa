"""Pages of the initiative."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from detente.case import CaseError
from detente.portal.doors import Here, door
from detente.portal.initiative import actions
from detente.portal.initiative.forms import DisclosureForm, ProposalForm
from detente.portal.initiative.models import Disclosure, Initiative, Receipt, Viewing
from detente.portal.pages import back, or_say_why, page, said
from detente.portal.paging import page_of
from detente.portal.parties.models import Delegation
from detente.portal.rights import Act
from detente.portal.tiers import Tier


@door(Act.SEE_INITIATIVES, "GET")
def initiatives(request: HttpRequest, here: Here) -> HttpResponseBase:
    """All initiatives that one may see."""
    found = page_of(request, here.see(Initiative).filter(process=here.process).select_related("delegation"))
    count = found.paginator.count
    title = ngettext("%(count)s initiative has been submitted", "%(count)s initiatives have been submitted", count)
    return page(
        request,
        here,
        "initiative/initiatives.html",
        initiatives=found,
        title=title % {"count": count},
        may_submit=here.may(Act.SUBMIT_INITIATIVE),
    )


@door(Act.SUBMIT_INITIATIVE, "GET", "POST")
def submit(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Submit an initiative."""
    form = ProposalForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and here.part:
        initiative = actions.submit(here.part, actions.Proposal(**form.cleaned_data))
        said(request, _("Submitted, and entered in the record as entry %(entry)s.") % {"entry": initiative.entry})
        return back(here, "initiatives-one", initiative.slug)
    return page(request, here, "initiative/submit.html", 422 if form.errors else 200, form=form)


@door(Act.SEE_INITIATIVES, "GET")
def initiative(request: HttpRequest, here: Here, slug: str) -> HttpResponseBase:
    """One initiative, who has confirmed receipt, and for its author who saw it when."""
    found = here.find(Initiative, process=here.process, slug=slug)
    if here.part:
        actions.note_viewing(found, here.part.user, here.delegation)
    receipts = list(here.see(Receipt).filter(initiative=found).select_related("delegation"))
    is_own = (
        here.part is not None and found.delegation_id == here.part.delegation_id and here.may(Act.SUBMIT_INITIATIVE)
    )
    waiting = here.see(Delegation).filter(process=here.process, is_signatory=True)
    return page(
        request,
        here,
        "initiative/initiative.html",
        initiative=found,
        receipts=receipts,
        waiting=waiting.exclude(pk__in=[r.delegation_id for r in receipts]).exclude(pk=found.delegation_id or 0),
        viewings=page_of(request, here.see(Viewing).filter(initiative=found).select_related("user", "delegation")),
        may_confirm=here.may(Act.CONFIRM_RECEIPT)
        and not is_own
        and here.delegation not in [r.delegation for r in receipts],
        disclosures=here.see(Disclosure).filter(initiative=found),
        form=DisclosureForm(found.tier) if is_own and found.tier < Tier.PUBLIC else None,
    )


@door(Act.CONFIRM_RECEIPT, "POST")
@or_say_why("initiatives-one", "slug")
def confirm(request: HttpRequest, here: Here, slug: str) -> HttpResponseBase:
    """Confirm receipt."""
    found = here.find(Initiative, process=here.process, slug=slug)
    receipt = actions.confirm_receipt(found, here.acting)
    said(request, _("Receipt confirmed, entry %(entry)s.") % {"entry": receipt.entry})
    return back(here, "initiatives-one", slug)


@door(Act.SUBMIT_INITIATIVE, "POST")
@or_say_why("initiatives-one", "slug")
def disclose(request: HttpRequest, here: Here, slug: str) -> HttpResponseBase:
    """Show an initiative to a wider tier."""
    found = here.find(Initiative, process=here.process, slug=slug)
    form = DisclosureForm(found.tier, request.POST)
    if not form.is_valid():
        raise CaseError(_("What was disclosed cannot be taken back. Choose a wider tier."))
    actions.disclose(found, here.acting, Tier(form.cleaned_data["tier"]))
    said(request, _("Disclosed. This cannot be taken back."))
    return back(here, "initiatives-one", slug)
