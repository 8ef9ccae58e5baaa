"""Chapter 5: in what order, behind which gates?"""

from __future__ import annotations

from detente.analysis import Analysis
from detente.plots import Names, count_words, day, draw_calendar, exact
from detente.report.blocks import Cell, Chapter, Exhibit, Note, Table, drawn_twice, number
from detente.report.chapters.gates import actors_exhibit, gates_exhibit
from detente.report.chapters.lawful import calendar_exhibit, norms_exhibit, standings_exhibit
from detente.report.lookups import joined, spelled_out
from detente.report.plan_words import balance_in_words, proof_in_words
from detente.roadmap import LawfulStep, PackageRoadmap, Plan, PlannedStep

SHOWN_STEPS = 40

READING = (
    "Filled bar: no slack. Open bar: the thin line behind it is its slack. Dashed: duration not stated. Red bar "
    "across: deadline. A diamond holds the numbers of the measures before the step, as in the table below; filled: "
    "someone outside the package must act, or the measure must end by itself."
)
FILES = "writes iCalendar, CSV, JSON, figure and text; --delay STEP=DAYS shows what a delay does to the rest."


def next_steps_chapter(analysis: Analysis, names: Names) -> Chapter:
    """Show the calendar of the headline package, what stands before its steps, and who must act."""
    roadmap = analysis.roadmap.of(analysis.deals.headline)
    kicker = "What to do next, what the law allows when?"
    if roadmap is None:
        finding = "Unknown: the case states no obligations and phases for this package."
        lead = (
            "Write phases in case.yaml, and obligations.csv with owner, phase and needs: then steps are put in order.",
        )
        return Chapter("c5", "Next steps", kicker, finding, lead, _law(analysis, names))
    blocks = [
        _calendar(analysis, roadmap, names),
        _reciprocity(roadmap.plan),
        actors_exhibit(roadmap, analysis),
        gates_exhibit(analysis, roadmap),
        *_law(analysis, names),
    ]
    return Chapter(
        "c5",
        "Next steps",
        kicker,
        _finding(roadmap),
        (_lead(roadmap), *_first(roadmap, names)),
        tuple(b for b in blocks if b),
    )


def _finding(roadmap: PackageRoadmap) -> str:
    """How many steps are lawful as things stand, and for whom the others wait."""
    steps = len(roadmap.steps)
    finding = f"{roadmap.lawful_now} of {count_words(steps, 'step')} can start without a further act"
    waiting = sum(s.status == "waits for a gate" for s in roadmap.steps)
    named = [a.who for a in roadmap.actors if a.who != "not stated"]
    if not waiting:
        return f"{finding}."
    return f"{finding}; {waiting} {'waits' if waiting == 1 else 'wait'}" + (f", most for {named[0]}." if named else ".")


def _first(roadmap: PackageRoadmap, names: Names) -> tuple[str, ...]:
    """What comes first by the calendar: the steps of the first day."""
    if roadmap.plan is None or not roadmap.plan.steps:
        return ()
    start = min(s.starts_day for s in roadmap.plan.steps)
    owed = [s.obligation for s in roadmap.plan.steps if s.starts_day == start]
    when = "On the day of signature" if start == 0 else f"On day {start}"
    return (f"{when}: {joined([f'{o.title} ({names.party(o.owner).name})' for o in owed])}.",)


def _lead(roadmap: PackageRoadmap) -> str:
    plan = roadmap.plan
    if plan is None:
        return f"There is no calendar. {roadmap.why_no_plan}"
    return (
        f"From signature to the last step {exact(plan.end_day)} days, to {day(plan.on(plan.end_day))}, if every stated "
        f"duration holds and every gate opens in time. {proof_in_words(plan.stages[0])}"
    )


def _law(analysis: Analysis, names: Names) -> tuple[Exhibit, ...]:
    found = (standings_exhibit(analysis), calendar_exhibit(analysis), norms_exhibit(analysis, names))
    return tuple(exhibit for exhibit in found if exhibit is not None)


