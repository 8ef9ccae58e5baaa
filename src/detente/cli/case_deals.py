"""The deals of a case, as the deals part of analysis.json and in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Console
from threadpoolctl import threadpool_limits

from detente.case import Case
from detente.casefile import read_case
from detente.cli.confidence import in_confidence
from detente.cli.deal_acceptance import best_of_few_changes, parties_of, shares_of
from detente.cli.deal_advice import blocked_in_words, blockers_in_words, bridge_in_words, coverage_in_words
from detente.cli.deal_moves import questions_in_words, rounds_in_words
from detente.deals import Deals, find_deals, judge_as_wholes
from detente.economy import value_options
from detente.plots import count_words, names_of
from detente.positions import tally_positions
from detente.preferences import Preferences, draw_preferences
from detente.report import deals_document
from detente.worlds import draw_worlds


def case_deals(folder: Path, count: int, seed: int, told: Path | None = None) -> tuple[dict[str, Any], str]:
    """Read a case, draw its worlds and find its deals; nothing is written."""
    with threadpool_limits(1, "blas"), Console(stderr=True).status("reading ...") as status:
        case = read_case(folder, told)
        worlds = draw_worlds(count, seed)
        status.update("preferences ...")
        payoffs = value_options(case, worlds)
        preferences = draw_preferences(case, tally_positions(case), payoffs, worlds)
        status.update("deals ...")
        deals = judge_as_wholes(case, worlds, preferences, payoffs, find_deals(case, preferences, payoffs))
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
