"""What all tests share: where things lie, and the command line called in-process."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import settings

from schedulers import Schedulers

ROOT = Path(__file__).resolve().parents[1]

# What a test finds must be worked out by what it tests, and nothing of it is kept in the folders of a user.
os.environ["DETENTE_CACHE"] = "off"

# Begun in the background of a script, tests are deaf to Ctrl-C, and so would be the programs that they interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Machines differ in speed and results must not: the same examples everywhere, and no deadline per example.
settings.register_profile("detente", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("detente")


def pytest_collection_finish() -> None:
    """Leave what was imported and collected out of the search for garbage: it stays to the end, and it is large."""
    gc.collect()
    gc.freeze()


@dataclass(frozen=True)
class Ended:
    """How one call of the command line ended."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session", autouse=True)
def schedulers() -> Iterator[Schedulers]:
    """Processes of the scheduler, each for many tests; a test sets `handed_on` to False to have its own."""
    waiting = Schedulers()
    with pytest.MonkeyPatch.context() as patch:
        waiting.take_part_in(patch)
        yield waiting
    waiting.end()


@pytest.fixture
def root() -> Path:
    return ROOT


@pytest.fixture
def detente(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ended]:
    """Call a verb as a user would: ``detente("check", folder)``."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")

    def call(*args: object) -> Ended:
        capsys.readouterr()
        code = import_module("detente.cli.main").main([str(a) for a in args])
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return call
