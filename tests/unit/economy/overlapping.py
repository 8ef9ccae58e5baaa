"""A case in which two options take back the same measure: each alone is worth most of it, both together little more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from detente.case import Case, Claim, Obligation, Outcome, Package, Payoff, Phase, Stance
from detente.economy.payoffs import value_with_model
from detente.economy.trade import LeverTable, shock_from_levers, solve
from detente.worlds import Payoffs, Worlds, draw_worlds
from unit.economy.small_economy import BASELINE, CASE, element, number, row

SANCTIONS = row("sanctions", "iceberg", 1.3, 1.5, 1.8, origin=("r0",), in_force=True)
RELIEFS = (
    row("first", "relief", 0.6, 0.75, 0.9, relieves="sanctions"),
    row("second", "relief", 0.6, 0.75, 0.9, relieves="sanctions"),
    row("whole", "relief", 1.0, relieves="sanctions"),
)
WORLDS = draw_worlds(90, 4)
BOTH = {"ONE": "ONE.1", "TWO": "TWO.1", "PRICE": "PRICE.1"}


def overlapping(price: float = 0.0, received: float = 0.0, **changes: object) -> Case:
    """EAST pays `price` bn USD a year for the deal and SOUTH has `received`; small stakes let money decide."""
    parties = tuple(
        replace(p, stake_usd_bn_per_year=number(f"stake:{p.id}", 0.01)) if p.regions else p for p in CASE.parties
    )
    elements = (element("ONE", ("first",), ("whole",)), element("TWO", ("second",)), element("PRICE", ()))
    case = replace(
        CASE,
        parties=parties,
        elements=elements,
        shocks=(SANCTIONS, *RELIEFS),
        packages=(Package("deal", "Deal", BOTH, ("EAST", "SOUTH")),),
        payoffs=(
            Payoff("EAST", "PRICE", "PRICE.1", number("payoff:EAST:PRICE.1", -price)),
            Payoff("SOUTH", "PRICE", "PRICE.1", number("payoff:SOUTH:PRICE.1", received)),
        ),
        phases=(Phase("now", "Now", 0.0),),
        obligations=tuple(
            Obligation(f"do-{e.id}", e.id, "EAST", e.id, "now", 1.0, number(f"reversible:{e.id}", 1.0))
            for e in elements
        ),
    )
    return replace(case, **changes)


def payoffs_of(case: Case, worlds: Worlds = WORLDS) -> Payoffs:
    return value_with_model(case, BASELINE, worlds)


def left_of_the_measure(part: float, world: int) -> np.ndarray:
    """Real income by region in one world, solved alone, with a part of the logarithm of the measure still in force."""
    theta = BASELINE.theta * WORLDS.estimate(CASE.economy.elasticity_scale)[world]
    economy = replace(BASELINE, theta=theta)
    factor = float(WORLDS.estimate(SANCTIONS.factor)[world]) ** part
    levers = [("iceberg", "r0", other, s, factor) for other in ("r1", "r2", "r3", "r4") for s in economy.sectors]
    levers = [x for x in levers if x[2] in economy.regions]
    return solve(economy, shock_from_levers(economy, LeverTable(*zip(*levers, strict=True)))).real_income_hat


def as_a_whole(party: str, world: int) -> float:
    """What both options bring a party in one world, in USD bn: shares of the measure left multiply."""
    first, second = (float(WORLDS.estimate(r.factor)[world]) for r in RELIEFS[:2])
    ratio = left_of_the_measure((1 - first) * (1 - second), world) / left_of_the_measure(1.0, world) - 1
    change = dict(zip(BASELINE.regions, ratio, strict=True))
    regions = next(p.regions for p in CASE.parties if p.id == party)
    return sum(change[r] * float(WORLDS.estimate(CASE.economy.gdp_usd_bn[r])[world]) for r in regions)


def price_between() -> float:
    """More than the whole is worth to EAST, and less than the sum."""
    case = overlapping()
    payoffs = payoffs_of(case)
    axes = payoffs.axes
    i, chosen = axes.party("EAST"), axes.choice(BOTH)
    alone = payoffs.money[:, i, np.arange(3), chosen].sum(axis=1)
    return float((np.median(alone) + np.median(payoffs.of_package(chosen)[:, i].sum(axis=1))) / 2)


def tightened(case: Case) -> Case:
    """The same, with a no deal in which both options come about anyway."""
    outcomes = (
        Outcome("as-now", "As now", {}, number("p:as-now", 0.5)),
        Outcome("anyway", "Anyway", {"ONE": "ONE.1", "TWO": "TWO.1"}, number("p:anyway", 0.5)),
    )
    return replace(case, no_deal=outcomes)


def said_of_the_deal(stance: Stance, party: str = "EAST") -> Claim:
    return Claim("K1", party, stance, 1.0, "example", date(2030, 1, 1), package="deal")
