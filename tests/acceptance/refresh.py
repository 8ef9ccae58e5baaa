"""Rewrite cases/*/expected/verdict.json: for a change that is meant to move numbers. Read the diff afterwards."""

from __future__ import annotations

import sys

from acceptance.verdicts import SEED, WORLDS, as_text, case_folders, expected_path, verdict_of
from detente.analysis import analyse
from detente.casefile import read_case


def main() -> int:
    for folder in case_folders():
        path = expected_path(folder)
        text = as_text(verdict_of(analyse(read_case(folder), WORLDS, SEED)))
        before = path.read_text(encoding="utf-8") if path.exists() else None
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{folder.name}: {'unchanged' if text == before else 'rewritten'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
