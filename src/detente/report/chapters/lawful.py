"""What the law allows, in chapter 5: standings with the measures cited, the calendar, the norms."""

from __future__ import annotations

from collections import Counter

from detente.analysis import Analysis
from detente.legal import (
    NOTICE,
    CalendarEntry,
    Gate,
    GateState,
    NormCheck,
    NormState,
    Standing,
    SubjectStanding,
    check_norms,
)
from detente.plots import Names, count_words, day, draw_dates
from detente.report.blocks import UNKNOWN, Cell, Exhibit, Note, Table, drawn_twice, number
from detente.report.lookups import joined

WORDS = {
    Standing.RESTRICTED: "restricted",
    Standing.UNKNOWN: "unknown",
    Standing.LICENSED: "licensed",
    Standing.NO_MEASURE: "no measure of the case",
}
KINDS = {"council": "Councils and talks", "venture": "Ventures", "obligation": "Obligations"}
SHOWN_DATES = 12


def standings_exhibit(analysis: Analysis) -> Exhibit | None:
    """Say of every venture, council and obligation how it stands, by which measure, and from when it could change."""
    standings = analysis.gates.standings
    if not analysis.case.measures or not standings:
        return None
    restricted = sum(s.standing is Standing.RESTRICTED for s in standings)
    tables = [_standings_table(analysis, kind) for kind in KINDS if any(s.subject_kind == kind for s in standings)]
    return Exhibit(
        key="standings",
        kind="What is lawful",
        title=f"{count_words(restricted, 'thing')} of {len(standings)} "
        f"{'is' if restricted == 1 else 'are'} restricted on {day(analysis.gates.on)}",
        sub=_counted(standings),
        tables=tuple(tables[:1]),
        folded=tuple(tables[1:]),
        source=f"Source: measures.csv, row by row; needs against restricts, less licences. {NOTICE}",
        notes=(
            Note(
                "How to read",
                "“No measure of the case” is no finding that something is lawful: the case may not hold every measure. "
                "Dates of acts assume that all who must act decide on the day.",
            ),
        ),
    )


def _counted(standings: tuple[SubjectStanding, ...]) -> str:
    counts = Counter(s.standing for s in standings)
    return ", ".join(f"{WORDS[s]}: {counts[s]}" for s in Standing if counts[s])


def _standings_table(analysis: Analysis, kind: str) -> Table:
    head = ("Who or what", "Stands", "Measures", "Who must act", "Could be lawful from")
    rows = [_standing_row(analysis, s) for s in analysis.gates.standings if s.subject_kind == kind]
    return Table(f"{KINDS[kind]} on {day(analysis.gates.on)}", head, tuple(rows))


def _standing_row(analysis: Analysis, standing: SubjectStanding) -> tuple[Cell, ...]:
    gates = [g for g in analysis.gates.of(standing.subject) if g.subject_kind == standing.subject_kind]
    members = [g.why for g in gates if g.need.startswith("seat:") and g.state is GateState.CLOSED]
    shown = UNKNOWN if standing.standing is Standing.UNKNOWN else Cell(WORDS[standing.standing])
    return (
        Cell(standing.title, small=f"{standing.subject}: {', '.join(standing.needs) or 'needs not stated'}"),
        shown,
        Cell("; ".join(dict.fromkeys(_cited(g) for g in gates)) or "none names it", small="; ".join(members)),
        Cell(joined(standing.who_must_act, 6) or "nobody"),
        _from_when(standing),
    )


def _cited(gate: Gate) -> str:
    state = {GateState.LICENSED: f", licensed by {', '.join(gate.licensed_by)}", GateState.NOT_BINDING: ", not binding"}
    return f"{gate.measure} {gate.act}{state.get(gate.state, '')}".strip()


def _from_when(standing: SubjectStanding) -> Cell:
    expiry = f"if nothing is renewed: {day(standing.by_expiry)}" if standing.by_expiry else ""
    if standing.by_act:
        early, likely, late = (day(on) for on in standing.by_act)
        return number(likely, small=f"{early} to {late}" + (f"; {expiry}" if expiry else ""))
    if standing.standing in (Standing.RESTRICTED, Standing.UNKNOWN):
        return Cell("unknown", "unknown", small=expiry)
    return Cell("now, as far as the case knows")


