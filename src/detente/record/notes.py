"""Signed notes: a text, an empty line, and one line for each signature."""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.record.encoding import from_base64, to_base64
from detente.record.faults import Fault
from detente.record.keys import NAME, KeyKind, SigningKey, VerifierKey

DASH = "\u2014"
SIGNATURE_LINE = re.compile(rf"{DASH} ({NAME.pattern}) ([A-Za-z0-9+/=]+)")
SIGNATURE_BYTES = 64
MOST_SIGNATURES = 100
LAST_SECOND = 253_402_300_799
"""End of the year 9999, the last that dates can write."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who, with which key, and the bytes behind the id of the key."""

    name: str
    key_id: bytes
    payload: bytes

    def __str__(self) -> str:
        """The line, without its end."""
        return f"{DASH} {self.name} {to_base64(self.key_id + self.payload)}"

    def is_of(self, key: VerifierKey) -> bool:
        """Whether the line names this key; says nothing about the signature itself."""
        return self.name == key.name and self.key_id == key.key_id


@dataclass(frozen=True, slots=True)
class Note:
    """A text, which ends with a line feed, and its signatures [C2SPNote2026]_."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def __str__(self) -> str:
        """The note as it is written to a file."""
        return f"{self.text}\n" + "".join(f"{line}\n" for line in self.signatures)

    def with_signatures(self, *more: Signature) -> Note:
        """The note with more signatures; one for each key, the first stays."""
        kept = {(line.name, line.key_id): line for line in reversed((*self.signatures, *more))}
        return Note(self.text, tuple(reversed(kept.values())))


def parse_note(text: str) -> Note:
    r"""Read a signed note; a `Fault` when it is not exactly one.

    Examples
    --------
    >>> parse_note("hello\n\n\u2014 someone AAAAAAA=\n").signatures[0].name
    'someone'
    """
    head, empty_line, tail = text.rpartition("\n\n")
    lines = tail.split("\n")
    if not empty_line or lines.pop() != "" or not lines or len(lines) > MOST_SIGNATURES:
        raise Fault("this is not a signed note: text, an empty line, signatures")
    if not head or any(ord(character) < 32 and character != "\n" for character in head):
        raise Fault("the text of the note is empty or holds control characters")
    return Note(f"{head}\n", tuple(parse_signature(line) for line in lines))


def parse_signature(line: str) -> Signature:
    """Read one signature line, without its end."""
    found = SIGNATURE_LINE.fullmatch(line)
    if found is None:
        raise Fault("a signature line is not written as a dash, a name and base64")
    data = from_base64(found[2], f"the signature of {found[1]}")
    if len(data) < 5:
        raise Fault(f"the signature of {found[1]} is too short")
    return Signature(found[1], data[:4], data[4:])


def sign_note(text: str, key: SigningKey) -> Signature:
    """Sign a text with the key of a log."""
    if key.kind is not KeyKind.LOG:
        raise Fault(f"the key of {key.name} is that of a witness, which signs heads with their time only")
    return Signature(key.name, key.verifier.key_id, key.sign(text.encode()))


def cosign_note(text: str, key: SigningKey, unix_seconds: int) -> Signature:
    """Cosign the text of a head with the key of a witness, and say when [C2SPCosignature2026]_."""
    if key.kind is not KeyKind.WITNESS:
        raise Fault(f"the key of {key.name} is not that of a witness")
    signed = key.sign(_cosigned(text, unix_seconds))
    return Signature(key.name, key.verifier.key_id, unix_seconds.to_bytes(8, "big") + signed)


def is_signed(note: Note, key: VerifierKey) -> bool:
    """Whether a log's key has signed the note; every line that names the key must hold."""
    lines = [line for line in note.signatures if line.is_of(key)]
    message = note.text.encode()
    return bool(lines) and all(
        len(line.payload) == SIGNATURE_BYTES and key.has_signed(message, line.payload) for line in lines
    )


def cosigned_at(note: Note, key: VerifierKey) -> int | None:
    """Unix seconds at which a witness cosigned the note, None where it did not; a `Fault` when a signature is wrong."""
    lines = [line for line in note.signatures if line.is_of(key)]
    times = [_verified_time(note.text, line, key) for line in lines]
    return min(times) if times else None


def _verified_time(text: str, line: Signature, key: VerifierKey) -> int:
    seconds, signed = int.from_bytes(line.payload[:8], "big"), line.payload[8:]
    if len(signed) != SIGNATURE_BYTES or seconds > LAST_SECOND or not key.has_signed(_cosigned(text, seconds), signed):
        raise Fault(f"the cosignature of {key.name} is wrong")
    return seconds


def _cosigned(text: str, unix_seconds: int) -> bytes:
    return f"cosignature/v1\ntime {unix_seconds}\n{text}".encode()
