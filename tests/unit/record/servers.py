"""A PostgreSQL server of one's own, started for a test where the programs are there."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

PLACES = os.pathsep.join([os.environ.get("PATH", ""), *map(str, Path("/usr/lib/postgresql").glob("*/bin"))])
TOOLS = {name: shutil.which(name, path=PLACES) for name in ("initdb", "pg_ctl")}
TRIES = 20
needs_postgres = pytest.mark.skipif(
    None in TOOLS.values() or find_spec("psycopg") is None, reason="PostgreSQL or psycopg is not installed"
)


@dataclass(frozen=True)
class Server:
    """A server whose socket is in a folder; no port is opened."""

    folder: Path

    @property
    def url(self) -> str:
        """Its address."""
        return f"postgresql://tester@/postgres?host={self.folder}"

    def start(self, more: str = "") -> None:
        """Start it, and wait until it answers."""
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' {more}"
        command = self._control("-w", "-l", str(self.folder / "log"), "-o", options, "start")
        for _ in range(TRIES - 1):
            try:
                return as_server(command)
            except subprocess.CalledProcessError:
                # After a crash the memory of the old server is in use until the last of its processes has ended.
                time.sleep(0.5)
        return as_server(command)

    def stop(self) -> None:
        """Stop it in order: its folder can be copied then."""
        as_server(self._control("-m", "fast", "-w", "stop"))

    def crash(self) -> None:
        """Stop it at once, so that it has to recover when it starts."""
        as_server(self._control("-m", "immediate", "stop"))

    def _control(self, *words: str) -> list[str]:
        return [str(TOOLS["pg_ctl"]), "-D", str(self.folder / "data"), *words]


def as_server(command: list[str]) -> None:
    """Run a command as a user that PostgreSQL accepts, which root is not."""
    prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    subprocess.run([*prefix, *command], check=True, capture_output=True, timeout=300)


@contextmanager
def running_server(more: str = "", begin_with: Path | None = None) -> Iterator[Server]:
    """A server while it runs, empty or with a copy of the data of another; skips the test where no user may run one."""
    with folder_for_server() as folder:
        server = Server(folder)
        if begin_with is None:
            create(folder / "data")
        else:
            copied(begin_with, folder / "data")
        server.start(more)
        try:
            yield server
        finally:
            server.crash()


@contextmanager
def folder_for_server() -> Iterator[Path]:
    """A folder of the one that PostgreSQL accepts; not one of pytest, because those are closed to all users but one."""
    with tempfile.TemporaryDirectory(prefix="detente-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if os.geteuid() == 0:
            try:
                shutil.chown(folder, "postgres", "postgres")
            except LookupError:
                pytest.skip("there is no user for a server")
        yield folder


def create(data: Path) -> None:
    """Make the data of an empty server; that the machine itself might stop meanwhile is no concern of tests."""
    as_server([str(TOOLS["initdb"]), "-D", str(data), "-A", "trust", "-U", "tester", "-E", "UTF8", "--no-sync"])


def copied(data: Path, place: Path) -> None:
    """Copy the data of a server that was stopped in order, owners and rights included."""
    subprocess.run(["cp", "-a", str(data), str(place)], check=True, capture_output=True, timeout=300)


def emptied(connection) -> None:
    """Drop all that a test before left."""
    connection.execute("DROP SCHEMA public CASCADE")
    connection.execute("CREATE SCHEMA public")
