"""The record, kept in the portal's own database: an action and its entry are written together or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver

from detente.case import CaseError
from detente.portal.tiers import Tier
from detente.record import (
    Draft,
    KeyKind,
    Sealed,
    SigningKey,
    SqlStore,
    append,
    new_key,
    parse_signing_key,
    policy_text,
    postgres_store,
    sqlite_store,
    start_record,
)

KEY_FILE = "record.key"


@receiver(connection_created)
def keep_store(sender: object, connection: BaseDatabaseWrapper, **_: object) -> None:
    """Open the store on each new connection, before any transaction begins on it."""
    opens = {"sqlite": sqlite_store, "postgresql": postgres_store}
    setattr(connection, "record_store", opens[connection.vendor](connection.connection))  # noqa: B010


def record_store() -> SqlStore:
    """The store of the record on the connection of this thread."""
    connection.ensure_connection()
    store: SqlStore = connection.record_store  # type: ignore[attr-defined]
    return store


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
        Number of the entry and its time.

    Raises
    ------
    CaseError
        With every problem of the entry; nothing is written then.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an entry belongs into the transaction of its action")
    filled = {name: value for name, value in body.items() if value not in ("", None, [])}
    draft = Draft(kind, by, filled)
    store = record_store()
    with store.joining():
        # The time is taken when this writer's turn has come; a clock that is behind the last entry makes append raise.
        at = datetime.now(UTC)
        append(store, signing_key(), [draft if tier == Tier.PUBLIC else Sealed(draft)], at, None)
        return Entered(store.size() - 1, at)


def begin_record(title: str, origin: str) -> None:
    """Make the tables of the record and write its charter, unless that was done before."""
    store = record_store()
    # In a transaction of its own: who joins one takes a lock on these tables, so they must be there.
    store.create()
    with transaction.atomic(), store.joining():
        if store.size():
            return
        key = _own_key(origin)
        charter = Draft("charter", "secretariat", {"title": title, "policy": policy_text(key.verifier, {}, needed=0)})
        start_record(store, key, charter, datetime.now(UTC))


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
