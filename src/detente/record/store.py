"""Where a record is kept: one protocol, and one class for SQL databases that speak two dialects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from detente.case import CaseError, DetenteError
from detente.record.faults import Fault


class Store(Protocol):
    """What a record needs of the place in which it is kept. Everything but erasing only adds."""

    def writing(self) -> AbstractContextManager[Any]:
        """One writer at a time, all or nothing; gives the connection, for changes that belong to the entry."""

    def reading(self) -> AbstractContextManager[None]:
        """One moment of the record, whoever writes meanwhile."""

    def size(self) -> int:
        """How many entries there are."""

    def leaf(self, index: int) -> bytes:
        """Bytes of one entry."""

    def leaves(self, start: int = 0) -> Iterator[bytes]:
        """Bytes of all entries from one on."""

    def node(self, number: int) -> bytes:
        """Hash of a subtree, by its place in the order of appending."""

    def head(self, size: int) -> str:
        """The signed head at a size, without cosignatures."""

    def cosignatures(self, size: int) -> list[str]:
        """Lines of the witnesses that cosigned the head at a size, by name."""

    def sealed(self, index: int) -> tuple[bytes, bytes] | None:
        """Salt and content of a sealed entry; None when it is not sealed or was erased."""

    def add(self, index: int, leaf: bytes, nodes: Sequence[tuple[int, bytes]], head: str) -> None:
        """Add an entry, the hashes that it completes, and the head over it."""

    def add_cosignature(self, size: int, name: str, line: str) -> None:
        """Keep the line of a witness under a head; the first of each witness stays."""

    def keep_sealed(self, index: int, salt: bytes, content: bytes) -> None:
        """Keep what a sealed entry commits to, beside the record."""

    def erase(self, index: int) -> bool:
        """Forget what a sealed entry commits to; False when there is nothing to forget."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one database says it."""

    schema: tuple[str, ...]
    begin_writing: tuple[str, ...]
    begin_reading: tuple[str, ...]
    placeholder: str
    failures: tuple[type[Exception], ...]


class SqlStore:
    """A record in tables of an SQL database, whose names begin with ``record_``.

    The connection must be in autocommit mode: transactions are begun and ended here. A `writing` inside another joins
    it, so that a caller can put several appends and its own changes into one transaction.
    """

    def __init__(self, connection: Any, dialect: Dialect) -> None:
        self.connection = connection
        self.dialect = dialect
        self._depth = 0

    def create(self) -> None:
        """Make the tables, in one transaction; those that are there stay."""
        with self.writing():
            for statement in self.dialect.schema:
                self.connection.execute(statement)

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """One writer at a time, all or nothing."""
        with self._transaction(self.dialect.begin_writing, _unwritten):
            yield self.connection

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One moment of the record."""
        with self._transaction(self.dialect.begin_reading, _unreadable):
            yield

    @contextmanager
    def joining(self) -> Iterator[Any]:
        """Write within a transaction that the caller has begun, to write, and will end."""
        for statement in self.dialect.begin_writing[1:]:
            self.connection.execute(statement)
        self._depth += 1
        try:
            yield self.connection
        finally:
            self._depth -= 1

    @contextmanager
    def _transaction(self, begin: Sequence[str], failed: Callable[[Exception], DetenteError]) -> Iterator[None]:
        if self._depth:
            yield
            return
        try:
            for statement in begin:
                self.connection.execute(statement)
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
            self.connection.execute("COMMIT")
        except BaseException as error:
            self._roll_back()
            if isinstance(error, self.dialect.failures):
                raise failed(error) from error
            raise

    def _roll_back(self) -> None:
        try:
            self.connection.execute("ROLLBACK")
        except self.dialect.failures:
            # The database has rolled back already, as it does when its disk is full.
            return

    def size(self) -> int:
        """How many entries there are."""
        return int(self._rows("SELECT COALESCE(MAX(position) + 1, 0) FROM record_entries")[0][0])

    def leaf(self, index: int) -> bytes:
        """Bytes of one entry."""
        return _bytes(self._one("SELECT leaf FROM record_entries WHERE position = ?", index, f"entry {index}"))

    def leaves(self, start: int = 0) -> Iterator[bytes]:
        """Bytes of all entries from one on."""
        for (leaf,) in self._run("SELECT leaf FROM record_entries WHERE position >= ? ORDER BY position", start):
            yield _bytes(leaf)

    def node(self, number: int) -> bytes:
        """Hash of a subtree, by its place in the order of appending."""
        return _bytes(self._one("SELECT hash FROM record_nodes WHERE number = ?", number, f"hash {number}"))

    def head(self, size: int) -> str:
        """The signed head at a size."""
        return str(self._one("SELECT note FROM record_heads WHERE size = ?", size, f"the head at size {size}"))

    def cosignatures(self, size: int) -> list[str]:
        """Lines of the witnesses that cosigned the head at a size, by name."""
        rows = self._rows("SELECT line FROM record_cosignatures WHERE size = ? ORDER BY name", size)
        return [str(line) for (line,) in rows]

    def sealed(self, index: int) -> tuple[bytes, bytes] | None:
        """Salt and content of a sealed entry, while they are kept."""
        rows = self._rows("SELECT salt, content FROM record_sealed WHERE position = ?", index)
        return (_bytes(rows[0][0]), _bytes(rows[0][1])) if rows else None

    def add(self, index: int, leaf: bytes, nodes: Sequence[tuple[int, bytes]], head: str) -> None:
        """Add an entry, the hashes that it completes, and the head over it."""
        self._run("INSERT INTO record_entries (position, leaf) VALUES (?, ?)", index, leaf)
        for number, value in nodes:
            self._run("INSERT INTO record_nodes (number, hash) VALUES (?, ?)", number, value)
        self._run("INSERT INTO record_heads (size, note) VALUES (?, ?)", index + 1, head)

    def add_cosignature(self, size: int, name: str, line: str) -> None:
        """Keep the line of a witness under a head; the first of each witness stays."""
        statement = "INSERT INTO record_cosignatures (size, name, line) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        self._run(statement, size, name, line)

    def keep_sealed(self, index: int, salt: bytes, content: bytes) -> None:
        """Keep what a sealed entry commits to, beside the record."""
        self._run("INSERT INTO record_sealed (position, salt, content) VALUES (?, ?, ?)", index, salt, content)

    def erase(self, index: int) -> bool:
        """Forget what a sealed entry commits to."""
        return bool(self._run("DELETE FROM record_sealed WHERE position = ?", index).rowcount)

    def _run(self, statement: str, *values: Any) -> Any:
        return self.connection.execute(statement.replace("?", self.dialect.placeholder), values)

    def _rows(self, statement: str, *values: Any) -> list[Any]:
        return list(self._run(statement, *values).fetchall())

    def _one(self, statement: str, value: int, what: str) -> Any:
        row = self._run(statement, value).fetchone()
        if row is None:
            raise Fault(f"{what} is missing from the store")
        return row[0]


def _bytes(value: Any) -> bytes:
    """In a damaged file a value can have any type, and ``bytes(5)`` would not complain."""
    if not isinstance(value, bytes):
        raise Fault("the record cannot be read: a value is not bytes")
    return value


def _unwritten(error: Exception) -> CaseError:
    return CaseError(
        f"The record was not written: {str(error).strip()}.\n"
        "Its head is where it was, and nothing of the entry is kept."
    )


def _unreadable(error: Exception) -> Fault:
    return Fault(f"the record cannot be read: {str(error).strip()}")
