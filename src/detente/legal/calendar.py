"""The calendar: what ends, begins or must be renewed, and whom it touches."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from detente.case import Case, Measure
from detente.legal.binding import LICENCE
from detente.legal.days import add_period, beginning_of, dates_in
from detente.legal.records import CalendarEntry, Gate

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])(?![\d-])", re.ASCII)

ENDS, RENEWAL, LICENCE_ENDS, BEGINS, NAMED = "ends", "renewal", "licence ends", "begins", "named date"


def list_dates(case: Case, since: date, gates: Sequence[Gate]) -> tuple[CalendarEntry, ...]:
    """Every date from a day on that a measure or licence names, in order of time and then of the case file.

    A measure with an end of its own has an entry for it: a renewal when the case says how long one lasts (then
    `next_on` is the end after it), else an end. Of a month the first day stands for it. Other dates that stand in
    `since` or `until` are named dates.
    """
    touched: dict[str, dict[str, None]] = {}
    for gate in gates:
        for measure in (gate.measure, *gate.licensed_by):
            touched.setdefault(measure, {})[gate.subject] = None
    entries = [entry for m in case.measures for entry in _dates(m, tuple(touched.get(m.id, m.covers)))]
    return tuple(sorted((entry for entry in entries if entry.on >= since), key=lambda entry: entry.on))


def _dates(measure: Measure, subjects: tuple[str, ...]) -> Iterator[CalendarEntry]:
    until = dates_in(measure.until)
    end = until[0] if until and measure.until.strip().startswith(until[0].isoformat()) else None
    if end is not None:
        renewed = add_period(end, measure.renewed_every) if measure.renewed_every else None
        yield _entry(measure, end, _kind_of_end(measure), subjects, renewed)
    for on in until:
        if on != end:
            yield _entry(measure, on, NAMED, subjects, None)
    if end is None and MONTH.match(measure.until):
        first = date.fromisoformat(f"{measure.until[:7]}-01")
        yield _entry(measure, first, _kind_of_end(measure), subjects, None)
    begins = beginning_of(measure.since, measure.time_zone)
    for on in dates_in(measure.since):
        is_start = begins is not None and measure.since.strip().startswith(on.isoformat())
        yield _entry(measure, on, BEGINS if is_start else NAMED, subjects, None)


def _kind_of_end(measure: Measure) -> str:
    if measure.status == LICENCE:
        return LICENCE_ENDS
    return RENEWAL if measure.renewed_every else ENDS


def _entry(measure: Measure, on: date, kind: str, subjects: tuple[str, ...], next_on: date | None) -> CalendarEntry:
    words = {
        ENDS: f"ends by its own terms if nobody renews it ({measure.until})",
        RENEWAL: f"ends unless renewed for {measure.renewed_every}",
        LICENCE_ENDS: f"ends ({measure.until}); what it permits is restricted after that unless it is extended",
        BEGINS: f"begins ({measure.since})",
        NAMED: measure.until if on in dates_in(measure.until) else measure.since,
    }
    return CalendarEntry(
        on=on,
        kind=kind,
        measure=measure.id,
        act=measure.act,
        what=words[kind],
        who=measure.who_can_lift,
        how=measure.how,
        subjects=subjects,
        next_on=next_on,
        source=measure.source,
    )
