"""The critical path method on a handful of activities: forward pass, backward pass, one longest chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from detente.case import CaseError

DAYS_PER_YEAR = 365.25

# Starts in years become days by a product: a slack below a microsecond is rounding.
SLACK_TOLERANCE_DAYS = 1e-9


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that may start on its release day once everything in `after` has ended."""

    release_day: float
    length_days: float
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Timing:
    """Earliest start and end of an activity, and how far it may slip without moving the end of all."""

    starts_day: float
    ends_day: float
    slack_days: float
    critical: bool


def time_activities(activities: Mapping[str, Activity]) -> dict[str, Timing]:
    """Date every activity as early as it can be, with its slack.

    ``start = max(release, max(end of after))``; ``slack = latest start - start`` with the latest
    dates that keep the end of the whole.

    Examples
    --------
    >>> timings = time_activities({"a": Activity(0, 5, ()), "b": Activity(0, 2, ()), "c": Activity(0, 1, ("a", "b"))})
    >>> [(name, t.starts_day, t.slack_days) for name, t in timings.items()]
    [('a', 0.0, 0.0), ('b', 0.0, 3.0), ('c', 5.0, 0.0)]
    """
    order = _in_order(activities)
    starts: dict[str, float] = {}
    ends: dict[str, float] = {}
    for name in order:
        activity = activities[name]
        starts[name] = float(max([activity.release_day, *(ends[a] for a in activity.after)]))
        ends[name] = starts[name] + activity.length_days
    latest_end = dict.fromkeys(order, max(ends.values(), default=0.0))
    for name in reversed(order):
        latest_start = latest_end[name] - activities[name].length_days
        for before in activities[name].after:
            latest_end[before] = min(latest_end[before], latest_start)
    return {name: _timing(starts[name], ends[name], latest_end[name]) for name in activities}


def dependants(activities: Mapping[str, Activity]) -> dict[str, tuple[str, ...]]:
    """List for each activity all that wait for it, directly or through others, in the order given.

    Examples
    --------
    >>> dependants({"a": Activity(0, 1, ()), "b": Activity(0, 1, ("a",)), "c": Activity(0, 1, ("b",))})
    {'a': ('b', 'c'), 'b': ('c',), 'c': ()}
    """
    behind: dict[str, set[str]] = {name: set() for name in activities}
    for name in reversed(_in_order(activities)):
        for before in activities[name].after:
            behind[before] |= behind[name] | {name}
    return {name: tuple(n for n in activities if n in waiting) for name, waiting in behind.items()}


def trace_critical(activities: Mapping[str, Activity], timings: Mapping[str, Timing]) -> tuple[str, ...]:
    """Follow one chain without slack back from the last end: each link ends as the next one starts.

    Ties go to the activity named first. The chain begins at the activity that only its release day holds back.

    Examples
    --------
    >>> activities = {"a": Activity(0, 5, ()), "b": Activity(0, 2, ()), "c": Activity(0, 1, ("a", "b"))}
    >>> trace_critical(activities, time_activities(activities))
    ('a', 'c')
    """
    if not activities:
        return ()
    name = max(activities, key=lambda n: timings[n].ends_day)
    chain = [name]
    while binding := _binding(activities, timings, name):
        name = binding
        chain.append(name)
    return tuple(reversed(chain))


def _binding(activities: Mapping[str, Activity], timings: Mapping[str, Timing], name: str) -> str | None:
    start = timings[name].starts_day
    held = (a for a in activities[name].after if timings[a].ends_day >= start - SLACK_TOLERANCE_DAYS)
    return next(held, None)


def _in_order(activities: Mapping[str, Activity]) -> list[str]:
    try:
        return list(TopologicalSorter({name: a.after for name, a in activities.items()}).static_order())
    except CycleError as error:
        circle = " -> ".join(error.args[1])
        raise CaseError(
            f"obligations.csv: obligations wait for one another in a circle: {circle}. "
            "Remove one of them from the column 'after'."
        ) from error


def _timing(start: float, end: float, latest_end: float) -> Timing:
    slack = max(0.0, latest_end - end)
    return Timing(start, end, slack, slack <= SLACK_TOLERANCE_DAYS)
