"""The main path, readable aloud."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from detente.analysis.economy import look_at_economy
from detente.analysis.influence import every_estimate, rank_influences
from detente.analysis.records import Analysis
from detente.analysis.second_looks import look_again
from detente.case import Case
from detente.deals import find_deals, judge_as_wholes
from detente.durability import Durability, assess_durability
from detente.durability.design import Design, find_repair
from detente.durability.prospects import Prospects, look_ahead, value_parts
from detente.economy import value_options, with_costs
from detente.legal import find_gates
from detente.positions import tally_positions
from detente.precedents import study_precedents
from detente.preferences import Preferences, draw_preferences
from detente.roadmap import sequence
from detente.signals import study_signals
from detente.workers import ALONE, Beside, Workers, steps_at_once
from detente.worlds import Payoffs, Worlds, draw_worlds

P = ParamSpec("P")
T = TypeVar("T")


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

    Examples
    --------
    >>> from detente.casefile import example_case
    >>> analysis = analyse(example_case(), count=50, seed=0)
    >>> analysis.deals.headline, analysis.durability.of("LEAGUE-DRAFT").holds_share
    ('LEAGUE-DRAFT', 0.9)
    """
    stage = _Stages(report_stage)
    case, worlds = with_costs(case), draw_worlds(count, seed)
    positions = stage("positions", tally_positions, case)
    payoffs = stage("payoffs", value_options, case, worlds, workers)
    preferences = stage("preferences", draw_preferences, case, positions, payoffs, worlds)
    drawn = preferences, payoffs, worlds
    with Beside(steps_at_once(workers.jobs, count)) as beside:
        alternatives = beside.begin(look_again, case, *drawn, workers)
        deals = stage("deals", find_deals, case, preferences, payoffs, workers)
        gates = find_gates(case)
        durability = stage("durability", assess_durability, case, deals, *drawn)
        roadmap = beside.begin(sequence, case, deals, durability, gates, workers)
        repair = beside.begin(_repair, case, deals.headline, drawn, durability, workers)
        deals = stage("wholes", judge_as_wholes, case, worlds, preferences, payoffs, deals, workers)
        prospects = stage("prospects", _prospects, case, deals.headline, drawn, workers)
        effects = stage("economy", look_at_economy, case, deals.headline, worlds, workers)
        precedents = stage("precedents", study_precedents, case, deals.headline, gates.gates, workers=workers)
        signals = study_signals(case)
        influences = stage("influences", rank_influences, case, worlds, preferences, deals, durability)
        report_stage("repair")
        return Analysis(
            case,
            worlds,
            positions,
            payoffs,
            preferences,
            deals,
            gates,
            durability,
            roadmap(),
            influences,
            alternatives(),
            effects,
            prospects,
            precedents,
            signals,
            repair(),
        )


class _Stages:
    """Says which stage begins, then does it."""

    def __init__(self, report: Callable[[str], None]) -> None:
        self._report = report

    def __call__(self, name: str, work: Callable[P, T], /, *given: P.args, **named: P.kwargs) -> T:
        self._report(name)
        return work(*given, **named)


def _prospects(
    case: Case, headline: str, drawn: tuple[Preferences, Payoffs, Worlds], workers: Workers
) -> Prospects | None:
    """Look at the headline package from all sides; None in a case that names none."""
    preferences, payoffs, worlds = drawn
    package = next((p for p in case.packages if p.id == headline), None)
    if package is None:
        return None
    payoffs = value_parts(case, package, payoffs, worlds, workers)
    return look_ahead(case, package, preferences, payoffs, worlds, every_estimate(case))


def _repair(
    case: Case,
    headline: str,
    drawn: tuple[Preferences, Payoffs, Worlds],
    durability: Durability,
    workers: Workers,
) -> Design | None:
    """The cheapest repair of the headline package; None where none is needed or nothing is known."""
    found = durability.of(headline)
    return None if found is None else find_repair(case, headline, drawn, found.holds_share, workers)
