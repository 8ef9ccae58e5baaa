"""The place in which a record is kept, as everything else sees it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol


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

    def leaves(self) -> Iterator[bytes]:
        """Bytes of all entries."""

    def leaves_between(self, start: int, end: int) -> list[bytes]:
        """Bytes of the entries from one to before another, in order."""

    def rows(self) -> Iterator[tuple[bytes, bytes]]:
        """For each entry the hashes of the subtrees that it completes, from level 0 up, and its bytes."""

    def node(self, level: int, position: int) -> bytes:
        """Hash of a complete subtree, by its level and its position on it."""

    def head(self, size: int) -> str:
        """The signed head at a size, without cosignatures."""

    def cosignatures(self, size: int) -> list[str]:
        """Lines of the witnesses that cosigned the head at a size, by name."""

    def sealed(self, index: int) -> tuple[bytes, bytes] | None:
        """Salt and content of a sealed entry; None when it is not sealed or was erased."""

    def policies(self) -> list[int]:
        """Entries that state a policy, in order: the charter and each change of it."""

    def moved_to(self) -> str | None:
        """Where the record went on; None while it goes on here."""

    def add(
        self, first: int, hashes: Sequence[bytes], leaves: Sequence[bytes], heads: Sequence[tuple[int, str]]
    ) -> None:
        """Add entries from `first` on, for each the hashes that it completes and its bytes; and heads by their size."""

    def add_policy(self, index: int) -> None:
        """Note that an entry states a policy."""

    def add_cosignature(self, size: int, name: str, line: str) -> None:
        """Keep the line of a witness under a head; the first of each witness stays."""

    def keep_sealed(self, index: int, salt: bytes, content: bytes) -> None:
        """Keep what a sealed entry commits to, beside the record."""

    def erase(self, index: int) -> bool:
        """Forget what a sealed entry commits to; False when there is nothing to forget."""

    def close_for(self, place: str) -> None:
        """Enter nothing here any more: the record goes on at a place."""
