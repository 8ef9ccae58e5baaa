"""Files of a result, each whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from detente.case import CaseError

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What is said of a disk without room."""


def refuse_file(output: Path) -> None:
    """Refuse a place that is a file, or lies under one, before any work is done."""
    taken = next((place for place in (output, *output.parents) if place.exists() and not place.is_dir()), None)
    if taken is not None:
        raise CaseError(f"{taken}: this is a file, and --output needs a folder. Name another place.")
    _refuse_closed(output)


def refuse_folder(output: Path, inputs: Iterable[Path] = ()) -> None:
    """Refuse a file to write that is a folder, lies under a file, or is one of those read, before any work is done."""
    if output.is_dir():
        raise CaseError(f"{output}: this is a folder, and --output needs a file. Name a file in it.")
    taken = next((place for place in output.parents if place.exists() and not place.is_dir()), None)
    if taken is not None:
        raise CaseError(f"{output}: {taken} is a file, not a folder. Name another place.")
    if output.exists() and any(place.exists() and place.samefile(output) for place in inputs):
        raise CaseError(f"{output}: this file is read, and writing the result would replace it. Name another place.")
    _refuse_closed(output.parent)


def _refuse_closed(folder: Path) -> None:
    """Refuse a folder in which nothing may be written, or made if it is not there yet."""
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if not os.access(there, os.W_OK | os.X_OK):
        raise CaseError(f"{there}: you may not write into this folder. Name another place.")


def write_whole(folder: Path, files: Mapping[str, str]) -> None:
    """Write files beside their places, then move all of them there: a reader never meets half a result.

    When writing fails, for want of space perhaps, what was there before stays and nothing new is left behind.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        said = error.strerror or str(error)
        raise CaseError(f"{folder}: this folder cannot be made ({said}). Name another place.") from error
    waiting: dict[Path, Path] = {}
    try:
        for name, content in files.items():
            handle, temporary = tempfile.mkstemp(dir=folder, prefix=f".{name}.")
            waiting[Path(temporary)] = folder / name
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(content)
            Path(temporary).chmod(0o644)
        for written, target in waiting.items():
            written.replace(target)
    except OSError as error:
        raise CaseError(f"{folder}: {unwritten(error)}") from error
    finally:
        for written in waiting:
            written.unlink(missing_ok=True)


def unwritten(error: OSError) -> str:
    r"""Say why the files of a result could not be written, and what to do.

    Examples
    --------
    >>> unwritten(OSError(errno.ENOSPC, "No space left on device"))
    'the result cannot be written there (No space left on device).\nMake room, or name another place.'
    """
    remedy = "Make room, or name another place." if error.errno in FULL else "Name a place that you may write to."
    return f"the result cannot be written there ({error.strerror or error}).\n{remedy}"
