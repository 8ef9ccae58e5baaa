"""Obligations for other programs: iCalendar, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, timedelta

from detente.portal.obligations.reading import Line
from detente.portal.parties.models import Process

COLUMNS = (
    "id",
    "title",
    "owner",
    "element",
    "phase",
    "observable",
    "threshold",
    "verifier",
    "due_on",
    "status",
    "days_late",
    "verified_at",
    "evidence_sha256",
    "entry",
)


def row_of(line: Line) -> dict[str, str | int]:
    """One obligation as a flat row."""
    one = line.obligation
    return {
        "id": one.slug,
        "title": one.title,
        "owner": one.owner.slug,
        "element": one.element.slug if one.element else "",
        "phase": one.phase.slug,
        "observable": one.observable,
        "threshold": one.threshold,
        "verifier": one.verifier,
        "due_on": one.due_on.isoformat(),
        "status": line.status,
        "days_late": line.days_late,
        "verified_at": one.verified_at.strftime("%Y-%m-%dT%H:%M:%SZ") if one.verified_at else "",
        "evidence_sha256": "|".join(shown.sha256 for shown in line.evidence),
        "entry": one.entry,
    }


def as_csv(lines: list[Line], process: Process) -> str:
    """A table; a cell that a spreadsheet would take for a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: harmless(value) for name, value in row_of(line).items()} for line in lines)
    return out.getvalue()


def harmless(value: str | int) -> str | int:
    """A cell that no spreadsheet computes.

    Examples
    --------
    >>> harmless("=1+1"), harmless("Gas"), harmless(-2)
    ("'=1+1", 'Gas', -2)
    """
    return f"'{value}" if isinstance(value, str) and value[:1] in tuple("=+-@\t\r") else value


def as_json(lines: list[Line], process: Process) -> str:
    """A list of rows."""
    return json.dumps({"process": process.slug, "obligations": [row_of(line) for line in lines]}, indent=1)


def as_calendar(lines: list[Line], process: Process) -> str:
    """Deadlines, also of notices that wait for an answer, as whole days [RFC 5545].

    The stamp is the deadline too, so that the same rows give the same bytes.
    """
    out = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Detente//Portal//EN"]
    for line in lines:
        one, until = line.obligation, line.obligation.due_on
        words = f"{one.observable}; {one.threshold or 'no threshold'}; verified by {one.verifier}"
        note = f"{line.status}, entry {one.entry}; {words}"
        out += _event(f"{one.slug}@{process.slug}.detente", until, f"{one.owner.name}: {one.title}", note)
        for notice in line.notices:
            summary = f"{one.owner.name}: answer the notice on {one.title}"
            note = f"Given by {notice.by.name}, entry {notice.entry}; until {notice.answer_until:%H:%M} UTC"
            key = f"notice-{notice.entry}@{process.slug}.detente"
            out += _event(key, notice.answer_until.astimezone(UTC).date(), summary, note)
    return "".join(f"{part}\r\n" for long in [*out, "END:VCALENDAR"] for part in _folded(long))


def _event(key: str, on: date, summary: str, note: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{key}",
        f"DTSTAMP:{on:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(summary)}",
        f"DESCRIPTION:{_escaped(note)}",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, written)
    return text


def _folded(line: str) -> list[str]:
    """Lines of at most 75 octets; a line goes on in the next, which begins with a space."""
    parts, current = [], ""
    for character in line:
        if len((current + character).encode()) > 75:
            parts.append(current)
            current = " "
        current += character
    return [*parts, current]


FORMATS: Mapping[str, tuple[str, Callable[[list[Line], Process], str]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "json": ("application/json", as_json),
    "ics": ("text/calendar; charset=utf-8", as_calendar),
}
