"""`detente ownership`: the answers of one regime on a file of holdings."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import typer

from detente.case import CaseError, Holdings
from detente.casefile import read_ownership
from detente.cli.writing import refuse_folder, write_whole
from detente.legal import NOTICE, Answer, Decision, decide_ownership, explain_answer

MOST_LINES = 100
HEAD = ("case", "entity", "answer", "why", "regime", "rule", "on", "source", "notice")


def ownership_report(place: Path, regime: str, on: date | None, output: Path | None, output_format: str) -> None:
    """Print the answers of one regime, as text with chains or as JSON, and write a CSV of them if asked to."""
    path = place / "ownership.json" if place.is_dir() else place
    if output is not None:
        refuse_folder(output, (path,))
    decisions = [_decide(path, holdings, regime, on) for holdings in read_ownership(path)]
    if output_format == "json":
        answers = {d.holdings.id: {name: answer.value for name, answer in d.answers.items()} for d in decisions}
        typer.echo(json.dumps(answers, indent=1, ensure_ascii=False))
        typer.echo(NOTICE, err=True)
    else:
        typer.echo("\n".join(_in_words(decisions)))
    if output is not None:
        write_whole(output.parent, {output.name: _as_csv(decisions)})
        typer.echo(f"Wrote {output}", err=True)


def _decide(path: Path, holdings: Holdings, regime: str, on: date | None) -> Decision:
    try:
        return decide_ownership(holdings, regime, on)
    except CaseError as error:
        raise CaseError(f"{path.as_posix()}, case {error}") from error


def _in_words(decisions: list[Decision]) -> Iterator[str]:
    if decisions:
        first = decisions[0]
        day = f" on {first.on}" if first.on else ", undated"
        yield f"Rule of the {first.regime.name}{day}: {first.regime.rule}."
    for decision in decisions:
        yield ""
        yield from _case_in_words(decision)
    yield ""
    yield f"{NOTICE} Only what the file states is looked at; what nobody is stated to own is taken as not held by a"
    yield "listed person. Read the act, and have control reviewed by a person."


def _case_in_words(decision: Decision) -> Iterator[str]:
    counts = Counter(decision.answers.values())
    told = ", ".join(f"{counts[a]} {a.value.replace('_', ' ')}" for a in Answer if counts[a])
    source = f" Source: {decision.holdings.source}." if decision.holdings.source else ""
    yield f"{decision.holdings.id}: {told}.{source}"
    order = {Answer.BLOCKED: 0, Answer.UNKNOWN: 1, Answer.NOT_BLOCKED: 2}
    names = sorted(decision.answers, key=lambda name: order[decision.answers[name]])
    for name in names[:MOST_LINES]:
        yield f"  {name}: {decision.answers[name].value.replace('_', ' ')}. {_why(decision, name)}."
    if len(names) > MOST_LINES:
        yield f"  and {len(names) - MOST_LINES} more; --format json and --output give all."


def _why(decision: Decision, name: str) -> str:
    first, *rest = explain_answer(decision, name)
    return "; ".join([first.why, *(f"{link.entity}: {link.why}" for link in rest if link.why != "listed")])


def _as_csv(decisions: list[Decision]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEAD)
    for d in decisions:
        same = (d.regime.id, d.regime.rule, d.on.isoformat() if d.on else "", d.holdings.source, NOTICE)
        writer.writerows((d.holdings.id, n, answer.value, _why(d, n), *same) for n, answer in d.answers.items())
    return text.getvalue()
