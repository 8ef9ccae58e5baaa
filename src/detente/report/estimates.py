"""Every number that the author put in, with unit, origin and reason, and how much it moves the answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from detente.case import Case, Estimate, ShockRow


@dataclass(frozen=True, slots=True)
class StatedEstimate:
    """An estimate and where in the case it stands."""

    where: str
    estimate: Estimate


def stated_estimates(case: Case, replaced: Collection[str] = ()) -> tuple[StatedEstimate, ...]:
    """Find all estimates of a case, in its own order, each once, without those whose place a model takes (`replaced`).

    Rows of one shock share an id, because they are drawn together, and differ in their numbers.
    """
    found: dict[Estimate, StatedEstimate] = {}
    for stated in _walk(case, ""):
        if stated.estimate.id not in replaced:
            found.setdefault(stated.estimate, stated)
    return tuple(found.values())


def _walk(value: object, where: str) -> Iterator[StatedEstimate]:
    if isinstance(value, Estimate):
        yield StatedEstimate(where, value)
    elif is_dataclass(value):
        for item in fields(value):
            inner = getattr(value, item.name)
            yield from _walk(inner, _join(_own_name(value, where), _spelled(item.name), inner))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _walk(inner, f"{where}, {key}")
    elif isinstance(value, tuple):
        for inner in value:
            yield from _walk(inner, where)


def _own_name(value: Any, where: str) -> str:
    """What a record is called in words: name or title, or the parts it joins."""
    if isinstance(value, Case):
        return ""
    if isinstance(value, ShockRow):
        return f"shock {value.id}: {value.lever}"
    for name in ("name", "title"):
        if hasattr(value, name):
            return str(getattr(value, name))
    parts = [str(getattr(value, n)) for n in ("party", "payer", "payee", "element", "option") if hasattr(value, n)]
    return ", ".join(parts) or where


def _join(owner: str, field_name: str, inner: object) -> str:
    """Name a field of an owner; lists of records need no name of their own."""
    if isinstance(inner, tuple):
        return owner
    return ": ".join(part for part in (owner, field_name) if part)


def _spelled(field_name: str) -> str:
    """A field name in words, without the unit that stands in its own column.

    Examples
    --------
    >>> _spelled("stake_usd_bn_per_year"), _spelled("p_detect")
    ('stake', 'chance of detection')
    """
    known = {"p_detect": "chance of detection", "estimate": "worth", "regions": "share of region"}
    short = field_name.replace("_usd_bn_per_year", "").replace("_usd_bn", "").replace("_days", "")
    return known.get(field_name, short.removesuffix("_per_year").replace("_", " "))
