"""`detente new`: a commented example case to begin from."""

from __future__ import annotations

from pathlib import Path

from detente.casefile import write_template


def new_case(folder: Path) -> list[str]:
    """Write the example case into a new or empty folder and return the paths written, in order.

    Raises CaseError, and writes nothing, when the folder holds anything.
    """
    return [path.as_posix() for path in write_template(folder, folder.resolve().name)]
