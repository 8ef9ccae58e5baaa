"""What a gate is, how a step stands behind its gates, and what the calendar holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

NOTICE = "Decision support, not legal advice."


class GateState(StrEnum):
    """How one measure stands before one need on the day."""

    CLOSED = "closed"
    UNKNOWN = "unknown"
    LICENSED = "licensed"
    NOT_BINDING = "not_binding"


class Standing(StrEnum):
    """How an obligation, venture or council stands on the day.

    `RESTRICTED`: a measure in force restricts a need and no licence allows it. `UNKNOWN`: needs are not stated, or
    whether a measure binds or a licence covers is not known. `LICENSED`: all that is restricted is licensed.
    `NO_MEASURE`: no measure of the case restricts a need, which is no finding that it is lawful.
    """

    RESTRICTED = "restricted"
    UNKNOWN = "unknown"
    LICENSED = "licensed"
    NO_MEASURE = "no_measure"


@dataclass(frozen=True, slots=True)
class Lead:
    """Days from the decision of who can lift a measure until the measure no longer binds; low and high are bounds."""

    low_days: float
    mode_days: float
    high_days: float


@dataclass(frozen=True, slots=True)
class Gate:
    """A measure that touches something that someone needs to do.

    `subject_kind` is obligation, venture or council. `opened_by` lists options that lift the measure.
    `opens_on` is the date on which the measure ends by its own terms if not renewed; None when it has none.
    `state` is how it stands on the day, and `why` says so in words. `licensed_by` lists licences that allow the need
    on the day, `could_be_licensed_by` those that open the measure for such a need, whoever and whenever.
    `lifted_after` lists what must be lifted or passed before the measure can be. `lead` has its days too; it is None
    when nobody has stated how long one of them takes.
    """

    subject_kind: str
    subject: str
    need: str
    measure: str
    act: str
    status: str
    who_can_lift: str
    how: str
    opened_by: tuple[str, ...]
    opens_on: date | None
    issuer: str = ""
    source: str = ""
    url: str = ""
    evidence: str = ""
    state: GateState = GateState.CLOSED
    why: str = ""
    licensed_by: tuple[str, ...] = ()
    could_be_licensed_by: tuple[str, ...] = ()
    licences: str = ""
    lead: Lead | None = None
    lifted_after: tuple[str, ...] = ()

    @property
    def who_must_act(self) -> str:
        """Who can lift the measure, with its issuer: more than one state has a president."""
        return f"{self.issuer}: {self.who_can_lift or 'not stated'}" if self.issuer else self.who_can_lift


@dataclass(frozen=True, slots=True)
class SubjectStanding:
    """How one obligation, venture or council stands on the day, and from when it could be lawful.

    `by_act`: earliest, likely and latest day if all who must act decide on the day; empty when a lead time is not
    stated. `by_expiry`: first day after every measure before it has ended unrenewed; None when one has no end.
    """

    subject_kind: str
    subject: str
    title: str
    standing: Standing
    needs: tuple[str, ...]
    who_must_act: tuple[str, ...]
    by_act: tuple[date, ...]
    by_expiry: date | None


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A day on which something ends, begins, or must be renewed; `next_on` is the end after one renewal."""

    on: date
    kind: str
    measure: str
    act: str
    what: str
    who: str
    how: str
    subjects: tuple[str, ...]
    next_on: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Gates:
    """All gates; `free` lists subjects whose stated needs no measure restricts, `unstated` those that state none.

    `on` is the day for which states hold, in `zone`.
    """

    gates: tuple[Gate, ...]
    free: tuple[str, ...]
    unstated: tuple[str, ...]
    on: date | None = None
    zone: str = "UTC"
    standings: tuple[SubjectStanding, ...] = ()
    calendar: tuple[CalendarEntry, ...] = ()

    def of(self, subject: str) -> tuple[Gate, ...]:
        """Gates that stand before one subject."""
        return tuple(g for g in self.gates if g.subject == subject)
