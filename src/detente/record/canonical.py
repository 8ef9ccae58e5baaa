"""Canonical JSON: one text for one value, so that one value has one hash."""

from __future__ import annotations

import json
from typing import Any, NoReturn

import rfc8785

from detente.case import CaseError
from detente.record.faults import Fault

EXACT = 2**53


def canonical_bytes(value: Any) -> bytes:
    r"""Write a value as canonical JSON [Rundgren2020]_: sorted keys, no spaces, shortest numbers.

    Raises
    ------
    CaseError
        For what has no canonical form: NaN, infinities, integers beyond 2**53, half of a surrogate pair.

    Examples
    --------
    >>> canonical_bytes({"b": 1.0, "a": "é"})
    b'{"a":"\xc3\xa9","b":1}'
    """
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError) as error:
        raise CaseError(f"This has no canonical JSON: {error}") from None


def parse_canonical(data: bytes, what: str = "the entry") -> Any:
    """Read JSON that must be canonical, byte for byte; a `Fault` that names `what` otherwise.

    Examples
    --------
    >>> parse_canonical(b'{"a":1}')
    {'a': 1}
    """
    try:
        value = json.loads(
            data.decode("utf-8"), object_pairs_hook=_without_repeats, parse_constant=_refused, parse_int=_whole
        )
    except (ValueError, RecursionError):
        raise Fault(f"{what} is not JSON") from None
    try:
        written = canonical_bytes(value)
    except CaseError:
        raise Fault(f"{what} has no canonical JSON") from None
    if written != data:
        raise Fault(f"{what} is JSON, but not canonical (RFC 8785)")
    return value


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _whole(text: str) -> int | float:
    """Numbers of JSON are double precision: beyond 2**53 not every whole number is one."""
    number = int(text)
    return number if abs(number) < EXACT else float(text)


def _refused(name: str) -> NoReturn:
    raise ValueError(name)
