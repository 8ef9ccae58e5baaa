"""A record in tables of an SQL database, SQLite or PostgreSQL by its dialect."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from detente.case import CaseError, DetenteError
from detente.record.dialect import Dialect, uncertain, unreadable, unwritten
from detente.record.faults import Fault
from detente.record.tree import HASH_BYTES, completing_leaf

COMMITTED = ("COMMIT", None)
"""What a database says after it has committed; SQLite says nothing."""

ROWS_AT_ONCE = 10_000
TABLES = {
    "record_entries": ("position", "hashes", "leaf"),
    "record_heads": ("size", "note"),
    "record_cosignatures": ("size", "name", "line"),
    "record_sealed": ("position", "salt", "content"),
    "record_policies": ("position",),
}
"""What a copy holds; a note that the record was moved is of one place only."""


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
        with self._transaction(self.dialect.begin_writing, unwritten):
            yield self.connection

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One moment of the record."""
        with self._transaction(self.dialect.begin_reading, unreadable):
            yield

    @contextmanager
    def joining(self) -> Iterator[Any]:
        """Read and write within a transaction that the caller has begun and will end.

        What goes wrong undoes what was done in here, and nothing that the caller did before.

        Raises
        ------
        CaseError
            When no transaction has begun, the connection would lose what was committed, or a statement fails.
        """
        why = self.dialect.refused(self.connection)
        if why:
            raise CaseError(why)
        try:
            self.connection.execute("SAVEPOINT record_entry")
            try:
                for statement in self.dialect.lock:
                    self.connection.execute(statement)
                with self._deeper():
                    yield self.connection
            except BaseException:
                self._quietly("ROLLBACK TO SAVEPOINT record_entry")
                self._quietly("RELEASE SAVEPOINT record_entry")
                raise
            self.connection.execute("RELEASE SAVEPOINT record_entry")
        except self.dialect.failures as error:
            raise unwritten(error) from error

    @contextmanager
    def _transaction(self, begin: Sequence[str], failed: Callable[[Exception], DetenteError]) -> Iterator[None]:
        if self._depth:
            yield
            return
        try:
            for statement in begin:
                self.connection.execute(statement)
            with self._deeper():
                yield
        except BaseException as error:
            self._quietly("ROLLBACK")
            if isinstance(error, self.dialect.failures):
                raise failed(error) from error
            raise
        self._commit(failed)

    def _commit(self, failed: Callable[[Exception], DetenteError]) -> None:
        try:
            ended = self.connection.execute("COMMIT")
        except self.dialect.failures as error:
            lost = failed is unwritten and self.dialect.is_lost(self.connection)
            self._quietly("ROLLBACK")
            raise (uncertain if lost else failed)(error) from error
        # PostgreSQL rolls back at COMMIT, without an error, when a statement has failed that the caller ignored.
        if getattr(ended, "statusmessage", None) not in COMMITTED:
            raise failed(ValueError("a statement before it has failed"))

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1

    def _quietly(self, statement: str) -> None:
        try:
            self.connection.execute(statement)
        except self.dialect.failures:
            # The database has rolled back already, as it does when its disk is full or the connection is lost.
            return

    def size(self) -> int:
        """How many entries there are."""
        return int(self._rows("SELECT COALESCE(MAX(position) + 1, 0) FROM record_entries")[0][0])

    def leaf(self, index: int) -> bytes:
        """Bytes of one entry."""
        return _bytes(self._one("SELECT leaf FROM record_entries WHERE position = ?", index, f"entry {index}"))

    def leaves(self) -> Iterator[bytes]:
        """Bytes of all entries."""
        for (leaf,) in self._run("SELECT leaf FROM record_entries ORDER BY position"):
            yield _bytes(leaf)

    def leaves_between(self, start: int, end: int) -> list[bytes]:
        """Bytes of the entries from one to before another."""
        which = "position >= ? AND position < ? ORDER BY position"
        leaves = [_bytes(leaf) for (leaf,) in self._rows(f"SELECT leaf FROM record_entries WHERE {which}", start, end)]
        if len(leaves) != max(end - start, 0):
            raise Fault(f"an entry from {start} to {end - 1} is missing from the store")
        return leaves

    def rows(self) -> Iterator[tuple[bytes, bytes]]:
        """For each entry the hashes of the subtrees that it completes, and its bytes."""
        for hashes, leaf in self._run("SELECT hashes, leaf FROM record_entries ORDER BY position"):
            yield _bytes(hashes), _bytes(leaf)

    def node(self, level: int, position: int) -> bytes:
        """Hash of a complete subtree: it is kept beside the entry that completes it, and never changes."""
        index = completing_leaf(level, position)
        hashes = _bytes(self._one("SELECT hashes FROM record_entries WHERE position = ?", index, f"entry {index}"))
        value = hashes[level * HASH_BYTES : (level + 1) * HASH_BYTES]
        if len(value) != HASH_BYTES:
            raise Fault("the hashes that are kept are too few", index)
        return value

    def head(self, size: int) -> str:
        """The signed head at a size."""
        return str(self._one("SELECT note FROM record_heads WHERE size = ?", size, f"the head at size {size}"))

    def cosignatures(self, size: int) -> list[str]:
        """Lines of the witnesses that cosigned the head at a size, by name."""
        rows = self._rows("SELECT name, line FROM record_cosignatures WHERE size = ?", size)
        # Sorted here: databases differ in how they order texts.
        return [str(line) for _, line in sorted(rows)]

    def sealed(self, index: int) -> tuple[bytes, bytes] | None:
        """Salt and content of a sealed entry, while they are kept."""
        rows = self._rows("SELECT salt, content FROM record_sealed WHERE position = ?", index)
        return (_bytes(rows[0][0]), _bytes(rows[0][1])) if rows else None

    def policies(self) -> list[int]:
        """Entries that state a policy, in order."""
        return [int(index) for (index,) in self._rows("SELECT position FROM record_policies ORDER BY position")]

    def moved_to(self) -> str | None:
        """Where the record went on."""
        rows = self._rows("SELECT place FROM record_moved")
        return str(rows[0][0]) if rows else None

    def add(
        self, first: int, hashes: Sequence[bytes], leaves: Sequence[bytes], heads: Sequence[tuple[int, str]]
    ) -> None:
        """Add entries from `first` on, for each the hashes that it completes and its bytes; and heads by their size."""
        rows = zip(range(first, first + len(leaves)), hashes, leaves, strict=True)
        self._many("INSERT INTO record_entries (position, hashes, leaf) VALUES (?, ?, ?)", rows)
        self._many("INSERT INTO record_heads (size, note) VALUES (?, ?)", heads)

    def add_policy(self, index: int) -> None:
        """Note that an entry states a policy."""
        self._run("INSERT INTO record_policies (position) VALUES (?)", index)

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

    def close_for(self, place: str) -> None:
        """Enter nothing here any more: the record goes on at a place."""
        self._run("INSERT INTO record_moved (place) VALUES (?)", place)

    def take_rows(self, source: SqlStore) -> None:
        """Copy every row of another store, sealed content included, into this one, which is empty."""
        for table, columns in TABLES.items():
            marks = ", ".join("?" for _ in columns)
            rows = source.connection.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY {columns[0]}")
            while part := rows.fetchmany(ROWS_AT_ONCE):
                self._many(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", part)

    def _run(self, statement: str, *values: Any) -> Any:
        return self.connection.execute(statement.replace("?", self.dialect.placeholder), values)

    def _many(self, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
        self.connection.cursor().executemany(statement.replace("?", self.dialect.placeholder), rows)

    def _rows(self, statement: str, *values: Any) -> list[Any]:
        return list(self._run(statement, *values).fetchall())

    def _one(self, statement: str, value: int, what: str) -> Any:
        row = self._run(statement, value).fetchone()
        if row is None:
            raise Fault(f"{what} is missing from the store")
        return row[0]


def forget_deleted(store: SqlStore) -> None:
    """Remove what was erased from the files of the database, as far as it can; backups keep what they hold."""
    for statement in store.dialect.forget:
        store.connection.execute(statement)


def _bytes(value: Any) -> bytes:
    """In a damaged file a value can have any type, and ``bytes(5)`` would not complain."""
    if not isinstance(value, bytes):
        raise Fault("the record cannot be read: a value is not bytes")
    return value
