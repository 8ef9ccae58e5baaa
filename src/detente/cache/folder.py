"""A folder of answers, each under the name of its question, safe when several programs use it at once."""

from __future__ import annotations

import os
import stat
import tempfile
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Protocol

KEPT_MIB = 1024
"""Most that the folder keeps, MiB; what was not asked for longest goes first."""

ROOM = 0.8
"""How full the folder is left once it overflowed, so that not every run has to clear it."""

STALE_SECONDS = 24 * 3600.0
"""Age at which a half-written file is nobody's any more."""

DIGEST = 32


class Kept(Protocol):
    """Answers by name."""

    def find(self, name: str) -> bytes | None:
        """The content under a name; None where there is none."""
        ...

    def keep(self, name: str, content: bytes) -> None:
        """Keep a content, if anything is kept here."""
        ...

    def drop(self, name: str) -> None:
        """Forget what is under a name."""
        ...


class CacheFolder:
    """Answers in a folder that only its owner may read and write.

    A file is the SHA-256 of its content and the content. It is written beside its place and moved there, so that
    nobody meets half of it; a file whose digest does not fit counts as absent and is removed. A folder that cannot be
    made or written keeps nothing, and one that others may write to is left alone: the work goes on without.
    """

    def __init__(self, folder: Path, kept_mib: float = KEPT_MIB) -> None:
        self._folder, self._kept = folder, int(kept_mib * 2**20)
        self._safe = _made(folder)
        self._wrote = False

    @property
    def usable(self) -> bool:
        """Whether the folder is there, and nobody else may write to it."""
        return self._safe

    def find(self, name: str) -> bytes | None:
        """The content under a name; None where there is none, or it is damaged."""
        if not self._safe:
            return None
        place = place_of(self._folder, name)
        try:
            held = place.read_bytes()
        except OSError:
            return None
        content = _verified(held)
        if content is None:
            self.drop(name)
            return None
        with suppress(OSError):
            # What is asked for is young again: what nobody asks for goes first.
            os.utime(place)
        return content

    def keep(self, name: str, content: bytes) -> None:
        """Keep a content, whole or not at all."""
        if not self._safe:
            return
        place = place_of(self._folder, name)
        with suppress(OSError):
            place.parent.mkdir(mode=0o700, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=".")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(sha256(content).digest() + content)
                Path(temporary).replace(place)
                self._wrote = True
            finally:
                Path(temporary).unlink(missing_ok=True)

    def drop(self, name: str) -> None:
        """Forget what is under a name."""
        with suppress(OSError):
            place_of(self._folder, name).unlink(missing_ok=True)

    def tidy(self) -> None:
        """Bring the folder back under its bound after something was written; does nothing otherwise."""
        if not self._wrote:
            return
        self._wrote = False
        kept = sorted(self._kept_files())
        total = sum(size for _, size, _ in kept)
        if total <= self._kept:
            return
        for _, size, place in kept:
            if total <= ROOM * self._kept:
                break
            with suppress(OSError):
                place.unlink(missing_ok=True)
            total -= size

    def _kept_files(self) -> list[tuple[float, int, Path]]:
        """Time of last use, size and place of every answer; half-written files of programs that ended are removed."""
        found: list[tuple[float, int, Path]] = []
        old = time.time() - STALE_SECONDS
        for place in self._folder.glob("??/*"):
            # Another program may clear the same folder.
            with suppress(OSError):
                about = place.stat()
                if place.name.startswith("."):
                    if about.st_mtime < old:
                        place.unlink(missing_ok=True)
                else:
                    found.append((about.st_mtime, about.st_size, place))
        return found


class LookedUp:
    """The same folder, read without a trace: nothing is kept, dropped or touched."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, name: str) -> bytes | None:
        """The content under a name; None where there is none, or it is damaged."""
        if not _own(self._folder):
            return None
        try:
            return _verified(place_of(self._folder, name).read_bytes())
        except OSError:
            return None

    def keep(self, name: str, content: bytes) -> None:
        """Keep nothing."""

    def drop(self, name: str) -> None:
        """Leave all as it is."""


def place_of(folder: Path, name: str) -> Path:
    """Where the content under a name lies."""
    return folder / name[:2] / name


def _verified(held: bytes) -> bytes | None:
    """The content behind its digest; None where they do not fit."""
    content = held[DIGEST:]
    return content if sha256(content).digest() == held[:DIGEST] else None


def _made(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    except OSError:
        return False
    return _own(folder)


def _own(folder: Path) -> bool:
    """Whether a folder is there, the user's own, and nobody else may write to it."""
    try:
        about = folder.stat()
    except OSError:
        return False
    mine = not hasattr(os, "getuid") or about.st_uid == os.getuid()
    return mine and not about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
