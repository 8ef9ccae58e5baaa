"""Where the tables are: one URL says it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from detente.case import CaseError

# Opening a connection costs more than most requests; each thread keeps its own, as long as it answers.
KEPT_SECONDS = 60
# The record begins its transactions in this way too: who writes has the lock from the start, and nobody waits in vain.
# What is entered is on the disk before anyone is told of it, so each commit is synced in full.
# Who reads does not wait for who writes (write-ahead log), and what is erased is overwritten in the file.
# Each thread keeps 8 MB of the file, and sorts in memory.
SQLITE_COMMANDS = (
    "PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON; PRAGMA synchronous = FULL;"
    " PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY"
)
SQLITE_OPTIONS = {"transaction_mode": "IMMEDIATE", "timeout": 60, "init_command": SQLITE_COMMANDS}


def database(url: str) -> dict[str, Any]:
    """Settings of a database from its URL.

    Raises
    ------
    CaseError
        When the URL is of another kind. What follows a question mark goes to PostgreSQL, as in ``?sslmode=require``.

    Examples
    --------
    >>> database("sqlite:///portal.sqlite3")["NAME"]
    'portal.sqlite3'
    >>> database("postgres://anna@db.example:5433/portal")["PORT"]
    5433
    >>> database("postgres:///portal?host=/run/postgresql")["HOST"]
    '/run/postgresql'
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite" and parts.path.strip("/"):
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path)[1:],
            "OPTIONS": dict(SQLITE_OPTIONS),
            "CONN_MAX_AGE": KEPT_SECONDS,
        }
    if parts.scheme in ("postgres", "postgresql") and parts.path.strip("/"):
        options = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or options.pop("host", ""),
            "PORT": parts.port or "",
            "OPTIONS": options,
            "CONN_MAX_AGE": KEPT_SECONDS,
            # A server that was started anew is reached again, without an error page between.
            "CONN_HEALTH_CHECKS": True,
        }
    raise CaseError(
        f'DATABASE_URL begins with "{parts.scheme}" or names no database.\n'
        "Use sqlite:///FILE or postgres://USER:PASSWORD@HOST:PORT/NAME."
    )
