"""Which assumptions and claims move the verdict, and by how much."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from detente.analysis.records import Influence
from detente.case import Case, Claim, Estimate
from detente.deals import Deals
from detente.durability import Durability
from detente.preferences import Preferences
from detente.worlds import Worlds

CHANCE = 3.0
"""Standard errors of a difference of shares that it must pass: with hundreds of inputs, two would let many through."""

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
    # Rows of one shock are drawn together, so that one of them tells of all.
    sizes = [(row.id, row.value) for row in case.energy_shocks if row.value.low is not None] + [
        (row.id, row.factor) for row in case.shocks
    ]
    yield from {id_: (f"size of the shock {id_}", size) for id_, size in reversed(sizes)}.values()
    if case.energy.usd_per_eur is not None:
        yield "what a euro is worth", case.energy.usd_per_eur
    if case.economy.elasticity_scale is not None:
        yield "size of trade elasticities", case.economy.elasticity_scale


def _of_parties(case: Case) -> Iterator[tuple[str, Estimate]]:
    for party in case.parties:
        for field, label in PARTY_ESTIMATES.items():
            if (estimate := getattr(party, field)) is not None:
                yield f"{label} of {party.name}", estimate
        if party.hybrid is not None:
            yield f"gain of {party.name} from deniable breaches", party.hybrid.gain_usd_bn_per_year
            yield f"chance to detect deniable breaches of {party.name}", party.hybrid.p_detect
            yield f"lag in detecting deniable breaches of {party.name}", party.hybrid.lag_days
        if party.outside_usd_bn_per_year is not None:
            yield f"what {party.name} could do outside the agreement", party.outside_usd_bn_per_year
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
    for guarantee in case.guarantees:
        yield f"loss by guarantee {guarantee.id}", guarantee.loss_usd_bn_per_year
        yield f"chance that guarantee {guarantee.id} is honoured", guarantee.p_honoured
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
    and the share that hold. Differences within `CHANCE` standard errors are noise of the draw and left out.
    """
    package = next((p for p in deals.packages if p.id == deals.headline), None)
    if package is None:
        return ()
    assessed = durability.of(package.id)
    verdict = _Verdict(package.joint_as_is, None if assessed is None else assessed.holds)
    used = _used_by(case, package.id, () if assessed is None else assessed.obligations)
    found = [_of_estimate(label, e, worlds, verdict) for label, e in every_estimate(case) if used(e)]
    found += [
        _of_claim(case.party(c.party).name, c, preferences.in_force[c.id], verdict)
        for c in case.claims
        if c.reliability < 1
    ]
    return tuple(sorted((f for f in found if f is not None), key=lambda f: (-_size(f), f.id)))


def _used_by(case: Case, package_id: str, obligations: tuple[str, ...]) -> Callable[[Estimate], bool]:
    """Tell which estimates can move the verdict on a package: ranges that a stage draws for it.

    Left out are payoffs of options that neither the package nor no deal may bring, obligations that the package
    does not carry, and durations, which move dates and nothing else.
    """
    choices = next(p.choices for p in case.packages if p.id == package_id)
    brought = {*choices.values(), *(o for outcome in case.no_deal for o in outcome.choices.values())}
    idle = {p.estimate.id for p in case.payoffs if p.option not in brought}
    for obligation in case.obligations:
        if obligation.duration_days is not None:
            idle.add(obligation.duration_days.id)
        if obligation.id not in obligations:
            drawn = (getattr(obligation, field) for field in OBLIGATION_ESTIMATES)
            idle |= {estimate.id for estimate in drawn if estimate is not None}
    return lambda estimate: estimate.id not in idle and estimate.low != estimate.high


def _size(influence: Influence) -> float:
    return max(abs(influence.on_signing), abs(influence.on_holding or 0.0))


class _Verdict:
    """The two shares that make the verdict, and how they differ between two sets of worlds."""

    def __init__(self, signs: NDArray[np.bool_], holds: NDArray[np.bool_] | None) -> None:
        self.signs, self.holds = signs, holds

    def differs(self, upper: NDArray[np.bool_], lower: NDArray[np.bool_]) -> tuple[float, float | None] | None:
        """Difference on signing and on holding; None when both are within chance."""
        signing = _difference(self.signs, upper, lower)
        if self.holds is None:
            return (signing, None) if signing else None
        holding = _difference(self.holds, upper, lower)
        return (signing, holding) if signing or holding else None


def _difference(happens: NDArray[np.bool_], upper: NDArray[np.bool_], lower: NDArray[np.bool_]) -> float:
    """Difference of two shares, 0 when it is within chance; the error uses the pooled share."""
    pooled = happens[upper | lower].mean()
    error = np.sqrt(pooled * (1 - pooled) * (1 / upper.sum() + 1 / lower.sum()))
    difference = float(happens[upper].mean() - happens[lower].mean())
    return difference if abs(difference) > CHANCE * error else 0.0


def _of_estimate(label: str, estimate: Estimate, worlds: Worlds, verdict: _Verdict) -> Influence | None:
    draws = worlds.estimate(estimate)
    lower, upper = draws <= np.quantile(draws, 1 / 3), draws >= np.quantile(draws, 2 / 3)
    if min(lower.sum(), upper.sum()) < FEWEST or estimate.low is None:
        return None
    moved = verdict.differs(upper, lower)
    if moved is None:
        return None
    signing, holding = moved
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
        worlds_compared=int(min(lower.sum(), upper.sum())),
    )


def _of_claim(name: str, claim: Claim, active: NDArray[np.bool_], verdict: _Verdict) -> Influence | None:
    if min(active.sum(), (~active).sum()) < FEWEST:
        return None
    moved = verdict.differs(active, ~active)
    if moved is None:
        return None
    signing, holding = moved
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
        worlds_compared=int(min(active.sum(), (~active).sum())),
    )
