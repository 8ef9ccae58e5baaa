"""The main path, readable aloud."""

from __future__ import annotations

from collections.abc import Callable

from detente.analysis.economy import look_at_economy
from detente.analysis.influence import every_estimate, rank_influences
from detente.analysis.records import Analysis
from detente.analysis.second_looks import look_again
from detente.case import Case
from detente.deals import find_deals, judge_as_wholes
from detente.durability import assess_durability
from detente.durability.prospects import Prospects, look_ahead
from detente.economy import value_options, with_costs
from detente.legal import find_gates
from detente.positions import tally_positions
from detente.preferences import Preferences, draw_preferences
from detente.roadmap import sequence
from detente.workers import ALONE, Workers
from detente.worlds import Payoffs, Worlds, draw_worlds


def analyse(
    case: Case,
    count: int,
    seed: int,
    report_stage: Callable[[str], None] = lambda _: None,
    workers: Workers = ALONE,
) -> Analysis:
    """Answer every question about a case, each over the same worlds.

    `report_stage` is told the name of each stage as it begins, for progress and timings. `workers` share what can be
    shared; the result does not depend on them.
    """
    report_stage("positions")
    case = with_costs(case)
    worlds = draw_worlds(count, seed)
    positions = tally_positions(case)
    payoffs = value_options(case, worlds, workers)
    report_stage("preferences")
    preferences = draw_preferences(case, positions, payoffs, worlds)
    report_stage("deals")
    deals = find_deals(case, preferences, payoffs, workers.jobs)
    report_stage("wholes")
    deals = judge_as_wholes(case, worlds, preferences, payoffs, deals, workers)
    report_stage("durability")
    gates = find_gates(case)
    durability = assess_durability(case, deals, preferences, payoffs, worlds)
    prospects = _prospects(case, deals.headline, preferences, payoffs, worlds)
    roadmap = sequence(case, deals, durability, gates)
    report_stage("economy")
    effects = look_at_economy(case, deals.headline, worlds, workers)
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
        effects,
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
