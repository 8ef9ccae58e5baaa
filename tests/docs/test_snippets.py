"""Snippets marked runnable run, in the order in which a reader meets them."""

from __future__ import annotations

import doctest
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from docs.pages import ROOT, Snippet, name, pages, snippets, unmarked_commands

PAGES = [page for page in pages() if snippets(page)]


@pytest.fixture
def workplace(tmp_path, monkeypatch):
    """A clone as a reader sees it."""
    shutil.copytree(ROOT / "cases", tmp_path / "cases")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run_console(snippet: Snippet, detente) -> None:
    lines = [line for line in snippet.text.splitlines() if line.startswith("$ ")]
    for number, line in enumerate(lines, start=1):
        expected = snippet.code if number == len(lines) else 0
        words = shlex.split(line.removeprefix("$ "))
        if words[0] == "detente":
            ended = detente(*words[1:], *snippet.quick)
            assert ended.code == expected, f"{line}\n{ended.err}{ended.out}"
        else:
            subprocess.run(["bash", "-c", line.removeprefix("$ ")], check=True)


def run_python(snippet: Snippet) -> None:
    test = doctest.DocTestParser().get_doctest(snippet.text, {}, name(snippet.page), name(snippet.page), 0)
    assert test.examples
    assert doctest.DocTestRunner().run(test).failed == 0


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_runnable_snippets_run(page, workplace, detente):
    for snippet in snippets(page):
        if snippet.saved:
            Path(snippet.saved).parent.mkdir(parents=True, exist_ok=True)
            Path(snippet.saved).write_text(snippet.text, encoding="utf-8")
        elif snippet.language == "console":
            run_console(snippet, detente)
        else:
            assert snippet.language == "python"
            run_python(snippet)


def test_the_tutorial_is_run():
    assert "docs/tutorial/first-case.md" in [name(page) for page in PAGES]


@pytest.mark.parametrize("page", [page for page in pages() if "changelog.d" not in page.parts], ids=name)
def test_every_command_of_a_page_is_run_or_says_why_not(page):
    assert unmarked_commands(page) == []
