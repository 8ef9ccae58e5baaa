"""Results as bytes and back: one line of JSON, then the arrays; nothing that is read can run code."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.cache.canonical import Unnamed, order_in_memory

OURS = "detente."


class Damaged(ValueError):
    """Bytes that hold no result, or one of a record that this program does not have."""


def pack(result: object) -> bytes:
    """Write a result: numbers, text, arrays, tuples, lists, mappings, and this program's records and names of such.

    Floats come back to the last bit, arrays with their type, shape and order in memory.

    Raises
    ------
    Unnamed
        When the result holds anything else.

    Examples
    --------
    >>> unpack(pack(({"a": 0.1}, [True, None])))
    ({'a': 0.1}, [True, None])
    """
    arrays: list[NDArray[Any]] = []
    tree = _written(result, arrays)
    into = BytesIO()
    into.write(json.dumps(tree, separators=(",", ":")).encode() + b"\n")
    for array in arrays:
        np.lib.format.write_array(into, array, allow_pickle=False)
    return into.getvalue()


def unpack(content: bytes) -> Any:
    """Read a result back.

    Raises
    ------
    Damaged
        When the bytes hold none.
    """
    source = BytesIO(content)
    try:
        tree = json.loads(source.readline())
        return _Reader(source).read(tree)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, EOFError) as error:
        raise Damaged("These bytes hold no result.") from error


def _written(thing: Any, arrays: list[NDArray[Any]]) -> Any:
    """A tree for JSON; everything but plain values is a list that opens with its kind."""
    if thing is None or type(thing) in (bool, int, float, str):
        return thing
    if isinstance(thing, np.ndarray | np.generic):
        return _array(thing, arrays)
    if type(thing) in (tuple, list):
        return [type(thing).__name__, *(_written(part, arrays) for part in thing)]
    if isinstance(thing, Mapping):
        return ["mapping", *([_written(k, arrays), _written(v, arrays)] for k, v in thing.items())]
    if is_dataclass(thing) and type(thing).__module__.startswith(OURS):
        parts = {f.name: _written(getattr(thing, f.name), arrays) for f in fields(thing)}
        return ["record", type(thing).__module__, type(thing).__qualname__, parts]
    if isinstance(thing, Enum) and type(thing).__module__.startswith(OURS):
        return ["enum", type(thing).__module__, type(thing).__qualname__, thing.name]
    raise Unnamed(f"A result of {type(thing).__qualname__} cannot be kept.")


def _array(thing: NDArray[Any] | np.generic, arrays: list[NDArray[Any]]) -> list[Any]:
    """Kind, and the axes from the slowest to the fastest: the order in memory decides the order of sums."""
    array = np.asarray(thing)
    order = order_in_memory(array)
    compact = array.transpose(order)
    if array.dtype.hasobject or not compact.flags.c_contiguous:
        raise Unnamed("An array of objects, or a view with gaps, cannot be kept.")
    arrays.append(compact)
    return ["array" if isinstance(thing, np.ndarray) else "scalar", order]


class _Reader:
    """Reads a tree and, in its order, the arrays behind it."""

    def __init__(self, source: BytesIO) -> None:
        self._source = source

    def read(self, tree: Any) -> Any:
        if not isinstance(tree, list):
            return tree
        kind, *parts = tree
        if kind in ("array", "scalar"):
            array = np.lib.format.read_array(self._source, allow_pickle=False).transpose(np.argsort(parts[0]))
            return array if kind == "array" else array[()]
        if kind == "record":
            module, name, inside = parts
            return _record(module, name)(**{field: self.read(part) for field, part in inside.items()})
        if kind == "enum":
            return _enum(*parts)
        if kind == "mapping":
            return {self.read(key): self.read(value) for key, value in parts}
        read = (self.read(part) for part in parts)
        return {"tuple": tuple, "list": list}[kind](read)


def _enum(module: str, name: str, member: str) -> Enum:
    found = _loaded(module, name)
    if not isinstance(found, type) or not issubclass(found, Enum):
        raise Damaged(f"{module}.{name} is no list of names.")
    return found[member]


def _loaded(module: str, name: str) -> Any:
    """Something of this program that is loaded already: what is read names no module to import."""
    return getattr(sys.modules[module], name) if module.startswith(OURS) else None


def _record(module: str, name: str) -> Any:
    found = _loaded(module, name)
    if not isinstance(found, type) or not is_dataclass(found):
        raise Damaged(f"{module}.{name} is no record.")
    return found
