"""The earliest end of the whole, by asking whether it can end by a day."""

from __future__ import annotations

import math
from dataclasses import replace

from detente.roadmap.cp_sat import END, Answer, Solver
from detente.roadmap.problem import Problem

WIDER = (1.0, 1.05, 1.2, 1.5, 2.0)
"""By which day to ask first, as multiples of the bound; a horizon far beyond what is needed slows every search."""


def solve_end(solver: Solver, problem: Problem) -> Answer:
    """Find a schedule with the earliest end: minimise without balances, then ask how soon they can be kept.

    The end without balances and holdbacks is a bound. Whether they can be kept by a given day is settled far sooner
    than the least end is minimised, so days are asked: the bound, then wider, then by bisection. Where a question is
    cut off, the answer carries the bound reached. Without any schedule, it says whether that is proven.

    Examples
    --------
    >>> from detente.roadmap.problem import Task
    >>> with Solver() as solver:
    ...     answer = solve_end(solver, Problem((Task("a", 5), Task("b", 2, after=(0,)))))
    >>> answer.starts, answer.value, answer.proven
    ((0, 5), 7, True)
    """
    freed = solver.solve(replace(problem, balances=(), holdbacks=()), END)
    if freed.starts is None or not (problem.balances or problem.holdbacks):
        return freed
    bound, effort = math.ceil((freed.bound or 0) - 1e-6), freed.effort
    found = Answer(None, None, None, proven=False, effort=0.0)
    for day in (*(math.ceil(bound * factor) for factor in WIDER), None):
        found = solver.solve(problem, None, () if day is None else ((END, day),))
        effort += found.effort
        if found.starts is not None:
            break
        bound = day + 1 if found.proven and day is not None and day >= bound else bound
    if found.starts is None:
        return replace(found, effort=effort)
    return _bisect(solver, problem, found.starts, bound, effort)


def _bisect(solver: Solver, problem: Problem, starts: tuple[int, ...], bound: int, effort: float) -> Answer:
    end = max(problem.ends(starts))
    while bound < end:
        day = (bound + end) // 2
        answer = solver.solve(problem, None, ((END, day),), starts)
        effort += answer.effort
        if answer.starts is not None:
            starts, end = answer.starts, max(problem.ends(answer.starts))
        elif answer.proven:
            bound = day + 1
        else:
            break
    return Answer(starts, end, float(bound), bound == end, effort)
