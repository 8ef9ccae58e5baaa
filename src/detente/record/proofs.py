"""Proof files: that an entry is in the record, and that a record has only grown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.record.checkpoint import Checkpoint, parse_head
from detente.record.encoding import from_base64, from_decimal, to_base64
from detente.record.faults import Fault
from detente.record.notes import Note
from detente.record.tree import HASH_BYTES, leaf_hash, verify_inclusion

PROOF_MARK = "c2sp.org/tlog-proof@v1"
MOST_HASHES = 63


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """An entry, its place, the hashes that lead to the root, and a signed head with that root [C2SPProof2026]_."""

    entry: bytes
    index: int
    hashes: tuple[bytes, ...]
    note: Note
    checkpoint: Checkpoint

    def text(self) -> str:
        """The proof as a file; the entry itself travels in the line ``extra``."""
        lines = [PROOF_MARK, f"extra {to_base64(self.entry)}", f"index {self.index}", *map(to_base64, self.hashes)]
        return "\n".join(lines) + f"\n\n{self.note}"

    def check(self) -> None:
        """Raise a `Fault` unless the entry stands at its place under the head; signatures are another matter."""
        place = (leaf_hash(self.entry), self.index, self.checkpoint.size)
        if not verify_inclusion(*place, self.hashes, self.checkpoint.root):
            raise Fault("the proof does not lead from this entry to the root of the head", self.index)


@dataclass(frozen=True, slots=True)
class GrowthProof:
    """Hashes that show the head to continue the first `old` entries: what a witness is asked for [C2SPWitness2026]_."""

    old: int
    hashes: tuple[bytes, ...]
    note: Note
    checkpoint: Checkpoint

    def text(self) -> str:
        """The request as a file."""
        return "\n".join([f"old {self.old}", *map(to_base64, self.hashes)]) + f"\n\n{self.note}"


def parse_inclusion_proof(text: str) -> InclusionProof:
    """Read a proof file; a `Fault` that says what is wrong when it is malformed. Nothing is verified."""
    lines, rest = _head_lines(text)
    if lines[0] != PROOF_MARK or len(lines) < 3:
        raise Fault(f"a proof file begins with {PROOF_MARK}, then extra and index")
    entry = from_base64(_after("extra ", lines[1]), "the entry of the proof")
    index = from_decimal(_after("index ", lines[2]), "the index of the proof")
    note, checkpoint = parse_head(rest)
    return InclusionProof(entry, index, _hashes(lines[3:]), note, checkpoint)


def parse_growth_proof(text: str) -> GrowthProof:
    """Read a request for a cosignature; a `Fault` that says what is wrong when it is malformed. Nothing is verified."""
    lines, rest = _head_lines(text)
    old = from_decimal(_after("old ", lines[0]), "the old size")
    note, checkpoint = parse_head(rest)
    return GrowthProof(old, _hashes(lines[1:]), note, checkpoint)


def _head_lines(text: str) -> tuple[list[str], str]:
    head, empty_line, rest = text.partition("\n\n")
    if not empty_line:
        raise Fault("the file has no empty line before its head")
    return head.split("\n"), rest


def _after(mark: str, line: str) -> str:
    if not line.startswith(mark):
        raise Fault(f'a line should begin with "{mark.strip()}"')
    return line.removeprefix(mark)


def _hashes(lines: Sequence[str]) -> tuple[bytes, ...]:
    if len(lines) > MOST_HASHES:
        raise Fault(f"a proof has at most {MOST_HASHES} hashes")
    return tuple(from_base64(line, f"hash {number} of the proof", HASH_BYTES) for number, line in enumerate(lines, 1))
