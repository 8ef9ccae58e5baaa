"""Answers kept on disk, so that the same question is asked once."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any


class AnswerCache:
    """A folder of answers, each under the hash of its question; a damaged file counts as absent.

    A folder that cannot be written keeps nothing, and the work goes on.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, question: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return the kept answer to a question, None when there is none."""
        try:
            kept = json.loads(self._place(question).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return kept if isinstance(kept, dict) else None

    def keep(self, question: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        """Keep an answer, whole or not at all, readable by its owner only."""
        place = self._place(question)
        with contextlib.suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=".")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump(answer, file, ensure_ascii=False)
                Path(temporary).replace(place)
            finally:
                Path(temporary).unlink(missing_ok=True)

    def _place(self, question: Mapping[str, Any]) -> Path:
        name = sha256(json.dumps(question, sort_keys=True).encode()).hexdigest()
        return self._folder / name[:2] / f"{name}.json"
