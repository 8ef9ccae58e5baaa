"""What lifts a measure, and how long that takes."""

from __future__ import annotations

from detente.case import Case, Measure
from detente.legal.records import Lead


def lead_of(measure: Measure) -> Lead | None:
    """The range of the time that lifting a measure takes, None when nobody has stated it."""
    stated = measure.lifting_days
    if stated is None:
        return None
    low = stated.mode if stated.low is None else stated.low
    high = stated.mode if stated.high is None else stated.high
    return Lead(low, stated.mode, high)


def options_that_lift(case: Case, measure: Measure) -> tuple[str, ...]:
    """Ids of the options of the case that lift a measure."""
    return tuple(o.id for e in case.elements for o in e.options if measure.id in o.lifts)
