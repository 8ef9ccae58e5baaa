"""A record in PostgreSQL, with the same bytes and the same roots."""

from __future__ import annotations

from typing import Any

from detente.case import CaseError
from detente.record.store import Dialect, SqlStore

try:
    import psycopg
except ImportError:  # the extra is not installed; asking for a store says so
    psycopg = None  # type: ignore[assignment,unused-ignore]

APPEND_ONLY = ("record_entries", "record_nodes", "record_heads")
SCHEMA = (
    "CREATE TABLE IF NOT EXISTS record_entries (position BIGINT PRIMARY KEY, leaf BYTEA NOT NULL)",
    "CREATE TABLE IF NOT EXISTS record_nodes (number BIGINT PRIMARY KEY, hash BYTEA NOT NULL)",
    "CREATE TABLE IF NOT EXISTS record_heads (size BIGINT PRIMARY KEY, note TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS record_cosignatures"
    " (size BIGINT NOT NULL, name TEXT NOT NULL, line TEXT NOT NULL, PRIMARY KEY (size, name))",
    "CREATE TABLE IF NOT EXISTS record_sealed"
    " (position BIGINT PRIMARY KEY, salt BYTEA NOT NULL, content BYTEA NOT NULL)",
    "CREATE OR REPLACE FUNCTION record_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'a record is only added to'; END $$",
    *(
        f"CREATE OR REPLACE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION record_is_only_added_to()"
        for table in APPEND_ONLY
    ),
)
# Two programs that make the tables at once would trip over each other in the catalogue; the lock is any fixed number.
WRITER_LOCK = 6962_2013


def postgres_store(connection: Any) -> SqlStore:
    """A store on a connection of psycopg, in autocommit mode; needs the extra ``postgres``.

    Raises
    ------
    CaseError
        When the package is not installed or the connection is not in autocommit mode.
    """
    if psycopg is None:
        raise CaseError('A record in PostgreSQL needs the package psycopg: pip install "detente[postgres]"')
    if not connection.autocommit:
        raise CaseError("A store begins and ends its own transactions: open the connection with autocommit=True.")
    dialect = Dialect(
        schema=SCHEMA,
        begin_writing=("BEGIN", f"SELECT pg_advisory_xact_lock({WRITER_LOCK})"),
        begin_reading=("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",),
        placeholder="%s",
        failures=(psycopg.Error,),
    )
    return SqlStore(connection, dialect)
