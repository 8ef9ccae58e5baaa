"""What moves the weakest margin: estimates whose upper draws leave it elsewhere than their lower ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, Escrow, Estimate, Exposure, Package
from detente.deals import quantiles
from detente.durability.breaches import WayMargin
from detente.durability.prospects.records import Driver, Weakest
from detente.durability.terms import FloatArray, applicable_obligations
from detente.durability.verdict import UNIT, falls_short
from detente.worlds import Worlds, mid_ranks

CHANCE = 3.0
"""Standard errors that a difference must pass at least."""

FEWEST = 10
"""Fewest worlds in a third; with fewer nothing is compared."""


OF_PARTY = (
    "stake_usd_bn_per_year",
    "patience",
    "turnover_per_year",
    "conflict_cost_usd_bn_per_year",
    "outside_usd_bn_per_year",
)
OF_HYBRID = ("gain_usd_bn_per_year", "p_detect", "lag_days")
OF_OWN_OBLIGATION = ("p_detect", "lag_days", "cost_once_usd_bn")


def weakest_margin(margins: Sequence[WayMargin], floor: float) -> WayMargin | None:
    """The known margin that falls short in most worlds; among equals the one with the lowest median."""
    known = [(way, way.margin) for way in margins if way.margin is not None]
    ranked = [(-float(falls_short(m, floor).mean()), float(np.median(m)), k) for k, (_, m) in enumerate(known)]
    return known[min(ranked)[2]][0] if ranked else None


def describe_weakest(case: Case, way: WayMargin) -> Weakest:
    """Put the weakest margin into the words of the case."""
    if way.margin is None:
        raise ValueError("A weakest margin is a known one.")
    return Weakest(
        party=case.parties[way.party].id,
        phase=case.phases[way.phase].id,
        way=str(way.way),
        margin=quantiles(way.margin, UNIT),
        falls_short_share=float(falls_short(way.margin, case.margin_floor_usd_bn).mean()),
    )


def rank_drivers(
    margin: FloatArray,
    holds: NDArray[np.bool_] | None,
    estimates: Iterable[tuple[str, Estimate]],
    worlds: Worlds,
) -> tuple[Driver, ...]:
    """Rank estimates by how far they move a margin: median in the upper third of draws less in the lower.

    Listed is what shifts the ranks of the margin by more than ``max(3, sqrt(2 ln n))`` standard errors, n being the
    number of estimates: the second is about what the largest of n pure chance differences reaches [Donoho1994]_.
    Estimates without a range move nothing. `on_holding` is the same difference in the share of worlds that hold.
    """
    uncertain = [(label, e) for label, e in estimates if e.low is not None and e.low != e.high]
    beyond = max(CHANCE, float(np.sqrt(2 * np.log(max(len(uncertain), 1)))))
    drawn = ((label, e, worlds.estimate(e)) for label, e in uncertain)
    ranks = mid_ranks(margin)
    found = [_driver(margin, holds, label, e, draws) for label, e, draws in drawn if _moves(ranks, draws, beyond)]
    return tuple(sorted(found, key=lambda d: (-abs(d.on_margin_usd_bn), d.id)))


def estimates_behind(case: Case, package: Package, party: int) -> frozenset[str]:
    """Ids of the estimates that can enter a margin of one party under a package.

    Its own patience, stake, costs and chances; its money from options that the package or no deal may bring; watching
    and cost of what it owes; the reversible part of whatever is owed; what stands behind the agreement against it.
    """
    who = case.parties[party]
    owed = applicable_obligations(case, package)
    brought = {*package.choices.values(), *(o for outcome in case.no_deal for o in outcome.choices.values())}
    own = [o for o in owed if o.owner == who.id]
    used = [
        *(getattr(who, name) for name in OF_PARTY),
        *([] if who.hybrid is None else (getattr(who.hybrid, name) for name in OF_HYBRID)),
        *who.regions.values(),
        *(p.estimate for p in case.payoffs if p.party == who.id and p.option in brought),
        *(o.reversible for o in owed),
        *(getattr(o, name) for o in own for name in OF_OWN_OBLIGATION),
        *(row.amount_usd_bn for row in _securities(case) if row.party == who.id),
        *(row.amount_usd_bn_per_year for row in case.transfers if who.id in (row.payer, row.payee)),
        *(e for g in case.guarantees if g.against == who.id for e in (g.loss_usd_bn_per_year, g.p_honoured)),
        *(outcome.probability for outcome in case.no_deal),
        *(row.factor for row in case.shocks),
        *(case.false_alarms_per_year, case.false_alarm_days, case.economy.elasticity_scale),
    ]
    return frozenset(estimate.id for estimate in used if estimate is not None)


def _securities(case: Case) -> tuple[Escrow | Exposure, ...]:
    return (*case.escrows, *case.exposures)


def _moves(ranks: FloatArray, draws: FloatArray, beyond: float) -> bool:
    """Whether two thirds of the draws differ in the mean rank of the margin; ranks do not mind long tails."""
    upper, lower = _thirds(draws)
    if min(upper.sum(), lower.sum()) < FEWEST:
        return False
    error = ranks.std() * np.sqrt(1 / upper.sum() + 1 / lower.sum())
    return bool(abs(ranks[upper].mean() - ranks[lower].mean()) > beyond * error)


def _thirds(draws: FloatArray) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    return draws >= np.quantile(draws, 2 / 3), draws <= np.quantile(draws, 1 / 3)


def _driver(
    margin: FloatArray, holds: NDArray[np.bool_] | None, label: str, estimate: Estimate, draws: FloatArray
) -> Driver:
    upper, lower = _thirds(draws)
    ends = (estimate.mode if end is None else end for end in (estimate.low, estimate.high))
    low, high = ends
    return Driver(
        id=estimate.id,
        label=label,
        unit=estimate.unit,
        origin=estimate.origin.value,
        low=low,
        high=high,
        on_margin_usd_bn=float(np.median(margin[upper]) - np.median(margin[lower])),
        on_holding=None if holds is None else float(holds[upper].mean() - holds[lower].mean()),
    )
