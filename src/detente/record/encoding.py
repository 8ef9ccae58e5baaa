"""Base64 and decimal numbers in the one spelling that is allowed, so that no byte of a file is free to change."""

from __future__ import annotations

import base64
import binascii
import re

from detente.record.faults import Fault

DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


def to_base64(data: bytes) -> str:
    """Standard base64, padded."""
    return base64.b64encode(data).decode("ascii")


def from_base64(text: str, what: str, length: int | None = None) -> bytes:
    r"""Bytes of a base64 text in its only spelling; a `Fault` that names `what` otherwise.

    Examples
    --------
    >>> from_base64("AAE=", "the salt")
    b'\x00\x01'
    """
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Fault(f"{what} is not base64") from None
    if to_base64(data) != text:
        raise Fault(f"{what} is base64 in another spelling than the usual one")
    if length is not None and len(data) != length:
        raise Fault(f"{what} has {len(data)} bytes and needs {length}")
    return data


def from_decimal(text: str, what: str) -> int:
    """Number of a decimal text without sign or leading zeros, below 2**63; a `Fault` that names `what` otherwise.

    Examples
    --------
    >>> from_decimal("12", "the size")
    12
    """
    if not DECIMAL.fullmatch(text) or int(text) >= 2**63:
        raise Fault(f"{what} is not a whole number in plain decimal")
    return int(text)
