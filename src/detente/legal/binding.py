"""Whether a measure binds on a day, and whether a licence is open: sure, perhaps or not, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from detente.case import Measure
from detente.legal.days import Day, Moment, beginning_of, ending_of, is_open

LICENCE = "licence"


class Degree(StrEnum):
    """How sure it is that something holds on a day."""

    SURELY = "surely"
    PERHAPS = "perhaps"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Found:
    """A degree with its reason."""

    degree: Degree
    why: str


def how_it_binds(measure: Measure, day: Day, as_of: date) -> Found:
    """Say whether a measure binds through a whole day; what is not known is never taken as free.

    A political statement binds nobody. A measure that ends by its own terms perhaps binds after that day, because
    it may have been renewed. One that is announced or pending perhaps binds from the day named, or after `as_of`.
    """
    if measure.status == "political":
        return Found(Degree.NOT, "a political statement, not an act")
    begins = beginning_of(measure.since, measure.time_zone)
    if begins is not None and day.ends <= begins.earliest:
        return Found(Degree.NOT, f"begins {measure.since}")
    if measure.status in ("announced", "pending"):
        return _planned(measure, begins, day, as_of)
    if begins is not None and day.starts < begins.latest:
        return Found(Degree.PERHAPS, f"begins {measure.since}, at a time of that day or period that is not known")
    if begins is None and day.on < as_of:
        return Found(Degree.PERHAPS, "in force on the day of the case; since when is not stated")
    return _until(measure, day)


def _planned(measure: Measure, begins: Moment | None, day: Day, as_of: date) -> Found:
    if begins is None and day.on <= as_of:
        return Found(Degree.NOT, f"{measure.status}, not in force on the day of the case")
    return Found(Degree.PERHAPS, f"{measure.status}; whether it binds by then is not known")


def _until(measure: Measure, day: Day) -> Found:
    ends = ending_of(measure.until, measure.time_zone)
    if ends is None:
        return Found(Degree.SURELY, "in force" if is_open(measure.until) else "in force, no end stated")
    if day.ends <= ends.earliest:
        return Found(Degree.SURELY, f"in force until {measure.until} if not renewed")
    return Found(Degree.PERHAPS, f"ends {measure.until} if not renewed; whether it is renewed is not known")


def how_it_is_open(licence: Measure, successors: Sequence[Measure], day: Day) -> Found:
    """Say whether a licence is open through a whole day; a later version takes its place from its first moment on."""
    begins = beginning_of(licence.since, licence.time_zone)
    ends = ending_of(licence.until, licence.time_zone)
    if begins is not None and day.ends <= begins.earliest:
        return Found(Degree.NOT, f"begins {licence.since}")
    if ends is not None and day.starts >= ends.latest:
        return Found(Degree.NOT, f"ended {licence.until}")
    followed = _followed(successors, day)
    return _open_so_far(licence, begins, ends, day) if followed is None else followed


def _open_so_far(licence: Measure, begins: Moment | None, ends: Moment | None, day: Day) -> Found:
    if begins is None or day.starts < begins.latest:
        return Found(Degree.PERHAPS, "since when is not certain")
    if ends is None and not is_open(licence.until):
        return Found(Degree.PERHAPS, "until when is not stated")
    if ends is not None and day.ends > ends.earliest:
        return Found(Degree.PERHAPS, f"ends {licence.until}, at a time of that day or period")
    return Found(Degree.SURELY, f"open until {licence.until}" if ends else "open")


def _followed(successors: Sequence[Measure], day: Day) -> Found | None:
    perhaps = None
    for later in successors:
        begins = beginning_of(later.since, later.time_zone)
        if begins is not None and day.starts >= begins.latest:
            return Found(Degree.NOT, f"superseded by {later.id}")
        if begins is None or day.ends > begins.earliest:
            perhaps = Found(Degree.PERHAPS, f"perhaps superseded by {later.id}")
    return perhaps
