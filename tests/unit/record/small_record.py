"""A small record with two witnesses, made the same way for all tests; keys are fresh each time."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from detente.record import (
    Draft,
    KeyKind,
    Sealed,
    SigningKey,
    append,
    attach,
    export_bundle,
    new_key,
    open_witness,
    opening_of,
    policy_text,
    prove_growth,
    sqlite_store,
    start_record,
)
from detente.record.sql_store import SqlStore

ORIGIN = "example.org/corridor"
BEGAN = datetime(2025, 11, 30, 12, tzinfo=UTC)
SHA = "ab" * 32


@dataclass
class SmallRecord:
    """A store in memory with its keys; `minute` is the time of the next entry."""

    store: SqlStore
    key: SigningKey
    witnesses: dict[str, SigningKey]
    policy: str
    minute: int = 1

    def enter(self, *drafts: Draft | Sealed):
        """Append, a minute after the last time."""
        note = append(self.store, self.key, drafts, at(self.minute), None)
        self.minute += 1
        return note

    def bundle(self) -> list[bytes]:
        """Lines of the bundle."""
        return list(export_bundle(self.store))


def at(minute: int) -> datetime:
    """A time some minutes after the record began."""
    return BEGAN + timedelta(minutes=minute)


def memory_store() -> SqlStore:
    """An empty store in memory."""
    store = sqlite_store(sqlite3.connect(":memory:", isolation_level=None))
    store.create()
    return store


def charter(policy: str) -> Draft:
    """The first entry."""
    return Draft("charter", "secretariat", {"title": "Corridor talks", "policy": policy})


def small_record(needed: int = 2, store: SqlStore | None = None, key: SigningKey | None = None) -> SmallRecord:
    """A record that has begun; `needed` of its two witnesses must cosign."""
    store = store or memory_store()
    key = key or new_key(ORIGIN, KeyKind.LOG)
    witnesses = {name: new_key(f"{name}.example", KeyKind.WITNESS) for name in ("north", "south")}
    policy = policy_text(key.verifier, {name: w.verifier for name, w in witnesses.items()}, needed)
    start_record(store, key, charter(policy), at(0))
    return SmallRecord(store, key, witnesses, policy)


def declaration(number: int) -> Draft:
    """An entry that says nothing much."""
    return Draft("declaration", "north", {"title": f"Declaration {number}", "words": "We do. \u2014 Gewiß."})


def vote(answer: str, by: str = "south") -> Draft:
    """An answer to the draft at entry 1."""
    return Draft("acceptance", by, {"of": 1, "answer": answer})


def draft_text() -> Draft:
    """A draft agreement, by its hash."""
    return Draft("draft", "secretariat", {"title": "First draft", "document": SHA})


def cosign(
    record: SmallRecord, names: Sequence[str] = ("north", "south"), minute: int | None = None, memory=None
) -> None:
    """Let witnesses cosign the newest head, each from a memory of its own or that given."""
    for name in names:
        with open_witness(record.witnesses[name], memory[name] if memory else ":memory:") as witness:
            request = prove_growth(record.store, witness.last_seen(record.key.verifier).size)
            line = witness.cosign(request, record.key.verifier, at(record.minute if minute is None else minute))
        attach(record.store, str(line))


def filled_record(needed: int = 2) -> SmallRecord:
    """Nine entries: a draft, a sealed vote that is opened later, one that is not, a batch; both witnesses cosigned."""
    record = small_record(needed)
    record.enter(draft_text())
    record.enter(Sealed(vote("accept")))
    record.enter(Sealed(vote("reject", "north")))
    record.enter(declaration(4), declaration(5), declaration(6))
    record.enter(opening_of(record.store, 2))
    record.enter(Draft("correction", "secretariat", {"corrects": 4, "reason": "A slip of the pen."}))
    cosign(record)
    return record
