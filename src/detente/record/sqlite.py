"""A record in one SQLite file: nothing acknowledged is lost, and nothing half-written is seen."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from detente.case import CaseError
from detente.record.dialect import APPEND_ONLY, Dialect
from detente.record.faults import Fault
from detente.record.sql_store import SqlStore

BUSY_SECONDS = 60.0
# Names and messages of a damaged file need not be UTF-8.
FAILURES = (sqlite3.Error, UnicodeDecodeError)
MAGIC = b"SQLite format 3\0"
FULL = 2
"""The least setting of ``PRAGMA synchronous`` with which a power cut loses nothing that was committed."""


def _refused(connection: sqlite3.Connection) -> str | None:
    if not connection.in_transaction:
        return "Begin a transaction first, with BEGIN IMMEDIATE: the entry is to be written in it, or not at all."
    if connection.execute("PRAGMA synchronous").fetchone()[0] < FULL:
        return "This connection could lose what it has committed. Run PRAGMA synchronous = FULL before the transaction."
    return None


SQLITE = Dialect(
    schema=(
        # The hashes come first: to read them, the pages of a long leaf need not be read.
        "CREATE TABLE IF NOT EXISTS record_entries"
        " (position INTEGER PRIMARY KEY, hashes BLOB NOT NULL, leaf BLOB NOT NULL)",
        "CREATE TABLE IF NOT EXISTS record_heads (size INTEGER PRIMARY KEY, note TEXT NOT NULL)",
        "CREATE TABLE IF NOT EXISTS record_cosignatures"
        " (size INTEGER NOT NULL, name TEXT NOT NULL, line TEXT NOT NULL, PRIMARY KEY (size, name))",
        "CREATE TABLE IF NOT EXISTS record_sealed"
        " (position INTEGER PRIMARY KEY, salt BLOB NOT NULL, content BLOB NOT NULL)",
        "CREATE TABLE IF NOT EXISTS record_policies (position INTEGER PRIMARY KEY)",
        "CREATE TABLE IF NOT EXISTS record_moved (place TEXT NOT NULL)",
        # Against accidents only: who can write the file can drop a trigger. The signed heads are against the rest.
        *(
            f"CREATE TRIGGER IF NOT EXISTS {table}_{verb.lower()} BEFORE {verb} ON {table}"
            " BEGIN SELECT RAISE(ABORT, 'a record is only added to'); END"
            for table in APPEND_ONLY
            for verb in ("UPDATE", "DELETE")
        ),
    ),
    begin_writing=("BEGIN IMMEDIATE",),
    begin_reading=("BEGIN",),
    # A write that changes nothing takes the writers' lock, so that what is read next is the newest.
    lock=("DELETE FROM record_moved WHERE 0",),
    # All pages out of the write-ahead log, and the log emptied; secure_delete has overwritten them in the file.
    forget=("PRAGMA wal_checkpoint(TRUNCATE)",),
    placeholder="?",
    failures=FAILURES,
    in_transaction=lambda connection: bool(connection.in_transaction),
    is_lost=lambda connection: False,
    refused=_refused,
)


def sqlite_store(connection: sqlite3.Connection) -> SqlStore:
    """A store on a connection of the caller, in autocommit mode.

    Write-ahead log, and a full sync at each commit: what was acknowledged survives a crash of program and system.
    """
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    return SqlStore(connection, SQLITE)


@contextmanager
def new_sqlite_store(path: Path) -> Iterator[SqlStore]:
    """Make a record file; a `CaseError` when something is there already."""
    if path.exists():
        raise CaseError(f"{path} is there already. Name a file that is not.")
    with closing(_connect(path)) as connection:
        store = _opened(path, connection)
        store.create()
        yield store


@contextmanager
def open_sqlite_store(path: Path) -> Iterator[SqlStore]:
    """Open a record file.

    Raises
    ------
    CaseError
        When there is none, or the place cannot be written to.
    Fault
        When it is damaged so that it cannot be read.
    """
    if not is_sqlite_record(path):
        raise CaseError(f"{path} is not a record. Make one with: detente record init {path}")
    with closing(_connect(path)) as connection:
        try:
            yield _opened(path, connection)
        except FAILURES as error:
            raise Fault(f"the record cannot be read: {error}") from error


def is_sqlite_record(path: Path) -> bool:
    """Whether a file is an SQLite database with the tables of a record."""
    if not path.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.OperationalError:
        # In a folder that cannot be written to not even the tables can be listed; opening says so.
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except FAILURES:
        return False
    return "record_entries" in names


def back_up_sqlite(store: SqlStore, path: Path) -> None:
    """Copy a record while others write: the copy is one moment of it. Opening the copy is all that restoring takes."""
    if path.exists():
        raise CaseError(f"{path} is there already. Name a file that is not.")
    try:
        with closing(_connect(path)) as target:
            store.connection.backup(target)
    except sqlite3.Error as error:
        path.unlink(missing_ok=True)
        raise CaseError(f"{path} was not written: {error}. Nothing of it is left.") from None


def _opened(path: Path, connection: sqlite3.Connection) -> SqlStore:
    try:
        return sqlite_store(connection)
    except sqlite3.OperationalError as error:
        raise _unusable(path, error) from None


def _unusable(path: Path, error: Exception) -> CaseError:
    """Of a place, not of the record: a file that is damaged is another error."""
    return CaseError(f"{path} cannot be used: {error}.\nA record needs a folder that is there and can be written to.")


def _connect(path: Path) -> sqlite3.Connection:
    try:
        return sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    except sqlite3.OperationalError as error:
        raise _unusable(path, error) from None
