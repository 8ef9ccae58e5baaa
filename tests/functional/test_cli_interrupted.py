"""Ctrl-C ends a command in words, with the exit code that shells expect."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.cli.case import check
from detente.cli.main import main


def _interrupt(*_: object) -> tuple[str, int]:
    raise KeyboardInterrupt


def test_an_interrupted_command_says_so_and_ends_with_130(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(check, "check_report", _interrupt)
    assert main(["check", str(tmp_path)]) == 130
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == "Stopped. Nothing further was written.\n"
