"""What is kept back of parties that told their preferences in confidence.

A result may say in how many worlds such a party accepts. It may not say what a package, an option or a concession is
worth to it: with its preferences constant over worlds, any such amount is a number that it told, or a sum of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from detente.deals.coalitions.allies import Allies
from detente.deals.mediation.advice import Advice
from detente.deals.mediation.bridging import Concession
from detente.deals.mediation.rounds import Rounds
from detente.deals.records import FairestDeals, PackageResult, Quantiles
from detente.deals.result import Deals

UNKNOWN = float("nan")

WHY = "a party told its preferences in confidence, and its part of the gaps is kept back"


def keep_back(deals: Deals, told: tuple[str, ...]) -> Deals:
    """The same deals without amounts of the parties in `told`; as they are when nobody told anything."""
    if not told:
        return deals
    signing = any(p in told for package in deals.packages for p in package.signatories)
    return replace(
        deals,
        packages=tuple(_package(p, told) for p in deals.packages),
        frontiers=tuple(f for f in deals.frontiers if not set(f.parties) & set(told)),
        solutions=tuple(replace(s, gains=_others(s.gains, told)) for s in deals.solutions),
        candidates=tuple(replace(s, gains=_others(s.gains, told)) for s in deals.candidates),
        fairest=_fairest(deals.fairest) if signing else deals.fairest,
        regrets=() if signing else deals.regrets,
        advice=_advice(deals.advice, told) if deals.advice else None,
    )


def _others(amounts: Mapping[str, float], told: tuple[str, ...]) -> Mapping[str, float]:
    return {party: amount for party, amount in amounts.items() if party not in told}


def _nothing(spread: Quantiles) -> Quantiles:
    return Quantiles(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, spread.unit)


def _package(package: PackageResult, told: tuple[str, ...]) -> PackageResult:
    parties = tuple(
        replace(p, gain=_nothing(p.gain), break_even_stake=None) if p.party in told else p for p in package.parties
    )
    return replace(package, parties=parties)


def _fairest(fairest: FairestDeals | None) -> FairestDeals | None:
    """The smallest gain may be that of the party that told."""
    if fairest is None:
        return None
    spreads = _nothing(fairest.smallest_gain), _nothing(fairest.certificate_gap)
    return replace(fairest, smallest_gain=spreads[0], certificate_gap=spreads[1])


def _advice(advice: Advice, told: tuple[str, ...]) -> Advice:
    involved = any(s.party in told for s in advice.rounds.standings)
    gains = _others(advice.improvement.gains, told)
    served = advice.improvement.smallest_gain if len(gains) == len(advice.improvement.gains) else UNKNOWN
    return replace(
        advice,
        bridges=tuple(
            replace(b, bridge=replace(b.bridge, concessions=_between_others(b.bridge.concessions, told)))
            for b in advice.bridges
        ),
        improvement=replace(advice.improvement, gains=gains, smallest_gain=served),
        rounds=Rounds(False, WHY, (), (), (), "", 0.0, 0.0, None) if involved else advice.rounds,
        allies=tuple(_allies(a, told) for a in advice.allies),
        leverage=tuple(x for x in advice.leverage if x.target not in told),
        holders=tuple(
            replace(h, leaving=tuple(x for x in h.leaving if x.holder not in told))
            for h in advice.holders
            if h.target not in told
        ),
        leaving=tuple(x for x in advice.leaving if x.target not in told and x.holder not in told),
    )


def _between_others(concessions: tuple[Concession, ...], told: tuple[str, ...]) -> tuple[Concession, ...]:
    return tuple(c for c in concessions if c.giver not in told and c.receiver not in told)


def _allies(allies: Allies, told: tuple[str, ...]) -> Allies:
    return replace(
        allies,
        outsiders=tuple(
            replace(o, gain=_nothing(o.gain), payment=None) if o.party in told else o for o in allies.outsiders
        ),
    )
