"""The file of what a design may use: prices, limits, ways of verifying and snapbacks."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import yaml

from detente.case import CaseError
from detente.durability.design import DesignRequest, Limits, Prices, Regime, Snapback

Row = TypeVar("Row")
HOW = "Write prices:, limits:, regimes:, snapbacks: and on_time:; see docs/explanation/design.md."
TEXTS = frozenset({"id", "title"})
LISTS = frozenset({"payers", "on_time"})


def read_menu(path: Path) -> DesignRequest:
    """Read a menu; raises CaseError naming the file and the first key or number that cannot be used."""
    try:
        tree = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CaseError(f"{path}: there is no such file.\n{HOW}") from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise CaseError(f"{path}: this is not YAML that can be read.\n{HOW}") from error
    if not isinstance(tree, Mapping):
        raise CaseError(f"{path}: the file holds no keys.\n{HOW}")
    _known(path, tree, ("prices", "limits", "regimes", "snapbacks", "on_time"))
    given: dict[str, Any] = {}
    if "prices" in tree:
        given["prices"] = _row(path, "prices", tree["prices"], Prices)
    if "limits" in tree:
        given["limits"] = _row(path, "limits", tree["limits"], Limits)
    if "regimes" in tree:
        given["regimes"] = _rows(path, "regimes", tree["regimes"], Regime)
    if "snapbacks" in tree:
        given["snapbacks"] = _rows(path, "snapbacks", tree["snapbacks"], Snapback)
    if "on_time" in tree:
        given["on_time"] = _value(path, "on_time", tree["on_time"], "on_time")
    return DesignRequest(**given)


def _rows(path: Path, key: str, rows: object, kind: Callable[..., Row]) -> tuple[Row, ...]:
    if not isinstance(rows, list):
        raise CaseError(f"{path}: {key} must be a list of entries, each with an id.\n{HOW}")
    made = tuple(_row(path, f"{key} entry {n}", row, kind) for n, row in enumerate(rows, 1))
    ids = [str(getattr(row, "id", "")) for row in made]
    twice = next((i for i in ids if ids.count(i) > 1), None)
    if twice is not None:
        raise CaseError(f"{path}: {key}: the id {twice} stands twice.\nGive every entry an id of its own.")
    return made


def _row(path: Path, key: str, row: object, kind: Callable[..., Row]) -> Row:
    if not isinstance(row, Mapping):
        raise CaseError(f"{path}: {key} must hold keys with values.\n{HOW}")
    names = [f.name for f in fields(kind)]  # type: ignore[arg-type]
    _known(path, row, names, key)
    missing = [name for name in ("id", "title") if name in names and name not in row]
    if missing:
        raise CaseError(f"{path}: {key} has no {missing[0]}.\nGive every entry an id and a title.")
    return kind(**{str(name): _value(path, f"{key}: {name}", value, str(name)) for name, value in row.items()})


def _known(path: Path, row: Mapping[Any, Any], names: object, key: str = "") -> None:
    known = [str(n) for n in names] if isinstance(names, (list, tuple)) else []
    stray = next((str(k) for k in row if k not in known), None)
    if stray is not None:
        where = f"{key}: " if key else ""
        raise CaseError(f"{path}: {where}there is no key {stray}.\nUse {', '.join(known)}.")


def _value(path: Path, key: str, value: object, name: str) -> object:
    if name in TEXTS:
        return str(value)
    if name in LISTS:
        if not isinstance(value, list):
            raise CaseError(f"{path}: {key} must be a list of ids.")
        return tuple(str(item) for item in value)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or math.isnan(value):
        raise CaseError(f"{path}: {key} is {value!r}, and a number is needed.")
    return float(value)
