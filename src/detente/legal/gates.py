"""Which measures touch what someone needs to do: computed from predicates, not typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from detente.case import Case, Measure
from detente.legal.binding import LICENCE, Degree, how_it_binds, how_it_is_open
from detente.legal.calendar import list_dates
from detente.legal.days import Day, day_in
from detente.legal.lifting import lead_of, lifted_before, options_that_lift
from detente.legal.members import blocked_members
from detente.legal.records import Gate, Gates, GateState
from detente.legal.standings import stand_on
from detente.legal.subjects import Subject, subjects_of


def find_gates(case: Case, on: date | None = None, zone: str = "UTC") -> Gates:
    """Match every need of an obligation, venture or council with every measure that restricts it.

    A need and a restriction are predicates ``verb:object``. A measure restricts a need when both
    are equal, or when the verbs are equal and the measure's object is ``*``. A licence permits in the same way:
    it opens a gate when it names the measure, permits the need, covers the subject (or names none) and is open
    through the whole day. Announced, pending and political measures are listed with their status,
    because they stand before the step all the same. A member or partner whom ownership blocks is a need of its own.

    Parameters
    ----------
    case : Case
        Its obligations, ventures, councils, measures and holdings.
    on : date, optional
        The day for which gates are judged; the day of the case when absent.
    zone : str
        Name of the time zone in which that day passes.

    Returns
    -------
    Gates
        One gate per subject, need and measure, in the order of the case file; standings; the calendar from that day.

    Examples
    --------
    >>> restricts("import:*", "import:oil"), restricts("import:*", "invest:oil")
    (True, False)
    >>> from detente.casefile import example_case
    >>> first = find_gates(example_case()).gates[0]
    >>> first.subject, first.need, first.measure, first.state.value
    ('O4', 'import:gas', 'M-GAS', 'closed')
    """
    look = _Look(case, day_in(on or case.as_of, zone))
    gates: list[Gate] = []
    free: list[str] = []
    unstated: list[str] = []
    for subject in subjects_of(case):
        found = [_gate(look, subject, need, measure) for need, measure in _matches(case, subject.needs)]
        found += blocked_members(case, subject, look.day)
        gates.extend(found)
        if not subject.needs:
            unstated.append(subject.id)
        elif not found:
            free.append(subject.id)
    dates = list_dates(case, look.day.on, gates)
    standings = stand_on(case, look.day.on, gates)
    return Gates(tuple(gates), tuple(free), tuple(unstated), look.day.on, zone, standings, dates)


@dataclass(frozen=True, slots=True)
class _Look:
    """What is looked at, and on which day."""

    case: Case
    day: Day


def restricts(restriction: str, need: str) -> bool:
    """Tell whether one predicate of a measure covers one need.

    The verb ends at the first colon, so that an object may itself hold colons.

    Examples
    --------
    >>> restricts("import:oil:RUS->USA", "import:oil:RUS->USA")
    True
    """
    verb, _, restricted = restriction.partition(":")
    return restriction == need or (restricted == "*" and need.partition(":")[0] == verb)


def _matches(case: Case, needs: tuple[str, ...]) -> Iterator[tuple[str, Measure]]:
    for need in needs:
        for measure in case.measures:
            if measure.status != LICENCE and any(restricts(predicate, need) for predicate in measure.restricts):
                yield need, measure


def _gate(look: _Look, subject: Subject, need: str, measure: Measure) -> Gate:
    candidates = _licences(look.case, measure, need)
    covering = [licence for licence in candidates if not licence.covers or subject.id in licence.covers]
    state, why, licensed_by = _state(look, measure, covering)
    return Gate(
        subject_kind=subject.kind,
        subject=subject.id,
        need=need,
        measure=measure.id,
        act=measure.act,
        status=measure.status,
        who_can_lift=measure.who_can_lift,
        how=measure.how,
        opened_by=options_that_lift(look.case, measure),
        opens_on=_iso_date(measure.until),
        issuer=measure.issuer,
        source=measure.source,
        url=measure.url,
        evidence=measure.evidence,
        state=state,
        why=why,
        licensed_by=licensed_by,
        could_be_licensed_by=tuple(licence.id for licence in candidates),
        licences=measure.licences,
        lead=lead_of(look.case, measure, look.day),
        lifted_after=lifted_before(look.case, measure),
    )


def _licences(case: Case, measure: Measure, need: str) -> list[Measure]:
    return [
        licence
        for licence in case.measures
        if licence.status == LICENCE
        and measure.id in licence.opens
        and any(restricts(permitted, need) for permitted in licence.permits)
    ]


def _state(look: _Look, measure: Measure, covering: list[Measure]) -> tuple[GateState, str, tuple[str, ...]]:
    binds = how_it_binds(measure, look.day, look.case.as_of)
    if binds.degree is Degree.NOT:
        return GateState.NOT_BINDING, binds.why, ()
    later = {c.id: [m for m in look.case.measures if c.id in m.supersedes] for c in covering}
    found = {c.id: how_it_is_open(c, later[c.id], look.day) for c in covering}
    surely = tuple(name for name, is_open in found.items() if is_open.degree is Degree.SURELY)
    if surely:
        words = "; ".join(_terms(c, found[c.id].why) for c in covering if c.id in surely)
        return GateState.LICENSED, f"{binds.why}; {words}", surely
    perhaps = [f"{name} {is_open.why}" for name, is_open in found.items() if is_open.degree is Degree.PERHAPS]
    if perhaps:
        return GateState.UNKNOWN, f"{binds.why}; {'; '.join(perhaps)}", ()
    gone = "".join(f"; {name} {is_open.why}" for name, is_open in found.items())
    state = GateState.CLOSED if binds.degree is Degree.SURELY else GateState.UNKNOWN
    return state, binds.why + gone, ()


def _terms(licence: Measure, why: str) -> str:
    version = f", version {licence.version}" if licence.version else ""
    conditions = f", on condition: {licence.conditions}" if licence.conditions else ""
    reports = f", report: {licence.reports}" if licence.reports else ""
    return f"licensed by {licence.id}{version} ({why}{conditions}{reports})"


def _iso_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text[10:11] in ("", "T") and text[4:5] == "-" else None
    except ValueError:
        return None
