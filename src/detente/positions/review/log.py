"""Acts of reviewers on disk: one line each, added and never changed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from detente.case import CaseError
from detente.positions.review.events import Decision, Event, Merge, Reliability

KINDS: dict[str, type[Decision] | type[Merge] | type[Reliability]] = {
    "decision": Decision,
    "merge": Merge,
    "reliability": Reliability,
}


class ReviewLog:
    """The acts on a case, read once and added to; each is on disk before `add` returns."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.events = list(read_events(path))

    def add(self, event: Event) -> None:
        """Write one act and remember it; a line that a crash left half written is closed off first."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab+") as file:
            torn = self._ends_torn(file.tell())
            file.write((b"\n" if torn else b"") + line_of(event).encode())
            file.flush()
            os.fsync(file.fileno())
        self.events.append(event)

    def _ends_torn(self, size: int) -> bool:
        if size == 0:
            return False
        with self._path.open("rb") as file:
            file.seek(size - 1)
            return file.read(1) != b"\n"


def line_of(event: Event) -> str:
    """Write an act as a line of JSON."""
    kind = next(name for name, made in KINDS.items() if isinstance(event, made))
    return json.dumps({"kind": kind, **asdict(event)}, ensure_ascii=False, allow_nan=False) + "\n"


def read_events(path: Path) -> Iterator[Event]:
    """Read all acts; a last line that breaks off was never acknowledged and is left out.

    Raises
    ------
    CaseError
        When another line is damaged, with file and line.
    """
    if not path.is_file():
        return
    lines = path.read_bytes().split(b"\n")
    last = max((number for number, line in enumerate(lines) if line.strip()), default=-1)
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        try:
            yield event_of(json.loads(line))
        except (ValueError, TypeError, KeyError) as error:
            if number == last and number == len(lines) - 1:
                return
            if number < last and _is_torn(line):
                continue
            raise CaseError(
                f"{path}, line {number + 1}: this is no act of a review.\n"
                "Restore the file from a copy; each line is one act as the review page wrote it."
            ) from error


def _is_torn(line: bytes) -> bool:
    """Whether a line begins as an act does and breaks off: the trace of a crash."""
    return line.startswith(b'{"kind": "') and not line.rstrip().endswith(b"}")


def event_of(content: dict[str, Any]) -> Event:
    """Read an act from its JSON; raises KeyError or TypeError when it is none."""
    values = dict(content)
    made = KINDS[values.pop("kind")]
    if made is Decision and values["claims"] is not None:
        values["claims"] = tuple(dict(claim) for claim in values["claims"])
    return made(**values)
