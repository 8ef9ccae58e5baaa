"""The gates of a case in words: who may do what on a day, who must act, and the calendar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from detente.case import Case
from detente.legal import NOTICE, CalendarEntry, Gate, Gates, GateState, Standing, SubjectStanding

STANDINGS = {
    Standing.RESTRICTED: "restricted",
    Standing.UNKNOWN: "unknown",
    Standing.LICENSED: "licensed",
    Standing.NO_MEASURE: "no measure of the case restricts it",
}
PLURALS = {"obligation": "Obligations", "venture": "Ventures", "council": "Councils and talks"}


def gates_in_words(case: Case, found: Gates) -> str:
    """Write gates as text: subjects by kind with their measures, who must act, and the calendar."""
    lines = [f"{case.title}: what the measures of the case allow on {found.on} ({found.zone}).", _counted(found)]
    for kind, plural in PLURALS.items():
        chosen = [s for s in found.standings if s.subject_kind == kind]
        if chosen:
            lines += ["", plural]
            for standing in chosen:
                lines += _subject(standing, found)
    lines += _actors(found)
    if found.calendar:
        lines += ["", f"Calendar from {found.on}"]
        lines += [line for entry in found.calendar for line in _entry(entry)]
    lines += ["", f"{NOTICE} What no measure of the case restricts may still be unlawful; read the acts cited."]
    return "\n".join(lines) + "\n"


def _counted(found: Gates) -> str:
    counts = Counter(s.standing for s in found.standings)
    return "Of " + str(len(found.standings)) + ": " + ", ".join(f"{counts[s]} {STANDINGS[s]}" for s in Standing) + "."


def _subject(standing: SubjectStanding, found: Gates) -> Iterator[str]:
    yield f"  {standing.subject}: {standing.title}"
    yield f"    {STANDINGS[standing.standing]}{_when(standing)}"
    if not standing.needs:
        yield "    what it needs is not stated"
    gates = [g for g in found.of(standing.subject) if g.subject_kind == standing.subject_kind]
    for gate in gates:
        yield from _gate(gate)
    free = [need for need in standing.needs if need not in {gate.need for gate in gates}]
    if free:
        yield f"    - {', '.join(free)}: no measure of the case names it"


def _when(standing: SubjectStanding) -> str:
    parts = []
    if standing.by_act:
        parts.append("earliest by act {}, likely {}, latest {}".format(*standing.by_act))
    elif standing.standing is Standing.RESTRICTED:
        parts.append("earliest by act unknown: a lead time is not stated")
    if standing.by_expiry:
        parts.append(f"if nothing is renewed, {standing.by_expiry}")
    return f"; {'; '.join(parts)}" if parts else ""


def _gate(gate: Gate) -> Iterator[str]:
    source = gate.source or "no source stated"
    cited = f"{gate.measure}, {gate.issuer}: {gate.act}" if gate.measure else gate.act
    yield f"    - {gate.need}: {gate.state.value.replace('_', ' ')} by {cited} [{source}]"
    yield f"      {gate.why}"
    if gate.state in (GateState.CLOSED, GateState.UNKNOWN):
        who = gate.who_can_lift or "not stated"
        how = f" ({gate.how})" if gate.how else ""
        options = f"; options that lift it: {', '.join(gate.opened_by)}" if gate.opened_by else ""
        before = f"; after {', '.join(gate.lifted_after)}" if gate.lifted_after else ""
        yield f"      who must act: {who}{how}{before}{options}"
        told = "" if gate.licences.casefold().startswith("none") else gate.licences
        licences = "; ".join(part for part in (", ".join(gate.could_be_licensed_by), told) if part)
        if licences:
            yield f"      licences: {licences}"


def _actors(found: Gates) -> list[str]:
    waiting: dict[str, dict[str, None]] = {}
    for gate in found.gates:
        if gate.state in (GateState.CLOSED, GateState.UNKNOWN):
            waiting.setdefault(gate.who_must_act or "not stated", {})[gate.subject] = None
    ordered = sorted(waiting.items(), key=lambda item: (-len(item[1]), item[0]))
    lines = [f"  {who}: {len(subjects)} ({', '.join(subjects)})" for who, subjects in ordered]
    return ["", "Who must act, and before how many", *lines] if lines else []


def _entry(entry: CalendarEntry) -> Iterator[str]:
    renewed = f"; renewed, to {entry.next_on}" if entry.next_on else ""
    yield f"  {entry.on}  {entry.kind}: {entry.measure}, {entry.act}: {entry.what}{renewed}"
    if entry.who:
        yield f"              {entry.who}{f': {entry.how}' if entry.how else ''}"
