"""Take ventures over from the case of a process, each once."""

from __future__ import annotations

import re
from decimal import Decimal

from django.db import transaction

from detente.case import Venture as CaseVenture
from detente.portal.parties.founding import slug_of
from detente.portal.parties.models import Membership
from detente.portal.ventures.actions import Share, Written, write
from detente.portal.ventures.gates import case_of
from detente.portal.ventures.models import Venture

SHARE = re.compile(r"(.+?)\s+(\d{1,3}(?:\.\d+)?)\s*%")
# Units of a value of which something is known about millions and currency; any other stays in the words.
MILLIONS = {"mn": 1, "bn": 1000}
UNIT = re.compile(r"(?:(mn|bn)\s+([A-Z]{3})|([A-Z]{3})\s+(mn|bn))")
STOPPED = ("suspended", "blocked", "closed", "frozen")


def left_to_take(part: Membership) -> list[CaseVenture]:
    """Ventures of the case that the process does not have yet."""
    case, _why = case_of(part.process)
    known = set(Venture.objects.filter(process=part.process).values_list("slug", flat=True))
    return [one for one in case.ventures if slug_of(one.id)[:50] not in known] if case else []


def take_over(part: Membership) -> int:
    """Write down every venture of the case that is not there yet, and say how many; their words go along."""
    found = left_to_take(part)
    with transaction.atomic():
        for one in found:
            write(part, slug_of(one.id)[:50], written_of(one))
    return len(found)


def written_of(one: CaseVenture) -> Written:
    """A venture of a case as the portal has it; what does not fit stays in the words of its conditions.

    A value in millions or billions of a currency is taken as a number, a partner with a percentage as its share.
    """
    value, currency = _value(one)
    unread = f"{one.value:g} {one.unit}" if one.value is not None and value is None else ""
    year = one.status_on.year if one.status in STOPPED and one.status_on else None
    words = (one.note, f"{one.status}, {one.status_on or 'undated'}", unread, one.source, one.url)
    return Written(
        name=one.name[:200],
        sector=one.sector[:100],
        partners=tuple(map(_share, one.partners)),
        value_mn=value,
        currency=currency,
        needs="\n".join(one.needs),
        conditions="\n".join(filter(None, words)),
        suspended_in=year,
    )


def _value(one: CaseVenture) -> tuple[Decimal | None, str]:
    unit = UNIT.fullmatch(one.unit)
    if one.value is None or unit is None:
        return None, "USD"
    return Decimal(str(one.value)) * MILLIONS[unit[1] or unit[4]], unit[2] or unit[3]


def _share(text: str) -> Share:
    found = SHARE.fullmatch(text)
    return Share(found[1][:200], round(Decimal(found[2]) / 100, 4)) if found else Share(text[:200])
