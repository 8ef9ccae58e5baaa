"""PostgreSQL keeps the same bytes and the same root; a server of its own is started for the test."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.case import CaseError
from detente.record import (
    Draft,
    KeyKind,
    Sealed,
    append,
    attach,
    export_bundle,
    new_key,
    open_witness,
    postgres_store,
    prove_growth,
    prove_inclusion,
    start_record,
    verify_bundle,
)
from detente.record.reading import check_hashes
from unit.record.small_record import ORIGIN, at, declaration, draft_text, memory_store, small_record, vote

psycopg = pytest.importorskip("psycopg", reason="the extra postgres is not installed")
PLACES = os.pathsep.join([os.environ.get("PATH", ""), *map(str, Path("/usr/lib/postgresql").glob("*/bin"))])
TOOLS = {name: shutil.which(name, path=PLACES) for name in ("initdb", "pg_ctl")}
pytestmark = pytest.mark.skipif(None in TOOLS.values(), reason="PostgreSQL is not installed")


def as_server(command: list[str]) -> None:
    """Run a command as a user that PostgreSQL accepts, which root is not."""
    prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    subprocess.run([*prefix, *command], check=True, capture_output=True, timeout=60)


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("server")
    if os.geteuid() == 0:
        try:
            shutil.chown(folder, "postgres", "postgres")
        except LookupError:
            pytest.skip("there is no user for a server")
        for above in [folder, *folder.parents][:4]:
            above.chmod(above.stat().st_mode | 0o011)
    data = str(folder / "data")
    as_server([str(TOOLS["initdb"]), "-D", data, "-A", "trust", "-U", "tester", "-E", "UTF8"])
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    as_server([str(TOOLS["pg_ctl"]), "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start"])
    yield f"host={folder} user=tester dbname=postgres"
    as_server([str(TOOLS["pg_ctl"]), "-D", data, "-m", "immediate", "stop"])


@pytest.fixture
def store(address):
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
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
