"""The main path, readable aloud."""

from __future__ import annotations

from collections.abc import Callable

from detente.analysis.influence import every_estimate, rank_influences
from detente.analysis.records import Analysis
from detente.analysis.second_looks import look_again
from detente.case import Case
from detente.deals import find_deals
from detente.durability import assess_durability
from detente.durability.prospects import Prospects, look_ahead
from detente.economy import value_options
from detente.legal import find_gates
from detente.positions import tally_positions
from detente.preferences import Preferences, draw_preferences
from detente.roadmap import sequence
from detente.worlds import Payoffs, Worlds, draw_worlds


def analyse(
    case: Case, count: int, seed: int, report_stage: Callable[[str], None] = lambda _: None, jobs: int = 1
) -> Analysis:
    """Answer every question about a case, each over the same worlds.

    `report_stage` is told the name of each stage as it begins, for progress and timings.
    """
    report_stage("positions")
    worlds = draw_worlds(count, seed)
    positions = tally_positions(case)
    payoffs = value_options(case, worlds)
    report_stage("preferences")
    preferences = draw_preferences(case, positions, payoffs, worlds)
    report_stage("deals")
    deals = find_deals(case, preferences, payoffs, jobs)
    report_stage("durability")
    gates = find_gates(case)
    durability = assess_durability(case, deals, preferences, payoffs, worlds)
    prospects = _prospects(case, deals.headline, preferences, payoffs, worlds)
    roadmap = sequence(case, deals, durability, gates)
    report_stage("influences")
    influences = rank_influences(case, worlds, preferences, deals, durability)
    alternatives = look_again(case, preferences, payoffs, worlds)
    return Analysis(
        case,
        worlds,
        positions,
        payoffs,
        preferences,
        deals,
        gates,
        durability,
        roadmap,
        influences,
        alternatives,
        prospects,
    )


def _prospects(
    case: Case, headline: str, preferences: Preferences, payoffs: Payoffs, worlds: Worlds
) -> Prospects | None:
    """Look at the headline package from all sides; None in a case that names none."""
    package = next((p for p in case.packages if p.id == headline), None)
    if package is None:
        return None
    return look_ahead(case, package, preferences, payoffs, worlds, every_estimate(case))
