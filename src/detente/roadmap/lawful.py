"""From when each step may be lawful: what opens the gates before it."""

from __future__ import annotations

from dataclasses import replace

from detente.case import Case, Infeasible, Measure, Obligation, Package
from detente.legal import Gate, Gates, GateState
from detente.roadmap.plan_records import GateOpening, Openings, Question

Openers = dict[str, tuple[GateOpening, ...]]


def open_gates(
    case: Case, package: Package, obligations: tuple[Obligation, ...], gates: Gates, question: Question
) -> Openers:
    """Say for each obligation what opens each gate before it, and from which day.

    In this order: obligations that state to lift the measure; the package, where a chosen option lifts it, once the
    steps that carry out that option have ended, unless the step belongs to them; an act of whoever can lift it, no
    earlier than its `lifting_days` and those of what must be lifted before it; the measure's own end, if nobody renews
    it. Under `Openings.DATES` an act counts only where these days are stated.

    Raises
    ------
    Infeasible
        Where a gate never opens: with all steps and measures concerned.
    """
    measures = {m.id: m for m in case.measures}
    opened: Openers = {}
    closed: list[str] = []
    for obligation in obligations:
        found: dict[str, GateOpening] = {}
        for gate in gates.of(obligation.id):
            if _stands_aside(gate) or gate.measure in found:
                continue
            opening = _opening(case, package, obligations, obligation, (gate, measures[gate.measure]), question)
            if opening is None:
                closed.append(_never(obligation, measures[gate.measure], question))
            else:
                found[gate.measure] = opening
        opened[obligation.id] = tuple(found.values())
    if closed:
        raise Infeasible("\n".join(["No plan: gates never open.", *closed]))
    return _without_circles(obligations, opened)


def _stands_aside(gate: Gate) -> bool:
    """Whether a gate holds no step back: it is another subject's, or a licence opens it."""
    return gate.subject_kind != "obligation" or gate.state is GateState.LICENSED


def _opening(
    case: Case,
    package: Package,
    obligations: tuple[Obligation, ...],
    obligation: Obligation,
    gate: tuple[Gate, Measure],
    question: Question,
) -> GateOpening | None:
    before, measure = gate
    opening = GateOpening(measure.id, measure.act, measure.who_can_lift, "", 0)
    lifters = [o.id for o in obligations if measure.id in o.lifts]
    if lifters:
        steps = tuple(o for o in lifters if o != obligation.id)
        return replace(opening, opened_by="itself" if obligation.id in lifters else "obligations", steps=steps)
    stated = before.lead is not None
    wait = _wait(before, measure)
    carriers = _carriers(case, package, obligations, measure.id)
    if carriers is not None:
        steps = () if obligation.id in carriers else carriers
        return replace(opening, opened_by="package", opens_day=wait, steps=steps)
    if measure.who_can_lift.strip() and (stated or question.openings is Openings.ACTS):
        return replace(opening, opened_by="act", opens_day=wait)
    if before.opens_on is not None:
        # The measure still holds on its last day.
        days = (before.opens_on - question.signed_on).days + 1
        return replace(opening, opened_by="end", opens_day=max(0, days))
    return None


def _wait(gate: Gate, measure: Measure) -> int:
    """Days until an act opens a gate, as far as they are stated."""
    if gate.lead is not None:
        return _whole(gate.lead.mode_days)
    return 0 if measure.lifting_days is None else _whole(measure.lifting_days.mode)


def _carriers(
    case: Case, package: Package, obligations: tuple[Obligation, ...], measure: str
) -> tuple[str, ...] | None:
    """Steps that carry out the chosen options that lift a measure; None when no chosen option does."""
    elements = {
        e.id for e in case.elements for o in e.options if package.choices.get(e.id) == o.id and measure in o.lifts
    }
    return tuple(o.id for o in obligations if o.element in elements) if elements else None


def _without_circles(obligations: tuple[Obligation, ...], opened: Openers) -> Openers:
    """Leave out the waits for a whole option that would run in a circle: a step cannot wait for what waits for it.

    Waits that the case states itself are kept, so that a circle among them is an error later on.
    """
    present = {o.id for o in obligations}
    waits = {o.id: {a for a in o.after if a in present} for o in obligations}
    for id_, openings in opened.items():
        waits[id_].update(s for g in openings if g.opened_by != "package" for s in g.steps)
    kept: Openers = {}
    for id_, openings in opened.items():
        kept[id_] = tuple(_untangled(id_, opening, waits) for opening in openings)
    return kept


def _untangled(id_: str, opening: GateOpening, waits: dict[str, set[str]]) -> GateOpening:
    if opening.opened_by != "package":
        return opening
    steps = []
    for step in opening.steps:
        if not _waits_for(step, id_, waits):
            waits[id_].add(step)
            steps.append(step)
    return replace(opening, steps=tuple(steps))


def _waits_for(step: str, other: str, waits: dict[str, set[str]]) -> bool:
    seen, ahead = {step}, [step]
    while ahead:
        for before in waits[ahead.pop()] - seen:
            seen.add(before)
            ahead.append(before)
    return other in seen


def _never(obligation: Obligation, measure: Measure, question: Question) -> str:
    who = measure.who_can_lift.strip()
    if who and question.openings is Openings.DATES:
        remedy = f"Fill in its lifting_days (who can lift it: {who}), or let acts open gates: --gates acts."
    else:
        remedy = "Fill in who_can_lift, a date in until, an obligation or an option that lifts it, or drop the step."
    return f"  {obligation.id} waits for {measure.id}, {measure.act}: nothing says when it ends. {remedy}"


def _whole(days: float) -> int:
    return -int(-days // 1)
