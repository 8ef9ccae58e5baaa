"""A filled portal in a database of its own for each test."""

from __future__ import annotations

import portal.ready

# isort: split
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections

from detente.portal.demonstration.filling import fill
from detente.portal.parties.models import Process
from detente.portal.recording import begin_record
from portal.people import PASSWORD


def use_database(path: Path) -> None:
    """Point Django to a file; connections of other threads follow, because they share the settings."""
    connections["default"].close()
    connections.settings["default"]["NAME"] = str(path)
    connections["default"].settings_dict["NAME"] = str(path)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal with the demonstration in it, made once."""
    path = tmp_path_factory.mktemp("portal") / "filled.sqlite3"
    use_database(path)
    call_command("migrate", verbosity=0, interactive=False)
    begin_record("Detente portal", "portal.example/record")
    fill(PASSWORD)
    connections["default"].close()
    return path


@pytest.fixture
def portal(filled: Path, tmp_path: Path) -> Iterator[Process]:
    """The process of the demonstration, in a copy that the test may change."""
    path = tmp_path / "portal.sqlite3"
    shutil.copy(filled, path)
    use_database(path)
    cache.clear()
    yield Process.objects.get(slug="two-rivers")
    connections["default"].close()
