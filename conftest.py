"""What pytest needs before it looks into the portal: Django is set up when the first of its modules is collected."""

from __future__ import annotations

import os
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

PORTAL = Path(__file__).parent / "src" / "detente" / "portal"
PORTAL_TESTS = Path(__file__).parent / "tests" / "portal"


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave the portal out where its packages are not installed, and set Django up where they are."""
    inside = any(folder == collection_path or folder in collection_path.parents for folder in (PORTAL, PORTAL_TESTS))
    if not inside:
        return None
    if find_spec("django") is None:
        return True
    if "DETENTE_PORTAL_SECRET" not in os.environ:
        os.environ["DJANGO_SETTINGS_MODULE"] = "detente.portal.settings"
        os.environ["DETENTE_PORTAL_DATA"] = tempfile.mkdtemp(prefix="detente-portal-tests-")
        os.environ["DETENTE_PORTAL_SECRET"] = "for tests only"
        os.environ["DETENTE_PORTAL_MFA"] = "0"
        os.environ["DETENTE_PORTAL_HOSTS"] = "localhost,127.0.0.1,testserver"
        import_module("django").setup()
    return None
