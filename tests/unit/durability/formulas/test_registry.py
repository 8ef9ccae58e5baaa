"""The registry is whole: every entry runs, names its arguments, and its page is the one in the docs."""

from __future__ import annotations

import inspect

import pytest

from detente.case import CaseError
from detente.cli.durability.formula_page import closed_forms_page
from detente.durability.formulas import FORMULAS, GROUPS, Kind, Range, answer_formula, find_formula
from detente.durability.formulas.inputs import read_inputs

HARMLESS = 1e-9


def test_ids_are_unique_and_every_formula_is_in_one_group():
    ids = [f.id for f in FORMULAS]
    assert len(set(ids)) == len(ids)
    assert ids == [f.id for _, group in GROUPS for f in group]


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda f: f.id)
def test_inputs_are_the_arguments_of_the_function(formula):
    arguments = inspect.signature(formula.function).parameters
    assert [i.argument for i in formula.inputs] == list(arguments)
    assert [i.argument for i in formula.inputs if i.needed] == [
        name for name, parameter in arguments.items() if parameter.default is inspect.Parameter.empty
    ]
    assert len({i.symbol for i in formula.inputs}) == len(formula.inputs)


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda f: f.id)
def test_the_example_runs_and_every_figure_is_declared(formula):
    answer = answer_formula(formula, formula.example)
    assert formula.outputs[0].repeated or len(answer.values) == len(formula.outputs)
    declared = {o.name for o in formula.also}
    assert {name.rstrip("0123456789").rstrip("_") if name not in declared else name for name in answer.also} <= declared


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda f: f.id)
def test_the_docstring_cites_the_keys_of_the_entry(formula):
    assert [key for key in formula.keys if f"[{key}]_" not in (formula.function.__doc__ or "")] == []


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda f: f.id)
def test_at_every_end_of_every_range_there_is_an_answer_or_an_error_in_words(formula):
    """Nothing ends in a number that is not finite, or in an exception without words."""
    for item in formula.inputs:
        if item.kind is Kind.WORDS:
            continue
        ends = [end for end in (item.allowed.low, item.allowed.high) if abs(end) < 1e6]
        for end in [*ends, 1e-12, 1 - HARMLESS, 0.5, 0.0, 1.0, 2.0]:
            if not item.allowed.holds(end) or (item.kind is Kind.WHOLE and end != int(end)):
                continue
            value = (end,) * len(formula.example[item.symbol]) if item.kind is Kind.NUMBERS else end
            answer = answer_or_refusal(formula, {**formula.example, item.symbol: value})
            if isinstance(answer, CaseError):
                assert "too large" not in str(answer), f"{item.symbol} = {end}"
            else:
                assert None not in answer.values or answer.notes, f"{item.symbol} = {end}"


def answer_or_refusal(formula, inputs):
    try:
        return answer_formula(formula, inputs)
    except CaseError as error:
        return error


def test_the_page_of_the_docs_is_made_from_the_registry(root):
    page = root / "docs/explanation/closed-forms.md"
    assert page.read_text(encoding="utf-8") == closed_forms_page()


def test_ranges_are_said_in_words():
    assert Range(1, 200).in_words() == "from 1 to 200"
    assert Range(0, 1, high_open=True).in_words() == "at least 0 and below 1"
    assert Range().in_words() == "any"


def test_numbers_are_checked_without_the_command_line_too():
    grim = find_formula("grim")
    with pytest.raises(CaseError, match="T: five is not a number"):
        answer_formula(grim, {"T": "five", "R": 3, "P": 1, "S": 0})
    with pytest.raises(CaseError, match="one number is needed, not a list"):
        answer_formula(grim, {"T": (5.0,), "R": 3, "P": 1, "S": 0})
    with pytest.raises(CaseError, match="a list is needed"):
        answer_formula(find_formula("powell_path"), {"path": 0.3, "d": 0.2, "delta": 0.9})
    with pytest.raises(CaseError, match="the list is empty"):
        answer_formula(find_formula("powell_path"), {"path": (), "d": 0.2, "delta": 0.9})
    with pytest.raises(CaseError, match="1 is not words"):
        answer_formula(find_formula("alliance_vulnerability"), {"n": 1, "net": 1, "M": (1.0,), "gamma": 1})
    with pytest.raises(CaseError, match="Add net=WORDS"):
        answer_formula(find_formula("alliance_vulnerability"), {"n": 1, "M": (1.0,), "gamma": 1})


def test_an_input_that_may_be_left_out_may_be_null():
    trade = find_formula("trade_cost")
    given = read_inputs(trade, ["share=0.3", "elasticity=4", "cost_factor=None"])
    assert answer_formula(trade, given).values == answer_formula(trade, {"share": 0.3, "elasticity": 4}).values
    with pytest.raises(CaseError, match="“null” is not a number"):
        read_inputs(trade, ["share=null", "elasticity=4"])
