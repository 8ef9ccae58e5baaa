"""What pytest needs before it looks into the portal: Django is set up when the first of its modules is collected."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

ROOT = str(Path(__file__).parent)
PORTAL = (f"{ROOT}/src/detente/portal", f"{ROOT}/tests/portal")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave the portal out where its packages are not installed, and set Django up where they are."""
    # Asked of every file: as a word, which takes far less time than as a path.
    if not f"{collection_path}/".startswith(tuple(f"{folder}/" for folder in PORTAL)):
        return None
    if find_spec("django") is None or collection_path.name == "worker.py":
        return True
    import_module("portal.ready")
    return None
