"""The page on validation says what was computed, and would say what is off."""

from __future__ import annotations

import doctest
from dataclasses import replace
from importlib import import_module

import pytest

from docs.pages import ROOT

REFERENCE = ROOT.parent / "shared" / "reference"
PAGE = (ROOT / "docs/explanation/validation.md").read_text(encoding="utf-8")
TOOLS = ("validate", "validate_record")


@pytest.fixture
def tool(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    return import_module


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference folder beside the project is not here")
def test_the_page_is_that_of_the_figures_computed_now(tool):
    validate = tool("validate")
    sections = [validate.section(part) for part in validate.parts(REFERENCE, validate.QUICK)]
    assert [text.partition("\n")[0] for text in sections if text not in PAGE] == [], "old: run make validate"


@pytest.mark.parametrize("module", TOOLS)
def test_examples_of_the_tools_run(tool, module):
    ran = doctest.testmod(tool(module))
    assert ran.attempted
    assert ran.failed == 0


def test_what_is_not_reproduced_is_counted_and_named(tool):
    record, validate = tool("validate_record"), tool("validate")
    right, wrong = record.number("welfare", 1.31, 1.31), record.number("real wage", 1.72, 1.80)
    part = record.Part("NAFTA", "a paper", 0.005, "digits", "trade-model.md", (right, wrong), "A misprint.")
    assert "Not reproduced: real wage. A misprint." in validate.section(part)
    assert "| **0.08** |" in validate.section(part)
    assert "| 2 | 1 | 1 |" in validate.page([part])
    assert "Not reproduced" not in validate.section(replace(part, figures=(right,)))


def test_a_figure_that_is_not_a_number_is_never_reproduced(tool):
    record = tool("validate_record")
    part = record.Part("x", "x", 1, "x", "x.md", (record.number("x", 1.0, float("nan")),))
    assert part.missed == part.figures


def test_answers_that_differ_are_counted_one_by_one(tool):
    record, validate = tool("validate_record"), tool("validate")
    part = record.Part("Tree", "x", 0, "x", "record.md", (record.answers("proofs", [1, 0, 1], [1, 1, 0]),))
    assert part.figures[0].ours == "1 of 3 alike"
    assert "| 3 | 1 | 2 |" in validate.page([part])
