"""Back up with the scripts of the repository, restore into an empty place, and find the same record there."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from detente.portal.initiative.actions import Proposal, submit
from detente.portal.initiative.models import Initiative
from detente.portal.parties.models import Process
from detente.portal.recording import record_store
from detente.record import check_hashes, current_head
from portal.conftest import command, url_of, use_database
from portal.people import part_of
from unit.record.servers import PLACES, needs_postgres

TOOLS = [shutil.which(name, path=PLACES) for name in ("sqlite3", "pg_dump", "pg_restore", "sha256sum")]
pytestmark = pytest.mark.skipif(None in TOOLS, reason="the tools of the databases are not installed")


@pytest.fixture
def data(portal: Process, tmp_path: Path) -> Path:
    """The folder of a portal: keys and an upload; the SQLite file too, where that is the database."""
    folder = tmp_path / "data"
    (folder / "uploads").mkdir(parents=True)
    (folder / "uploads" / "map.txt").write_text("a map", encoding="utf-8")
    (folder / "jobs.sqlite3").write_bytes(b"in use")
    shutil.copy(Path(os.environ["DETENTE_PORTAL_DATA"]) / "record.key", folder)
    if connection.vendor == "sqlite":
        name = connection.settings_dict["NAME"]
        connection.close()
        shutil.copy(name, folder / "portal.sqlite3")
        use_database(f"sqlite:///{folder / 'portal.sqlite3'}")
    return folder


def run(root: Path, script: str, *words: object, url: str = "") -> subprocess.CompletedProcess[str]:
    """Run a script of the folder `deploy`."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"PATH": PLACES, **({"DATABASE_URL": url} if url else {})}
    return subprocess.run(
        ["sh", root / "deploy" / script, *map(str, words)], env=environment, capture_output=True, text=True, check=False
    )


def everything() -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    return {model._meta.label: sorted(model.objects.values_list(), key=repr) for model in apps.get_models()}


def all_leaves() -> Iterator[bytes]:
    """The entries of the record, as they are hashed."""
    store = record_store()
    return (store.leaf(index) for index in range(store.size()))


@contextmanager
def written_to(done: list[str]) -> Iterator[None]:
    """Somebody submits one initiative after the other; what was acknowledged is in the list."""
    stop = threading.Event()

    def write() -> None:
        part = part_of("north-head")
        while not stop.is_set():
            done.append(submit(part, Proposal(f"Initiative {len(done)}", "Words.")).title)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        stop.set()
        writer.join(timeout=60)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=needs_postgres)])
def engine(request: pytest.FixtureRequest) -> str:
    """Which database is backed up."""
    return request.param


@pytest.fixture
def urls(engine: str, portal: Process, tmp_path: Path, request: pytest.FixtureRequest) -> tuple[str, str]:
    """Address of the database and of an empty one; none with SQLite, where the folder says it all."""
    if engine == "sqlite":
        return "", ""
    server = request.getfixturevalue("server")
    command(server, "DROP DATABASE IF EXISTS restored WITH (FORCE)")
    command(server, "CREATE DATABASE restored")
    return url_of(server, "copy"), url_of(server, "restored")


def test_a_restored_portal_has_every_row_and_the_same_head(root, data, urls, tmp_path):
    rows, head = everything(), str(current_head(record_store()))
    ended = run(root, "backup.sh", data, tmp_path / "backup", url=urls[0])
    assert ended.returncode == 0, ended.stderr
    ended = run(root, "restore.sh", tmp_path / "backup", tmp_path / "again", url=urls[1])
    assert ended.returncode == 0, ended.stderr
    use_database(urls[1] or f"sqlite:///{tmp_path / 'again' / 'portal.sqlite3'}")
    assert everything() == rows
    assert str(current_head(record_store())) == head
    check_hashes(record_store())
    kept = sorted(str(one.relative_to(tmp_path / "again")) for one in (tmp_path / "again").rglob("*") if one.is_file())
    assert [name for name in kept if not name.startswith("portal.sqlite3")] == ["record.key", "uploads/map.txt"]
    # What goes on is signed by the same key.
    submit(part_of("north-head"), Proposal("After the fire", "We go on."))
    check_hashes(record_store())


def test_a_backup_of_a_portal_in_use_is_one_state_of_it(root, data, urls, tmp_path):
    done: list[str] = []
    with written_to(done):
        while len(done) < 5:
            threading.Event().wait(0.01)
        before = len(done)
        ended = run(root, "backup.sh", data, tmp_path / "backup", url=urls[0])
        after = len(done)
    assert ended.returncode == 0, ended.stderr
    leaves = list(all_leaves())
    ended = run(root, "restore.sh", tmp_path / "backup", tmp_path / "again", url=urls[1])
    assert ended.returncode == 0, ended.stderr
    use_database(urls[1] or f"sqlite:///{tmp_path / 'again' / 'portal.sqlite3'}")
    restored = list(all_leaves())
    assert restored == leaves[: len(restored)]
    check_hashes(record_store())
    found = Initiative.objects.filter(title__startswith="Initiative ")
    assert set(done[:before]) <= {one.title for one in found} <= set(done[: after + 1])
    assert all(one.entry < len(restored) for one in found)


def test_a_backup_that_was_damaged_restores_nothing(root, data, urls, tmp_path):
    run(root, "backup.sh", data, tmp_path / "backup", url=urls[0])
    with (tmp_path / "backup" / "folder.tar").open("r+b") as file:
        file.seek(600)
        file.write(b"\xff")
    ended = run(root, "restore.sh", tmp_path / "backup", tmp_path / "again", url=urls[1])
    assert ended.returncode != 0
    assert "folder.tar" in ended.stdout + ended.stderr
    assert not (tmp_path / "again").exists()


def test_nothing_that_is_there_is_overwritten(root, data, urls, tmp_path):
    run(root, "backup.sh", data, tmp_path / "backup", url=urls[0])
    assert run(root, "backup.sh", data, tmp_path / "backup", url=urls[0]).returncode != 0
    ended = run(root, "restore.sh", tmp_path / "backup", data, url=urls[1])
    assert (ended.returncode, "is there already" in ended.stderr) == (2, True)
    if urls[0]:
        assert run(root, "restore.sh", tmp_path / "backup", tmp_path / "again", url=urls[0]).returncode != 0
        assert Process.objects.filter(slug="two-rivers").exists()
        assert not (tmp_path / "again").exists()


def test_a_backup_is_for_its_owner_alone(root, data, urls, tmp_path):
    run(root, "backup.sh", data, tmp_path / "backup", url=urls[0])
    assert (tmp_path / "backup").stat().st_mode & 0o077 == 0
    assert all(file.stat().st_mode & 0o077 == 0 for file in (tmp_path / "backup").iterdir())


@pytest.mark.parametrize("words", [[], ["here"], ["nowhere", "there"]])
def test_wrong_words_are_answered_with_the_usage(root, tmp_path, words):
    for script in ("backup.sh", "restore.sh"):
        ended = run(root, script, *words)
        assert (ended.returncode, ended.stderr.partition(" ")[0]) == (2, "Usage:")
