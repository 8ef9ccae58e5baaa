"""Chapter 5: in what order, behind which gates?"""

from __future__ import annotations

from detente.analysis import Analysis
from detente.plots import Names, count_words, day, draw_schedule, two_digits
from detente.report.blocks import Cell, Chapter, Exhibit, Note, Table, drawn_twice, number
from detente.report.chapters.lawful import calendar_exhibit, norms_exhibit, standings_exhibit
from detente.report.lookups import joined
from detente.roadmap import Actor, PackageRoadmap, Step

SHOWN_STEPS = 40


def next_steps_chapter(analysis: Analysis, names: Names) -> Chapter:
    """Show the steps of the headline package in time, what stands before them, and who must act."""
    roadmap = analysis.roadmap.of(analysis.deals.headline)
    kicker = "What to do next, what the law allows when?"
    if roadmap is None:
        finding = "Unknown: the case states no obligations and phases for this package."
        lead = (
            "Write phases in case.yaml, and obligations.csv with owner, phase and needs: then steps are put in order.",
        )
        return Chapter("c5", "Next steps", kicker, finding, lead, _law(analysis, names))
    finding = f"{roadmap.lawful_now} of {count_words(len(roadmap.steps), 'step')} can start without a further act."
    lead = (
        f"From signature to the last step {two_digits(roadmap.length_days)} days, if every stated duration holds and "
        "every gate opens in time.",
    )
    blocks = [_schedule(analysis, roadmap, names), _actors(roadmap, analysis), _gates(analysis, roadmap)]
    return Chapter("c5", "Next steps", kicker, finding, lead, (*(b for b in blocks if b), *_law(analysis, names)))


def _law(analysis: Analysis, names: Names) -> tuple[Exhibit, ...]:
    found = (standings_exhibit(analysis), calendar_exhibit(analysis), norms_exhibit(analysis, names))
    return tuple(exhibit for exhibit in found if exhibit is not None)


def _measures(roadmap: PackageRoadmap) -> list[str]:
    return list(dict.fromkeys(g for step in roadmap.steps for g in step.gates))


def _schedule(analysis: Analysis, roadmap: PackageRoadmap, names: Names) -> Exhibit:
    critical = [s for s in roadmap.steps if s.critical]
    order = {p.id: k for k, p in enumerate(analysis.case.phases)}
    steps = sorted(roadmap.steps, key=lambda s: (order.get(s.phase, 0), s.starts_day, s.ends_day))
    shown, gates = steps[:SHOWN_STEPS], _measures(roadmap)
    exhibit = Exhibit(
        key="schedule",
        kind="Roadmap",
        title=f"{count_words(len(critical), 'step sets', 'steps set')} the pace; a day lost there is a day lost at "
        "the end",
        sub="Days after signature; by phase, then by start. Filled: on the critical path. Dashed: duration not stated",
        tables=(_step_table(roadmap, names, gates),),
        source="Source: obligations.csv, measures.csv; earliest start by the critical path method."
        + ("" if len(steps) <= SHOWN_STEPS else f" {len(steps) - SHOWN_STEPS} later steps in the table."),
        notes=(
            Note(
                "How to read",
                "A hatched line: a measure in force stands before the step, and nothing in the "
                "package lifts it. The number in the diamond is that of the measure in the table below.",
            ),
        ),
    )
    description = "; ".join(f"{s.title}, {names.party(s.owner).name}: {_days(s)}, {s.status}" for s in shown)
    return drawn_twice(exhibit, description, lambda frame: draw_schedule(shown, gates, names, frame))


def _step_table(roadmap: PackageRoadmap, names: Names, gates: list[str]) -> Table:
    titles = {s.obligation: s.title for s in roadmap.steps}
    head = ("Step", "Owner", "Phase", "Days", "Slack, days", "Status", "After", "Verified by")
    return Table("Steps in time", head, tuple(_step_row(s, names, gates, titles) for s in roadmap.steps))


def _step_row(step: Step, names: Names, gates: list[str], titles: dict[str, str]) -> tuple[Cell, ...]:
    behind = ", ".join(str(gates.index(g) + 1) for g in step.gates)
    status = step.status + (f" {behind}" if behind else "")
    lifted = f"the package itself lifts {', '.join(step.lifted_by)}" if step.lifted_by else ""
    return (
        Cell(step.title),
        Cell(names.party(step.owner).name),
        Cell(names.phase(step.phase)),
        number(_days(step), small="" if step.duration_known else "duration not stated"),
        number(two_digits(step.slack_days)),
        Cell(status, small=lifted),
        Cell(joined([titles.get(a, a) for a in step.after]) or "none"),
        Cell(step.verifier or "not stated"),
    )


def _days(step: Step) -> str:
    return f"{step.starts_day:,.0f} to {step.ends_day:,.0f}"


def _actors(roadmap: PackageRoadmap, analysis: Analysis) -> Exhibit | None:
    if not roadmap.actors:
        return None
    first = roadmap.actors[0]
    acts = {m.id: m.act for m in analysis.case.measures}
    rows = tuple(
        (
            Cell(a.who),
            number(str(len(a.steps))),
            Cell(joined([f"{m}: {acts[m]}" if m in acts else m for m in a.measures], 6)),
        )
        for a in roadmap.actors
    )
    return Exhibit(
        key="actors",
        kind="Who must act",
        title=f"{count_words(len(first.steps), 'step waits', 'steps wait')} for acts of {whose(first)}",
        sub="Who can lift the measures that stand before steps of the package",
        tables=(Table("Who must act", ("Who", "Steps waiting", "Measures"), rows),),
        source="Source: measures.csv, column who_can_lift.",
    )


def whose(actor: Actor) -> str:
    """Who can lift a measure, where the case says so."""
    return "someone the case does not name" if actor.who == "not stated" else actor.who


def _gates(analysis: Analysis, roadmap: PackageRoadmap) -> Exhibit | None:
    standing = _measures(roadmap)
    if not standing:
        return None
    by_id = {m.id: m for m in analysis.case.measures}
    ends = {g.measure: g.opens_on for g in analysis.gates.gates}
    rows = tuple(
        (
            Cell(str(k + 1)),
            Cell(f"{m}: {by_id[m].act}" if m in by_id else m, small=by_id[m].issuer if m in by_id else ""),
            Cell(by_id[m].status.replace("_", " ") if m in by_id else ""),
            Cell(day(ends[m]) if ends.get(m) else "no end of its own"),
            Cell(by_id[m].how if m in by_id else "", small=by_id[m].who_can_lift if m in by_id else ""),
        )
        for k, m in enumerate(standing)
    )
    return Exhibit(
        key="gates",
        kind="Gates",
        title=f"{count_words(len(standing), 'measure stands', 'measures stand')} before steps of the package",
        sub="Measures in force that no option of the package lifts; numbers as in the figure",
        tables=(Table("Gates", ("No.", "Measure", "Status", "Ends if not renewed", "How it is lifted"), rows),),
        source="Source: measures.csv, matched by what each step needs and each measure restricts. Not legal advice.",
    )
