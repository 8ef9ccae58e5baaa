"""The record, kept in the portal's own database: an action and its entry are written together or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from detente.case import CaseError
from detente.portal.tiers import Tier
from detente.record import (
    Draft,
    KeyKind,
    Sealed,
    SigningKey,
    SqlStore,
    append_within,
    new_key,
    parse_entry,
    parse_signing_key,
    parse_time,
    policy_text,
    schema_statements,
    start_within,
    store_within,
)

KEY_FILE = "record.key"


def record_store() -> SqlStore:
    """The store of the record on the connection of this thread."""
    return store_within(connection)


@dataclass(frozen=True, slots=True)
class Entered:
    """Where an entry stands, and since when."""

    index: int
    at: datetime


def enter(kind: str, by: str, body: Mapping[str, Any], tier: int = Tier.PARTIES) -> Entered:
    """Enter what is done, within the transaction of the action; all but what is public is sealed.

    Parameters
    ----------
    kind, by, body :
        Kind of the entry, id of who enters it, and the fields of its kind; empty fields are left out.
    tier : Tier
        To whom it is disclosed. What is not public leaves a commitment only.

    Returns
    -------
    Entered
        Number of the entry and the time that stands in it.

    Raises
    ------
    CaseError
        With every problem of the entry; nothing is written then.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an entry belongs into the transaction of its action")
    filled = {name: value for name, value in body.items() if value not in ("", None, [])}
    draft = Draft(kind, by, filled)
    append_within(connection, signing_key(), [draft if tier == Tier.PUBLIC else Sealed(draft)], timezone.now)
    store = record_store()
    index = store.size() - 1
    return Entered(index, parse_time(parse_entry(store.leaf(index)).at))


def begin_record(title: str, origin: str) -> None:
    """Make the tables of the record and write its charter, unless that was done before."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            for statement in schema_statements(connection.vendor):
                cursor.execute(statement)
        if record_store().size():
            return
        key = _own_key(origin)
        charter = Draft("charter", "secretariat", {"title": title, "policy": policy_text(key.verifier, {}, needed=0)})
        start_within(connection, key, charter, timezone.now)


def refuse_moved() -> None:
    """Raise a `CaseError` when the portal has moved from this database to another."""
    store = record_store()
    store.create()
    place = store.moved_to()
    if place is not None:
        raise CaseError(f"This portal has moved to {place}.\nSet DATABASE_URL to that database.")


def _own_key(origin: str) -> SigningKey:
    key_file = Path(settings.DATA) / KEY_FILE
    if not key_file.exists():
        key_file.parent.mkdir(parents=True, exist_ok=True)
        key_file.touch(mode=0o600)
        key_file.write_text(f"{new_key(origin, KeyKind.LOG).secret_text()}\n", encoding="utf-8")
    signing_key.cache_clear()
    return signing_key()


@cache
def signing_key() -> SigningKey:
    """The key of the record."""
    key_file = Path(settings.DATA) / KEY_FILE
    if not key_file.is_file():
        raise CaseError(f"{key_file}: the key of the record is not there. Restore it from where it is kept.")
    return parse_signing_key(key_file.read_text(encoding="utf-8").strip())


def sha256_of(words: str) -> str:
    """Hash of a text, as entries name documents."""
    return hashlib.sha256(words.encode()).hexdigest()
