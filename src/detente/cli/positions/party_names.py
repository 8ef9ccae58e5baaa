"""The list of parties for `detente positions --parties`: a name and its aliases each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from detente.case import CaseError

REMEDY = "Write lines such as Freedonia: [Fredville, the Fredonians]."
LARGEST = 16 * 1024 * 1024


def read_parties(path: Path) -> dict[str, tuple[str, ...]]:
    """Read a file that maps names of parties to lists of aliases; raises CaseError with what to do."""
    if not path.is_file():
        raise CaseError(f"{path}: there is no such file.\n{REMEDY}")
    if path.stat().st_size > LARGEST:
        raise CaseError(f"{path}: the file is larger than {LARGEST // 2**20} MB.\n{REMEDY}")
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CaseError(f"{path}: this is no YAML: {' '.join(str(error).split())}\n{REMEDY}") from error
    if not isinstance(content, Mapping) or not content:
        raise CaseError(f"{path}: this maps no names to aliases.\n{REMEDY}")
    return {_word(name, path): _aliases(name, aliases, path) for name, aliases in content.items()}


def _aliases(name: object, aliases: object, path: Path) -> tuple[str, ...]:
    if aliases is None:
        return ()
    if not isinstance(aliases, list):
        raise CaseError(f"{path}: the aliases of {name} are no list.\n{REMEDY}")
    return tuple(_word(alias, path) for alias in aliases)


def _word(value: object, path: Path) -> str:
    if not isinstance(value, str) or not value.strip():
        raise CaseError(f"{path}: {value!r} is no name.\nPut it in quotation marks, or remove it.")
    return value.strip()
