"""Scheduling by trying everything: the slow, obvious twin, and small problems to try it on."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import strategies as st

from detente.roadmap.problem import Balance, Capacity, Change, Holdback, Problem, Span, Task, Use


def keeps_all_rules(problem: Problem, starts: tuple[int, ...]) -> bool:
    """Walk day by day through a schedule and look at every rule on every day."""
    ends = [s + t.length for s, t in zip(starts, problem.tasks, strict=True)]
    for task, start, end in zip(problem.tasks, starts, ends, strict=True):
        if start < task.release or (task.ends_by is not None and end > task.ends_by):
            return False
        if any(ends[before] > start for before in task.after):
            return False
    if any(ends[s.last] - starts[s.first] > s.days for s in problem.spans):
        return False
    return all(_day_is_fine(problem, starts, ends, day) for day in range(max(ends) + 5))


def _day_is_fine(problem: Problem, starts: tuple[int, ...], ends: list[int], day: int) -> bool:
    for capacity in problem.capacities:
        taken = 0
        for use in capacity.uses:
            begins = starts[use.task] + use.offset
            if begins <= day < begins + use.length:
                taken += use.amount
        if taken > capacity.limit:
            return False
    for balance in problem.balances:
        if abs(sum(c.points for c in balance.changes if ends[c.task] <= day)) > balance.band:
            return False
    for holdback in problem.holdbacks:
        done = all(ends[n] <= day for n in holdback.until)
        if not done and sum(c.points for c in holdback.changes if ends[c.task] <= day) > holdback.most:
            return False
    return True


def all_schedules(problem: Problem, last: int) -> list[tuple[int, ...]]:
    """Every schedule that keeps all rules and ends by a day."""
    ranges = [range(t.release, last - t.length + 1) for t in problem.tasks]
    return [starts for starts in product(*ranges) if keeps_all_rules(problem, starts)]


def end_of(problem: Problem, starts: tuple[int, ...]) -> int:
    return max(s + t.length for s, t in zip(starts, problem.tasks, strict=True))


@st.composite
def problems(draw, most=4):
    """Up to four short tasks with every kind of rule, some of which cannot be kept."""
    count = draw(st.integers(2, most))
    small = st.integers(0, 2)
    tasks = []
    for n in range(count):
        after = draw(st.sets(st.integers(0, n - 1), max_size=2)) if n else set()
        by = draw(st.one_of(st.none(), st.integers(2, 8)))
        tasks.append(Task(f"t{n}", draw(st.integers(0, 3)), draw(small), by, tuple(sorted(after))))
    return Problem(tuple(tasks), *(draw(rules(tasks)) for rules in (_capacities, _balances, _holdbacks, _spans)))


@st.composite
def _capacities(draw, tasks):
    if draw(st.booleans()):
        return ()
    uses = tuple(Use(n, draw(st.integers(1, 2)), 0, max(t.length, 1)) for n, t in enumerate(tasks))
    monthly = tuple(Use(n, 1, t.length, 2) for n, t in enumerate(tasks))
    return (Capacity("watch", draw(st.integers(2, 3)), uses), Capacity("count", draw(st.integers(1, 2)), monthly))


@st.composite
def _balances(draw, tasks):
    if draw(st.booleans()):
        return ()
    points = [draw(st.integers(-3, 3)) for _ in tasks]
    changes = tuple(Change(n, p) for n, p in enumerate(points) if p)
    return (Balance("even", draw(st.integers(1, 5)), 6, changes),) if changes else ()


@st.composite
def _holdbacks(draw, tasks):
    if draw(st.booleans()):
        return ()
    changes = tuple(Change(n, draw(st.integers(1, 3))) for n in range(len(tasks) - 1))
    return (Holdback("kept", draw(st.integers(0, 4)), 6, changes, (len(tasks) - 1,)),)


@st.composite
def _spans(draw, tasks):
    return (Span("phase", 0, len(tasks) - 1, draw(st.integers(2, 6))),) if draw(st.booleans()) else ()


def sixty_obligations(seed: int, band: float = 0.2) -> Problem:
    """Sixty obligations in five phases, with order, four verifiers of capacity two, and a band between two sides."""
    rng = np.random.default_rng(seed)
    lengths = rng.choice([0, 15, 30, 45, 60, 90, 120, 180], 60)
    tasks = []
    for n in range(60):
        after = sorted(rng.choice(n, min(n, int(rng.choice([0, 1, 1, 2]))), replace=False).tolist())
        tasks.append(Task(f"o{n}", int(lengths[n]), (0, 15, 92, 366, 730)[n // 12], None, tuple(after)))
    capacities = tuple(
        Capacity(f"v{v}", 2, tuple(Use(n, 1, 0, max(1, tasks[n].length)) for n in range(v, 60, 4))) for v in range(4)
    )
    side, weight = rng.choice([0, 0, 1, 1, 2], 60), rng.integers(1, 10, 60)
    totals = [int(weight[side == s].sum()) for s in (0, 1)]
    points = [int(w) * (totals[1] if s == 0 else -totals[0]) for s, w in zip(side, weight, strict=True)]
    changes = tuple(Change(n, p) for n, p in enumerate(points) if side[n] < 2)
    scale = totals[0] * totals[1]
    return Problem(tuple(tasks), capacities, (Balance("band", int(band * scale), scale, changes),))
