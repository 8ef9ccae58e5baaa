"""Sealed entries: what is committed to is bound and hidden, and can be opened or erased later."""

from __future__ import annotations

import hashlib
import secrets
from hmac import compare_digest

SALT_BYTES = 32
DOMAIN = b"detente sealed entry v1\n"


def new_salt() -> bytes:
    """A fresh salt of 256 bits from the system's generator."""
    return secrets.token_bytes(SALT_BYTES)


def commit(content: bytes, salt: bytes) -> bytes:
    """Commit to a content: ``SHA-256(domain || salt || content)``.

    Without the salt nobody can tell which of two contents it is, even when only two are possible: 256 random bits would
    have to be guessed. With it, no other content fits, short of a collision of SHA-256. The length does not show.

    Raises
    ------
    ValueError
        When the salt is not 32 bytes long: a salt of free length could take over a part of the content.

    Examples
    --------
    >>> len(commit(b"accept", new_salt())), commit(b"accept", bytes(32)) == commit(b"reject", bytes(32))
    (32, False)
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes")
    return hashlib.sha256(DOMAIN + salt + content).digest()


def fits(commitment: bytes, content: bytes, salt: bytes) -> bool:
    """Whether a content and a salt open a commitment."""
    return len(salt) == SALT_BYTES and compare_digest(commitment, commit(content, salt))
