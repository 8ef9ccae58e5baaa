"""Where the tables are: one URL says it."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from detente.case import CaseError

# The record begins its transactions in this way too: who writes has the lock from the start, and nobody waits in vain.
# What is entered is on the disk before anyone is told of it, so each commit is synced in full.
SQLITE_OPTIONS = {"transaction_mode": "IMMEDIATE", "timeout": 60, "init_command": "PRAGMA synchronous = FULL"}


def database(url: str) -> dict[str, Any]:
    """Settings of a database from its URL.

    Raises
    ------
    CaseError
        When the URL is of another kind.

    Examples
    --------
    >>> database("sqlite:///portal.sqlite3")["NAME"]
    'portal.sqlite3'
    >>> database("postgres://anna@db.example:5433/portal")["PORT"]
    5433
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite" and parts.path.strip("/"):
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path)[1:],
            "OPTIONS": SQLITE_OPTIONS,
        }
    if parts.scheme in ("postgres", "postgresql") and parts.path.strip("/"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": parts.port or "",
            "CONN_MAX_AGE": 60,
        }
    raise CaseError(
        f'DATABASE_URL begins with "{parts.scheme}" or names no database.\n'
        "Use sqlite:///FILE or postgres://USER:PASSWORD@HOST:PORT/NAME."
    )
