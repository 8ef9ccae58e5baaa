"""The page of the closed forms, made from their registry."""

from __future__ import annotations

from detente.durability.formulas import GROUPS, Formula

INTRODUCTION = """# Closed forms

<!-- Made from the registry in src/detente/durability/formulas by detente.cli.durability.formula_page. -->

What the literature answers with one equation, for a first look and as a check on the [margins](durability.md). Each
takes a few numbers, not a case. `detente formula` lists them, `detente formula ID` prints inputs, units, ranges,
assumptions and limits, and `detente formula ID name=value ...` works one out.

A closed form says what follows from its assumptions. It is not a statement about anybody's intentions.

## Reading the answers

- A value that does not exist is *none* (`null` in JSON), and a note says why: no patience is enough, no lag is too
  long, a bond is never lost. It is never a number.
- On the boundary keeping and breaking are worth the same; that counts as holding. A critical discount factor of 1 is
  none, since no party is that patient. Numbers closer than 1e-12 count as equal, counts of periods closer than 1e-9.
- T, R, P, S are the payoffs of a prisoner's dilemma. Other forms say c for keeping, d for breaking, n for the
  sanction. delta counts a period, r a year: delta = e^(-r length of the period).
- `powell_shift` and `powell_path` apply the condition of the other side too, where power falls.
- `fearon_range` cuts shares to [0, 1]. `risk_return` and the largest safe p1 of `powell_shift` do not: above 1 means
  more than the whole pie, and that every rise is safe.
- In `min_bond` and its kin the party breaks until it is caught, and every period is looked at; the margins of a case
  look once every lag. The two agree where detection is sure, or the lag is one period.
- `gradual_steps` gives 0 where no step is safe.
"""


def closed_forms_page() -> str:
    """Write the page ``docs/explanation/closed-forms.md``, in Markdown."""
    return "\n".join([INTRODUCTION, *(_section(question, group) for question, group in GROUPS)])


def _section(question: str, group: tuple[Formula, ...]) -> str:
    head = [f"## {question}", "", "| Id | Question | Equation | Literature |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *(_row(formula) for formula in group), ""])


def _row(formula: Formula) -> str:
    keys = ", ".join(f"[{key}]" for key in formula.keys)
    return f"| `{formula.id}` | {formula.question} | `{formula.equation}` | {keys} |"
