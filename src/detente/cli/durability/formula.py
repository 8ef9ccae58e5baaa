"""`detente formula`: the closed forms of the literature, listed, explained and worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from detente.cli.tables import as_table
from detente.durability.formulas import (
    FORMULAS,
    Answer,
    Formula,
    Input,
    Kind,
    Output,
    Value,
    answer_formula,
    find_formula,
    output_names,
    read_inputs,
)


@dataclass(frozen=True, slots=True)
class FormulaReport:
    """What the command prints."""

    document: dict[str, Any]
    text: str


def formula_report(name: str | None, words: Sequence[str]) -> FormulaReport:
    """List all closed forms, or explain one, or work it out at inputs written as ``name=value``."""
    if name is None:
        return FormulaReport({"formulas": [_summary(formula) for formula in FORMULAS]}, _list_in_words())
    formula = find_formula(name)
    if not words:
        return FormulaReport(_page(formula), page_in_words(formula))
    answer = answer_formula(formula, read_inputs(formula, words))
    return FormulaReport(_result(formula, answer), _answer_in_words(formula, answer))


def page_in_words(formula: Formula) -> str:
    """Explain one closed form: equation, inputs, values, assumptions, limits, source, and an example that runs."""
    answer = answer_formula(formula, formula.example)
    command = " ".join(["detente formula", formula.id, *(written(k, v) for k, v in formula.example.items())])
    return "\n".join(
        [
            f"{formula.title} ({formula.id})",
            formula.question,
            "",
            f"  {formula.equation}",
            "",
            *_section("Inputs", [(i.symbol, input_in_words(i)) for i in formula.inputs]),
            *_section("Values, in this order", [(o.name, _meaning(o)) for o in formula.outputs]),
            *_section("Besides", [(o.name, _meaning(o)) for o in formula.also]),
            f"Assumes: {formula.assumptions}",
            f"Limits: {formula.limits}",
            f"Source: {formula.citation}",
            "",
            f"$ {command}",
            _answer_in_words(formula, answer),
        ]
    )


def input_in_words(item: Input) -> str:
    """Say what an input means, in which unit, and what is allowed."""
    allowed = " or ".join(item.choices) if item.choices else item.allowed.in_words()
    kind = {Kind.WHOLE: "whole number", Kind.NUMBERS: "list"}.get(item.kind, "")
    notes = [item.unit, kind, "" if allowed == "any" else allowed, "" if item.needed else "may be left out"]
    return "; ".join([item.meaning, *(note for note in notes if note)])


def written(symbol: str, value: Value) -> str:
    """Write an input as it is given on the command line.

    Examples
    --------
    >>> written("path", (0.3, 0.5)), written("net", "one alliance 0-1"), written("cost_factor", None)
    ('path=0.3,0.5', 'net="one alliance 0-1"', 'cost_factor=null')
    """
    if value is None:
        return f"{symbol}=null"
    if isinstance(value, str):
        return f'{symbol}="{value}"' if " " in value else f"{symbol}={value}"
    numbers = value if isinstance(value, tuple) else (value,)
    return f"{symbol}={','.join(f'{number:g}' for number in numbers)}"


def _list_in_words() -> str:
    rows = [(f.id, f.question, " ".join(i.symbol if i.needed else f"[{i.symbol}]" for i in f.inputs)) for f in FORMULAS]
    table = as_table(f"{len(FORMULAS)} closed forms of the literature", ("id", "question", "inputs"), rows)
    return f"{table}\nInputs in brackets may be left out. detente formula ID explains one."


def _summary(formula: Formula) -> dict[str, Any]:
    inputs = [i.symbol for i in formula.inputs]
    return {"id": formula.id, "title": formula.title, "question": formula.question, "inputs": inputs}


def _page(formula: Formula) -> dict[str, Any]:
    return {
        "id": formula.id,
        "title": formula.title,
        "question": formula.question,
        "equation": formula.equation,
        "inputs": [_input(i) for i in formula.inputs],
        "outputs": [asdict(o) for o in formula.outputs],
        "also": [asdict(o) for o in formula.also],
        "assumptions": formula.assumptions,
        "limits": formula.limits,
        "citation": formula.citation,
        "example": dict(formula.example),
    }


def _input(item: Input) -> dict[str, Any]:
    allowed = list(item.choices) or item.allowed.in_words()
    what = {"name": item.symbol, "meaning": item.meaning, "unit": item.unit, "kind": item.kind.value}
    return {**what, "allowed": allowed, "required": item.needed}


def _result(formula: Formula, answer: Answer) -> dict[str, Any]:
    """The values in the order of the page, null where one does not exist; names and units are those of the page."""
    return {"id": formula.id, "values": list(answer.values), "citation": formula.citation}


def _answer_in_words(formula: Formula, answer: Answer) -> str:
    outputs = output_names(formula, answer)
    lines = [_figure(o, value) for o, value in zip(outputs, answer.values, strict=True)]
    besides = [_figure(_declared(formula, name), value, name) for name, value in answer.also.items()]
    return "\n".join([*lines, *besides, *(f"  Note: {note}." for note in answer.notes)])


def _declared(formula: Formula, name: str) -> Output:
    """Find what stands behind a further figure, numbered or not."""
    return next(o for o in formula.also if name == o.name or (o.repeated and name.startswith(f"{o.name}_")))


def _figure(output: Output, value: float | None, name: str = "") -> str:
    amount = "none" if value is None else f"{value:.6g}"
    return f"  {name or output.name} = {amount}  ({_meaning(output)})"


def _meaning(output: Output) -> str:
    return f"{output.meaning}; {output.unit}" if output.unit else output.meaning


def _section(title: str, rows: list[tuple[str, str]]) -> list[str]:
    width = max((len(name) for name, _ in rows), default=0)
    return [title, *(f"  {name:<{width}}  {words}" for name, words in rows), ""] if rows else []
