"""What one process of the run makes for all: workers of pytest share nothing but the folder around their own."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


def made_once(folders: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that the first process to ask for it fills, while the others wait; to be read and copied only."""
    own = folders.getbasetemp()
    around = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    done, begun = around / f"once-{name}", around / f"begun-{name}"
    with (around / f"once-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            # Left by a process that failed: what is half made is not handed on.
            shutil.rmtree(begun, ignore_errors=True)
            begun.mkdir()
            make(begun)
            begun.rename(done)
    return done
