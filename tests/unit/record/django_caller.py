"""A caller that keeps its own rows through Django, and enters what they mean in the same transaction."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime

# Whole modules: what they hold asks for settings as soon as anyone looks at it, and collectors of tests do.
import django
from django import conf, db
from django.db import transaction

from detente.record import Draft, SigningKey, append_within, is_address


def configure(place: str) -> None:
    """Settings for one database; connections are made later."""
    if is_address(place):
        folder = place.partition("host=")[2]
        database = {"ENGINE": "django.db.backends.postgresql", "NAME": "postgres", "USER": "tester", "HOST": folder}
    else:
        options = {"transaction_mode": "IMMEDIATE", "timeout": 60, "init_command": "PRAGMA synchronous = FULL"}
        database = {"ENGINE": "django.db.backends.sqlite3", "NAME": place, "OPTIONS": options}
    conf.settings.configure(DATABASES={"default": database}, USE_TZ=True)
    django.setup()
    # Loads what the database needs, once for all writers that are forked; nothing is opened.
    assert db.connections["default"].connection is None


def submit(key: SigningKey, title: str, now: Callable[[], datetime]) -> None:
    """One row and its entry."""
    with transaction.atomic():
        with db.connection.cursor() as cursor:
            cursor.execute("INSERT INTO events (title) VALUES (%s)", [title])
        append_within(db.connection, key, [Draft("declaration", "north", {"title": title})], now)


def submit_for_ever(key: SigningKey, next_title: Callable[[], str], said: Callable[[str], None]) -> None:
    """Rows and entries without end; each is acknowledged once it is committed."""
    with closing(db.connection):
        while True:
            title = next_title()
            submit(key, title, lambda: datetime.now(UTC))
            said(title)
