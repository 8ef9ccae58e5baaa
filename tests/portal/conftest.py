"""A filled portal in a database of its own for each test; where it matters, in SQLite and in PostgreSQL."""

from __future__ import annotations

import portal.ready

# isort: split
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections

from detente.portal.databases import database
from detente.portal.demonstration.filling import fill
from detente.portal.parties.models import Process
from detente.portal.recording import begin_record
from portal.people import PASSWORD
from sharing import made_once
from unit.record.servers import Server, copied, create, folder_for_server, needs_postgres, running_server

# What a database decides: who wins, what is written together, what is seen.
ON_BOTH = ("test_text", "test_over_http", "test_marks", "test_carried_out", "test_access_matrix")
UNSAFE_AND_FAST = "-c fsync=off -c max_connections=200"
ENGINES = ("sqlite", pytest.param("postgresql", marks=needs_postgres))


def use_database(url: str) -> None:
    """Point Django to a database; connections of other threads follow, because they share the settings."""
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = connections.configure_settings({"default": database(url)})["default"]


def filled_at(url: str) -> None:
    """Fill a database that has its tables with the demonstration."""
    use_database(url)
    begin_record("Detente portal", "portal.example/record")
    fill(PASSWORD)
    connections["default"].close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests of some modules with both engines."""
    if "engine" in metafunc.fixturenames and metafunc.module.__name__.rpartition(".")[2] in ON_BOTH:
        metafunc.parametrize("engine", ENGINES, indirect=True)


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """Which database a test runs with."""
    return getattr(request, "param", "sqlite")


def empty_at(url: str) -> None:
    """Make the tables in a database, with nothing in them; that takes seconds, and copies of it none."""
    use_database(url)
    call_command("migrate", verbosity=0, interactive=False)
    connections["default"].close()


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with empty tables, made once for all workers."""
    made = made_once(tmp_path_factory, "portal", lambda folder: empty_at(f"sqlite:///{folder / 'empty.sqlite3'}"))
    return made / "empty.sqlite3"


@pytest.fixture(scope="session")
def filled(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal with the demonstration in it, made once."""
    path = tmp_path_factory.mktemp("portal") / "filled.sqlite3"
    shutil.copy(empty, path)
    filled_at(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of PostgreSQL with the databases "empty", made once for all, and "filled", signed by this worker."""
    made = made_once(tmp_path_factory, "postgresql", server_with_tables)
    with running_server(UNSAFE_AND_FAST, begin_with=made / "data") as running:
        command(running, "CREATE DATABASE filled TEMPLATE empty")
        filled_at(url_of(running, "filled"))
        yield running


def server_with_tables(place: Path) -> None:
    """Keep in a folder the data of a server that was given the database "empty" and stopped."""
    with folder_for_server() as folder:
        create(folder / "data")
        filling = Server(folder)
        filling.start(UNSAFE_AND_FAST)
        try:
            command(filling, "CREATE DATABASE empty")
            empty_at(url_of(filling, "empty"))
        finally:
            filling.stop()
        copied(folder / "data", place / "data")


def url_of(server: Server, name: str) -> str:
    """Address of a database."""
    return f"postgres://tester@/{name}?host={server.folder}"


def command(server: Server, statement: str) -> None:
    """Run a statement as the owner of the server."""
    psycopg = pytest.importorskip("psycopg")
    with closing(psycopg.connect(server.url, autocommit=True)) as connection:
        connection.execute(statement)


@pytest.fixture
def portal(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Process]:
    """The process of the demonstration, in a copy that the test may change."""
    if engine == "sqlite":
        path = tmp_path / "portal.sqlite3"
        shutil.copy(request.getfixturevalue("filled"), path)
        use_database(f"sqlite:///{path}")
    else:
        server = request.getfixturevalue("server")
        command(server, "DROP DATABASE IF EXISTS copy WITH (FORCE)")
        command(server, "CREATE DATABASE copy TEMPLATE filled")
        use_database(url_of(server, "copy"))
    cache.clear()
    yield Process.objects.get(slug="two-rivers")
    connections["default"].close()
