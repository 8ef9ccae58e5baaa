"""What lifts a measure, and how long that takes."""

from __future__ import annotations

from detente.case import Case, Measure
from detente.legal.binding import Degree, how_it_binds
from detente.legal.days import Day
from detente.legal.records import Lead

NOTHING = Lead(0.0, 0.0, 0.0)


def lead_of(case: Case, measure: Measure, day: Day) -> Lead | None:
    """The range of the time that lifting a measure takes, with all that must be lifted or passed before it.

    ``lead(m) = days(m) + max(lead(b) for b before m)``: what comes before goes on side by side, the slowest counts.
    What does not bind on the day takes no time; what perhaps binds may take none, so its low bound is 0. None when
    nobody has stated the days of one of them, or when they wait for each other in a circle.
    """
    return _lead(case, measure, day, ())


def lifted_before(case: Case, measure: Measure) -> tuple[str, ...]:
    """Ids of all that must be lifted or passed before a measure can be lifted, the nearest first."""
    measures = {m.id: m for m in case.measures}
    found: dict[str, None] = {}
    waiting = list(measure.lifted_after)
    while waiting:
        before = waiting.pop(0)
        if before not in found and before != measure.id:
            found[before] = None
            waiting += measures[before].lifted_after
    return tuple(found)


def _lead(case: Case, measure: Measure, day: Day, on_the_way: tuple[str, ...]) -> Lead | None:
    own = _own(measure)
    if own is None or measure.id in on_the_way:
        return None
    slowest = NOTHING
    for before in (m for m in case.measures if m.id in measure.lifted_after):
        lead = _wait(case, before, day, (*on_the_way, measure.id))
        if lead is None:
            return None
        slowest = Lead(*(max(getattr(slowest, name), getattr(lead, name)) for name in Lead.__slots__))
    return Lead(*(getattr(own, name) + getattr(slowest, name) for name in Lead.__slots__))


def _wait(case: Case, before: Measure, day: Day, on_the_way: tuple[str, ...]) -> Lead | None:
    binds = how_it_binds(before, day, case.as_of).degree
    if binds is Degree.NOT:
        return NOTHING
    lead = _lead(case, before, day, on_the_way)
    if lead is None or binds is Degree.SURELY:
        return lead
    return Lead(0.0, lead.mode_days, lead.high_days)


def _own(measure: Measure) -> Lead | None:
    stated = measure.lifting_days
    if stated is None:
        return None
    low = stated.mode if stated.low is None else stated.low
    high = stated.mode if stated.high is None else stated.high
    return Lead(low, stated.mode, high)


def options_that_lift(case: Case, measure: Measure) -> tuple[str, ...]:
    """Ids of the options of the case that lift a measure."""
    return tuple(o.id for e in case.elements for o in e.options if measure.id in o.lifts)
