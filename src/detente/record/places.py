"""Where a record is: a file, or the address of a database."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from detente.record.postgres import new_postgres_store, open_postgres_store, without_password
from detente.record.sql_store import SqlStore
from detente.record.sqlite import is_sqlite_record, new_sqlite_store, open_sqlite_store

SCHEMES = ("postgresql://", "postgres://")


def is_address(place: str) -> bool:
    """Whether a place is the address of a database; else it is a file.

    Examples
    --------
    >>> is_address("postgresql://db.example/talks"), is_address("talks.record")
    (True, False)
    """
    return place.startswith(SCHEMES)


def shown(place: str) -> str:
    """A place as it may be shown: an address without its password."""
    return without_password(place) if is_address(place) else place


def open_store(place: str) -> AbstractContextManager[SqlStore]:
    """Open the record at a place; a `CaseError` when there is none."""
    return open_postgres_store(place) if is_address(place) else open_sqlite_store(Path(place))


def new_store(place: str) -> AbstractContextManager[SqlStore]:
    """Make the tables of a record at a place; a `CaseError` when something is there."""
    return new_postgres_store(place) if is_address(place) else new_sqlite_store(Path(place))


def is_record(place: str) -> bool:
    """Whether a place is a record, by its form and, for a file, its tables."""
    return is_address(place) or is_sqlite_record(Path(place))
