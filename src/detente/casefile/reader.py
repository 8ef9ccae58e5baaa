"""Reading and checking a case folder; nothing is ever written here."""

from __future__ import annotations

from pathlib import Path

from detente.case import Case, CaseError
from detente.casefile.build import build_case
from detente.casefile.conflict import conflict_model
from detente.casefile.draft import Draft, read_draft
from detente.casefile.knowledge_rules import check_knowledge
from detente.casefile.problems import Problem
from detente.casefile.references import check_ids_are_single, check_references, known_ids
from detente.casefile.row_rules import check_row_rules
from detente.casefile.rules import check_case_rules
from detente.casefile.told_rules import check_told


def read_case(folder: Path, told: Path | None = None) -> Case:
    """Read a case folder; raises CaseError with every problem in one message.

    Estimates get the ids that worlds draw by, such as ``stake:RUS``; a claim about the initiative as a whole has
    an empty element; a month or a year is read as its last day, no later than the day of the case. `told` is a file
    of told preferences, wherever it lies, that takes the place of ``preferences.yaml`` in the folder.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from detente.casefile import write_template
    >>> with TemporaryDirectory() as place:
    ...     _ = write_template(Path(place) / "isle", "isle")
    ...     case = read_case(Path(place) / "isle")
    >>> [party.id for party in case.parties]
    ['VALDIA', 'ORMARK', 'LEAGUE']
    """
    draft = _checked_draft(folder, told)
    problems = _problems(draft)
    if problems:
        raise CaseError("\n\n".join(str(problem) for problem in problems))
    return build_case(draft, folder.resolve().name or "case")


def check_case(folder: Path, told: Path | None = None) -> tuple[Problem, ...]:
    """Every problem of a case folder at once, by file and line; raises CaseError when there is no such folder."""
    return _problems(_checked_draft(folder, told))


def _checked_draft(folder: Path, told: Path | None) -> Draft:
    draft = read_draft(folder, told)
    known = known_ids(draft)
    check_ids_are_single(draft)
    check_references(draft, known)
    check_case_rules(draft)
    check_row_rules(draft, known)
    check_told(draft, known)
    check_knowledge(draft)
    for record in draft.of("conflict"):
        conflict_model(record)
    return draft


def _problems(draft: Draft) -> tuple[Problem, ...]:
    return tuple(problem for findings in draft.findings for problem in findings.in_order())
