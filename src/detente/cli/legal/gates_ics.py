"""The calendar of gates as iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from detente.case import Case
from detente.legal import NOTICE, CalendarEntry, Gates

LONGEST = 75
"""Bytes of a line; a longer one is folded."""


def as_ics(case: Case, found: Gates) -> str:
    """Write the calendar as all-day events; the stamp is the day of the case, so that the same case gives the same."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Detente//gates//EN", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{_escaped(case.title)}")
    seen: dict[str, int] = {}
    for entry in found.calendar:
        base = f"{case.slug}-{entry.measure}-{entry.kind.replace(' ', '-')}-{entry.on:%Y%m%d}"
        seen[base] = seen.get(base, 0) + 1
        lines += _event(entry, f"{base}-{seen[base]}@detente", f"{case.as_of:%Y%m%d}T000000Z")
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(entry: CalendarEntry, uid: str, stamp: str) -> Iterator[str]:
    renewed = f" Renewed, it lasts to {entry.next_on}." if entry.next_on else ""
    touched = f" Touches {', '.join(entry.subjects)}." if entry.subjects else ""
    who = f" {entry.who}{f': {entry.how}' if entry.how else ''}." if entry.who else ""
    source = f" Source: {entry.source}." if entry.source else ""
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{entry.on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{entry.on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(f'{entry.measure} {entry.kind}: {entry.act}')}"
    yield f"DESCRIPTION:{_escaped(f'{entry.what}.{renewed}{who}{touched}{source} {NOTICE}')}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def _folded(line: str) -> Iterator[str]:
    """Fold a line by bytes without cutting a letter in two; what follows begins with a space."""
    part, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > LONGEST:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + width
    yield part
