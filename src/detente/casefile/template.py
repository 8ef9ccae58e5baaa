"""A small and complete invented case to begin from."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import suppress
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from detente.case import CaseError
from detente.casefile.files import shown_path


def write_template(folder: Path, slug: str) -> tuple[Path, ...]:
    """Write the example case into a new or empty folder and return the files written.

    `slug` is the name under which its comments speak of the folder. Raises CaseError, and writes nothing, when
    the folder holds anything.
    """
    _refuse_if_taken(folder)
    written = []
    try:
        for place, content in template_files():
            path = folder / place
            path.parent.mkdir(parents=True, exist_ok=True)
            written.append(path)
            path.write_text(content.replace("SLUG", slug), encoding="utf-8", newline="\n")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        _take_back(folder, written)
        full = getattr(error, "errno", None) == errno.ENOSPC
        remedy = "Make room, or name another folder." if full else "Name a folder you may write to."
        message = f"{shown_path(folder)}: the case cannot be written there ({reason}).\n{remedy}"
        raise CaseError(message) from error
    return tuple(written)


def _take_back(folder: Path, written: list[Path]) -> None:
    """Half a template would stand in the way of the next try."""
    for path in reversed(written):
        with suppress(OSError):
            path.unlink(missing_ok=True)
        if path.parent != folder:
            with suppress(OSError):
                path.parent.rmdir()


def template_files() -> Iterator[tuple[str, str]]:
    """Place within the folder and content of every file of the template, in order of place."""
    yield from _walk(files("detente.casefile").joinpath("template"), "")


def _walk(folder: Traversable, place: str) -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir():
            yield from _walk(entry, f"{place}{entry.name}/")
        else:
            yield f"{place}{entry.name}", entry.read_text(encoding="utf-8")


def _refuse_if_taken(folder: Path) -> None:
    try:
        taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CaseError(f"{shown_path(folder)}: cannot be looked into ({reason}).\nName another folder.") from error
    if taken:
        raise CaseError(f"{shown_path(folder)}: something is there already.\nName a folder that is new or empty.")
