"""The depositary's register as a page: what has been deposited and declared, in order, each with its entry."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase

from detente.portal.doors import Here, door
from detente.portal.pages import back, or_say_why, page
from detente.portal.parties.models import Delegation
from detente.portal.rights import Act
from detente.portal.text import actions, forms
from detente.portal.text.models import Declaration, ForceRule, Instrument


@door(Act.SEE_TEXT, "GET")
def register(request: HttpRequest, here: Here) -> HttpResponseBase:
    """The register."""
    return _page(request, here)


@door(Act.SPEAK_FOR_DELEGATION, "POST")
@or_say_why("text-register")
def declare(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Declare something about the whole text, or object to a reservation."""
    form = forms.DeclarationForm(here, request.POST)
    if not form.is_valid() or here.part is None:
        return _page(request, here, 422, form=form)
    given = form.cleaned_data
    actions.declare(here.part, None, Declaration.Kind(given["kind"]), given["words"], given["about"])
    return back(here, "text-register")


def _page(request: HttpRequest, here: Here, status: int = 200, **given: object) -> HttpResponseBase:
    declared = here.see(Declaration).filter(process=here.process)
    instruments = list(here.see(Instrument).filter(process=here.process).select_related("delegation"))
    signatories = here.see(Delegation).filter(process=here.process, is_signatory=True)
    rule = here.see(ForceRule).filter(process=here.process).first()
    shown: dict[str, object] = {
        "declarations": declared.select_related("delegation", "clause", "about__delegation"),
        "instruments": instruments,
        "rule": rule,
        "missing": _missing(list(signatories), instruments, rule),
        "form": forms.DeclarationForm(here) if here.may(Act.SPEAK_FOR_DELEGATION) else None,
    }
    return page(request, here, "text/register.html", status, **(shown | given))


def _missing(signatories: list[Delegation], instruments: list[Instrument], rule: ForceRule | None) -> list[Delegation]:
    """Who has yet to do what the rule of entry into force asks for."""
    needs = rule.needs if rule else Instrument.Kind.RATIFICATION
    done = {one.delegation_id for one in instruments if one.kind == needs}
    return [one for one in signatories if one.pk not in done]
