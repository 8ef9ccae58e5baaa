"""Every example of the reference cases is reproduced, through the command line and in the order of that file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.durability.formulas import FORMULAS

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "durability" / "durability_cases.json"
CASES = json.loads(REFERENCE.read_text(encoding="utf-8"))["cases"] if REFERENCE.exists() else []
EXAMPLES = [
    pytest.param(case["id"], example, id=f"{case['id']}-{number}")
    for case in CASES
    for number, example in enumerate(case["examples"])
    if case["id"] != "stochastic_refs"  # Published games, not a closed form.
]

pytestmark = pytest.mark.skipif(not CASES, reason="the reference folder beside the project is not here")


def word(name, value):
    if isinstance(value, list):
        return f"{name}={','.join(str(number) for number in value)}"
    return f"{name}={'null' if value is None else value}"


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_an_example_is_reproduced_within_its_tolerance(detente, name, example):
    ended = detente("formula", name, *(word(*pair) for pair in example["input"].items()), "--format", "json")
    assert ended.code == 0, ended.err
    found = json.loads(ended.out)
    assert found["id"] == name
    assert found["citation"]
    assert found["values"] == pytest.approx(example["expected"], rel=0, abs=example["tol"])


def test_every_model_of_the_reference_is_there():
    assert {f.id for f in FORMULAS} == {case["id"] for case in CASES} - {"stochastic_refs"}


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda f: f.id)
def test_required_inputs_are_those_of_the_reference(formula):
    examples = next(case for case in CASES if case["id"] == formula.id)["examples"]
    required = {i.symbol for i in formula.inputs if i.needed}
    # That trade ends is written as null, so that input alone may be left out.
    assert required == set(examples[0]["input"]) - {"cost_factor"}
