"""What the public pages show of the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from detente.portal.obligations.reading import Standing
from detente.portal.public.naming import kind_name
from detente.portal.recording import record_store
from detente.record import current_policy, parse_entry, parse_time


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry as it is listed."""

    index: int
    at: datetime
    kind_name: str
    by: str
    words: str
    is_sealed: bool


@dataclass(frozen=True, slots=True)
class Signer:
    """A witness, and whether it has cosigned the newest head."""

    name: str
    has_signed: bool


def entries_of(start: int, end: int) -> list[Shown]:
    """Entries from one to another, newest first."""
    entries = [parse_entry(leaf) for leaf in record_store().leaves_between(start, end)]
    return [
        Shown(entry.index, parse_time(entry.at), kind_name(entry.kind), entry.by, _words(entry.body), entry.is_sealed)
        for entry in reversed(entries)
    ]


def signers_of() -> list[Signer]:
    """The witnesses that hold now, and which of them have cosigned the newest head."""
    store = record_store()
    lines = " ".join(store.cosignatures(store.size()))
    return [Signer(name, key.name in lines) for name, key in current_policy(store).witnesses.items()]


def headline(standings: Sequence[Standing]) -> str:
    """The finding of the page, as a sentence."""
    if not standings:
        return _("No obligation has been published yet")
    done = sum(one.status == "complete" for one in standings)
    late = sum(one.days_late > 0 for one in standings)
    first = ngettext(
        "%(done)s of %(all)s obligation is complete", "%(done)s of %(all)s obligations are complete", len(standings)
    )
    rest = ngettext("%(late)s is past its deadline", "%(late)s are past their deadline", late)
    return f"{first}; {rest}" % {"done": done, "all": len(standings), "late": late}


def _words(body: object) -> str:
    if not isinstance(body, dict):
        return ""
    named = (body.get(name) for name in ("title", "what", "obligation", "clause", "venture", "words"))
    return next((str(value) for value in named if value), "")
