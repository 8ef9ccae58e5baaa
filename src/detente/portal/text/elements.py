"""How far each element has come, and the package as a whole: nothing is agreed until everything is agreed."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from detente.case import CaseError
from detente.portal.parties.models import Process
from detente.portal.recording import Entered, enter
from detente.portal.text.models import Element, ElementState, Instrument


def set_state(element: Element, state: ElementState, by: str) -> Entered:
    """Move an element, and enter it; moving back reopens it and takes the whole package back to ad referendum.

    AGREED is given to all elements at once, by `agree_package`, and CLOSED by `close_package`.

    Raises
    ------
    CaseError
        When one element alone is to be agreed or closed, or the text is signed.
    """
    if state >= ElementState.AGREED:
        raise CaseError(_("Nothing is agreed until everything is agreed: the package moves as a whole."))
    if element.state >= ElementState.AGREED and Instrument.objects.filter(process=element.process).exists():
        raise CaseError(_("An instrument has been deposited on this text. It is not reopened."))
    with transaction.atomic():
        reopens = state < element.state
        if reopens and element.state >= ElementState.AGREED:
            others = Element.objects.filter(process=element.process, state__gte=ElementState.AGREED)
            for other in others.exclude(pk=element.pk):
                _move(other, ElementState.AD_REFERENDUM, by)
        element.reopened_on = timezone.now().date() if reopens else element.reopened_on
        return _move(element, state, by)


def agree_package(process: Process, by: str) -> None:
    """Agree all elements at once.

    Raises
    ------
    CaseError
        When one of them is not yet agreed ad referendum.
    """
    with transaction.atomic():
        elements = list(Element.objects.filter(process=process))
        open_ones = [element.title for element in elements if element.state < ElementState.AD_REFERENDUM]
        if open_ones or not elements:
            names = ", ".join(open_ones) or "every element"
            raise CaseError(_("Nothing is agreed until everything is agreed. Open: %(names)s.") % {"names": names})
        for element in elements:
            _move(element, ElementState.AGREED, by)


def close_package(process: Process, by: str) -> None:
    """Close all elements at once: nothing of them is negotiated any more.

    Raises
    ------
    CaseError
        When one of them is not yet agreed.
    """
    with transaction.atomic():
        elements = list(Element.objects.filter(process=process))
        if not elements or any(element.state < ElementState.AGREED for element in elements):
            raise CaseError(_("The package is closed once it is agreed as a whole. Nothing was changed."))
        for element in elements:
            _move(element, ElementState.CLOSED, by)


def _move(element: Element, state: ElementState, by: str) -> Entered:
    entered = enter(
        "clause-state", by, {"clause": element.slug, "state": state.name.lower().replace("ad_", "agreed_ad_")}
    )
    element.state = state
    element.save(update_fields=["state", "reopened_on"])
    return entered
