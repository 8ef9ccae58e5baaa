"""A record in the database of another program: the entry and what it describes in one transaction of the caller."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from detente.case import CaseError
from detente.record.dialect import Dialect
from detente.record.entries import Draft
from detente.record.keys import SigningKey
from detente.record.log import Sealed, append, start_record
from detente.record.notes import Note
from detente.record.postgres import SCHEMA as POSTGRES_SCHEMA
from detente.record.postgres import postgres_dialect
from detente.record.sql_store import SqlStore
from detente.record.sqlite import SQLITE

Clock = Callable[[], datetime]


def append_within(connection: Any, key: SigningKey, drafts: Sequence[Draft | Sealed], now: Clock) -> Note:
    """Enter what was done within the transaction that the caller has begun, and commits with the change it describes.

    Call it after the change and as the last thing in the transaction: other writers wait from here until its end. When
    it raises, nothing of the entries is left and the transaction can be rolled back, or go on without them.

    Parameters
    ----------
    connection :
        Of `sqlite3` or psycopg, in a transaction; or Django's ``connection``, within ``transaction.atomic()``. On
        SQLite begin the transaction with ``BEGIN IMMEDIATE`` (in Django the option ``transaction_mode``), or it may
        find that another has written meanwhile, and fail.
    key, drafts :
        As for `append`.
    now : callable
        Gives the time, with its zone; asked when this writer's turn has come, because one who waits for others would
        bring an older time than theirs. In Django, ``timezone.now``.

    Returns
    -------
    Note
        The signed head. Show it to nobody before the transaction has committed: it may still be rolled back.

    Raises
    ------
    CaseError
        When there is no transaction, the connection could lose what it commits, or as `append` does.
    Fault
        As `append` does.

    Examples
    --------
    >>> from datetime import UTC
    >>> from detente.record import KeyKind, new_key, policy_text
    >>> own = sqlite3.connect(":memory:", isolation_level=None)
    >>> for statement in schema_statements("sqlite"):
    ...     _ = own.execute(statement)
    >>> key = new_key("example.org/record", KeyKind.LOG)
    >>> now = lambda: datetime(2025, 11, 30, 12, tzinfo=UTC)
    >>> charter = {"title": "Talks", "policy": policy_text(key.verifier, {}, needed=0)}
    >>> _ = own.execute("BEGIN IMMEDIATE")
    >>> head = start_within(own, key, Draft("charter", "secretariat", charter), now)
    >>> head = append_within(own, key, [Draft("declaration", "north", {"title": "We agree."})], now)
    >>> _ = own.execute("COMMIT")
    >>> store_within(own).size()
    2
    """
    store = store_within(connection)
    with store.joining():
        return append(store, key, drafts, now(), None)


def start_within(connection: Any, key: SigningKey, charter: Draft, now: Clock) -> Note:
    """Begin a record within the transaction of the caller; the tables must be there."""
    store = store_within(connection)
    with store.joining():
        return start_record(store, key, charter, now())


def store_within(connection: Any) -> SqlStore:
    """The store in a caller's database: to read, prove and export, or to append several times with `joining`.

    Raises
    ------
    CaseError
        When the connection is of no database that can keep a record.
    """
    raw = _raw(connection)
    return SqlStore(raw, _dialect(raw))


def schema_statements(vendor: str) -> tuple[str, ...]:
    """The statements that make the tables of a record, for a migration; `vendor` is ``sqlite`` or ``postgresql``.

    Examples
    --------
    >>> len(schema_statements("sqlite")) > 7
    True
    """
    known = {"sqlite": SQLITE.schema, "postgresql": POSTGRES_SCHEMA}
    if vendor not in known:
        raise CaseError(f'A record cannot be kept in "{vendor}". Use sqlite or postgresql.')
    return known[vendor]


def _raw(connection: Any) -> Any:
    """The connection itself, out of the wrapper that Django puts around it."""
    if hasattr(connection, "ensure_connection"):
        connection.ensure_connection()
        return connection.connection
    return connection


def _dialect(connection: Any) -> Dialect:
    if isinstance(connection, sqlite3.Connection):
        return SQLITE
    if type(connection).__module__.partition(".")[0] == "psycopg":
        return postgres_dialect()
    raise CaseError(f"A record cannot be kept through a {type(connection).__name__}. Use sqlite3, psycopg or Django.")
