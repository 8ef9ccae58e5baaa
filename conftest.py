"""What pytest needs before it looks into the portal: Django is set up when the first of its modules is collected."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

PORTAL = (Path(__file__).parent / "src" / "detente" / "portal", Path(__file__).parent / "tests" / "portal")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave the portal out where its packages are not installed, and set Django up where they are."""
    if not any(folder == collection_path or folder in collection_path.parents for folder in PORTAL):
        return None
    if find_spec("django") is None or collection_path.name == "worker.py":
        return True
    import_module("portal.ready")
    return None
