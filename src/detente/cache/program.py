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

BELOW = ("numpy", "scipy", "clarabel", "highspy", "lifelines", "ortools", "pandas")
"""Libraries whose version may move the last digits of a task, or the days of a schedule."""

BESIDE = ("jinja2", "markupsafe")
"""Further libraries that a whole assessment goes through, from results to the page."""

NO_PART = ("portal", "report", "plots", "cli", "__pycache__")
"""Folders in which no task is worked out."""

NO_PART_OF_A_RUN = ("portal", "__pycache__")
"""Folders that no assessment from the command line goes through."""


@cache
def program_digest() -> str:
    """Name the program that works tasks out: its code and tables, Python, libraries and kernels of this processor.

    A changed byte in any of them makes all earlier answers strangers.
    """
    return _digest_without(NO_PART, BELOW)


@cache
def whole_program_digest() -> str:
    """Name the program from the case to the page: that of `program_digest`, with what draws, words and writes."""
    return _digest_without(NO_PART_OF_A_RUN, BELOW + BESIDE)


def _digest_without(left_out: tuple[str, ...], libraries: tuple[str, ...]) -> str:
    versions = [(name, metadata.version(name)) for name in libraries]
    algebra = [library for library in threadpool_info() if library["user_api"] == "blas"]
    kernels = sorted({f"{one['internal_api']} {one['version']} {one.get('architecture')}" for one in algebra})
    code = _folder(files("detente"), left_out)
    return digest_of(code, platform.python_version(), platform.machine(), versions, kernels)


def _folder(folder: Traversable, left_out: tuple[str, ...]) -> list[str]:
    found: list[str] = []
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            found += [] if entry.name in left_out else [entry.name, *_folder(entry, left_out)]
        else:
            found += [entry.name, sha256(entry.read_bytes()).hexdigest()]
    return found
