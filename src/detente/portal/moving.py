"""Move a whole portal into another database: all of it with the same record, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.models import Model

from detente.case import CaseError
from detente.portal.databases import database
from detente.record import SqlStore, current_head, move_record, shown, store_within

TARGET = "target"
ROWS_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Moved:
    """What has moved, and the head of the record, which is the same in both places."""

    place: str
    rows: int
    entries: int
    head: str


def move_portal(url: str) -> Moved:
    """Copy all tables and the record to an empty database, compare, and close the record where it was.

    Both transactions end together: the new place is committed first, and the old one is closed last. Should the power
    fail between the two, both are complete, and the old one is still open.

    Parameters
    ----------
    url : str
        Where to: as for ``DATABASE_URL``.

    Raises
    ------
    CaseError
        When the database cannot be reached, holds a portal already, or takes a row otherwise than it was.
    """
    place = shown(url)
    _point_to(url)
    try:
        call_command("migrate", database=TARGET, verbosity=0, interactive=False)
        # Before anything is locked: the place named may be the one that moves.
        _refuse_filled(place)
        with transaction.atomic(DEFAULT_DB_ALIAS), transaction.atomic(TARGET):
            return _moved(place)
    except DatabaseError as error:
        raise CaseError(
            f"{place}: {str(error).strip()}\nNothing was moved. Is the server up, and the address right?"
        ) from None
    finally:
        connections[TARGET].close()
        del connections[TARGET]


def _point_to(url: str) -> None:
    connections.settings[TARGET] = connections.configure_settings({DEFAULT_DB_ALIAS: database(url)})[DEFAULT_DB_ALIAS]


def _moved(place: str) -> Moved:
    source, target = _store(DEFAULT_DB_ALIAS), _store(TARGET)
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    _hold_writers(models)
    target_connection = connections[TARGET]
    with source.joining(), target.joining():
        # Made by the preparation of the tables, with other numbers than in the place that moves.
        for made in (Permission, ContentType):
            made._default_manager.using(TARGET).all().delete()
        rows = sum(_copy(model) for model in models)
        with target_connection.cursor() as cursor:
            for statement in target_connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)
        move_record(source, target, place)
        head = str(current_head(target))
        if head != str(current_head(source)):
            raise CaseError(f"{place}: the record has another head there. Nothing was moved.")
        return Moved(place, rows, target.size(), head)


def _store(alias: str) -> SqlStore:
    return store_within(connections[alias])


def _hold_writers(models: Iterable[type[Model]]) -> None:
    """Let nobody write while rows are copied; SQLite does so from the beginning of the transaction."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "postgresql":
        names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN SHARE MODE")


def _refuse_filled(place: str) -> None:
    target = _store(TARGET)
    target.create()
    user = apps.get_model("parties", "User")
    if target.size() or user._default_manager.using(TARGET).exists():
        raise CaseError(f"{place} holds a portal already. Name an empty database.")


def _copy(model: type[Model]) -> int:
    """Copy the rows of one model with their numbers, and compare what is read back."""
    rows = model._base_manager.using(DEFAULT_DB_ALIAS).order_by("pk")
    there = model._base_manager.using(TARGET).order_by("pk")
    found = rows.iterator(chunk_size=ROWS_AT_ONCE)
    while part := list(islice(found, ROWS_AT_ONCE)):
        there.bulk_create(part)
    number = 0
    for number, (before, after) in enumerate(zip(_values(rows), _values(there), strict=True), start=1):
        if before != after:
            raise CaseError(f"{model._meta.db_table}, row {number}: it is kept otherwise there. Nothing was moved.")
    return number


def _values(rows: Any) -> Iterator[tuple[Any, ...]]:
    found: Iterator[tuple[Any, ...]] = rows.values_list().iterator(chunk_size=ROWS_AT_ONCE)
    return found
