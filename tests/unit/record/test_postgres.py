"""PostgreSQL keeps the same bytes and the same root; a server of its own is started for the test."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator

import pytest

from detente.case import CaseError
from detente.record import (
    Draft,
    KeyKind,
    Sealed,
    append,
    attach,
    check_hashes,
    copy_record,
    export_bundle,
    move_record,
    new_key,
    open_witness,
    postgres_store,
    prove_growth,
    prove_inclusion,
    start_record,
    verify_bundle,
)
from unit.record.servers import emptied, needs_postgres, running_server
from unit.record.small_record import (
    ORIGIN,
    at,
    declaration,
    draft_text,
    filled_record,
    memory_store,
    small_record,
    vote,
)

psycopg = pytest.importorskip("psycopg", reason="the extra postgres is not installed")
pytestmark = needs_postgres


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with running_server("-c fsync=off") as server:
        yield server.url


@pytest.fixture
def store(address):
    with psycopg.connect(address, autocommit=True) as connection:
        emptied(connection)
        made = postgres_store(connection)
        made.create()
        made.create()
        yield made


def test_both_stores_have_the_same_bytes_and_the_same_root(store):
    key = new_key(ORIGIN, KeyKind.LOG)
    first = small_record(needed=0, store=store, key=key)
    second = memory_store()
    charter = verify_bundle(first.bundle()).entries[0]
    start_record(second, key, Draft("charter", "secretariat", charter.body), at(0))
    for number in range(1, 21):
        for place in (store, second):
            append(place, key, [declaration(number)], at(number), None)
    assert list(export_bundle(store)) == list(export_bundle(second))
    assert prove_inclusion(store, 7) == prove_inclusion(second, 7)
    assert prove_growth(store, 7) == prove_growth(second, 7)
    check_hashes(store)


def test_sealed_entries_cosignatures_and_undone_changes(store):
    record = small_record(needed=1, store=store)
    record.enter(draft_text(), Sealed(vote("accept")))
    line = _cosigned(record)
    assert attach(store, line) == attach(store, line) == 3
    verify_bundle(record.bundle())
    with pytest.raises(CaseError, match="was not written"):
        append(store, record.key, [declaration(3)], at(9), lambda connection: connection.execute("SELECT 1 / 0"))
    assert store.size() == 3
    assert store.sealed(2) is not None
    assert store.erase(2)
    assert store.sealed(2) is None


def _cosigned(record) -> str:
    with open_witness(record.witnesses["north"], ":memory:") as witness:
        return str(witness.cosign(prove_growth(record.store, 0), record.key.verifier, at(5)))


@pytest.mark.parametrize("statement", ["DELETE FROM", "TRUNCATE", "UPDATE"])
def test_tables_refuse_to_be_rewritten(store, statement):
    small_record(store=store)
    ending = " SET leaf = ''" if statement == "UPDATE" else ""
    with pytest.raises(psycopg.Error, match="only added to"):
        store.connection.execute(f"{statement} record_entries{ending}")


def test_four_writers_at_once(store, address):
    record = small_record(needed=0, store=store)

    def write() -> None:
        with psycopg.connect(address, autocommit=True) as connection:
            mine = postgres_store(connection)
            for number in range(25):
                append(mine, record.key, [declaration(number)], at(1), None)

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert verify_bundle(record.bundle()).checkpoint.size == 101
    check_hashes(store)


def test_a_connection_that_begins_transactions_by_itself_is_refused(address):
    with psycopg.connect(address) as connection, pytest.raises(CaseError, match="autocommit=True"):
        postgres_store(connection)


def test_a_failed_statement_that_was_ignored_is_no_commit(store):
    """PostgreSQL answers COMMIT with ROLLBACK then, and without an error: that must not be acknowledged."""
    record = small_record(needed=0, store=store)

    def ignores(connection):
        with contextlib.suppress(psycopg.Error):
            connection.execute("SELECT 1 / 0")

    with pytest.raises(CaseError, match="was not written: a statement before it has failed"):
        append(store, record.key, [declaration(1)], at(1), ignores)
    assert store.size() == 1


def test_a_connection_lost_before_the_end_writes_nothing_and_says_so(store, address):
    record = small_record(needed=0, store=store)
    with psycopg.connect(address, autocommit=True) as other:
        mine = postgres_store(other)

        def is_cut(connection):
            store.connection.execute("SELECT pg_terminate_backend(%s)", (connection.info.backend_pid,))
            connection.execute("SELECT 1")

        with pytest.raises(CaseError, match="was not written"):
            append(mine, record.key, [declaration(1)], at(1), is_cut)
    assert store.size() == 1


def test_a_connection_lost_at_the_end_is_not_said_to_have_written_or_not(store, address):
    record = small_record(needed=0, store=store)
    with psycopg.connect(address, autocommit=True) as other:
        mine = postgres_store(other)

        def is_cut_after(connection):
            store.connection.execute("SELECT pg_terminate_backend(%s)", (connection.info.backend_pid,))

        with pytest.raises(CaseError, match="Whether it is in the record is not known"):
            append(mine, record.key, [declaration(1)], at(1), is_cut_after)


def test_a_server_that_acknowledges_early_is_told_not_to(store):
    store.connection.execute("SET synchronous_commit = off")
    with store.writing() as connection:
        assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)


def test_copies_in_both_directions_have_the_same_bytes_and_the_same_root(store):
    record = filled_record()
    verified = copy_record(record.store, store)
    assert list(export_bundle(store)) == record.bundle()
    assert verified.checkpoint == verify_bundle(record.bundle()).checkpoint
    assert store.sealed(3) == record.store.sealed(3)
    back = memory_store()
    copy_record(store, back)
    assert list(export_bundle(back)) == record.bundle()
    assert back.sealed(3) == record.store.sealed(3)
    check_hashes(store)


def test_a_record_moves_to_a_server_and_goes_on_there_only(store):
    record = filled_record()
    move_record(record.store, store, "postgresql://db.example/talks")
    with pytest.raises(CaseError, match=r"was moved to postgresql://db\.example/talks\. Enter it there"):
        record.enter(declaration(9))
    append(store, record.key, [declaration(9)], at(99), None)
    assert list(export_bundle(store))[1:10] == record.bundle()[1:]


def test_witnesses_stand_in_the_same_order_whatever_the_language_of_the_database(address):
    """Languages order capitals and hyphens in their own ways; a bundle must not."""
    with psycopg.connect(address, autocommit=True) as connection:
        emptied(connection)
        store = postgres_store(connection)
        store.create()
        with store.writing():
            for name in ("b", "B", "a-c", "ab", "A"):
                store.add_cosignature(1, name, name)
        assert store.cosignatures(1) == ["A", "B", "a-c", "ab", "b"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can make a small disk")
def test_a_server_whose_disk_is_full_says_so_and_keeps_the_record(store, address):
    with small_disk() as disk:
        store.connection.execute(f"CREATE TABLESPACE small LOCATION '{disk}'")
        try:
            emptied(store.connection)
            store.connection.execute("SET default_tablespace = small")
            store.create()
            record, acknowledged = small_record(needed=0, store=store), []
            with pytest.raises(CaseError, match="was not written: could not extend file"):
                fill(record, acknowledged)
            assert store.size() == len(acknowledged) + 1 > 5
            verify_bundle(record.bundle())
            check_hashes(store)
        finally:
            emptied(store.connection)
            store.connection.execute("DROP TABLESPACE small")


def fill(record, acknowledged) -> None:
    """Enter what cannot be compressed, for ever."""
    while True:
        acknowledged.append(record.enter(Draft("declaration", "north", {"title": os.urandom(10_000).hex()})))


@contextlib.contextmanager
def small_disk():
    """A disk of two megabytes that the server can write to."""
    with tempfile.TemporaryDirectory(prefix="detente-") as folder:
        words = ["mount", "-t", "tmpfs", "-o", "size=2m,mode=777", "none", folder]
        if subprocess.run(words, capture_output=True, check=False).returncode:
            pytest.skip("a small disk cannot be mounted here")
        try:
            shutil.chown(folder, "postgres", "postgres")
            yield folder
        finally:
            subprocess.run(["umount", folder], check=True)
