"""The deals of a case, as the deals part of analysis.json and in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from detente.case import Case
from detente.casefile import read_case
from detente.cli.confidence import in_confidence
from detente.cli.deals.acceptance import best_of_few_changes, parties_of, shares_of
from detente.cli.deals.advice import blocked_in_words, blockers_in_words, bridge_in_words, coverage_in_words
from detente.cli.deals.moves import questions_in_words, rounds_in_words
from detente.cli.drawn import drawn_case, progress
from detente.deals import Deals, find_deals, judge_as_wholes
from detente.plots import count_words, names_of
from detente.preferences import Preferences
from detente.report import deals_document


def case_deals(folder: Path, count: int, seed: int, told: Path | None = None) -> tuple[dict[str, Any], str]:
    """Read a case, draw its worlds and find its deals; nothing is written."""
    with progress() as status, drawn_case(read_case(folder, told), count, seed, status) as drawn:
        case, payoffs, preferences, workers = drawn.case, drawn.payoffs, drawn.preferences, drawn.workers
        status.update("deals ...")
        found = find_deals(case, preferences, payoffs, workers)
        deals = judge_as_wholes(case, drawn.worlds, preferences, payoffs, found, workers)
    return deals_document(deals), _in_words(case, deals, preferences, count)


def _in_words(case: Case, deals: Deals, preferences: Preferences, count: int) -> str:
    names = names_of(case)
    size = [count_words(len(case.parties), "party", "parties"), count_words(len(case.elements), "element")]
    head = [f"{case.title}: {', '.join(size)}, {count_words(count, 'world')} drawn.", in_confidence(preferences, names)]
    if not deals.packages:
        parts = ["The case names no package. Name one in case.yaml, with those it requires."]
    else:
        parts = [
            shares_of(deals),
            *(parties_of(package, case, deals, names) for package in deals.packages),
            best_of_few_changes(deals, names),
            blocked_in_words(deals, names),
            blockers_in_words(deals, names),
            coverage_in_words(deals, names),
            bridge_in_words(deals, names),
            rounds_in_words(deals, names),
            questions_in_words(case, deals, names),
        ]
    return "\n\n".join(part for part in [*head, *parts] if part)
