"""A plan in plain language: what happens when, what sets the pace, who must open which gate by when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from detente.case import Case, Obligation
from detente.plots import NBSP, Names, count_words, day
from detente.roadmap import BalancePath, GateOpening, Plan, PlannedStep, Stage


def plan_in_words(case: Case, plan: Plan, names: Names) -> str:
    """Tell the sequence phase by phase, in sentences."""
    parts = [
        *_head(plan, names),
        *(_phase(plan, phase.id, names) for phase in case.phases),
        _pace(plan, names),
        _gates(plan),
        *(balance_in_words(path, plan) for path in plan.balances),
        _delays(plan, names),
        "\n".join(["What was assumed", *(f"  {note}" for note in _assumed(plan))]),
    ]
    return "\n\n".join(part for part in parts if part).replace(NBSP, " ")


def _head(plan: Plan, names: Names) -> Iterator[str]:
    first = plan.stages[0]
    yield (
        f"{names.package(plan.package)}: {count_words(len(plan.steps), 'step')}, signed on "
        f"{day(plan.question.signed_on)}, done on {day(plan.on(plan.end_day))}, day {plan.end_day}. "
        f"{proof_in_words(first)}"
    )


def proof_in_words(stage: Stage) -> str:
    """Whether an aim is proven to be best, or what could be reached at best."""
    if stage.proven:
        return f"Proven: no order of steps makes the {stage.aim} less than {stage.value:,g}."
    return f"Not proven: {stage.aim} is {stage.value:,g}, and could be {stage.bound:,g} at best (gap {stage.gap:.1%})."


def _phase(plan: Plan, phase: str, names: Names) -> str:
    steps = [s for s in plan.steps if s.obligation.phase == phase]
    return "\n".join([names.phase(phase), *(_sentence(plan, s, names) for s in steps)]) if steps else ""


def _sentence(plan: Plan, step: PlannedStep, names: Names) -> str:
    owed = step.obligation
    until = "(duration not stated)" if owed.duration_days is None else "(within the day)"
    until = f"to {day(plan.on(step.ends_day))}" if step.ends_day > step.starts_day else until
    looks = f"Seen by: {owed.observable}. " if owed.observable else ""
    checks = f"Verified by: {owed.verifier}." if owed.verifier else "Nobody is named to verify it."
    if step.begun:
        slack = "begun before the delay"
    elif step.critical:
        slack = "no slack"
    else:
        slack = f"slack {'' if step.window_proven else 'at least '}{count_words(step.slack_days, 'day')}"
    deadline = "" if owed.deadline_days is None else f"; deadline day {owed.deadline_days:g}"
    return (
        f"  Day {step.starts_day}, {day(plan.on(step.starts_day))} {until}: {owed.title} "
        f"({names.party(owed.owner).name}; {slack}{deadline}; {step.held_by}). {looks}{checks}"
    )


def _pace(plan: Plan, names: Names) -> str:
    titles = [f"  {_whose(s.obligation, names)}" for s in plan.steps if s.critical]
    head = "What sets the pace: a day lost here is a day lost at the end"
    return "\n".join([head, *titles]) if titles else "No single step sets the pace: each has slack by itself."


def _gates(plan: Plan) -> str:
    """Gates by the last day on which they may open, the most urgent first."""
    met: dict[str, tuple[GateOpening, list[str]]] = {}
    for step in sorted(plan.steps, key=lambda s: s.latest_day):
        for gate in step.gates:
            met.setdefault(gate.measure, (gate, []))[1].append(step.obligation.id)
    lines = [_gate(plan, gate, steps) for gate, steps in met.values()]
    return (
        "\n".join(["Gates, by the last day on which they may open without delaying the end", *lines]) if lines else ""
    )


def _gate(plan: Plan, gate: GateOpening, steps: list[str]) -> str:
    last = f"day {gate.must_open_by_day}, {day(plan.on(gate.must_open_by_day))}"
    return f"  By {last}: {gate.measure}, {gate.act}; {opening_in_words(gate)}. Before {', '.join(steps)}."


def opening_in_words(gate: GateOpening, titles: Mapping[str, str] | None = None) -> str:
    """What opens a gate, with the steps that lift it by their titles where these are given."""
    steps = ", ".join((titles or {}).get(step, step) for step in gate.steps)
    return {
        "act": f"must be lifted by {gate.who_can_lift}",
        "end": f"ends by itself before day {gate.opens_day} if nobody renews it",
        "package": "the package itself lifts it" + (f", by: {steps}" if gate.steps else ""),
        "obligations": f"lifted by: {steps}",
        "itself": "lifted by the step itself",
    }[gate.opened_by]


def balance_in_words(path: BalancePath, plan: Plan) -> str:
    """How far apart the two sides of a rule of reciprocity ever are, who is ahead then, and what is allowed."""
    what = "what cannot be taken back" if path.counts == "irreversible" else "all promises"
    widest = max(zip(path.levels, path.days, strict=True), key=lambda pair: abs(pair[0]))
    ahead = path.one if widest[0] > 0 else path.other
    rule = f"Reciprocity {path.id} ({', '.join(path.one)} and {', '.join(path.other)}; {what})"
    if path.widest == 0:
        return f"{rule}: both sides have given the same at every date, allowed {path.band:.3g} apart."
    return (
        f"{rule}: never further apart than "
        f"{path.widest:.3g} of all promised, allowed {path.band:.3g}. Widest from {day(plan.on(widest[1]))}, "
        f"{', '.join(ahead)} ahead. Area of imbalance: {path.imbalance_days:.1f} days of full imbalance."
    )


def _delays(plan: Plan, names: Names) -> str:
    if plan.planned_end_day is None:
        return ""
    titles = {s.obligation.id: s.obligation for s in plan.steps}
    late = ", ".join(f"{titles[o].title} by {count_words(days, 'day')}" for o, days in plan.question.delays.items())
    lost = plan.end_day - plan.planned_end_day
    head = f"Delayed: {late}. The end moves by {count_words(lost, 'day')}, from day {plan.planned_end_day}."
    rest = [m for m in plan.moves if m.obligation not in plan.question.delays]
    moved = [f"  {_whose(titles[m.obligation], names)}: begins on day {m.day} instead of {m.planned_day}" for m in rest]
    return "\n".join([head, *(moved or ["  No other step moves."])])


def _whose(owed: Obligation, names: Names) -> str:
    return f"{owed.title} ({names.party(owed.owner).name})"


def _assumed(plan: Plan) -> Iterator[str]:
    question = plan.question
    yield f"Durations: the {question.durations.value} of each stated range, in whole days."
    if any(g.opened_by == "act" for s in plan.steps for g in s.gates):
        yield "Whoever can lift a measure does so in time. Nothing here says that they will. Not legal advice."
    if any(g.opened_by == "end" for s in plan.steps for g in s.gates):
        yield "Measures that end by themselves are not renewed."
    yield from plan.notes
