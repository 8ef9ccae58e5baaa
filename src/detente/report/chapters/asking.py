"""Chapter 2, what to ask: which single answer would tell most."""

from __future__ import annotations

from collections.abc import Sequence

from detente.analysis import Analysis
from detente.deals import Asked
from detente.plots import Names, of_100, signed_of_100
from detente.report.blocks import Cell, Exhibit, Note, Table, number
from detente.report.lookups import best_question, headline, question_words, run_words

SHOWN_QUESTIONS = 8

OFFERING = Note(
    "What it does not say",
    "Worlds in which a party would take this differ in other ways too; offering it need not have this effect.",
)


def questions(analysis: Analysis, names: Names) -> Exhibit | None:
    """List the questions whose answers tell most, the most telling one first."""
    first = best_question(analysis.deals.questions, analysis.case)
    if first is None:
        return None
    asked = [first, *(q for q in analysis.deals.questions if q is not first)]
    rows = tuple(_row(q, analysis, names) for q in asked)
    worlds = "worlds of 100"
    head = (
        "Question",
        f"Yes in, {worlds}",
        f"Signed if yes, {worlds}",
        f"Signed if no, {worlds}",
        f"Difference, {worlds}",
        f"Odds of a deal rise by, {worlds}",
    )
    table = Table("Questions, by how much the answer moves", head, rows[:SHOWN_QUESTIONS])
    more = (Table("More questions", head, rows[SHOWN_QUESTIONS:]),) if rows[SHOWN_QUESTIONS:] else ()
    tells = _tells(first)
    return Exhibit(
        key="questions",
        kind="What to ask",
        title=_title(asked, question_words(first, analysis, names)),
        sub=f"{_why_this_package(first, analysis, names)}Worlds of 100 in which all sign "
        f"“{names.package(first.package)}”, by the answer; and by how much the best package chosen after hearing it "
        "is signed in more worlds than the best one chosen before",
        tables=(table,) if tells else (),
        folded=more if tells else (table, *more),
        source=_source(asked, analysis, names),
        notes=(OFFERING,),
    )


def _tells(asked: Asked) -> bool:
    return round(100 * abs(asked.joint_if_yes - asked.joint_if_no)) >= 1 or asked.changes_choice


def _title(asked: Sequence[Asked], words: str) -> str:
    if not _tells(asked[0]):
        return "No single answer moves the share that signs"
    if any(q.changes_choice for q in asked):
        return f"What would tell most: {words}?"
    return f"No single answer would change which package is best; most telling is: {words}?"


def _why_this_package(asked: Asked, analysis: Analysis, names: Names) -> str:
    package = headline(analysis)
    if package is None or asked.package == package.id:
        return ""
    return f"Nobody’s single answer moves “{package.title}”, so this is about “{names.package(asked.package)}”. "


def _source(asked: Sequence[Asked], analysis: Analysis, names: Names) -> str:
    """What was compared and what is listed; "within chance" is said of the value alone."""
    parts = {q.several_means_at_least for q in asked} - {None}
    several = f" “Several” is read as at least {parts.pop()}." if parts else ""
    package = names.package(asked[0].package)
    within = (
        " Within chance: that a package could be chosen better after the answer is not beyond chance there."
        if not all(q.changes_choice for q in asked)
        else ""
    )
    return (
        f"Source: this assessment, {run_words(analysis)}; worlds split by the answer in them. Of "
        f"{asked[0].questions_compared} questions compared, those are listed whose value, or whose effect on "
        f"“{package}”, is beyond chance.{within}{several}"
    )


def _row(asked: Asked, analysis: Analysis, names: Names) -> tuple[Cell, ...]:
    words = question_words(asked, analysis, names)
    value = f"{100 * max(asked.value, 0.0):.1f}"
    return (
        Cell(f"{words[0].upper()}{words[1:]}?", href=f"#claim-{asked.claim}" if asked.claim else ""),
        number(of_100(asked.p_yes)),
        number(of_100(asked.joint_if_yes)),
        number(of_100(asked.joint_if_no)),
        number(signed_of_100(asked.joint_if_yes - asked.joint_if_no)),
        number(value, small=f"give or take {200 * asked.standard_error:.1f}")
        if asked.changes_choice
        else Cell("within chance"),
    )
