"""The depositary's register: signatures, ratifications and withdrawals, and the day on which the text is in force."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from detente.case import CaseError
from detente.portal.initiative.actions import author_of
from detente.portal.parties.actions import audit
from detente.portal.parties.models import Delegation, Membership
from detente.portal.recording import enter
from detente.portal.text.models import Element, ElementState, ForceRule, Instrument

Kind = Instrument.Kind


def rule_force(part: Membership, needs: Instrument.Kind, days_after: int) -> ForceRule:
    """Write down when the text enters into force; once an instrument is deposited, this stays as it is.

    Raises
    ------
    CaseError
        When an instrument has been deposited, or the text is to begin with a withdrawal.
    """
    if needs == Kind.WITHDRAWAL:
        raise CaseError(_("A text enters into force by signature or ratification."))
    with transaction.atomic():
        if Instrument.objects.filter(process=part.process).exists():
            raise CaseError(_("An instrument has been deposited under the rule that stands. It stays as it is."))
        title = f"The text enters into force {days_after} days after the last {needs.value}"
        entered = enter("decision", author_of(part), {"title": title})
        audit(part.user, part.process, "ruled entry into force", title)
        values = {"needs": needs, "days_after": days_after, "entry": entered.index}
        return ForceRule.objects.update_or_create(process=part.process, defaults=values)[0]


def deposit(part: Membership, kind: Instrument.Kind, on: date, today: date) -> Instrument:
    """Deposit an instrument for a delegation; with the last that is needed, the day of entry into force is fixed.

    Parameters
    ----------
    part, kind, on, today :
        The head who deposits, what, the day that the instrument bears, and the day now.

    Raises
    ------
    CaseError
        When the package is not agreed, the day is to come, or the order of signature, ratification and withdrawal
        is not kept. Nothing is written then.
    """
    delegation = part.delegation
    if delegation is None or not delegation.is_signatory:
        raise PermissionError(_("Instruments are deposited by those who sign."))
    if on > today:
        raise CaseError(_("The day of an instrument is not in the future."))
    with transaction.atomic():
        _refuse_out_of_order(delegation, kind, on)
        body = {"title": f"{kind.value}, deposited", "words": on.isoformat()}
        entered = enter("declaration", delegation.slug, body)
        found = Instrument.objects.create(
            process=part.process, delegation=delegation, kind=kind, deposited_on=on, entry=entered.index
        )
        audit(part.user, part.process, "deposited", kind.value)
        _enter_into_force(part)
        return found


def _refuse_out_of_order(delegation: Delegation, kind: Instrument.Kind, on: date) -> None:
    elements = Element.objects.filter(process=delegation.process)
    if not elements.exists() or elements.filter(state__lt=ElementState.AGREED).exists():
        raise CaseError(_("Nothing is signed until everything is agreed."))
    own = {one.kind: one.deposited_on for one in Instrument.objects.filter(delegation=delegation)}
    if kind in own or Kind.WITHDRAWAL in own:
        raise CaseError(_("This has been deposited before, or the delegation has withdrawn."))
    if kind != Kind.SIGNATURE and Kind.SIGNATURE not in own:
        raise CaseError(_("Sign first."))
    if own and on < max(own.values()):
        raise CaseError(_("The day is before that of an instrument deposited earlier."))


def _enter_into_force(part: Membership) -> None:
    rule = ForceRule.objects.select_for_update().filter(process=part.process, in_force_on__isnull=True).first()
    if rule is None:
        return
    signatories = set(Delegation.objects.filter(process=part.process, is_signatory=True).values_list("pk", flat=True))
    deposited = Instrument.objects.filter(process=part.process)
    gone = set(deposited.filter(kind=Kind.WITHDRAWAL).values_list("delegation", flat=True))
    days = dict(deposited.filter(kind=rule.needs).values_list("delegation", "deposited_on"))
    if gone or set(days) != signatories:
        return
    rule.in_force_on = max(days.values()) + timedelta(days=rule.days_after)
    rule.save(update_fields=["in_force_on"])
    rests_on = list(deposited.filter(kind=rule.needs).values_list("entry", flat=True))
    title = f"The text enters into force on {rule.in_force_on.isoformat()}"
    enter("decision", "secretariat", {"title": title, "rests_on": sorted(rests_on)})
