"""Killed writers, full disks, backups: nothing acknowledged is lost, and nothing half-written is seen."""

from __future__ import annotations

import os
import random
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from detente.case import CaseError
from detente.record import (
    Draft,
    Fault,
    KeyKind,
    Sealed,
    SigningKey,
    back_up_sqlite,
    check_hashes,
    check_terms,
    export_bundle,
    forget_deleted,
    is_address,
    is_sqlite_record,
    new_key,
    new_sqlite_store,
    new_store,
    open_sqlite_store,
    open_store,
    policy_text,
    prove_inclusion,
    start_record,
    verify_bundle,
)
from unit.record.servers import needs_postgres, running_server
from unit.record.small_record import ORIGIN, SmallRecord, at, charter, declaration, draft_text, small_record, vote

KILLS = 200


def begin(path: Path):
    """A record file without witnesses, and its key."""
    key = new_key(ORIGIN, KeyKind.LOG)
    with new_sqlite_store(path) as store:
        start_record(store, key, charter(policy_text(key.verifier, {}, 0)), at(0))
        store.connection.execute("CREATE TABLE events (title TEXT NOT NULL)")
    return key


@dataclass(frozen=True)
class Place:
    """Where a record is kept, and how often its server crashes meanwhile."""

    name: str
    crashes: int = 0


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=needs_postgres)])
def place(request, tmp_path) -> Iterator[Place]:
    if request.param == "sqlite":
        yield Place(str(tmp_path / "r.record"))
        return
    with running_server() as server:
        yield Place(server.url, crashes=3)


def began(place: str) -> SigningKey:
    """A record with a table of events beside it."""
    key = new_key(ORIGIN, KeyKind.LOG)
    with new_store(place) as store:
        start_record(store, key, charter(policy_text(key.verifier, {}, 0)), at(0))
        number = "BIGSERIAL" if is_address(place) else "INTEGER"
        store.connection.execute(f"CREATE TABLE events (id {number} PRIMARY KEY, title TEXT NOT NULL)")
    return key


