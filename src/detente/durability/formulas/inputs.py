"""Reading and checking what a closed form is given: every problem at once, in words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from detente.case import CaseError
from detente.durability.formulas.records import Answer, Formula, Input, Kind, Output, Value

OPEN = frozenset({"null", "none", ""})
"""How an input that may be left open is written when it is."""


def answer_formula(formula: Formula, values: Mapping[str, Value]) -> Answer:
    """Evaluate a closed form at inputs given by symbol.

    Raises CaseError, with all problems at once, when one is missing, unknown or outside its range.

    Examples
    --------
    >>> from detente.durability.formulas.registry import find_formula
    >>> answer_formula(find_formula("grim"), {"T": 5, "R": 3, "P": 1, "S": 0}).values
    (0.5,)
    """
    problems = [*_wrong_names(formula, values), *_wrong_values(formula, values)]
    if problems:
        raise CaseError("\n".join([f"{formula.id}: {problem}" for problem in problems]))
    try:
        answer = formula.function(**_arguments(formula, values))
    except CaseError as error:
        raise CaseError(f"{formula.id}: {error}") from error
    except (OverflowError, ZeroDivisionError) as error:
        raise CaseError(_out_of_reach(formula)) from error
    figures = (*answer.values, *answer.also.values())
    if not all(math.isfinite(figure) for figure in figures if figure is not None):
        raise CaseError(_out_of_reach(formula))
    return answer


def _arguments(formula: Formula, values: Mapping[str, Value]) -> dict[str, Any]:
    """Name the values as the function does, and count in whole numbers."""
    given: dict[str, Any] = {i.argument: values[i.symbol] for i in formula.inputs if values.get(i.symbol) is not None}
    whole = (i.argument for i in formula.inputs if i.kind is Kind.WHOLE and i.argument in given)
    return given | {argument: int(given[argument]) for argument in whole}


def read_inputs(formula: Formula, words: Sequence[str]) -> dict[str, Value]:
    """Read inputs written as ``name=value``; lists as ``name=0.1,0.2``; ``null`` leaves an input open.

    Examples
    --------
    >>> from detente.durability.formulas.registry import find_formula
    >>> read_inputs(find_formula("powell_path"), ["path=0.3,0.5", "d=0.2", "delta=0.9"])
    {'path': (0.3, 0.5), 'd': 0.2, 'delta': 0.9}
    """
    inputs = {i.symbol: i for i in formula.inputs}
    values: dict[str, Value] = {}
    problems = []
    for word in words:
        name, equals, text = (part.strip() for part in word.partition("="))
        if not equals or not name:
            problems.append(f"“{word}” is not of the form name=value.")
        elif name in values:
            problems.append(f"{name} is given twice.")
        else:
            try:
                values[name] = _read(inputs[name], text) if name in inputs else None
            except ValueError as error:
                values[name] = math.nan
                problems.append(f"{name}: {error}")
    problems += _wrong_names(formula, values) if problems else []
    if problems:
        raise CaseError("\n".join(f"{formula.id}: {problem}" for problem in problems))
    return values


def output_names(formula: Formula, answer: Answer) -> tuple[Output, ...]:
    """Name each value of an answer; those of one phase or party each are numbered from 1.

    Examples
    --------
    >>> from detente.durability.formulas.registry import find_formula
    >>> [o.name for o in output_names(find_formula("tranches"), Answer((1.0, 2.0)))]
    ['margin_1', 'margin_2']
    """
    if len(formula.outputs) == 1 and formula.outputs[0].repeated:
        only = formula.outputs[0]
        numbers = range(1, len(answer.values) + 1)
        return tuple(Output(f"{only.name}_{k}", f"{only.meaning}, {k}", only.unit) for k in numbers)
    return formula.outputs


def _read(item: Input, text: str) -> Value:
    """Read one value; ValueError says what is wrong with it."""
    if text.casefold() in OPEN and not item.needed:
        return None
    if item.kind is Kind.WORDS:
        return text.strip("\"'")
    if item.kind is Kind.NUMBERS:
        parts = text.removeprefix("[").removesuffix("]").split(",")
        return tuple(_number(part.strip()) for part in parts)
    if "," in text:
        raise ValueError(f"“{text}” is not one number. Use a point before decimals.")
    return _number(text)


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or "_" in text:
        raise ValueError(f"“{text}” is not a number.")
    return number


def _wrong_names(formula: Formula, values: Mapping[str, Value]) -> Iterator[str]:
    symbols = [i.symbol for i in formula.inputs]
    for name in values:
        if name not in symbols:
            near = get_close_matches(name, symbols, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            yield f"there is no input {name}.{hint} It takes {', '.join(symbols)}."
    for i in formula.inputs:
        if i.needed and values.get(i.symbol) is None:
            yield f"{i.symbol} is missing: {i.meaning}{f', {i.unit}' if i.unit else ''}. Add {i.symbol}={_sample(i)}."


def _sample(item: Input) -> str:
    if item.kind is Kind.NUMBERS:
        return "NUMBER,NUMBER"
    return "|".join(item.choices) if item.choices else "WORDS" if item.kind is Kind.WORDS else "NUMBER"


def _wrong_values(formula: Formula, values: Mapping[str, Value]) -> Iterator[str]:
    for i in formula.inputs:
        value = values.get(i.symbol)
        if value is None:
            continue
        problem = _wrong_words(i, value) if i.kind is Kind.WORDS else _wrong_number(i, value)
        if problem:
            yield f"{i.symbol}: {problem}"


def _wrong_words(item: Input, value: Value) -> str:
    if not isinstance(value, str):
        return f"{value} is not words."
    if item.choices and value not in item.choices:
        return f"“{value}” is not allowed. Use {' or '.join(item.choices)}."
    return ""


def _wrong_number(item: Input, value: Value) -> str:
    numbers = value if isinstance(value, (tuple, list)) else (value,)
    if isinstance(value, (tuple, list)) != (item.kind is Kind.NUMBERS):
        return "a list is needed." if item.kind is Kind.NUMBERS else "one number is needed, not a list."
    if not numbers:
        return "the list is empty."
    for number in numbers:
        if isinstance(number, (str, bool)) or number is None or not math.isfinite(number):
            return f"{number} is not a number."
        if not item.allowed.holds(number):
            return f"{number:g} is out of range ({item.meaning}). It must be {item.allowed.in_words()}."
        if item.kind is Kind.WHOLE and number != int(number):
            return f"{number:g} is not a whole number."
    return ""


def _out_of_reach(formula: Formula) -> str:
    return f"{formula.id}: these numbers are too large or too small to compute with."
