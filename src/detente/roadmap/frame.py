"""From a case and a package to a scheduling problem: one task per obligation, one per phase that has rules."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.case import Case, CaseError, Obligation, Package, Phase, Verifier
from detente.durability import applicable_obligations
from detente.legal import Gates
from detente.roadmap.critical_path import DAYS_PER_YEAR
from detente.roadmap.giving import give_balances, give_holdbacks, weights_in_words
from detente.roadmap.lawful import Openers, open_gates
from detente.roadmap.plan_records import Durations, Question
from detente.roadmap.problem import Capacity, Problem, Span, Task, Use

DAYS_OF_COUNT = 30


@dataclass(frozen=True, slots=True)
class Framed:
    """The problem of one package: its first tasks are `obligations`, in order; phases with rules come after them."""

    package: str
    problem: Problem
    obligations: tuple[Obligation, ...]
    openings: Openers
    notes: tuple[str, ...]
    begun: tuple[int, ...] = ()


def frame_problem(case: Case, package: Package, gates: Gates, question: Question) -> Framed:
    """State as a problem in whole days what binds the obligations of a package.

    A step begins no earlier than its phase, the days on which its gates open, and the ends of the steps that it comes
    after or that lift a measure before it. Lengths and dates are rounded up to whole days.

    Raises
    ------
    CaseError
        Where the package carries no obligation, or the case contradicts itself.
    Infeasible
        Where a gate never opens.
    """
    obligations = applicable_obligations(case, package)
    if not obligations or not case.phases:
        raise CaseError(
            f"{case.slug}: package {package.id} has no roadmap: no phases, or no obligation "
            "carries out an option of it. Fill in phases in case.yaml and obligations.csv."
        )
    _refuse_strangers(case, obligations)
    openings = open_gates(case, package, obligations, gates, question)
    balances, even = give_balances(case, obligations)
    holdbacks, kept = give_holdbacks(case, obligations)
    ruled = [p for p in case.phases if _has_rules(p) and any(o.phase == p.id for o in obligations)]
    tasks, spans = _tasks(case, obligations, openings, ruled, question.durations)
    capacities = tuple(_capacities(case.verifiers, obligations, tasks))
    notes = [weights_in_words(case, obligations), *even, *kept, *_notes(case, obligations)]
    problem = Problem(tuple(tasks), capacities, balances, holdbacks, tuple(spans))
    return Framed(package.id, problem, obligations, openings, tuple(n for n in notes if n))


def _refuse_strangers(case: Case, obligations: Sequence[Obligation]) -> None:
    parties, phases = {p.id for p in case.parties}, {p.id for p in case.phases}
    for o in obligations:
        if o.owner not in parties:
            raise CaseError(f"obligations.csv: {o.id} has the owner {o.owner}, who is not a party of this case.")
        if o.phase not in phases:
            raise CaseError(f"obligations.csv: {o.id} has the phase {o.phase}, which is not a phase of this case.")


def _has_rules(phase: Phase) -> bool:
    return phase.waits_for_previous or phase.longest_days is not None


def _tasks(
    case: Case, obligations: Sequence[Obligation], openings: Openers, ruled: list[Phase], durations: Durations
) -> tuple[list[Task], list[Span]]:
    place = {o.id: n for n, o in enumerate(obligations)}
    begin = {p.id: len(obligations) + n for n, p in enumerate(ruled)}
    starts = {p.id: math.ceil(p.starts_years * DAYS_PER_YEAR) for p in case.phases}
    tasks = [_task(o, starts[o.phase], openings, (place, begin), durations) for o in obligations]
    order = [p.id for p in case.phases]
    for phase in ruled:
        earlier = order[: order.index(phase.id)] if phase.waits_for_previous else []
        after = tuple(n for n, o in enumerate(obligations) if o.phase in earlier)
        tasks.append(Task(f"the beginning of {phase.id}", 0, starts[phase.id], None, after))
    spans = [
        Span(p.id, begin[p.id], n, math.floor(p.longest_days))
        for p in ruled
        for n, o in enumerate(obligations)
        if p.longest_days is not None and o.phase == p.id
    ]
    return tasks, spans


def _task(
    obligation: Obligation,
    phase_day: int,
    openings: Openers,
    places: tuple[dict[str, int], dict[str, int]],
    durations: Durations,
) -> Task:
    place, begin = places
    before = dict.fromkeys(a for a in obligation.after if a in place)
    before.update(dict.fromkeys(s for g in openings[obligation.id] for s in g.steps))
    after = [place[b] for b in before] + ([begin[obligation.phase]] if obligation.phase in begin else [])
    release = max([phase_day, *(g.opens_day for g in openings[obligation.id])])
    ends_by = None if obligation.deadline_days is None else math.floor(obligation.deadline_days)
    return Task(obligation.id, _length(obligation, durations), release, ends_by, tuple(after))


def _length(obligation: Obligation, durations: Durations) -> int:
    stated = obligation.duration_days
    if stated is None:
        return 0
    chosen = {Durations.LOW: stated.low, Durations.HIGH: stated.high}.get(durations)
    days = stated.mode if chosen is None else chosen
    if days < 0:
        raise CaseError(f"obligations.csv: {obligation.id} lasts {days:g} days, which is below zero.")
    return math.ceil(days)


def _capacities(
    verifiers: Sequence[Verifier], obligations: Sequence[Obligation], tasks: Sequence[Task]
) -> Iterator[Capacity]:
    """A verifier watches a step from start to end, a day at least, and finds it done on its end."""
    for verifier in verifiers:
        watched = [n for n, o in enumerate(obligations) if o.verifier in (verifier.name, verifier.id)]
        if watched and verifier.at_once is not None:
            uses = tuple(Use(n, 1, 0, max(tasks[n].length, 1)) for n in watched)
            yield Capacity(f"{verifier.id} at once", verifier.at_once, uses)
        if watched and verifier.per_30_days is not None:
            uses = tuple(Use(n, 1, tasks[n].length, DAYS_OF_COUNT) for n in watched)
            yield Capacity(f"{verifier.id} per 30 days", verifier.per_30_days, uses)


def _notes(case: Case, obligations: Sequence[Obligation]) -> Iterator[str]:
    present = {o.id for o in obligations}
    unstated = [o.id for o in obligations if o.duration_days is None]
    if unstated:
        yield f"Duration not stated, taken as none: {', '.join(unstated)}. The end is a lower bound."
    outside = sorted({a for o in obligations for a in o.after if a not in present})
    if outside:
        yield f"Not part of this package, so nothing waits for it: {', '.join(outside)}."
    needs = [o.id for o in obligations if not o.needs]
    if needs:
        yield f"What must be lawful is not stated for {len(needs)} of {len(obligations)} steps."
    listed = {name for v in case.verifiers for name in (v.name, v.id)}
    if case.verifiers and any(o.verifier not in listed for o in obligations):
        yield "Verifiers that the case does not list have no stated limit."
