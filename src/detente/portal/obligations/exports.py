"""Obligations for other programs: iCalendar, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from datetime import timedelta

from detente.portal.obligations.reading import Line
from detente.portal.parties.models import Process

COLUMNS = ("id", "title", "owner", "phase", "verifier", "threshold", "due_on", "status", "days_late", "entry")


def row_of(line: Line) -> dict[str, str | int]:
    """One obligation as a flat row."""
    one = line.obligation
    return {
        "id": one.slug,
        "title": one.title,
        "owner": one.owner.slug,
        "phase": one.phase.slug,
        "verifier": one.verifier,
        "threshold": one.threshold,
        "due_on": one.due_on.isoformat(),
        "status": line.status,
        "days_late": line.days_late,
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
    """Deadlines as whole days [RFC 5545]; the stamp is the deadline too, so that the same rows give the same bytes."""
    out = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Detente//Portal//EN"]
    for line in lines:
        one = line.obligation
        out += [
            "BEGIN:VEVENT",
            f"UID:{one.slug}@{process.slug}.detente",
            f"DTSTAMP:{one.due_on:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{one.due_on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{one.due_on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(f'{one.owner.name}: {one.title}')}",
            f"DESCRIPTION:{_escaped(f'{line.status}, entry {one.entry}')}",
            "END:VEVENT",
        ]
    return "".join(f"{part}\r\n" for long in [*out, "END:VCALENDAR"] for part in _folded(long))


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
