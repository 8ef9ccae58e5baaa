"""A plan as plain data: the JSON document, and the rows of its table."""

from __future__ import annotations

import csv
import io
from typing import Any

from detente.roadmap import BalancePath, GateOpening, Plan, PlannedStep, Stage


def plan_document(plan: Plan) -> dict[str, Any]:
    """Everything a plan holds, with dates beside days; no clock and no duration of the search.

    Days count from signature. An end is the first day after the step, as calendars write it.
    """
    question = plan.question
    return {
        "package": plan.package,
        "signed_on": question.signed_on.isoformat(),
        "objective": question.objective.value,
        "durations": question.durations.value,
        "gates": question.openings.value,
        "proven": plan.proven,
        "end_day": plan.end_day,
        "ends_on": plan.on(plan.end_day).isoformat(),
        "aims": [_stage(s) for s in plan.stages],
        "critical": list(plan.critical_steps),
        "steps": [_step(plan, s) for s in plan.steps],
        "balances": [_balance(plan, b) for b in plan.balances],
        "delays": dict(question.delays),
        "planned_end_day": plan.planned_end_day,
        "moves": [{"id": m.obligation, "planned_day": m.planned_day, "day": m.day} for m in plan.moves],
        "notes": list(plan.notes),
    }


def plan_rows(plan: Plan) -> str:
    """The steps as CSV, one row each, by start; lists are joined by ``|``."""
    written = io.StringIO(newline="")
    rows = [_flat(_step(plan, s)) for s in plan.steps]
    table = csv.DictWriter(written, list(rows[0]), lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return written.getvalue()


def _stage(stage: Stage) -> dict[str, Any]:
    return {
        "aim": stage.aim,
        "value": round(stage.value, 6),
        "bound": round(stage.bound, 6),
        "proven": stage.proven,
        "gap": round(stage.gap, 6),
    }


def _step(plan: Plan, step: PlannedStep) -> dict[str, Any]:
    owed = step.obligation
    return {
        "id": owed.id,
        "title": owed.title,
        "phase": owed.phase,
        "owner": owed.owner,
        "starts_day": step.starts_day,
        "ends_day": step.ends_day,
        "starts_on": plan.on(step.starts_day).isoformat(),
        "ends_on": plan.on(step.ends_day).isoformat(),
        "earliest_start_day": step.earliest_day,
        "latest_start_day": step.latest_day,
        "slack_days": step.slack_days,
        "slack_proven": step.window_proven,
        "critical": step.critical,
        "begun_before_delay": step.begun,
        "held_by": step.held_by,
        "after": list(step.after),
        "deadline_day": owed.deadline_days,
        "observable": owed.observable,
        "threshold": owed.threshold,
        "verifier": owed.verifier,
        "evidence": owed.evidence,
        "gates": [_gate(g) for g in step.gates],
    }


def _gate(gate: GateOpening) -> dict[str, Any]:
    return {
        "measure": gate.measure,
        "act": gate.act,
        "who_can_lift": gate.who_can_lift,
        "opened_by": gate.opened_by,
        "opens_day": gate.opens_day,
        "after": list(gate.steps),
        "must_open_by_day": gate.must_open_by_day,
    }


def _balance(plan: Plan, path: BalancePath) -> dict[str, Any]:
    return {
        "id": path.id,
        "one": list(path.one),
        "other": list(path.other),
        "counts": path.counts,
        "band": path.band,
        "widest": round(path.widest, 6),
        "imbalance_days": round(path.imbalance_days, 6),
        "dates": [
            {"day": day, "on": plan.on(day).isoformat(), "one_minus_other": round(level, 6)}
            for day, level in zip(path.days, path.levels, strict=True)
        ],
    }


def _flat(step: dict[str, Any]) -> dict[str, Any]:
    """One row: gates as measures, lists joined, yes and no for truth, empty for what is not stated."""
    row = {**step, "gates": [g["measure"] for g in step["gates"]]}
    return {name: _cell(value) for name, value in row.items()}


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "|".join(value)
    return "" if value is None else value
