"""When each task could begin in some schedule that ends no later: exact windows, with the resources in mind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter

from detente.roadmap.cp_sat import END, Solver
from detente.roadmap.problem import Problem, broken_by

WINDOW_EFFORT = 0.5
"""Deterministic units per end of a window; beyond it the window is stated as at least so wide."""


@dataclass(frozen=True, slots=True)
class Window:
    """Earliest and latest start; `proven` is False where the search was cut off."""

    earliest: int
    latest: int
    proven: bool


@dataclass(slots=True)
class _Seen:
    """How early and how late each task begins in any schedule met so far: every search serves all tasks."""

    earliest: list[int]
    latest: list[int]

    def add(self, starts: Sequence[int]) -> None:
        """Take in one more schedule."""
        self.earliest = [min(old, new) for old, new in zip(self.earliest, starts, strict=True)]
        self.latest = [max(old, new) for old, new in zip(self.latest, starts, strict=True)]


def find_windows(solver: Solver, problem: Problem, starts: tuple[int, ...], end: int) -> tuple[Window, ...]:
    """For every task, the earliest and latest start over all schedules that break nothing and end by `end`.

    By order and dates alone the window is that of the critical path method [Kelley1961]_, which is a bound. It is
    exact where nothing else binds, or where the task alone can move so far; otherwise it is a search of its own.
    """
    earliest, latest = order_bounds(problem, end)
    plain = not (problem.capacities or problem.balances or problem.holdbacks or problem.spans)
    if plain:
        return tuple(Window(e, lt, proven=True) for e, lt in zip(earliest, latest, strict=True))
    effort, solver.effort = solver.effort, min(solver.effort, WINDOW_EFFORT)
    seen = _Seen(list(starts), list(starts))
    found = []
    for n in range(len(starts)):
        first = seen.earliest[n] <= earliest[n] or _push(solver, problem, (n, 1, earliest[n]), (starts, end), seen)
        last = seen.latest[n] >= latest[n] or _push(solver, problem, (n, -1, latest[n]), (starts, end), seen)
        found.append(first and last)
    solver.effort = effort
    return tuple(Window(e, lt, p) for e, lt, p in zip(seen.earliest, seen.latest, found, strict=True))


def order_bounds(problem: Problem, end: int) -> tuple[list[int], list[int]]:
    """Earliest and latest starts by order, releases, deadlines and the end alone.

    Examples
    --------
    >>> from detente.roadmap.problem import Task
    >>> order_bounds(Problem((Task("a", 5), Task("b", 2), Task("c", 1, after=(0, 1)))), end=6)
    ([0, 0, 5], [0, 3, 5])
    """
    order = list(TopologicalSorter({n: t.after for n, t in enumerate(problem.tasks)}).static_order())
    earliest = [t.release for t in problem.tasks]
    latest = [(end if t.ends_by is None else min(end, t.ends_by)) - t.length for t in problem.tasks]
    for n in order:
        earliest[n] = max([earliest[n], *(earliest[b] + problem.tasks[b].length for b in problem.tasks[n].after)])
    for n in reversed(order):
        for before in problem.tasks[n].after:
            latest[before] = min(latest[before], latest[n] - problem.tasks[before].length)
    return earliest, latest


def _push(
    solver: Solver,
    problem: Problem,
    goal: tuple[int, int, int],
    plan: tuple[tuple[int, ...], int],
    seen: _Seen,
) -> bool:
    """Search for the start of one task nearest to its bound; whether what was found is proven."""
    task, sign, bound = goal
    starts, end = plan
    alone = [bound if n == task else start for n, start in enumerate(starts)]
    if not broken_by(problem, alone):
        seen.add(alone)
        return True
    answer = solver.solve(problem, ["start", task, sign], ((END, end),), starts)
    if answer.starts is not None:
        seen.add(answer.starts)
    return answer.proven