@pytest.mark.parametrize("way", ["store", "django"])
def test_nothing_acknowledged_is_lost_when_four_writers_are_killed_200_times(place, way, tmp_path, root):
    """On a server, it crashes and recovers three times as well. No event without leaf, no leaf without event."""
    (tmp_path / "key").write_text(began(place.name).secret_text())
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root / "src"), str(root / "tests")])}
    words = [str(tmp_path), place.name, way, str(KILLS), str(place.crashes)]
    subprocess.run([sys.executable, "-m", "unit.record.writers", *words], check=True, env=environment, timeout=1200)
    acknowledged = [
        line for file in tmp_path.glob("acknowledged-*") for line in file.read_bytes().decode().splitlines()
    ]
    with open_store(place.name) as store:
        verified = verify_bundle(_exported(store))
        check_hashes(store)
        titles = [entry.body["title"] for entry in verified.entries[1:]]
        events = [title for (title,) in store.connection.execute("SELECT title FROM events ORDER BY id")]
        assert [entry.index for entry in verified.entries] == list(range(store.size()))
        for index in range(0, store.size(), max(1, store.size() // 50)):
            prove_inclusion(store, index).check()
        if not is_address(place.name):
            assert store.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert len(acknowledged) >= KILLS
    assert set(acknowledged) <= set(titles)
    assert sorted(events) == sorted(titles)
    assert len(set(titles)) == len(titles)


def _exported(store):
    return list(export_bundle(store))


def bundle_before_the_error(enter, record: SmallRecord, said: str) -> list[bytes]:
    """Enter until it fails as it should, and give the record as it was before that."""
    for _ in range(1000):
        before = record.bundle()
        try:
            enter()
        except CaseError as error:
            assert re.search(said, str(error)), error  # noqa: PT017
            return before
    pytest.fail("the disk never filled up")


def test_a_full_disk_is_a_clean_error_and_the_head_stays(tmp_path):
    key = begin(tmp_path / "r.record")
    with open_sqlite_store(tmp_path / "r.record") as store:
        record = SmallRecord(store, key, {}, "")
        pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
        store.connection.execute(f"PRAGMA max_page_count = {pages + 20}")
        large = Draft("declaration", "north", {"title": "x" * 30_000})
        before = bundle_before_the_error(
            lambda: record.enter(declaration(1), large, declaration(2)),
            record,
            r"was not written: database or disk is full\.\nIts head is where it was",
        )
        assert record.bundle() == before
        assert store.size() > 1
        verify_bundle(before)
        check_hashes(store)
        store.connection.execute(f"PRAGMA max_page_count = {pages + 1000}")
        record.enter(large)
        verify_bundle(record.bundle())


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can make a small disk")
def test_a_disk_that_is_really_full(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=512k", "none", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        key = begin(disk / "r.record")
        with open_sqlite_store(disk / "r.record") as store:
            record = SmallRecord(store, key, {}, "")
            long = Draft("declaration", "north", {"title": "x" * 5000})
            before = bundle_before_the_error(lambda: record.enter(long), record, "was not written")
            assert record.bundle() == before
            verify_bundle(before)
        with open_sqlite_store(disk / "r.record") as store:
            assert _exported(store) == before
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_backup_is_a_record_and_can_be_gone_on_with(tmp_path):
    key = begin(tmp_path / "r.record")
    with open_sqlite_store(tmp_path / "r.record") as store:
        record = SmallRecord(store, key, {}, "")
        record.enter(draft_text(), Sealed(vote("accept")))
        back_up_sqlite(store, tmp_path / "copy.record")
        with pytest.raises(CaseError, match="is there already"):
            back_up_sqlite(store, tmp_path / "copy.record")
        before = record.bundle()
    with open_sqlite_store(tmp_path / "copy.record") as copy:
        restored = SmallRecord(copy, key, {}, "", minute=9)
        assert restored.bundle() == before
        assert copy.sealed(2) is not None
        restored.enter(declaration(3))
        check_hashes(copy)
        verify_bundle(restored.bundle())


def on_disk(folder: Path) -> bytes:
    """All bytes of a folder."""
    return b"".join(file.read_bytes() for file in folder.iterdir())


def test_what_was_erased_is_in_no_byte_of_the_files(tmp_path):
    key = begin(tmp_path / "r.record")
    with open_sqlite_store(tmp_path / "r.record") as store:
        record = SmallRecord(store, key, {}, "")
        record.enter(draft_text())
        record.enter(Sealed(Draft("acceptance", "south", {"of": 1, "answer": "reject", "words": "Never, said Zqx."})))
        salt, _ = store.sealed(2)
        assert b"Zqx" in on_disk(tmp_path)
        with store.writing():
            store.erase(2)
        forget_deleted(store)
        assert b"Zqx" not in on_disk(tmp_path)
        assert salt not in on_disk(tmp_path)
        verify_bundle(record.bundle())


def test_bytes_changed_in_the_file_of_a_record_never_change_what_verifies(tmp_path):
    """A changed byte is found, or lies where nothing of the record is; no other error comes out."""
    key = begin(tmp_path / "r.record")
    with open_sqlite_store(tmp_path / "r.record") as store:
        SmallRecord(store, key, {}, "").enter(*(declaration(number) for number in range(20)))
        forget_deleted(store)
        before = _exported(store)
    whole, chance, found = (tmp_path / "r.record").read_bytes(), random.Random(5), 0
    for _ in range(400):
        changed = bytearray(whole)
        changed[chance.randrange(len(whole))] ^= chance.randrange(1, 256)
        (tmp_path / "c.record").write_bytes(changed)
        try:
            with open_sqlite_store(tmp_path / "c.record") as store:
                lines = _exported(store)
                verify_bundle(lines)
            assert lines == before
        except (Fault, CaseError):
            found += 1
    assert found > 40


def test_places_that_hold_no_record(tmp_path):
    (tmp_path / "text").write_text("hello")
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE t (x)")
    for name in ("missing", "text", "other.db"):
        with pytest.raises(CaseError, match="is not a record"), open_sqlite_store(tmp_path / name):
            pass
    with pytest.raises(CaseError, match="is there already"), new_sqlite_store(tmp_path / "text"):
        pass


def test_what_a_damaged_file_says_while_it_is_read_is_a_fault_of_the_record(tmp_path):
    begin(tmp_path / "r.record")
    with closing(sqlite3.connect(tmp_path / "r.record")) as other:
        other.execute("DROP TABLE record_heads")
    with pytest.raises(Fault, match="the record cannot be read: no such table: record_heads"):  # noqa: SIM117
        with open_sqlite_store(tmp_path / "r.record") as store:
            store.head(1)


def test_changed_hashes_are_found():
    record = small_record(needed=0)
    record.enter(*(declaration(i) for i in range(5)))
    check_hashes(record.store)
    record.store.connection.execute("DROP TRIGGER record_entries_update")
    record.store.connection.execute("UPDATE record_entries SET hashes = zeroblob(32) WHERE position = 2")
    with pytest.raises(Exception, match="entry 2: the hashes that are kept"):
        check_hashes(record.store)


def test_terms_that_were_taken_out_of_the_store_or_put_in_are_found():
    record = small_record(needed=0)
    record.enter(declaration(1))
    terms = verify_bundle(record.bundle()).terms
    check_terms(record.store, terms)
    record.store.connection.execute("INSERT INTO record_policies VALUES (1)")
    with pytest.raises(Fault, match="entry 1: the store does not know rightly"):
        check_terms(record.store, terms)


def test_a_place_that_cannot_be_used_is_no_fault_of_the_record(tmp_path):
    key = begin(tmp_path / "r.record")
    with (
        pytest.raises(CaseError, match="A record needs a folder that is there"),
        new_sqlite_store(tmp_path / "no" / "r"),
    ):
        pass
    with open_sqlite_store(tmp_path / "r.record") as store:
        with pytest.raises(CaseError, match="A record needs a folder that is there"):
            back_up_sqlite(store, tmp_path / "no" / "copy")
        SmallRecord(store, key, {}, "").enter(declaration(1))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can mount")
def test_a_record_on_a_disk_that_cannot_be_written_to_is_no_bad_record(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    begin(disk / "r.record")
    if subprocess.run(["mount", "--bind", str(disk), str(disk)], capture_output=True, check=False).returncode:
        pytest.skip("a disk cannot be mounted here")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(disk)], check=True)
        assert is_sqlite_record(disk / "r.record")
        with pytest.raises(CaseError, match="cannot be used"), open_sqlite_store(disk / "r.record"):
            pass
    finally:
        subprocess.run(["umount", str(disk)], check=True)
