"""Surroundings that are not kind: folders without rights, full disks, Ctrl-C, terminals with few signs."""

from __future__ import annotations

import errno
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detente.cli.entry import speak_in_full
from detente.cli.writing import refuse_file, refuse_folder, write_whole

KAESONG = Path(__file__).parents[2] / "cases" / "kaesong-2003"
RUN = [sys.executable, "-c", "from detente.cli.entry import run; run()"]


@pytest.mark.skipif(os.name == "nt", reason="sends the signal of a terminal")
@pytest.mark.parametrize("seconds", [0.15, 0.3, 0.6])
def test_ctrl_c_ends_in_one_line_from_the_first_moment_on(seconds: float) -> None:
    # The file tells when the interpreter is up: what comes before it is not ours.
    running = subprocess.Popen(
        [sys.executable, "-c", "print('up', flush=True); from detente.cli.entry import run; run()", "check", KAESONG],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    running.stdout.readline()
    time.sleep(seconds - 0.1)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert "Traceback" not in said
    assert (running.returncode, said) in {(130, "Stopped. Nothing further was written.\n"), (0, said)}


def test_an_interrupt_while_parts_are_loaded_ends_in_the_same_words() -> None:
    # A part that is interrupted while it is loaded.
    early = (
        "import sys, types\n"
        "class Early:\n"
        "    def find_spec(self, name, *rest):\n"
        "        if name == 'typer': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Early())\n"
        "from detente.cli.entry import run\n"
        "run()\n"
    )
    ended = subprocess.run([sys.executable, "-c", early, "check", KAESONG], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (130, "Stopped. Nothing further was written.\n")


def test_a_pipe_takes_utf8_whatever_the_locale_is() -> None:
    surroundings = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for wanted in ({}, {"PYTHONIOENCODING": "latin-1"}):
        ended = subprocess.run(
            [*RUN, "deals", KAESONG, "--worlds", "10"], capture_output=True, env={**surroundings, **wanted}, check=False
        )
        assert ended.returncode == 0
        assert "“Reopening with the assurances" in ended.stdout.decode("utf-8")


def test_a_terminal_with_few_signs_shows_question_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    shown = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", Terminal(shown, encoding="latin-1"))
    speak_in_full()
    sys.stdout.write("“ä”")
    sys.stdout.flush()
    assert shown.getvalue().decode("latin-1") == "?ä?"


def test_a_folder_without_rights_is_refused_before_any_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda place, mode: False)
    for refuse, place in ((refuse_file, tmp_path / "new" / "out"), (refuse_folder, tmp_path / "out.csv")):
        with pytest.raises(Exception, match="you may not write into this folder"):
            refuse(place)


def test_a_full_disk_is_told_in_words_and_leaves_nothing(
    detente, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **named: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(Exception, match="No space left on device") as refused:
        write_whole(tmp_path / "out", {"a.txt": "a"})
    assert str(refused.value).endswith("Make room, or name another place.")
    assert list((tmp_path / "out").iterdir()) == []
    monkeypatch.setattr(Path, "write_text", full)
    ended = detente("new", tmp_path / "case")
    assert (ended.code, ended.err.splitlines()[1]) == (2, "Make room, or name another folder.")
    assert [place for place in (tmp_path / "case").rglob("*") if place.is_file()] == []


def test_a_wrong_option_leads_to_the_help_of_its_command(detente, tmp_path: Path) -> None:
    for wrong in (("--jobs", 0), ("--worlds", 0), ("--seed", -1)):
        ended = detente("assess", KAESONG, "--output", tmp_path, *wrong)
        assert ended.code == 2
        assert ended.err.endswith("Try: detente assess --help\n")


def test_one_world_is_one_world(detente, tmp_path: Path) -> None:
    assert "(1 world, " in detente("assess", KAESONG, "--output", tmp_path, "--worlds", 1, "--no-cache").out