def _calendar(analysis: Analysis, roadmap: PackageRoadmap, names: Names) -> Exhibit:
    plan = roadmap.plan
    if plan is None:
        return _without_calendar(roadmap, names)
    titles = {o.id: o.title for o in analysis.case.obligations}
    critical = count_words(len(plan.critical_steps), "step sets", "steps set")
    exhibit = Exhibit(
        key="schedule",
        kind="Roadmap",
        title=f"{critical} the pace; a day lost there is a day lost at the end",
        sub=f"Days after signature on {day(plan.question.signed_on)}; by phase, then by start",
        tables=(_step_table(plan, roadmap, names),),
        source="Source: obligations.csv, measures.csv; earliest end of the whole by constraint programming."
        + ("" if len(plan.steps) <= SHOWN_STEPS else f" {len(plan.steps) - SHOWN_STEPS} later steps in the table."),
        notes=(
            Note("How to read", READING),
            Note("Assumed", spelled_out(" ".join(plan.notes), titles) or "Nothing further."),
            Note("As files", f"detente roadmap CASE --package {plan.package} --output FOLDER {FILES}"),
        ),
    )
    description = "; ".join(
        f"{s.obligation.title}, {names.party(s.obligation.owner).name}: {_days(s)}" for s in plan.steps
    )
    return drawn_twice(exhibit, description, lambda frame: draw_calendar(plan, names, frame, SHOWN_STEPS))


def _without_calendar(roadmap: PackageRoadmap, names: Names) -> Exhibit:
    return Exhibit(
        key="schedule",
        kind="Roadmap",
        title="The rules of the case leave no calendar",
        sub="Steps of the package, and whether each may be carried out as the law stands",
        tables=(_lawful_table(roadmap, names),),
        source="Source: obligations.csv, measures.csv.",
    )


def _step_table(plan: Plan, roadmap: PackageRoadmap, names: Names) -> Table:
    titles = {s.obligation.id: s.obligation.title for s in plan.steps}
    lawful = {s.obligation: s for s in roadmap.steps}
    head = ("Step", "Owner", "Days", "Slack, days", "Status", "After", "Seen by", "Verified by", "Deadline, day")
    rows = tuple(_step_row(plan, s, lawful[s.obligation.id], names, titles) for s in plan.steps)
    return Table("Steps in time", head, rows)


def _step_row(
    plan: Plan, step: PlannedStep, lawful: LawfulStep, names: Names, titles: dict[str, str]
) -> tuple[Cell, ...]:
    owed = step.obligation
    dates = f"{day(plan.on(step.starts_day))} to {day(plan.on(step.ends_day))}"
    least = "" if step.window_proven else "at least "
    return (
        Cell(owed.title, small=names.phase(owed.phase)),
        Cell(names.party(owed.owner).name),
        number(_days(step), small="duration not stated" if owed.duration_days is None else dates),
        number(f"{least}{exact(step.slack_days)}", small=step.held_by),
        _status(lawful),
        Cell(joined([titles.get(a, a) for a in step.after]) or "none"),
        Cell(owed.observable or "not stated", small=owed.threshold),
        Cell(owed.verifier or "not stated", small=owed.evidence),
        Cell("none") if owed.deadline_days is None else number(exact(owed.deadline_days)),
    )


def _lawful_table(roadmap: PackageRoadmap, names: Names) -> Table:
    rows = tuple(
        (Cell(s.title, small=names.phase(s.phase)), Cell(names.party(s.owner).name), _status(s)) for s in roadmap.steps
    )
    return Table("Steps", ("Step", "Owner", "Status"), rows)


def _status(step: LawfulStep) -> Cell:
    behind = f": {', '.join(step.gates)}" if step.gates else ""
    lifted = f"the package itself lifts {', '.join(step.lifted_by)}" if step.lifted_by else ""
    return Cell(step.status + behind, small=lifted)


def _days(step: PlannedStep) -> str:
    return f"{step.starts_day:,} to {step.ends_day:,}"


def _reciprocity(plan: Plan | None) -> Exhibit | None:
    """How even the giving is at its most uneven date, rule by rule."""
    if plan is None or not plan.balances:
        return None
    rows = tuple(
        (Cell(b.id), number(f"{b.widest:.3g}"), number(f"{b.band:.3g}"), Cell(balance_in_words(b, plan)))
        for b in plan.balances
    )
    return Exhibit(
        key="reciprocity",
        kind="Reciprocity",
        title="What each side has given stays within its band on every date",
        sub="Share of all promised that one side has delivered less that of the other, at its widest date",
        tables=(Table("Reciprocity", ("Rule", "Widest", "Allowed", "In words"), rows),),
        source="Source: reciprocity in case.yaml; every date of the calendar is checked.",
    )
