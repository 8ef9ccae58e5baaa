"""What a mediator asks next: who ranks what first, what to ask, where to give, who could stop it, what is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from detente.case import Case, Package, signatures
from detente.deals.coalitions.allies import Allies, find_allies
from detente.deals.coalitions.leaving import CoalitionStability, FirstToLeave, coalition_stability, order_of_leaving
from detente.deals.coalitions.leverage import Leverage, find_leverage
from detente.deals.mediation.bridging import NamedBridge, bridge_own_packages
from detente.deals.mediation.coverage import Uncovered, uncovered
from detente.deals.mediation.divisible import Division, divide_elements
from detente.deals.mediation.logrolling import Trade, trades
from detente.deals.mediation.rounds import Rounds, find_rounds
from detente.deals.proposals.post_settlement import Improvement, improve
from detente.deals.stability import (
    ConflictStability,
    Verdict,
    analyse_conflict,
    describe_state,
    explain_state,
    state_space,
)
from detente.deals.worth.acceptability import CaseAcceptability, accept_shares
from detente.deals.worth.gains import OptionGains
from detente.positions import tally_positions

NARRATED = 6
"""Equilibria of a conflict model that are explained, those with most kinds of stability first."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Stability of the states of a conflict model, and in words why each decision maker would stay in the best ones.

    `reasons` holds the states with most kinds of stability, the most stable first; `words` what they and the status quo
    consist of.
    """

    stability: ConflictStability
    reasons: Mapping[str, tuple[Verdict, ...]]
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Advice:
    """Results about one case that build on acceptance.

    `trades`, `improvement` and `divisions` speak of the headline package; `bridges` of the packages that stand
    for its signatories; `acceptability`, `coverage`, `allies`, `leverage` and `holders` of all named packages.
    """

    acceptability: CaseAcceptability
    coverage: tuple[Uncovered, ...]
    bridges: tuple[NamedBridge, ...]
    trades: tuple[Trade, ...]
    improvement: Improvement
    divisions: tuple[Division, ...]
    rounds: Rounds
    allies: tuple[Allies, ...]
    leverage: tuple[Leverage, ...]
    holders: tuple[CoalitionStability, ...]
    leaving: tuple[FirstToLeave, ...]
    conflict: Conflict | None


def advise(case: Case, options: OptionGains, headline: Package) -> Advice:
    """Find all that follows from acceptance, for one case and the package that its verdict speaks of.

    Trades and divisions say how much a party cares for what: they leave out parties that told this in confidence.
    """
    axes = options.preferences.axes
    signing = signatures(case, headline)
    choice = axes.choice(headline.choices)
    complete = np.where(choice < 0, axes.status_quo, choice)
    open_parties = [p for p in signing if p not in options.preferences.told]
    pairs = list(combinations(open_parties, 2))
    holders = coalition_stability(case, options)
    return Advice(
        acceptability=accept_shares(case, options),
        coverage=uncovered(case, tally_positions(case)),
        bridges=bridge_own_packages(case, options, signing),
        trades=tuple(t for first, second in pairs for t in trades(case, options, complete, first, second)),
        improvement=improve(options, complete, signing),
        divisions=tuple(d for pair in pairs if (d := divide_elements(case, options, *pair)) is not None),
        rounds=find_rounds(case, options),
        allies=find_allies(case, options),
        leverage=find_leverage(case, options),
        holders=holders,
        leaving=order_of_leaving(holders),
        conflict=_conflict(case),
    )


def _conflict(case: Case) -> Conflict | None:
    if case.conflict is None:
        return None
    stability = analyse_conflict(case.conflict)
    space = state_space(case.conflict)
    kinds = {s: sum(s in found for found in stability.equilibria.values()) for s in stability.states}
    best = sorted((s for s in kinds if kinds[s]), key=lambda s: -kinds[s])[:NARRATED]
    told = dict.fromkeys([*best, stability.status_quo, *(s for way in stability.ways for _, s in way.moves)])
    return Conflict(
        stability,
        reasons={state: explain_state(case.conflict, state) for state in best},
        words={state: describe_state(space, stability.states.index(state)) for state in told},
    )
