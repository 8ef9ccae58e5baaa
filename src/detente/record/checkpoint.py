"""Heads of a log: which log, how many entries, which root; signed by the log and cosigned by witnesses."""

from __future__ import annotations

from dataclasses import dataclass

from detente.record.encoding import from_base64, from_decimal, to_base64
from detente.record.faults import Fault
from detente.record.keys import SigningKey
from detente.record.notes import Note, parse_note, sign_note
from detente.record.tree import HASH_BYTES


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log [C2SPCheckpoint2026]_: `origin` names the log, `root` is over its first `size` entries."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Three lines: what is signed."""
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a head, without signatures; a `Fault` when it is not exactly three lines.

    Examples
    --------
    >>> from detente.record.tree import EMPTY_ROOT
    >>> parse_checkpoint(Checkpoint("example.org/record", 0, EMPTY_ROOT).text()).size
    0
    """
    lines = text.split("\n")
    if len(lines) != 4 or lines[3] or not lines[0]:
        raise Fault("a head has three lines: origin, size, root")
    size = from_decimal(lines[1], "the size of the head")
    return Checkpoint(lines[0], size, from_base64(lines[2], "the root of the head", HASH_BYTES))


def parse_head(text: str) -> tuple[Note, Checkpoint]:
    """Read a signed head: the note and what it says. No signature is verified."""
    note = parse_note(text)
    return note, parse_checkpoint(note.text)


def sign_checkpoint(checkpoint: Checkpoint, key: SigningKey) -> Note:
    """Sign a head with the key of its log, whose name is the origin."""
    if key.name != checkpoint.origin:
        raise Fault(f"the key is that of {key.name}, and the record is {checkpoint.origin}")
    return Note(checkpoint.text(), (sign_note(checkpoint.text(), key),))
