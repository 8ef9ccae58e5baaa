"""Rewrite cases/*/expected/verdict.json: for a change that is meant to move numbers. Read the diff afterwards."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from acceptance.verdicts import as_text, assess, case_folders, expected_path, verdict_of


def refresh() -> None:
    """Assess every case and store its verdict."""
    for folder in case_folders():
        path = expected_path(folder)
        with tempfile.TemporaryDirectory() as output:
            text = as_text(verdict_of(assess(folder, Path(output))))
        before = path.read_text(encoding="utf-8") if path.exists() else None
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{folder.name}: {'unchanged' if text == before else 'rewritten'}\n")


if __name__ == "__main__":
    refresh()
