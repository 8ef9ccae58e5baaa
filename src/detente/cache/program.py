"""Which program gives an answer: every file of ours, the libraries below it, and how the processor adds up."""

from __future__ import annotations

import platform
from functools import cache
from hashlib import sha256
from importlib import metadata
from importlib.resources import files
from importlib.resources.abc import Traversable

# Loaded for its library of linear algebra, which then has a name.
import scipy.linalg  # noqa: F401
from threadpoolctl import threadpool_info

from detente.cache.canonical import digest_of

BELOW = ("numpy", "scipy", "clarabel", "highspy")
"""Libraries whose version may move the last digits of a task."""

NO_PART = ("portal", "report", "plots", "cli", "__pycache__")
"""Folders in which no task is worked out."""


@cache
def program_digest() -> str:
    """Name the program that works tasks out: its code and tables, Python, libraries and kernels of this processor.

    A changed byte in any of them makes all earlier answers strangers.
    """
    versions = [(name, metadata.version(name)) for name in BELOW]
    algebra = [library for library in threadpool_info() if library["user_api"] == "blas"]
    kernels = sorted({f"{one['internal_api']} {one['version']} {one.get('architecture')}" for one in algebra})
    return digest_of(_folder(files("detente")), platform.python_version(), platform.machine(), versions, kernels)


def _folder(folder: Traversable) -> list[str]:
    found: list[str] = []
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            found += [] if entry.name in NO_PART else [entry.name, *_folder(entry)]
        else:
            found += [entry.name, sha256(entry.read_bytes()).hexdigest()]
    return found
