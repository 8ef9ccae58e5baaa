"""How every obligation, venture and council stands on a day, and from when it could be lawful."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil

from detente.case import Case
from detente.legal.records import Gate, GateState, Standing, SubjectStanding
from detente.legal.subjects import Subject, subjects_of


def stand_on(case: Case, on: date, gates: Sequence[Gate]) -> tuple[SubjectStanding, ...]:
    """Judge every subject by its gates: one closed gate restricts it, one unknown leaves it unknown."""
    by_subject: dict[tuple[str, str], list[Gate]] = {}
    for gate in gates:
        by_subject.setdefault((gate.subject_kind, gate.subject), []).append(gate)
    return tuple(_stand(subject, on, by_subject.get((subject.kind, subject.id), [])) for subject in subjects_of(case))


def _stand(subject: Subject, on: date, gates: list[Gate]) -> SubjectStanding:
    before = [gate for gate in gates if gate.state in (GateState.CLOSED, GateState.UNKNOWN)]
    return SubjectStanding(
        subject_kind=subject.kind,
        subject=subject.id,
        title=subject.title,
        standing=_standing(subject, gates),
        needs=subject.needs,
        who_must_act=tuple(dict.fromkeys(gate.who_must_act for gate in before)),
        by_act=earliest_by_act(on, before) if subject.needs else (),
        by_expiry=_by_expiry(on, before),
    )


def _standing(subject: Subject, gates: list[Gate]) -> Standing:
    states = {gate.state for gate in gates}
    if GateState.CLOSED in states:
        return Standing.RESTRICTED
    if GateState.UNKNOWN in states or not subject.needs:
        return Standing.UNKNOWN
    return Standing.LICENSED if GateState.LICENSED in states else Standing.NO_MEASURE


def earliest_by_act(on: date, gates: Sequence[Gate]) -> tuple[date, ...]:
    """Earliest, likely and latest day on which all gates are open if all who must act decide on the day.

    Gates are opened side by side: the slowest counts. Empty when a lead time is not stated, or when no gate is shut.
    """
    leads = [gate.lead for gate in gates]
    known = [lead for lead in leads if lead is not None]
    if not gates or len(known) < len(leads):
        return ()
    slowest = [max(days) for days in zip(*((k.low_days, k.mode_days, k.high_days) for k in known), strict=True)]
    return tuple(on + timedelta(days=ceil(days)) for days in slowest)


def _by_expiry(on: date, gates: list[Gate]) -> date | None:
    """The first day after all gates have ended unrenewed; None when one has no end of its own."""
    ends = [gate.opens_on for gate in gates]
    known = [end for end in ends if end is not None]
    if not gates or len(known) < len(ends):
        return None
    return max(on, max(known) + timedelta(days=1))
