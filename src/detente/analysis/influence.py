"""Which assumptions and claims move the verdict, and by how much."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from detente.analysis.records import Influence
from detente.case import Case, Claim, Estimate
from detente.deals import Deals
from detente.durability import Durability
from detente.preferences import Preferences
from detente.worlds import Worlds

FEWEST = 10
"""Fewest worlds on either side of a comparison; with fewer the difference is noise and is not reported."""


def every_estimate(case: Case) -> Iterator[tuple[str, Estimate]]:
    """All estimates of a case with a label in words, in the order of the case."""
    yield from _of_parties(case)
    yield from _terms(case)
    for obligation in case.obligations:
        for field, label in OBLIGATION_ESTIMATES.items():
            if (estimate := getattr(obligation, field)) is not None:
                yield f"{label}: {obligation.title}", estimate
    for payoff in case.payoffs:
        titles = {o.id: o.title for o in case.element(payoff.element).options}
        yield f"worth of “{titles[payoff.option]}” to {case.party(payoff.party).name}", payoff.estimate


def _of_parties(case: Case) -> Iterator[tuple[str, Estimate]]:
    for party in case.parties:
        for field, label in PARTY_ESTIMATES.items():
            if (estimate := getattr(party, field)) is not None:
                yield f"{label} of {party.name}", estimate
        if party.hybrid is not None:
            yield f"gain of {party.name} from deniable breaches", party.hybrid.gain_usd_bn_per_year
            yield f"chance to detect deniable breaches of {party.name}", party.hybrid.p_detect
            yield f"lag in detecting deniable breaches of {party.name}", party.hybrid.lag_days
        for region, estimate in party.regions.items():
            yield f"share of {party.name} in {region}", estimate


PARTY_ESTIMATES = {
    "stake_usd_bn_per_year": "political stake",
    "patience": "patience",
    "turnover_per_year": "political turnover",
    "conflict_cost_usd_bn_per_year": "yearly cost of conflict",
}

OBLIGATION_ESTIMATES = {
    "reversible": "reversible part",
    "p_detect": "chance of detecting a breach",
    "lag_days": "lag of detection",
    "cost_once_usd_bn": "one-off cost",
    "duration_days": "duration",
}


def _terms(case: Case) -> Iterator[tuple[str, Estimate]]:
    for outcome in case.no_deal:
        yield f"probability of no-deal outcome {outcome.id}", outcome.probability
    for escrow in case.escrows:
        yield f"escrow {escrow.id} of {case.party(escrow.party).name}", escrow.amount_usd_bn
    for exposure in case.exposures:
        yield f"assets exposed to {case.party(exposure.party).name} ({exposure.id})", exposure.amount_usd_bn
    for transfer in case.transfers:
        yield f"transfer {transfer.id}", transfer.amount_usd_bn_per_year
    if case.false_alarms_per_year is not None:
        yield "false alarms per year", case.false_alarms_per_year
    if case.false_alarm_days is not None:
        yield "days lost to a false alarm", case.false_alarm_days


def rank_influences(
    case: Case, worlds: Worlds, preferences: Preferences, deals: Deals, durability: Durability
) -> tuple[Influence, ...]:
    """Rank every uncertain estimate and claim by how much it moves the verdict on the headline package.

    For an estimate, the verdict in the upper third of its draws minus that in the lower third; for a claim, the
    verdict where it counts minus where it does not. The verdict is the share of worlds in which all required sign,
    and the share that hold.
    """
    package = next((p for p in deals.packages if p.id == deals.headline), None)
    if package is None:
        return ()
    assessed = durability.of(package.id)
    verdict = _Verdict(package.joint_as_is, None if assessed is None else assessed.holds)
    found = [_of_estimate(label, e, worlds, verdict) for label, e in every_estimate(case) if e.low != e.high]
    found += [
        _of_claim(case.party(c.party).name, c, preferences.in_force[c.id], verdict)
        for c in case.claims
        if c.reliability < 1
    ]
    return tuple(sorted((f for f in found if f is not None), key=lambda f: (-_size(f), f.id)))


def _size(influence: Influence) -> float:
    return max(abs(influence.on_signing), abs(influence.on_holding or 0.0))


class _Verdict:
    """The two shares that make the verdict, and how they differ between two sets of worlds."""

    def __init__(self, signs: NDArray[np.bool_], holds: NDArray[np.bool_] | None) -> None:
        self.signs, self.holds = signs, holds

    def differs(self, upper: NDArray[np.bool_], lower: NDArray[np.bool_]) -> tuple[float, float | None]:
        signing = float(self.signs[upper].mean() - self.signs[lower].mean())
        if self.holds is None:
            return signing, None
        return signing, float(self.holds[upper].mean() - self.holds[lower].mean())


def _of_estimate(label: str, estimate: Estimate, worlds: Worlds, verdict: _Verdict) -> Influence | None:
    draws = worlds.estimate(estimate)
    lower, upper = draws <= np.quantile(draws, 1 / 3), draws >= np.quantile(draws, 2 / 3)
    if min(lower.sum(), upper.sum()) < FEWEST or estimate.low is None:
        return None
    signing, holding = verdict.differs(upper, lower)
    return Influence(
        id=estimate.id,
        label=label,
        kind="estimate",
        origin=estimate.origin.value,
        source=estimate.source or estimate.why,
        low=estimate.low,
        mode=estimate.mode,
        high=estimate.high,
        unit=estimate.unit,
        on_signing=signing,
        on_holding=holding,
        worlds_compared=int(lower.sum() + upper.sum()),
    )


def _of_claim(name: str, claim: Claim, active: NDArray[np.bool_], verdict: _Verdict) -> Influence | None:
    if min(active.sum(), (~active).sum()) < FEWEST:
        return None
    signing, holding = verdict.differs(active, ~active)
    return Influence(
        id=claim.id,
        label=f"{name} {claim.stance.value.replace('_', ' ')}: {claim.words or claim.element}",
        kind="claim",
        origin="cited",
        source=claim.source,
        low=None,
        mode=claim.reliability,
        high=None,
        unit="share of worlds in which it counts",
        on_signing=signing,
        on_holding=holding,
        worlds_compared=len(active),
    )
