"""An entry and the change it describes, in a transaction that belongs to another program."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from detente.case import CaseError
from detente.record import (
    Fault,
    KeyKind,
    append_within,
    export_bundle,
    new_key,
    policy_text,
    schema_statements,
    start_within,
    store_within,
    verify_bundle,
)
from unit.record.servers import needs_postgres, running_server
from unit.record.small_record import ORIGIN, at, charter, declaration

KEY = new_key(ORIGIN, KeyKind.LOG)


def noon():
    """A clock that stands still."""
    return at(1)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=needs_postgres)])
def caller(request, tmp_path):
    """A connection as another program would have it, with a table of its own and a record that has begun."""
    if request.param == "sqlite":
        with closing(sqlite3.connect(tmp_path / "app.db", isolation_level=None)) as connection:
            yield prepared(connection, "sqlite")
        return
    psycopg = pytest.importorskip("psycopg")
    with running_server("-c fsync=off") as server, psycopg.connect(server.url, autocommit=True) as connection:
        yield prepared(connection, "postgresql")


def prepared(connection, vendor):
    """Make the tables, and begin."""
    connection.execute("CREATE TABLE events (title TEXT)")
    connection.execute("BEGIN")
    for statement in schema_statements(vendor):
        connection.execute(statement)
    start_within(connection, KEY, charter(policy_text(KEY.verifier, {}, 0)), noon)
    connection.execute("COMMIT")
    return connection


def events(connection):
    """How many changes the caller has made."""
    return connection.execute("SELECT count(*) FROM events").fetchone()[0]


def test_both_are_committed_or_neither(caller):
    for ending, expected in (("ROLLBACK", 1), ("COMMIT", 2)):
        caller.execute("BEGIN")
        caller.execute("INSERT INTO events VALUES ('signed')")
        append_within(caller, KEY, [declaration(1)], noon)
        caller.execute(ending)
        assert (store_within(caller).size(), events(caller)) == (expected, expected - 1)
    assert verify_bundle(export_bundle(store_within(caller))).checkpoint.size == 2


def test_what_is_refused_leaves_the_callers_transaction_as_it_was(caller):
    caller.execute("BEGIN")
    caller.execute("INSERT INTO events VALUES ('first')")
    with pytest.raises(CaseError, match="nothing to enter"):
        append_within(caller, KEY, [], noon)
    with pytest.raises(Fault, match="not the one that signed"):
        append_within(caller, new_key(ORIGIN, KeyKind.LOG), [declaration(1)], noon)
    with pytest.raises(CaseError, match="went backwards"):
        append_within(caller, KEY, [declaration(1), declaration(2)], lambda: at(0))
    append_within(caller, KEY, [declaration(1)], noon)
    caller.execute("COMMIT")
    assert (store_within(caller).size(), events(caller)) == (2, 1)


def test_without_a_transaction_nothing_is_entered(caller):
    with pytest.raises(CaseError, match="Begin a transaction first"):
        append_within(caller, KEY, [declaration(1)], noon)
    assert store_within(caller).size() == 1


def test_a_connection_that_could_lose_what_it_commits_is_refused(tmp_path):
    with closing(sqlite3.connect(tmp_path / "app.db", isolation_level=None)) as connection:
        prepared(connection, "sqlite")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(CaseError, match="PRAGMA synchronous = FULL"):
            append_within(connection, KEY, [declaration(1)], noon)


def test_a_transaction_that_has_missed_another_writer_is_refused_and_writes_nothing(tmp_path):
    """Begun to read, and overtaken: what it would append to is no longer the newest."""
    with (
        closing(sqlite3.connect(tmp_path / "app.db", isolation_level=None)) as one,
        closing(sqlite3.connect(tmp_path / "app.db", isolation_level=None)) as other,
    ):
        one.execute("PRAGMA journal_mode = WAL")
        prepared(one, "sqlite")
        one.execute("BEGIN")
        assert events(one) == 0
        other.execute("BEGIN IMMEDIATE")
        append_within(other, KEY, [declaration(1)], noon)
        other.execute("COMMIT")
        with pytest.raises(CaseError, match="was not written: database is locked"):
            append_within(one, KEY, [declaration(2)], noon)
        one.execute("ROLLBACK")
        assert store_within(one).size() == 2


def test_a_wrapper_is_connected_before_its_connection_is_taken(tmp_path):
    class Wrapper:
        """As Django has it: nothing is opened before it is needed."""

        connection = None

        def ensure_connection(self):
            self.connection = self.connection or sqlite3.connect(tmp_path / "app.db", isolation_level=None)

    wrapper = Wrapper()
    prepared(store_within(wrapper).connection, "sqlite")
    assert store_within(wrapper).size() == 1
    wrapper.connection.close()


def test_other_databases_are_refused():
    with pytest.raises(CaseError, match='kept in "oracle"'):
        schema_statements("oracle")
    with pytest.raises(CaseError, match="through a object"):
        store_within(object())
