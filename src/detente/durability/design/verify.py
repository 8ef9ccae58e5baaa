"""A plan as terms that the stage of durability reads: parts of obligations, each in its phase."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.durability.breaches import WayMargin, weigh_breaches
from detente.durability.design.plan import NOTHING, Plan
from detente.durability.flows import Side
from detente.durability.terms import Terms
from detente.durability.verdict import Weighing, falls_short, weigh, worlds_that_hold


@dataclass(frozen=True, slots=True, eq=False)
class Carried:
    """Terms and sides under a plan."""

    terms: Terms
    sides: tuple[Side, ...]


def carry_out(terms: Terms, sides: Sequence[Side], plan: Plan) -> Carried:
    """Cut every obligation into the parts that the plan delivers, and add its escrows and transfers.

    A part stands for an obligation of its own with that share of flow and of one-off cost, so that the margins of the
    stage of durability need to know nothing of designs.
    """
    obligation, phase = np.nonzero(plan.delivered > NOTHING)
    part = plan.delivered[obligation, phase]
    who = [side.party for side in sides]
    escrow, transfer = terms.escrow.copy(), terms.transfer.copy()
    escrow[:, who, :] += np.cumsum(plan.posted, axis=1)
    transfer[:, who, :] += plan.transfer
    cut = replace(
        terms,
        obligations=tuple(terms.obligations[n] for n in obligation),
        owner=terms.owner[obligation],
        phase=phase.astype(np.int64),
        element=terms.element[obligation],
        share=terms.share[obligation] * part,
        reversible=terms.reversible[:, obligation],
        p_detect=terms.p_detect[:, obligation],
        lag_years=terms.lag_years[:, obligation],
        watched=terms.watched[obligation],
        cost_once=terms.cost_once[:, obligation] * part,
        escrow=escrow,
        transfer=transfer,
    )
    return Carried(cut, tuple(replace(s, gains=s.gains[:, :, obligation] * part, own=s.own[obligation]) for s in sides))


def weigh_plan(terms: Terms, sides: Sequence[Side], plan: Plan) -> Weighing:
    """All margins under a plan, by the code of the stage of durability."""
    carried = carry_out(terms, sides, plan)
    return weigh(carried.sides, carried.terms)


def enough_hold(carried: Carried, floor: float, required: int) -> bool:
    """Whether as many worlds as required hold; stops at the first margin that leaves too few."""
    holds = np.ones(carried.terms.suspended.shape[0], dtype=bool)
    for side in carried.sides:
        for way in weigh_breaches(side, carried.terms):
            if isinstance(way, WayMargin) and way.margin is not None:
                holds &= ~falls_short(way.margin, floor)
                if int(holds.sum()) < required:
                    return False
    return True


def share_that_holds(weighing: Weighing, floor: float, worlds: int) -> float:
    """Share of worlds in which every known margin reaches the floor."""
    return float(worlds_that_hold(weighing.margins, floor, worlds).mean())


def take_sides(sides: Sequence[Side], worlds: NDArray[np.int64]) -> tuple[Side, ...]:
    """Keep some worlds of every side."""
    return tuple(
        replace(s, gains=s.gains[:, worlds], stake=None if s.stake is None else s.stake[worlds]) for s in sides
    )
