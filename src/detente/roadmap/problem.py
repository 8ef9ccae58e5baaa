"""A scheduling problem in whole days, and the slow, plain check of any answer to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from detente.case import CaseError


@dataclass(frozen=True, slots=True)
class Task:
    """Something that takes `length` days, begins no earlier than `release` and ends no later than `ends_by`.

    `after` lists tasks, by position, that must have ended before it begins.
    """

    name: str
    length: int
    release: int = 0
    ends_by: int | None = None
    after: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """A task takes `amount` of a capacity for `length` days from `offset` days after its start."""

    task: int
    amount: int
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Capacity:
    """On no day do the uses add up to more than `limit`."""

    name: str
    limit: int
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What the end of a task adds to a balance, in whole points."""

    task: int
    points: int


@dataclass(frozen=True, slots=True)
class Balance:
    """At every date the sum of changes so far lies within ``[-band, band]``; ends on one day count together.

    `scale` points are one: a full promise. `irreversible` tells what is counted, for words only.
    """

    name: str
    band: int
    scale: int
    changes: tuple[Change, ...]
    irreversible: bool = False


@dataclass(frozen=True, slots=True)
class Holdback:
    """Until all tasks of `until` have ended, the changes of tasks ended before that day sum to at most `most`."""

    name: str
    most: int
    scale: int
    changes: tuple[Change, ...]
    until: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Task `last` ends no later than `days` after task `first` begins."""

    name: str
    first: int
    last: int
    days: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Tasks and what binds them. The end of the whole is the last end of any task."""

    tasks: tuple[Task, ...]
    capacities: tuple[Capacity, ...] = ()
    balances: tuple[Balance, ...] = ()
    holdbacks: tuple[Holdback, ...] = ()
    spans: tuple[Span, ...] = ()

    def ends(self, starts: Sequence[int]) -> list[int]:
        """Day on which each task ends."""
        return [start + task.length for start, task in zip(starts, self.tasks, strict=True)]

    @property
    def horizon(self) -> int:
        """A day by which everything can have ended, if it can at all.

        One after another, each task waits at most for the longest release, the lengths and windows of all others.
        """
        latest = max([0, *(t.release for t in self.tasks), *(t.ends_by or 0 for t in self.tasks)])
        windows = max([0, *(u.offset + u.length for c in self.capacities for u in c.uses)])
        return latest + sum(max(t.length, 1) for t in self.tasks) + windows * (1 + len(self.tasks))


def refuse_nonsense(problem: Problem) -> None:
    """Refuse negative lengths and dates, and tasks that wait for one another in a circle; raises `CaseError`."""
    for task in problem.tasks:
        if task.length < 0 or task.release < 0:
            raise CaseError(f"{task.name}: a length of {task.length} days from day {task.release} is below zero.")
    try:
        tuple(TopologicalSorter({n: t.after for n, t in enumerate(problem.tasks)}).static_order())
    except CycleError as error:
        circle = " after ".join(problem.tasks[n].name for n in reversed(error.args[1]))
        raise CaseError(
            f"Steps wait for one another in a circle: {circle}. Take one of them out of 'after' or 'lifts'."
        ) from error


def broken_by(problem: Problem, starts: Sequence[int]) -> list[str]:
    """List every constraint that a schedule breaks, day by day and without tricks; empty when it keeps all.

    Examples
    --------
    >>> problem = Problem((Task("a", 5), Task("b", 2, after=(0,))))
    >>> broken_by(problem, [0, 5]), broken_by(problem, [0, 4])
    ([], ['b begins on day 4, before a ends'])
    """
    ends = problem.ends(starts)
    found = _broken_dates(problem, starts, ends)
    for capacity in problem.capacities:
        if heaviest_day(capacity, starts) > capacity.limit:
            found.append(f"{capacity.name} is asked for more than {capacity.limit} at once")
    for balance in problem.balances:
        if max(map(abs, levels(balance, ends).values()), default=0) > balance.band:
            found.append(f"{balance.name} leaves its band")
    for holdback in problem.holdbacks:
        until = max(ends[n] for n in holdback.until)
        if sum(c.points for c in holdback.changes if ends[c.task] < until) > holdback.most:
            found.append(f"{holdback.name} is given up too early")
    for span in problem.spans:
        if ends[span.last] > starts[span.first] + span.days:
            found.append(f"{span.name} lasts too long")
    return found


def levels(balance: Balance, ends: Sequence[int]) -> dict[int, int]:
    """The balance from each date on which it may change, in points.

    Examples
    --------
    >>> levels(Balance("even", 1, 1, (Change(0, 1), Change(1, -1))), [3, 5])
    {3: 1, 5: 0}
    """
    dates = sorted({ends[c.task] for c in balance.changes})
    return {day: sum(c.points for c in balance.changes if ends[c.task] <= day) for day in dates}


def imbalance(balance: Balance, ends: Sequence[int]) -> float:
    """Area between zero and the balance over time, in days of full imbalance.

    Examples
    --------
    >>> imbalance(Balance("even", 1, 1, (Change(0, 1), Change(1, -1))), [3, 5])
    2.0
    """
    steps = list(levels(balance, ends).items())
    return sum(abs(level) * (after - day) for (day, level), (after, _) in pairwise(steps)) / (balance.scale)


def heaviest_day(capacity: Capacity, starts: Sequence[int]) -> int:
    """Largest sum of uses on one day; it can only rise where a use begins."""
    spans = [(starts[u.task] + u.offset, u.length, u.amount) for u in capacity.uses if u.length > 0]
    return max((sum(a for s, n, a in spans if s <= day < s + n) for day, _, _ in spans), default=0)


def _broken_dates(problem: Problem, starts: Sequence[int], ends: Sequence[int]) -> list[str]:
    found = []
    for n, task in enumerate(problem.tasks):
        if starts[n] < task.release:
            found.append(f"{task.name} begins on day {starts[n]}, before day {task.release}")
        if task.ends_by is not None and ends[n] > task.ends_by:
            found.append(f"{task.name} ends on day {ends[n]}, after day {task.ends_by}")
        found += [
            f"{task.name} begins on day {starts[n]}, before {problem.tasks[before].name} ends"
            for before in task.after
            if starts[n] < ends[before]
        ]
    return found
