"""Chapter 5: the measures that stand before steps, and who can lift them."""

from __future__ import annotations

from collections.abc import Mapping

from detente.analysis import Analysis
from detente.case import Measure
from detente.plots import count_words, day, exact, gate_numbers
from detente.report.blocks import Cell, Exhibit, Table, number
from detente.report.lookups import joined
from detente.report.plan_words import opening_in_words
from detente.roadmap import Actor, PackageRoadmap, Plan


def actors_exhibit(roadmap: PackageRoadmap, analysis: Analysis) -> Exhibit | None:
    """Who can lift the measures that nothing in the package lifts; None where there are none."""
    if not roadmap.actors:
        return None
    first = roadmap.actors[0]
    acts = {m.id: m.act for m in analysis.case.measures}
    rows = tuple(
        (
            Cell(a.who),
            number(str(len(a.steps))),
            Cell(joined([f"{m}: {acts[m]}" if m in acts else m for m in a.measures], 6)),
        )
        for a in roadmap.actors
    )
    return Exhibit(
        key="actors",
        kind="Who must act",
        title=f"{count_words(len(first.steps), 'step waits', 'steps wait')} for acts of {_whose(first)}",
        sub="Who can lift the measures that stand before steps of the package",
        tables=(Table("Who must act", ("Who", "Steps waiting", "Measures"), rows),),
        source="Source: measures.csv, column who_can_lift.",
    )


def gates_exhibit(analysis: Analysis, roadmap: PackageRoadmap) -> Exhibit | None:
    """Every measure before a step, what opens it and by when; None where no measure stands before any step."""
    standing = dict.fromkeys(g for step in roadmap.steps for g in step.gates)
    plan = roadmap.plan
    numbered = list(gate_numbers(plan)) if plan else list(standing)
    if not numbered:
        return None
    measures = {m.id: m for m in analysis.case.measures}
    ends = {g.measure: g.opens_on for g in analysis.gates.gates}
    titles = {o.id: o.title for o in analysis.case.obligations}
    rows = tuple(
        (
            Cell(str(k + 1)),
            _measure(m, measures.get(m)),
            Cell(day(end) if (end := ends.get(m)) else "no end of its own"),
            Cell(_opened(plan, m, titles), small=measures[m].how if m in measures else ""),
            number(*_latest(plan, m)),
        )
        for k, m in enumerate(numbered)
    )
    head = ("No.", "Measure", "Ends if not renewed", "What opens it", "Must open by day")
    verb = "measure stands", "measures stand"
    return Exhibit(
        key="gates",
        kind="Gates",
        title=f"{count_words(len(numbered), *verb)} before steps; nothing in the package lifts {len(standing)} of them",
        sub="Numbers as in the figure; the last day on which each may open without moving the end",
        tables=(Table("Gates", head, rows),),
        source="Source: measures.csv, matched by what each step needs and each measure restricts. Not legal advice.",
    )


def _measure(name: str, measure: Measure | None) -> Cell:
    if measure is None:
        return Cell(name)
    status = measure.status.replace("_", " ")
    return Cell(f"{name}: {measure.act}", small=f"{measure.issuer}, {status}" if measure.issuer else status)


def _opened(plan: Plan | None, measure: str, titles: Mapping[str, str]) -> str:
    found = () if plan is None else tuple(g for s in plan.steps for g in s.gates if g.measure == measure)
    return opening_in_words(found[0], titles) if found else "not known"


def _latest(plan: Plan | None, measure: str) -> tuple[str, str]:
    """The last day on which it may open, for the step that needs it first, and its date."""
    if plan is None:
        return "unknown", ""
    last = min(g.must_open_by_day for s in plan.steps for g in s.gates if g.measure == measure)
    return exact(last), day(plan.on(last))


def _whose(actor: Actor) -> str:
    return "someone the case does not name" if actor.who == "not stated" else actor.who
