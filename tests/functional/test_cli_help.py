"""Every verb explains itself, quickly and with an example."""

from __future__ import annotations

import json
import resource
import subprocess
import sys

import pytest

VERBS = (
    "positions",
    "review",
    "new",
    "check",
    "schema",
    "assess",
    "compare",
    "deals",
    "durability",
    "design",
    "formula",
    "stability",
    "roadmap",
    "energy",
    "precedents",
    "signals",
    "gates",
    "ownership",
    "screen",
    "economy CASE",
    "economy solve",
    "economy coalition",
    "baseline build",
    "baseline check",
    "baseline describe",
    "serve",
)


def start(*args: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; from detente.cli.main import main; sys.exit(main(sys.argv[1:]))"
    return subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True, check=False)


def test_help_lists_every_verb(detente):
    ended = detente("--help")
    assert ended.code == 0
    for verb in VERBS:
        assert f" {verb.split()[0]} " in ended.out


@pytest.mark.parametrize("verb", VERBS)
def test_help_of_a_verb_has_an_example_and_the_format_option(detente, verb):
    ended = detente(*verb.split(), "--help")
    assert ended.code == 0
    assert f"detente {verb}" in ended.out
    assert "Example" in ended.out
    assert "--format" in ended.out


def test_help_answers_within_half_a_second():
    # Processor time: what other work on the machine takes is no part of it.
    # Even that grows on a crowded machine, so the best of several calls counts.
    assert any(0 < seconds_of_help() < 0.5 for _ in range(10))


def seconds_of_help() -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert start("--help").returncode == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_help_loads_no_heavy_import():
    code = (
        "import sys; from detente.cli.main import main; main(['--help']);"
        "heavy = {'numpy', 'scipy', 'highspy', 'ortools', 'matplotlib', 'jinja2'};"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("args", [["predict"], ["check"], ["assess", "nowhere"], ["check", "--no-such-option"]])
def test_a_wrong_call_is_bad_input_without_a_traceback(detente, args):
    ended = detente(*args)
    assert ended.code == 2
    assert "Traceback" not in ended.out + ended.err


def test_a_missing_case_is_named_and_nothing_is_written(detente, tmp_path):
    ended = detente("assess", tmp_path / "nowhere", "--output", tmp_path / "out")
    assert ended.code == 2
    assert "nowhere" in ended.err
    assert "Traceback" not in ended.err
    assert not (tmp_path / "out").exists()


def test_schema_as_json_is_json(detente):
    ended = detente("schema", "--format", "json")
    assert ended.code == 0
    assert json.loads(ended.out)


def test_a_new_case_passes_check(detente, tmp_path):
    assert detente("new", tmp_path / "my-case").code == 0
    assert detente("check", tmp_path / "my-case").code == 0


def test_new_leaves_an_existing_folder_alone(detente, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    assert detente("new", tmp_path).code == 2
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]
