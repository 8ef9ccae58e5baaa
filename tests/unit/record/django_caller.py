"""A caller that keeps its own rows through Django, and enters what they mean in the same transaction."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection, transaction

from detente.record import Draft, SigningKey, append_within, is_address


def configure(place: str) -> None:
    """Settings for one database; connections are made later."""
    if is_address(place):
        folder = place.partition("host=")[2]
        database = {"ENGINE": "django.db.backends.postgresql", "NAME": "postgres", "USER": "tester", "HOST": folder}
    else:
        options = {"transaction_mode": "IMMEDIATE", "timeout": 60, "init_command": "PRAGMA synchronous = FULL"}
        database = {"ENGINE": "django.db.backends.sqlite3", "NAME": place, "OPTIONS": options}
    settings.configure(DATABASES={"default": database}, USE_TZ=True)


def submit(key: SigningKey, title: str, now: Callable[[], datetime]) -> None:
    """One row and its entry."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO events (title) VALUES (%s)", [title])
        append_within(connection, key, [Draft("declaration", "north", {"title": title})], now)


def submit_for_ever(key: SigningKey, next_title: Callable[[], str], said: Callable[[str], None]) -> None:
    """Rows and entries without end; each is acknowledged once it is committed."""
    with closing(connection):
        while True:
            title = next_title()
            submit(key, title, lambda: datetime.now(UTC))
            said(title)