def calendar_exhibit(analysis: Analysis) -> Exhibit | None:
    """Show what ends, begins or must be renewed, and whom it touches."""
    entries = analysis.gates.calendar
    if not entries or analysis.gates.on is None:
        return None
    since = analysis.gates.on
    days = list(dict.fromkeys(entry.on for entry in entries))[:SHOWN_DATES]
    shown = [entry for entry in entries if entry.on in days]
    first = entries[0]
    exhibit = Exhibit(
        key="renewals",
        kind="Calendar",
        title=f"The first date is {day(first.on)}: {first.act or first.measure}, {first.kind}",
        sub="Dates that measures and licences name. Filled: ends by its own terms. Ring: renewal due, or another date. "
        "Square: begins. Several on one day are in the table",
        tables=(_calendar_table(entries),),
        source=f"Source: measures.csv, columns since, until and renewed_every. {NOTICE}",
    )
    description = "; ".join(f"{day(e.on)}: {e.measure} {e.kind}" for e in shown)
    return drawn_twice(exhibit, description, lambda frame: draw_dates(shown, since, frame))


def _calendar_table(entries: tuple[CalendarEntry, ...]) -> Table:
    head = ("Day", "What", "Measure", "Who decides", "Touches")
    rows = tuple(
        (
            Cell(day(entry.on)),
            Cell(entry.kind, small=entry.what + (f"; renewed, to {day(entry.next_on)}" if entry.next_on else "")),
            Cell(f"{entry.measure}: {entry.act}", small=entry.source),
            Cell(entry.who or "not stated", small=entry.how),
            Cell(joined(entry.subjects, 8) or "nothing in the case"),
        )
        for entry in entries
    )
    return Table("Calendar of ends and renewals", head, rows)


def norms_exhibit(analysis: Analysis, names: Names) -> Exhibit | None:
    """Hold the headline package against the norms, with the other packages folded."""
    packages = [p for p in analysis.case.packages if p.choices]
    headline = next((p for p in packages if p.id == analysis.deals.headline), None)
    if headline is None:
        return None
    own = check_norms(analysis.case, headline)
    counts = Counter(check.state for check in own)
    others = tuple(
        _norms_table(names.package(p.id), check_norms(analysis.case, p)) for p in packages if p is not headline
    )
    table, answered = _norms_table(names.package(headline.id), own), counts[NormState.UNKNOWN] < len(own)
    return Exhibit(
        key="norms",
        kind="Norms",
        title=f"{counts[NormState.MET]} of {count_words(len(own), 'norm')} met, {counts[NormState.NOT_MET]} not met, "
        f"{counts[NormState.UNKNOWN]} unknown",
        sub=f"Norms of international law held against “{names.package(headline.id)}”; those that it touches first",
        tables=(table,) if answered else (),
        folded=others if answered else (table, *others),
        source=f"Source: norms.csv of the case; list of norms of the program. {NOTICE}",
        notes=(Note("How to read", "What nobody has answered is unknown. Who argues otherwise is named beside it."),),
    )


def _norms_table(package: str, checks: tuple[NormCheck, ...]) -> Table:
    head = ("Norm", "Answer", "Why", "Argued otherwise", "Touched by")
    return Table(f"Norms and “{package}”", head, tuple(_norm_row(check) for check in checks))


def _norm_row(check: NormCheck) -> tuple[Cell, ...]:
    answer = UNKNOWN if check.state is NormState.UNKNOWN else Cell(check.state.value.replace("_", " "))
    return (
        Cell(check.title, small=f"{check.cited}. {check.asks}"),
        answer,
        Cell(check.why, small=check.source),
        Cell(check.argued_otherwise or "none found"),
        Cell(joined(check.touched_through, 6) or "no obligation seen"),
    )
