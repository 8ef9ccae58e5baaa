"""How a database says what a record asks of it, and whether a connection is in a transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from detente.case import CaseError
from detente.record.faults import Fault

APPEND_ONLY = ("record_entries", "record_heads", "record_policies")


@dataclass(frozen=True, slots=True)
class Dialect:
    """One database.

    `begin_writing` begins a transaction that has the writers' lock; `lock` takes that lock within a transaction of a
    caller; `forget` removes what was erased from the files, as far as the database can. `in_transaction` and `is_lost`
    look at a connection; `refused` says why a caller's connection cannot carry a record, None when it can.
    """

    schema: tuple[str, ...]
    begin_writing: tuple[str, ...]
    begin_reading: tuple[str, ...]
    lock: tuple[str, ...]
    forget: tuple[str, ...]
    placeholder: str
    failures: tuple[type[Exception], ...]
    in_transaction: Callable[[Any], bool]
    is_lost: Callable[[Any], bool]
    refused: Callable[[Any], str | None]


def unwritten(error: Exception) -> CaseError:
    """The error of a transaction that was undone."""
    return CaseError(
        f"The record was not written: {str(error).strip()}.\n"
        "Its head is where it was, and nothing of the entry is kept."
    )


def uncertain(error: Exception) -> CaseError:
    """The error of a connection that broke while the database was to commit: it may have done so, or not."""
    return CaseError(
        f"The connection was lost while the entry was being written: {str(error).strip()}.\n"
        "Whether it is in the record is not known. Look at the newest entries before you enter it again."
    )


def unreadable(error: Exception) -> Fault:
    """The error of a store that cannot be read."""
    return Fault(f"the record cannot be read: {str(error).strip()}")
