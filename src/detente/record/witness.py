"""A witness: it cosigns a head only when the record has done nothing but grow since the last one it cosigned."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from detente.case import CaseError
from detente.record.checkpoint import Checkpoint, parse_head
from detente.record.faults import Fault
from detente.record.keys import KeyKind, SigningKey, VerifierKey
from detente.record.notes import Signature, cosign_note, is_signed
from detente.record.proofs import GrowthProof
from detente.record.tree import EMPTY_ROOT, verify_consistency

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS witnessed (origin TEXT PRIMARY KEY, note TEXT NOT NULL, cosigned_at INTEGER NOT NULL)"
)


@dataclass(frozen=True, slots=True)
class Witness:
    """Key of a witness and its memory: the last head of each log that it cosigned."""

    key: SigningKey
    memory: sqlite3.Connection

    def cosign(self, request: GrowthProof, log: VerifierKey, at: datetime) -> Signature:
        """Check a head and cosign it [C2SPWitness2026]_; the new head is on disk before the signature exists.

        Raises
        ------
        Fault
            When the log has not signed the head, the proof does not start at the last head seen here or does not hold,
            or the clock of this witness went backwards. Nothing is signed or remembered then. Two signed heads that
            cannot both be true are named as a fork: keep the request, it is evidence.
        """
        if self.key.kind is not KeyKind.WITNESS:
            raise Fault(f"the key of {self.key.name} is not that of a witness")
        head = request.checkpoint
        if head.origin != log.name or not is_signed(request.note, log):
            raise Fault(f"the head is not signed by {log.name}")
        with _one_at_a_time(self.memory):
            seen, cosigned_at = self._last(log)
            _check_growth(request, seen)
            now = int(at.timestamp())
            if now < cosigned_at:
                raise Fault("the clock of this witness went backwards since it last cosigned this record")
            statement = (
                "INSERT INTO witnessed VALUES (?, ?, ?) ON CONFLICT (origin) DO UPDATE SET note = ?, cosigned_at = ?"
            )
            self.memory.execute(statement, (head.origin, str(request.note), now, str(request.note), now))
        return cosign_note(request.note.text, self.key, now)

    def last_seen(self, log: VerifierKey) -> Checkpoint:
        """The last head of a log that was cosigned here; the empty one when none was."""
        return self._last(log)[0]

    def _last(self, log: VerifierKey) -> tuple[Checkpoint, int]:
        row = self.memory.execute("SELECT note, cosigned_at FROM witnessed WHERE origin = ?", (log.name,)).fetchone()
        if row is None:
            return Checkpoint(log.name, 0, EMPTY_ROOT), 0
        note, head = parse_head(row[0])
        if not is_signed(note, log):
            raise Fault(
                f"this witness knows {log.name} under another key: cosign the head over the change of key first, with"
                f" the policy before it (prove --since {head.size} --until SIZE)"
            )
        return head, int(row[1])


@contextmanager
def open_witness(key: SigningKey, memory: Path) -> Iterator[Witness]:
    """A witness whose memory is a file, made when it is not there. A lost memory means that forks can go unseen."""
    try:
        with closing(sqlite3.connect(memory, timeout=60.0, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute(SCHEMA)
            yield Witness(key, connection)
    except sqlite3.Error as error:
        raise CaseError(
            f"{memory}, the memory of the witness, cannot be used: {error}.\nNothing was cosigned."
        ) from error


def _check_growth(request: GrowthProof, seen: Checkpoint) -> None:
    head = request.checkpoint
    if head.size < seen.size:
        raise Fault(f"the head is over {head.size} entries, and this witness has cosigned one over {seen.size}")
    if not head.size:
        raise Fault("a head over no entries says nothing")
    if head.size == seen.size and head.root != seen.root:
        raise Fault(f"fork: two signed heads over {head.size} entries have different roots", head.size - 1)
    if request.old != seen.size:
        raise Fault(
            f"the proof begins at {request.old}, and this witness has seen {seen.size}: prove --since {seen.size}"
        )
    if not seen.size:
        if request.hashes:
            raise Fault("a proof from nothing has no hashes")
    elif not verify_consistency(seen.size, head.size, seen.root, head.root, request.hashes):
        raise Fault(f"the record did not only grow since the head over {seen.size} entries, or the proof is wrong")


@contextmanager
def _one_at_a_time(memory: sqlite3.Connection) -> Iterator[None]:
    memory.execute("BEGIN IMMEDIATE")
    try:
        yield
        memory.execute("COMMIT")
    except BaseException:
        memory.execute("ROLLBACK")
        raise
