"""The calendar of a package: best by its aims, with proof or gap, windows of every step, and what a delay does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.case import Case, CaseError, Infeasible, NotConverged, Package
from detente.legal import Gates
from detente.roadmap.cp_sat import EARLY, END, Answer, Goal, Solver
from detente.roadmap.earliest_end import solve_end
from detente.roadmap.frame import Framed, frame_problem
from detente.roadmap.plan_records import (
    BalancePath,
    GateOpening,
    Move,
    Objective,
    Plan,
    PlannedStep,
    Question,
    Stage,
)
from detente.roadmap.problem import Balance, Problem, imbalance, levels
from detente.roadmap.relaxation import explain_clash
from detente.roadmap.windows import Window, find_windows

TIE_EFFORT = 1.0
"""Deterministic units for each aim after the first: ties are broken as well as this allows."""

DATES = 90
"""On how many dates the imbalance is read when it is an aim; the plan states it exactly afterwards."""

POINTS = 1000
"""Whole points of a full promise in that aim."""

LONGER = 1.5
"""An even plan may take so many times the shortest time, or it could wait for ever."""


LONGEST_DAYS = 400_000
LAST_YEAR = 5000


@dataclass(frozen=True, slots=True)
class _Search:
    """Aims reached so far, each kept from then on, and the best schedule by them."""

    starts: tuple[int, ...]
    kept: tuple[tuple[Goal, int], ...]
    stages: tuple[Stage, ...]


def make_plan(case: Case, package: Package, gates: Gates, question: Question) -> Plan:
    """Plan the obligations of a package in whole days, by constraint programming ([PerronDidier2025]_).

    Minimises the end of the whole, the area of imbalance ``sum over rules of integral |delivered by one side - by the
    other| dt``, or their weighted sum. Early ends break ties, after the end of the whole. The first aim is proven, or
    carries its gap. Every plan is checked against its constraints day by day. Conventions stand in
    `docs/explanation/roadmap.md`.

    Parameters
    ----------
    case : Case
        Its phases, obligations, measures, verifiers and rules of reciprocity and leverage.
    package : Package
        One of the case.
    gates : Gates
        The measures that stand before each obligation.
    question : Question
        Day of signature, objective, durations, what opens gates, and delays to try.

    Returns
    -------
    Plan
        Steps by start, in days after signature; with delays, the plan that adapts to them, and every move.

    Raises
    ------
    CaseError
        Where steps wait for one another in a circle, or the case contradicts itself.
    Infeasible
        Where a gate never opens, or no schedule keeps all rules: with the rules that clash and the least change.
    NotConverged
        Where no schedule was found and none was excluded within the effort.
    """
    framed = frame_problem(case, package, gates, question)
    _refuse_unknown_delays(framed, question)
    _refuse_ages(framed.problem, question)
    with Solver() as solver:
        search = _search(solver, framed.problem, question)
        if not question.delays:
            return _plan(case, solver, framed, question, search)
        problem, begun = _delayed(framed, search.starts, question)
        adapted = _adapt(solver, problem, begun, search.starts)
        plan = _plan(case, solver, replace(framed, problem=problem, begun=begun), question, adapted)
        return replace(
            plan,
            moves=_moves(framed, search.starts, adapted.starts),
            planned_end_day=max(framed.problem.ends(search.starts)),
        )


def _search(solver: Solver, problem: Problem, question: Question) -> _Search:
    if question.objective is not Objective.EARLIEST and not problem.balances:
        raise CaseError("An even plan needs a rule of reciprocity that binds the package. Add one to case.yaml.")
    first = _found(solver, problem, solve_end(solver, problem), range(len(problem.tasks)))
    end = first.value or 0
    if question.objective is Objective.EARLIEST:
        found = _Search(first.starts or (), ((END, end),), (_stage("end of the whole", first, 1),))
        aims: list[Aim] = []
    else:
        most = int(LONGER * end) + 1
        found = _Search(first.starts or (), ((END, most),), ())
        aims = [_weighted(problem, most, question), _even(problem, most)]
        aims = aims[:1] if question.objective is Objective.WEIGHTED else [aims[1], ("end of the whole", END, 1)]
    for aim in [*aims, ("sum of ends", EARLY, 1)]:
        found = _improve(solver, problem, found, aim)
    return found


def _found(solver: Solver, problem: Problem, answer: Answer, movable: Sequence[int]) -> Answer:
    if answer.starts is not None:
        return answer
    if not answer.proven:
        raise NotConverged("No schedule was found, and none was excluded, within the effort. Loosen a rule.")
    raise Infeasible(explain_clash(solver, problem, movable).in_words())


Aim = tuple[str, Goal, float]


def _improve(solver: Solver, problem: Problem, found: _Search, aim: Aim) -> _Search:
    name, goal, unit = aim
    effort = solver.effort
    solver.effort = effort if not found.stages else min(effort, TIE_EFFORT)
    answer = solver.solve(problem, goal, found.kept, found.starts)
    solver.effort = effort
    if answer.starts is None or answer.value is None:
        return found
    stages = (*found.stages, _stage(name, answer, unit))
    return _Search(answer.starts, (*found.kept, (goal, answer.value)), stages)


def _stage(name: str, answer: Answer, unit: float) -> Stage:
    value, bound = answer.value or 0, answer.bound or 0
    return Stage(name, value * unit, bound * unit, answer.proven)


def _even(problem: Problem, end: int) -> Aim:
    """The imbalance read on dates an equal number of days apart, in thousandths of a promise."""
    apart = max(1, -(-end // DATES))
    dates = list(range(0, end + 1, apart))
    points = [[[c.task, round(POINTS * c.points / b.scale)] for c in b.changes] for b in problem.balances]
    return f"days of full imbalance, read every {apart} days", ["imbalance", dates, points], apart / POINTS


def _weighted(problem: Problem, end: int, question: Question) -> Aim:
    name, goal, unit = _even(problem, end)
    weight = round(question.days_per_imbalance * unit * POINTS)
    worth = f"end plus {question.days_per_imbalance:g} times {name}"
    return worth, ["sum", [[POINTS, END], [weight, goal]]], 1 / POINTS


def _refuse_ages(problem: Problem, question: Question) -> None:
    days = problem.horizon + sum(question.delays.values())
    if days > LONGEST_DAYS or question.signed_on.year > LAST_YEAR:
        raise CaseError(
            f"The plan could run to {days} days after {question.signed_on.isoformat()}, beyond what a calendar holds. "
            "Check durations, deadlines, delays and the day of signature: all are in days."
        )


def _refuse_unknown_delays(framed: Framed, question: Question) -> None:
    known = [o.id for o in framed.obligations]
    for name, days in question.delays.items():
        if name not in known:
            raise CaseError(
                f"--delay names {name}, which is not a step of {framed.package}. Steps: {', '.join(known)}."
            )
        if days < 0:
            raise CaseError(f"--delay {name}={days} is below zero. Write the days by which it begins later.")


def _delayed(framed: Framed, starts: tuple[int, ...], question: Question) -> tuple[Problem, tuple[int, ...]]:
    """The problem on the day the first delay shows, and the steps that have begun by then and stay as they are."""
    late = {n: question.delays[o.id] for n, o in enumerate(framed.obligations) if o.id in question.delays}
    shows = min(starts[n] for n in late)
    begun = tuple(n for n in range(len(framed.obligations)) if starts[n] < shows and n not in late)
    tasks = list(framed.problem.tasks)
    for n, days in late.items():
        tasks[n] = replace(tasks[n], release=starts[n] + days)
    for n in begun:
        tasks[n] = replace(tasks[n], release=starts[n], ends_by=starts[n] + tasks[n].length)
    return replace(framed.problem, tasks=tuple(tasks)), begun


def _adapt(solver: Solver, problem: Problem, begun: tuple[int, ...], starts: tuple[int, ...]) -> _Search:
    """The plan that ends earliest after the delay, and among those the one that moves steps least."""
    movable = [n for n in range(len(starts)) if n not in begun]
    first = _found(solver, problem, solve_end(solver, problem), movable)
    found = _Search(first.starts or (), ((END, first.value or 0),), (_stage("end of the whole", first, 1),))
    return _improve(solver, problem, found, ("days by which steps move", ["moved", list(starts)], 1))


def _moves(framed: Framed, before: tuple[int, ...], after: tuple[int, ...]) -> tuple[Move, ...]:
    steps = zip(framed.obligations, before, after, strict=False)
    return tuple(Move(o.id, b, a) for o, b, a in steps if a != b)


def _plan(case: Case, solver: Solver, framed: Framed, question: Question, search: _Search) -> Plan:
    problem, starts = framed.problem, search.starts
    ends = problem.ends(starts)
    windows = find_windows(solver, problem, starts, max(ends))
    steps = [_step(framed, n, starts, windows[n]) for n in range(len(framed.obligations))]
    return Plan(
        package=framed.package,
        question=question,
        steps=tuple(sorted(steps, key=lambda s: (s.starts_day, s.ends_day))),
        end_day=max(ends),
        stages=search.stages,
        balances=tuple(_path(case, balance, ends) for balance in problem.balances),
        notes=framed.notes,
    )


def _step(framed: Framed, place: int, starts: tuple[int, ...], window: Window) -> PlannedStep:
    obligation, task = framed.obligations[place], framed.problem.tasks[place]
    names = [framed.problem.tasks[n].name for n in task.after]
    return PlannedStep(
        obligation=obligation,
        starts_day=starts[place],
        ends_day=starts[place] + task.length,
        earliest_day=window.earliest,
        latest_day=window.latest,
        window_proven=window.proven,
        begun=place in framed.begun,
        after=tuple(names),
        gates=tuple(replace(g, must_open_by_day=window.latest) for g in framed.openings[obligation.id]),
        held_by=_held_by(framed, place, starts),
    )


def _held_by(framed: Framed, place: int, starts: tuple[int, ...]) -> str:
    """What a step begins right behind: another step, a gate, its phase; or other rules, where nothing else does."""
    task, ends = framed.problem.tasks[place], framed.problem.ends(starts)
    before = [framed.problem.tasks[n].name for n in task.after if ends[n] == starts[place]]
    if before and starts[place] > 0:
        return f"after {before[0]}"
    gate = _last_gate(framed.openings[framed.obligations[place].id], starts[place])
    if gate is not None:
        return f"gate {gate.measure}"
    return "phase" if starts[place] == task.release else "capacity, balance or choice"


def _last_gate(openings: tuple[GateOpening, ...], day: int) -> GateOpening | None:
    return next((g for g in openings if g.opens_day == day > 0), None)


def _path(case: Case, balance: Balance, ends: list[int]) -> BalancePath:
    rule = next(r for r in case.reciprocity if r.id == balance.name)
    found = levels(balance, ends)
    return BalancePath(
        id=rule.id,
        one=rule.one,
        other=rule.other,
        counts=rule.counts,
        band=rule.band,
        days=tuple(found),
        levels=tuple(level / balance.scale for level in found.values()),
        imbalance_days=imbalance(balance, ends),
    )
