"""What an assessment hands over, and how a later run of the same case finds it again."""

from __future__ import annotations

from dataclasses import dataclass

from detente.cache import Remembering, Unnamed, digest_of, whole_program_digest
from detente.case import Case
from detente.workers import Workers


@dataclass(frozen=True, slots=True)
class Handed:
    """Files of an assessment by name, those of the exports, the verdict in lines, and what is said after it.

    `tasks`: how many tasks it took. Nothing in it depends on a clock, on who worked, or on where files are written.
    """

    files: dict[str, str]
    exports: dict[str, str]
    verdict: tuple[str, ...]
    said: tuple[str, ...]
    tasks: int = 0


def question_of(case: Case, workers: Workers, *asked: object) -> str:
    """Name all that an assessment rests on: the program from case to page, the case, and what was asked of it.

    Empty where nothing may be kept of it: workers without a memory, a word told in confidence, or a case with
    something in it that has no canonical bytes.
    """
    if not isinstance(workers, Remembering) or case.told:
        return ""
    try:
        return digest_of("assessment", whole_program_digest(), case, *asked)
    except Unnamed:
        return ""


def recalled_whole(workers: Workers, question: str) -> Handed | None:
    """What an earlier run handed over for the same question; its tasks count as recalled."""
    if not question or not isinstance(workers, Remembering):
        return None
    found = workers.recall(question)
    if not isinstance(found, Handed):
        return None
    workers.found += found.tasks
    return found


def keep_whole(workers: Workers, question: str, handed: Handed) -> None:
    """Keep what was handed over for the next run that asks the same."""
    if question and isinstance(workers, Remembering):
        workers.keep(question, handed)
