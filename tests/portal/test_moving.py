"""A portal moves from SQLite to PostgreSQL and back: the same rows, the same record, and one place that goes on."""

from __future__ import annotations

import hashlib
import shutil

import pytest
from django.apps import apps
from django.core.management import call_command

from detente.case import CaseError
from detente.portal.initiative.actions import Proposal, submit
from detente.portal.initiative.models import Initiative
from detente.portal.moving import move_portal
from detente.portal.obligations.models import Obligation
from detente.portal.parties.models import Process
from detente.portal.recording import record_store
from detente.portal.text.models import Clause
from detente.record import current_head, export_bundle, verify_bundle
from portal.conftest import command, url_of, use_database
from portal.people import client_of, part_of
from unit.record.servers import needs_postgres


def rows() -> dict[str, list[tuple]]:
    """All rows of all models."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.label: list(model._base_manager.order_by("pk").values_list()) for model in models}


def sealed() -> list[tuple]:
    """What sealed entries commit to, which no bundle holds."""
    return [record_store().sealed(index) for index in range(record_store().size())]


def state() -> tuple[object, ...]:
    """All that a portal is."""
    bundle = hashlib.sha256(b"".join(export_bundle(record_store()))).hexdigest()
    return rows(), sealed(), str(current_head(record_store())), bundle


@pytest.fixture
def elsewhere(empty, tmp_path) -> str:
    """The address of another SQLite file, with empty tables."""
    return f"sqlite:///{shutil.copy(empty, tmp_path / 'elsewhere.sqlite3')}"


@needs_postgres
def test_to_postgresql_and_back_everything_is_the_same_and_the_record_goes_on(portal, server, elsewhere):
    client_of("south-head")
    before = state()
    command(server, "DROP DATABASE IF EXISTS moved WITH (FORCE)")
    command(server, "CREATE DATABASE moved TEMPLATE empty")
    there, back = url_of(server, "moved"), elsewhere
    moved = move_portal(there)
    assert moved.head == before[2]
    use_database(there)
    assert state() == before
    move_portal(back)
    use_database(back)
    assert state() == before
    size = record_store().size()
    submit(part_of("north-head"), Proposal("Fishing rights", "Boats of both sides fish in the upper river."))
    assert verify_bundle(export_bundle(record_store())).checkpoint.size == size + 1


@needs_postgres
def test_new_rows_get_numbers_that_are_free(portal, server):
    command(server, "DROP DATABASE IF EXISTS moved WITH (FORCE)")
    command(server, "CREATE DATABASE moved TEMPLATE empty")
    move_portal(url_of(server, "moved"))
    use_database(url_of(server, "moved"))
    highest = Initiative.objects.order_by("-pk").first().pk
    assert submit(part_of("north-head"), Proposal("Fishing rights", "Boats of both sides.")).pk == highest + 1
    assert Obligation.objects.exists()


def test_the_old_place_takes_no_entry_any_more_and_does_not_start(portal, elsewhere):
    move_portal(elsewhere)
    count = Initiative.objects.count()
    with pytest.raises(CaseError, match="moved"):
        submit(part_of("north-head"), Proposal("Fishing rights", "Boats of both sides."))
    assert Initiative.objects.count() == count
    with pytest.raises(CaseError, match=r"This portal has moved to .*\nSet DATABASE_URL"):
        call_command("prepare")


def test_a_place_that_holds_a_portal_is_refused_and_nothing_changes(portal, filled):
    before = state()
    with pytest.raises(CaseError, match="holds a portal already"):
        move_portal(f"sqlite:///{filled}")
    assert state() == before
    assert record_store().moved_to() is None


def test_a_row_that_is_kept_otherwise_moves_nothing(portal, elsewhere, monkeypatch):
    def shortened(self, rows, **options):
        for row in rows if self.model is Process else ():
            row.title = row.title[:3]
        return bulk_create(self, rows, **options)

    query = type(Clause._base_manager.all())
    bulk_create = query.bulk_create
    monkeypatch.setattr(query, "bulk_create", shortened)
    with pytest.raises(CaseError, match=r"parties_process, row 1: it is kept otherwise there. Nothing was moved."):
        move_portal(elsewhere)
    assert record_store().moved_to() is None
    use_database(elsewhere)
    assert not Process.objects.exists()


def test_a_server_that_is_not_there_is_named_without_its_password(portal):
    with pytest.raises(CaseError, match="Is the server up") as refused:
        move_portal("postgres://anna:very-secret@127.0.0.1:1/portal")
    assert "very-secret" not in str(refused.value)
    assert record_store().moved_to() is None


def test_a_portal_is_not_moved_onto_itself(portal, tmp_path):
    with pytest.raises(CaseError, match="holds a portal already"):
        move_portal(f"sqlite:///{tmp_path / 'portal.sqlite3'}")
    assert record_store().moved_to() is None
