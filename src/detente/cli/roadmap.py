"""`detente roadmap`: the calendar of a package, printed or written in the forms that programs and people read."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import typer
from rich.console import Console

from detente.case import Case, CaseError, Package
from detente.casefile import read_case
from detente.cli.tables import as_table
from detente.legal import find_gates
from detente.plots import WIDE, Frame, Names, draw_calendar, gate_numbers, names_of
from detente.report import plan_calendar, plan_document, plan_in_words, plan_rows
from detente.roadmap import Durations, Objective, Openings, Plan, PlannedStep, Question, make_plan


@dataclass(frozen=True, slots=True)
class Ask:
    """What the user asks, in the words of the command line."""

    objective: str = Objective.EARLIEST.value
    durations: str = Durations.MODE.value
    gates: str = Openings.ACTS.value
    days_per_imbalance: float = 1.0
    signed_on: datetime | None = None

    def question(self, case: Case, delays: dict[str, int]) -> Question:
        """The question to the planner; a case is signed on its own day unless told otherwise."""
        return Question(
            signed_on=case.as_of if self.signed_on is None else self.signed_on.date(),
            objective=Objective(self.objective),
            durations=Durations(self.durations),
            openings=Openings(self.gates),
            days_per_imbalance=self.days_per_imbalance,
            delays=delays,
        )


@dataclass(frozen=True, slots=True)
class Roadmapped:
    """A plan with the case behind it, ready to be printed or written."""

    case: Case
    plan: Plan
    names: Names

    @property
    def document(self) -> dict[str, Any]:
        """The plan as JSON types."""
        return {"case": self.case.slug, **plan_document(self.plan)}

    @property
    def text(self) -> str:
        """The plan as a table, and what the table does not say."""
        return "\n\n".join([_table(self.plan, self.names), plan_in_words(self.case, self.plan, self.names)])


def _figure(made: Roadmapped) -> str:
    numbers = ", ".join(f"{number} {measure}" for measure, number in gate_numbers(made.plan).items())
    steps = "; ".join(f"{s.obligation.title}: day {s.starts_day} to {s.ends_day}" for s in made.plan.steps)
    told = f"{steps}. Gates: {numbers or 'none'}."
    return (
        draw_calendar(made.plan, made.names, Frame("roadmap", made.names.package(made.plan.package), told, WIDE)) + "\n"
    )


FORMS: dict[str, Callable[[Roadmapped], str]] = {
    ".json": lambda made: json.dumps(made.document, indent=2, ensure_ascii=False) + "\n",
    ".csv": lambda made: plan_rows(made.plan),
    ".ics": lambda made: plan_calendar(made.case, made.plan, made.names),
    ".svg": _figure,
    ".txt": lambda made: plan_in_words(made.case, made.plan, made.names) + "\n",
}


def plan_roadmap(folder: Path, package: str | None, delays: Sequence[str], ask: Ask) -> Roadmapped:
    """Read a case and plan one package of it."""
    with Console(stderr=True).status("reading ...") as status:
        case = read_case(folder)
        chosen = _package(case, package)
        status.update("planning ...")
        plan = make_plan(case, chosen, find_gates(case), ask.question(case, read_delays(delays)))
    return Roadmapped(case, plan, names_of(case))


def read_delays(words: Sequence[str]) -> dict[str, int]:
    """Read delays written as ``obligation=days``.

    Examples
    --------
    >>> read_delays(["relief-eu=30"])
    {'relief-eu': 30}
    """
    delays: dict[str, int] = {}
    for word in words:
        name, _, days = word.partition("=")
        if not name or not days.isascii() or not days.lstrip("-").isdigit():
            raise CaseError(f"--delay {word}: this is not obligation=days. Write for example relief-eu=30.")
        if name in delays:
            raise CaseError(f"--delay names {name} twice. Keep one.")
        delays[name] = int(days)
    return delays


def write_roadmap(made: Roadmapped, output: Path) -> list[Path]:
    """Write one file in the form its ending names, or a folder with all forms; nothing is written on bad endings."""
    if output.suffix.lower() in FORMS and not output.is_dir():
        places = {output: FORMS[output.suffix.lower()]}
    elif output.suffix and not output.is_dir():
        raise CaseError(f"{output}: no form ends so. Use {', '.join(FORMS)}, or name a folder for all of them.")
    elif output.is_file():
        raise CaseError(f"{output}: this is a file without an ending. Name a folder, or end it in {', '.join(FORMS)}.")
    else:
        places = {output / f"roadmap{ending}": form for ending, form in FORMS.items()}
    texts = {place: form(made) for place, form in places.items()}
    for place, text in texts.items():
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="")
    return list(texts)


def say_written(places: Sequence[Path]) -> None:
    """Say on standard error what was written."""
    for place in places:
        typer.echo(f"Wrote {place}", err=True)


def _package(case: Case, package: str | None) -> Package:
    known = ", ".join(p.id for p in case.packages)
    if package is None and len(case.packages) == 1:
        return case.packages[0]
    if package is None:
        raise CaseError(f"Name a package with --package. The packages are {known or 'none: add one to case.yaml'}.")
    found = next((p for p in case.packages if p.id == package), None)
    if found is None:
        raise CaseError(f"{package} is not a package of this case. The packages are {known or 'none'}.")
    return found


def _table(plan: Plan, names: Names) -> str:
    title = f"{names.package(plan.package)}: days after signature on {plan.question.signed_on.isoformat()}"
    header = ("step", "owner", "start", "end", "slack", "held by", "verified by", "gates")
    return as_table(title, header, [_row(s, names) for s in plan.steps])


def _row(step: PlannedStep, names: Names) -> tuple[str, ...]:
    slack = "critical" if step.critical else f"{'' if step.window_proven else '>= '}{step.slack_days}"
    slack = "begun" if step.begun else slack
    return (
        step.obligation.id,
        names.party(step.obligation.owner).code,
        str(step.starts_day),
        str(step.ends_day),
        slack,
        step.held_by,
        step.obligation.verifier or "not stated",
        " ".join(g.measure for g in step.gates),
    )
