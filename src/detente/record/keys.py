"""Keys of the log and of its witnesses, written as signed notes write them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from detente.record.encoding import from_base64, to_base64
from detente.record.faults import Fault

KEY_BYTES = 32
SECRET = "PRIVATE+KEY+"
NAME = re.compile(r"[!-*,-~]{1,200}", re.ASCII)


class KeyKind(IntEnum):
    """What a key signs: the first byte of every written key."""

    LOG = 1
    WITNESS = 4


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public Ed25519 key with the name and the kind under which it signs [C2SPNote2026]_."""

    name: str
    kind: KeyKind
    public: bytes

    @property
    def key_id(self) -> bytes:
        """Four bytes that tell which key signed: the start of ``SHA-256(name || 0x0A || kind || key)``."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def __str__(self) -> str:
        """The key as it is handed around: name, id and key, joined by plus signs."""
        return f"{self.name}+{self.key_id.hex()}+{to_base64(bytes([self.kind]) + self.public)}"

    def has_signed(self, message: bytes, signature: bytes) -> bool:
        """Whether the signature over the message is by this key."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A secret Ed25519 key; its text form belongs into a file that only its owner reads."""

    name: str
    kind: KeyKind
    seed: bytes

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, self.kind, _private_key(self.seed).public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """Signature over a message, 64 bytes."""
        return _private_key(self.seed).sign(message)

    def secret_text(self) -> str:
        """The key as it is kept."""
        body = to_base64(bytes([self.kind]) + self.seed)
        return f"{SECRET}{self.name}+{self.verifier.key_id.hex()}+{body}"

    def __repr__(self) -> str:
        """Name and kind; never the secret."""
        return f"SigningKey({self.name!r}, {self.kind.name})"


def new_key(name: str, kind: KeyKind) -> SigningKey:
    """Make a key from the system's generator.

    Raises
    ------
    Fault
        When the name is empty, longer than 200 characters, or holds a space, a plus sign or anything but ASCII.

    Examples
    --------
    >>> new_key("example.org/record", KeyKind.LOG)
    SigningKey('example.org/record', LOG)
    """
    seed = Ed25519PrivateKey.generate().private_bytes_raw()
    return SigningKey(_checked_name(name), kind, seed)


def parse_verifier_key(text: str) -> VerifierKey:
    """Read a public key; a `Fault` when its name, id or key do not belong together.

    Examples
    --------
    >>> parse_verifier_key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").name
    'PeterNeumann'
    """
    name, key_id, kind, public = _parts(text, "The public key")
    key = VerifierKey(name, kind, public)
    if key.key_id.hex() != key_id:
        raise Fault(f"the public key of {name} does not fit its id {key_id}")
    return key


def parse_signing_key(text: str) -> SigningKey:
    """Read a secret key; a `Fault` when it is none, or is damaged. The text is never repeated in the message."""
    if not text.startswith(SECRET):
        raise Fault("this is not a secret key: one begins with PRIVATE+KEY+")
    name, key_id, kind, seed = _parts(text.removeprefix(SECRET), "the secret key")
    key = SigningKey(name, kind, seed)
    if key.verifier.key_id.hex() != key_id:
        raise Fault(f"the secret key of {name} does not fit its id {key_id}")
    return key


@lru_cache(maxsize=8)
def _private_key(seed: bytes) -> Ed25519PrivateKey:
    """Making it from its seed takes as long as signing, and one key signs many heads."""
    return Ed25519PrivateKey.from_private_bytes(seed)


def _parts(text: str, what: str) -> tuple[str, str, KeyKind, bytes]:
    parts = text.split("+", 2)
    if len(parts) != 3 or not NAME.fullmatch(parts[0]):
        raise Fault(f"{what} is not written as NAME+ID+KEY")
    data = from_base64(parts[2], f"{what} of {parts[0]}", KEY_BYTES + 1)
    if data[0] not in tuple(KeyKind):
        raise Fault(f"{what} of {parts[0]} is of kind {data[0]}; 1 (log) and 4 (witness) are known")
    return parts[0], parts[1], KeyKind(data[0]), data[1:]


def _checked_name(name: str) -> str:
    if not NAME.fullmatch(name):
        raise Fault(f'"{name}" is no name of a key: use letters, digits, dots, slashes and hyphens')
    return name
