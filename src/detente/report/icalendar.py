"""A plan as a calendar file that calendar programs read: RFC 5545."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.case import Case
from detente.plots import Names
from detente.roadmap import Plan, PlannedStep

LONGEST_LINE = 75
"""Octets of a line before it is folded, the line break not counted (RFC 5545, 3.1)."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One event, in days after signature; `after` is the first day that no longer belongs to it."""

    id: str
    first: int
    after: int
    title: str
    details: str = ""
    category: str = ""


def plan_calendar(case: Case, plan: Plan, names: Names) -> str:
    """Write one all-day event per step and deadline, and one per gate that somebody must open, by its last day.

    The stamp is the day of signature and not the clock: same plan, same bytes. Lines end with CR LF and are folded.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Detente//Roadmap//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{escaped(f'{case.title}: {names.package(plan.package)}')}",
    ]
    for step in plan.steps:
        lines += _step_event(case, plan, step, names)
    for name, words, last in _gates(plan):
        lines += _event(case, plan, _Entry(f"gate-{name}", last, last + 1, words))
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def escaped(text: str) -> str:
    r"""Escape a text value: backslash, semicolon, comma and line break (RFC 5545, 3.3.11).

    Examples
    --------
    >>> escaped("one, two; three")
    'one\\, two\\; three'
    """
    plain = "".join(c for c in text if c >= " " or c == "\n")
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    r"""Fold a line after at most 75 octets, never inside a character.

    Examples
    --------
    >>> [len(part.encode()) for part in folded("x" * 160).split("\r\n ")]
    [75, 74, 11]
    """
    parts, room, part = [], LONGEST_LINE, ""
    for character in line:
        if len((part + character).encode()) > room:
            parts.append(part)
            # The blank that begins a continued line takes one octet.
            room, part = LONGEST_LINE - 1, ""
        part += character
    return "\r\n ".join([*parts, part])


def _step_event(case: Case, plan: Plan, step: PlannedStep, names: Names) -> list[str]:
    owed = step.obligation
    title = f"{names.party(owed.owner).name}: {owed.title}"
    after = max(step.ends_day, step.starts_day + 1)
    entry = _Entry(owed.id, step.starts_day, after, title, _details(step), names.phase(owed.phase))
    lines = _event(case, plan, entry)
    if owed.deadline_days is not None:
        last = int(owed.deadline_days)
        lines += _event(case, plan, _Entry(f"deadline-{owed.id}", last, last + 1, f"Deadline: {title}"))
    return lines


def _event(case: Case, plan: Plan, entry: _Entry) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{entry.id}.{plan.package}.{case.slug}@detente",
        f"DTSTAMP:{plan.question.signed_on:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{plan.on(entry.first):%Y%m%d}",
        f"DTEND;VALUE=DATE:{plan.on(entry.after):%Y%m%d}",
        f"SUMMARY:{escaped(entry.title)}",
        "TRANSP:TRANSPARENT",
    ]
    lines += [f"DESCRIPTION:{escaped(entry.details)}"] if entry.details else []
    lines += [f"CATEGORIES:{escaped(entry.category)}"] if entry.category else []
    return [*lines, "END:VEVENT"]


def _details(step: PlannedStep) -> str:
    owed = step.obligation
    told = {
        "Seen by": owed.observable,
        "Counts from": owed.threshold,
        "Verified by": owed.verifier,
        "Evidence": owed.evidence,
        "After": ", ".join(step.after),
        "Gates": ", ".join(g.measure for g in step.gates),
        "Slack": "none: a day lost here is lost at the end" if step.critical else f"{step.slack_days} days",
    }
    return "\n".join(f"{name}: {words}" for name, words in told.items() if words)


def _gates(plan: Plan) -> Iterator[tuple[str, str, int]]:
    """Measures that an act must end, with the last day on which that delays nothing."""
    by_measure: dict[str, list[tuple[int, str]]] = {}
    for step in plan.steps:
        for gate in step.gates:
            if gate.opened_by == "act":
                words = f"{gate.measure} must be lifted ({gate.who_can_lift})"
                by_measure.setdefault(gate.measure, []).append((gate.must_open_by_day, words))
    for measure, found in by_measure.items():
        last, words = min(found)
        yield measure, words, last
