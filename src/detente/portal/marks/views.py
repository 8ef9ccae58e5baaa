"""Pages of blind acceptance."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from detente.case import CaseError
from detente.portal.doors import Here, door
from detente.portal.marks import actions
from detente.portal.marks.forms import PackageForm, RoundForm, SealForm
from detente.portal.marks.models import Overlap, Package, PackageOverlap, Round, Sealing
from detente.portal.marks.packages import put_package
from detente.portal.pages import back, filled_in, or_say_why, page
from detente.portal.parties.models import Delegation
from detente.portal.rights import Act
from detente.portal.text.models import Draft


@door(Act.SEE_MARKS, "GET")
def marks(request: HttpRequest, here: Here) -> HttpResponseBase:
    """The round that is open or was last, who has sealed, and what was revealed."""
    actions.end_rounds(here.process, timezone.now())
    return _round_page(request, here)


@door(Act.SEAL_MARKS, "POST")
@or_say_why("marks")
def seal(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Seal the answers of a delegation, and show its receipt once."""
    found = here.find(Round, process=here.process, closed_at__isnull=True)
    form = SealForm(_versions(found.draft), _packages(here, found.draft), request.POST)
    if not form.is_valid() or here.part is None:
        return _round_page(request, here, 422, form=form)
    receipt = actions.seal(found, here.part, form.answers(), form.packages())
    return _round_page(request, here, receipt=receipt)


@door(Act.OPEN_ROUND, "POST")
@or_say_why("marks")
def open_round(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Open a round on the newest draft."""
    hours = filled_in(RoundForm(request.POST))["hours"]
    draft = here.see(Draft).filter(process=here.process).first()
    if draft is None:
        raise CaseError(_("There is no draft yet. Issue one, then open a round on it."))
    if here.part:
        actions.open_round(here.part, draft, timezone.now() + timedelta(hours=hours))
    return back(here, "marks")


@door(Act.OPEN_ROUND, "POST")
@or_say_why("marks")
def package(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Put a package on the newest draft."""
    draft = here.see(Draft).filter(process=here.process).first()
    if draft is None or here.part is None:
        return back(here, "marks")
    form = PackageForm(_versions(draft), request.POST)
    if not form.is_valid():
        return _round_page(request, here, 422, package_form=form)
    put_package(here.part, draft, form.cleaned_data["title"], form.choices())
    return back(here, "marks")


def _round_page(request: HttpRequest, here: Here, status: int = 200, **given: Any) -> HttpResponseBase:
    found = here.see(Round).filter(process=here.process).select_related("draft").first()
    signatories = here.see(Delegation).filter(process=here.process, is_signatory=True)
    sealings = {one.delegation_id: one for one in here.see(Sealing).filter(round=found)} if found else {}
    is_open = found is not None and found.closed_at is None
    shown: dict[str, Any] = {
        "round": found,
        "is_open": is_open,
        "title": _title(here, found),
        "sealed": [(one, sealings.get(one.pk)) for one in signatories],
        "overlaps": here.see(Overlap).filter(round=found).select_related("clause__element") if found else [],
        "package_overlaps": here.see(PackageOverlap).filter(round=found).select_related("package"),
        "round_form": RoundForm() if here.may(Act.OPEN_ROUND) and not is_open else None,
    }
    if found is not None:
        shown["hidden"] = found.draft.versions.count() - shown["overlaps"].values("clause").distinct().count()
    draft = here.see(Draft).filter(process=here.process).first()
    if draft and here.may(Act.OPEN_ROUND) and not here.see(Round).filter(draft=draft).exists():
        shown["package_form"] = PackageForm(_versions(draft))
    shown["packages"] = _packages(here, draft) if draft else []
    if found is not None and is_open and here.may(Act.SEAL_MARKS) and here.delegation and here.delegation.is_signatory:
        shown["form"] = SealForm(_versions(found.draft), _packages(here, found.draft))
    return page(request, here, "marks/marks.html", status, **(shown | given))


def _title(here: Here, found: Round | None) -> str:
    if found is None:
        return _("No round has been opened yet")
    if found.closed_at is None:
        if here.delegation is None:
            return _("Round %(number)s is open") % {"number": found.number}
        return _("Which articles could %(delegation)s accept?") % {"delegation": here.delegation}
    if found.revealed_at is None:
        return _("Round %(number)s ended before all had sealed; nothing was revealed") % {"number": found.number}
    count = here.see(Overlap).filter(round=found).values("clause").distinct().count()
    words = ngettext("%(n)s of %(all)s articles overlaps", "%(n)s of %(all)s articles overlap", count)
    return words % {"n": count, "all": found.draft.versions.count()}


def _packages(here: Here, draft: Draft) -> list[Package]:
    return list(here.see(Package).filter(draft=draft))


def _versions(draft: Draft) -> Any:
    return list(draft.versions.select_related("clause__element").order_by("clause__number"))
