"""A record in PostgreSQL, with the same bytes and the same roots."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from detente.case import CaseError
from detente.record.dialect import APPEND_ONLY, Dialect
from detente.record.faults import Fault
from detente.record.sql_store import SqlStore

try:
    import psycopg
except ImportError:  # the extra is not installed; asking for a store says so
    psycopg = None  # type: ignore[assignment,unused-ignore]

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS record_entries"
    " (position BIGINT PRIMARY KEY, hashes BYTEA NOT NULL, leaf BYTEA NOT NULL)",
    "CREATE TABLE IF NOT EXISTS record_heads (size BIGINT PRIMARY KEY, note TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS record_cosignatures"
    " (size BIGINT NOT NULL, name TEXT NOT NULL, line TEXT NOT NULL, PRIMARY KEY (size, name))",
    "CREATE TABLE IF NOT EXISTS record_sealed"
    " (position BIGINT PRIMARY KEY, salt BYTEA NOT NULL, content BYTEA NOT NULL)",
    "CREATE TABLE IF NOT EXISTS record_policies (position BIGINT PRIMARY KEY)",
    "CREATE TABLE IF NOT EXISTS record_moved (place TEXT NOT NULL)",
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
LOCK = (
    # A server, database or user can be set to acknowledge before the disk has it; a record must not.
    "SET LOCAL synchronous_commit = on",
    f"SELECT pg_advisory_xact_lock({WRITER_LOCK})",
)
CONNECT_SECONDS = 20
MISSING = 'A record in PostgreSQL needs the package psycopg: pip install "detente[postgres]"'


def postgres_store(connection: Any) -> SqlStore:
    """A store on a connection of psycopg, in autocommit mode; needs the extra ``postgres``.

    Raises
    ------
    CaseError
        When the package is not installed or the connection is not in autocommit mode.
    """
    dialect = postgres_dialect()
    if not connection.autocommit:
        raise CaseError("A store begins and ends its own transactions: open the connection with autocommit=True.")
    return SqlStore(connection, dialect)


def postgres_dialect() -> Dialect:
    """How PostgreSQL says it; a `CaseError` when the package is not installed."""
    if psycopg is None:
        raise CaseError(MISSING)
    return Dialect(
        schema=SCHEMA,
        begin_writing=("BEGIN", *LOCK),
        begin_reading=("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",),
        lock=LOCK,
        # The table is written anew; the server's own log keeps older pages until it is recycled.
        forget=("VACUUM FULL record_sealed",),
        placeholder="%s",
        failures=(psycopg.Error,),
        in_transaction=_is_in_transaction,
        is_lost=lambda connection: bool(connection.broken or connection.closed),
        refused=lambda connection: None if _is_in_transaction(connection) else "Begin a transaction first.",
    )


@contextmanager
def new_postgres_store(url: str) -> Iterator[SqlStore]:
    """Make the tables of a record in a database; a `CaseError` when one has begun there."""
    with _connected(url) as store:
        store.create()
        if store.size():
            raise CaseError(f"{without_password(url)} holds a record already. Name a database that does not.")
        yield store


@contextmanager
def open_postgres_store(url: str) -> Iterator[SqlStore]:
    """Open the record in a database; a `CaseError` when it cannot be reached or holds none."""
    with _connected(url) as store:
        if store.connection.execute("SELECT to_regclass('record_moved')").fetchone()[0] is None:
            raise CaseError(f"{without_password(url)} holds no record. Make one with: detente record init")
        yield store


def without_password(url: str) -> str:
    """An address as it may be shown.

    Examples
    --------
    >>> without_password("postgresql://north:secret@db.example/talks?sslmode=require")
    'postgresql://north@db.example/talks'
    """
    scheme, _, rest = url.partition("://")
    user, at, place = rest.partition("?")[0].rpartition("@")
    return f"{scheme}://{user.partition(':')[0]}{at}{place}"


@contextmanager
def _connected(url: str) -> Iterator[SqlStore]:
    if psycopg is None:
        raise CaseError(MISSING)
    try:
        psycopg.conninfo.conninfo_to_dict(url)
    except psycopg.Error:
        # Its message would repeat a part of the address, which may be the password.
        raise CaseError(f"{without_password(url)} is not written as postgresql://USER@HOST/DATABASE.") from None
    try:
        connection = psycopg.connect(url, autocommit=True, connect_timeout=CONNECT_SECONDS)
    except psycopg.Error as error:
        why = str(error).strip()
        raise CaseError(
            f"{without_password(url)} cannot be reached: {why}\nIs the server up, and the address right?"
        ) from None
    try:
        with closing(connection):
            yield postgres_store(connection)
    except psycopg.Error as error:
        raise Fault(f"the record cannot be read: {str(error).strip()}") from error


def _is_in_transaction(connection: Any) -> bool:
    # Outside autocommit the first statement begins one; one that has failed is left to the statement that comes next.
    status = psycopg.pq.TransactionStatus
    return not connection.autocommit or connection.info.transaction_status in (status.INTRANS, status.INERROR)
