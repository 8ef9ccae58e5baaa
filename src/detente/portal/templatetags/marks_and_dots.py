"""The small marks of every page: dots of a tier, chip of a party, boxes of an element, disc of a status."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from detente.portal.obligations.models import Status
from detente.portal.obligations.reading import Standing
from detente.portal.parties.models import Delegation
from detente.portal.text.models import Element
from detente.portal.tiers import Tier

register = template.Library()

DISCS = {
    Status.NOT_STARTED: "s1",
    Status.MINIMAL: "s2",
    Status.INTERMEDIATE: "s3",
    Status.COMPLETE: "s4",
    Status.DISPUTED: "sd",
    Status.UNKNOWN: "su",
}


@register.filter
@cache
def dots(tier: int) -> SafeString:
    """Four dots, as many filled as the tier is wide."""
    return format_html('<svg class="dots" aria-hidden="true"><use href="#t{}"/></svg>', int(tier))


@register.filter
def tier_name(tier: int) -> str:
    """The word beside the dots."""
    return str(Tier(int(tier)).label)


@register.filter
def chip(delegation: Delegation | None) -> SafeString:
    """Code of a party in its hue, and its name."""
    if delegation is None:
        return SafeString()
    return _chip(delegation.hue, delegation.code, delegation.name)


# What all pages repeat is written once: a list of obligations has a hundred of these.
@lru_cache(maxsize=1_000)
def _chip(hue: str, code: str, name: str) -> SafeString:
    return format_html('<span class="pc {}">{}</span> {}', hue, code, name)


@register.filter
def steps(element: Element) -> SafeString:
    """Five boxes; the one after the last filled is dashed when the element was reopened."""
    symbol = f"e{element.state}{'r' if element.reopened_on and element.state < 5 else ''}"
    return format_html('<svg class="steps" aria-hidden="true"><use href="#{}"/></svg>', symbol)


@register.filter
@cache
def disc(status: str) -> SafeString:
    """A disc that fills from not started to complete; a diamond for disputed, a hatched one for unknown."""
    return format_html('<svg class="disc" aria-hidden="true"><use href="#{}"/></svg>', DISCS[Status(status)])


@register.filter
def discs(standings: Iterable[Standing]) -> SafeString:
    """A disc for each obligation, in order."""
    return SafeString("".join(disc(one.status) for one in standings))


@register.filter
def status_name(status: str) -> str:
    """The word beside the disc."""
    return str(Status(status).label)


@register.filter
def item(mapping: dict[Any, Any], key: Any) -> Any:
    """The value of a key that is known only here."""
    return mapping.get(key)
