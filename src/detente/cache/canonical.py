"""A name for whatever a task is given: equal content has an equal name, in every process and on every day."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from inspect import isfunction
from typing import Any

import numpy as np
from numpy.typing import NDArray

PLAIN = frozenset({str, int, float, bool, type(None)})


class Unnamed(TypeError):
    """Something whose content cannot be told from outside, such as a function made on the spot."""


def digest_of(*things: object) -> str:
    """The SHA-256 of things as canonical bytes, 64 hexadecimal digits.

    Every part is written with its kind and its length, so that no two contents run into the same bytes. Arrays count
    with type, shape, order in memory and every byte; records with the name of their class and all fields; mappings in
    their order, for sums follow it; sets without any.

    Raises
    ------
    Unnamed
        For anything else: it is better to work out again than to guess what an unknown object holds.

    Examples
    --------
    >>> digest_of({"a": 1}, 2.0) == digest_of({"a": 1}, 2.0), digest_of("ab", "c") == digest_of("a", "bc")
    (True, False)
    """
    into = hashlib.sha256()
    for thing in things:
        _write(thing, into.update)
    return into.hexdigest()


def _write(thing: Any, to: Callable[[bytes | memoryview], object]) -> None:
    # Nearly everything in a case is a plain value: these are told by their type alone.
    if type(thing) in PLAIN:
        _text(type(thing).__name__, repr(thing), to)
    elif isinstance(thing, Enum):
        _text("enum", f"{_class(type(thing))}.{thing.name}", to)
    elif isinstance(thing, bool | int | float | str | date | Decimal):
        _text(type(thing).__name__, repr(thing), to)
    elif isinstance(thing, np.ndarray | np.generic):
        _array(thing, to)
    else:
        _write_parts(thing, to)


def _write_parts(thing: Any, to: Callable[[bytes | memoryview], object]) -> None:
    if is_dataclass(thing) and not isinstance(thing, type):
        opening, names = _form(type(thing))
        to(opening)
        for name, written in names:
            to(written)
            _write(getattr(thing, name), to)
    elif isinstance(thing, tuple | list):
        _parts(type(thing).__name__, thing, to)
    elif isinstance(thing, Mapping):
        _parts("mapping", [part for item in thing.items() for part in item], to)
    elif isinstance(thing, AbstractSet):
        _parts("set", sorted(digest_of(part) for part in thing), to)
    elif isinstance(thing, slice | range):
        _parts(type(thing).__name__, [thing.start, thing.stop, thing.step], to)
    elif isfunction(thing) and "<" not in thing.__qualname__:
        _text("function", f"{thing.__module__}.{thing.__qualname__}", to)
    else:
        raise Unnamed(f"{_class(type(thing))} has no canonical bytes.")


@cache
def _form(record: type) -> tuple[bytes, list[tuple[str, bytes]]]:
    """How a record opens, and its fields with their names as written: the same for all of a class."""
    names = [f.name for f in fields(record)]
    return _framed(_class(record), str(2 * len(names))), [(name, _framed("str", repr(name))) for name in names]


def _array(thing: NDArray[Any] | np.generic, to: Callable[[bytes | memoryview], object]) -> None:
    array = np.asarray(thing)
    if array.dtype.hasobject:
        raise Unnamed("An array of objects has no canonical bytes.")
    kind = "array" if isinstance(thing, np.ndarray) else "scalar"
    order = order_in_memory(array)
    _text(kind, f"{array.dtype.str} {array.shape} {order}", to)
    # Views, not copies: the money of ten thousand worlds is large, and lies with its worlds side by side.
    compact = array.transpose(order)
    for part in compact if array.ndim > 1 and not compact.flags.c_contiguous else [compact]:
        to(np.ascontiguousarray(part).reshape(-1).view(np.uint8).data)


def order_in_memory(array: NDArray[Any]) -> list[int]:
    """Axes from the slowest to the fastest: sums follow the order in memory, to their last bit.

    Examples
    --------
    >>> order_in_memory(np.zeros((2, 3))), order_in_memory(np.zeros((2, 3)).T)
    ([0, 1], [1, 0])
    """
    axes = range(array.ndim)
    return list(axes) if array.flags.c_contiguous else sorted(axes, key=lambda axis: -abs(array.strides[axis]))


def _parts(kind: str, parts: Any, to: Callable[[bytes | memoryview], object]) -> None:
    _text(kind, str(len(parts)), to)
    for part in parts:
        _write(part, to)


def _text(kind: str, text: str, to: Callable[[bytes | memoryview], object]) -> None:
    to(_framed(kind, text))


def _framed(kind: str, text: str) -> bytes:
    content = text.encode("utf-8", "surrogatepass")
    return f"{kind}:{len(content)}:".encode() + content


def _class(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"
