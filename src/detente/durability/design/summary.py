"""A plan in the words of the case: what is delayed, posted and paid, and where margins then stand."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detente.case import Case
from detente.durability.breaches import value_from_signature
from detente.durability.design.agreement import Agreement
from detente.durability.design.elements import paid_elements
from detente.durability.design.plan import NOTHING, Plan
from detente.durability.design.records import Delay, Delivery, Loser, Payment, Posting, Subsidy, WorstMargin
from detente.durability.design.verify import Carried
from detente.durability.verdict import Weighing, falls_short


def delays_of(case: Case, agreement: Agreement, plan: Plan) -> tuple[Delay, ...]:
    """Obligations that come later than in the text, wholly or in part."""
    starts, terms = agreement.terms.starts_years, agreement.terms
    late = (e.index for e in paid_elements(agreement, plan) if e.kind == "delay")
    return tuple(
        Delay(
            obligation=terms.obligations[n].id,
            owner=terms.obligations[n].owner,
            mean_years=float(plan.delivered[n] @ starts - starts[agreement.earliest[n]]),
            deliveries=tuple(_deliveries(case, agreement, plan, n)),
        )
        for n in late
    )


def _deliveries(case: Case, agreement: Agreement, plan: Plan, n: int) -> Iterator[Delivery]:
    obligation = agreement.terms.obligations[n]
    for phase in np.flatnonzero(plan.delivered[n] > NOTHING):
        yield Delivery(obligation.id, obligation.owner, case.phases[phase].id, float(plan.delivered[n, phase]))


def escrows_of(case: Case, agreement: Agreement, plan: Plan) -> tuple[Posting, ...]:
    """Escrow that each party adds, phase by phase."""
    return tuple(
        Posting(case.parties[agreement.parties[i]].id, case.phases[t].id, float(plan.posted[i, t]))
        for i, t in np.argwhere(plan.posted > NOTHING)
    )


def payments_of(case: Case, agreement: Agreement, plan: Plan) -> tuple[Payment, ...]:
    """Net yearly payments of each party, phase by phase."""
    return tuple(
        Payment(case.parties[agreement.parties[i]].id, case.phases[t].id, float(plan.transfer[i, t]))
        for t, i in np.argwhere(np.abs(plan.transfer.T) > NOTHING)
    )


def subsidies_of(case: Case, plan: Plan) -> tuple[Subsidy, ...]:
    """Money from outside, phase by phase."""
    return tuple(Subsidy(case.phases[t].id, float(plan.subsidy[t])) for t in np.flatnonzero(plan.subsidy > NOTHING))


def worst_margins(case: Case, weighing: Weighing, floor: float) -> tuple[WorstMargin, ...]:
    """The lowest median margin of every party, in the order of the case."""
    found: dict[int, WorstMargin] = {}
    for way in weighing.margins:
        if way.margin is None:
            continue
        median = float(np.median(way.margin))
        if way.party not in found or median < found[way.party].median_usd_bn:
            holds = float(1 - falls_short(way.margin, floor).mean())
            found[way.party] = WorstMargin(
                case.parties[way.party].id, case.phases[way.phase].id, str(way.way), median, holds
            )
    return tuple(found[party] for party in sorted(found))


def losers_under(case: Case, carried: Carried) -> tuple[Loser, ...]:
    """List parties to which the whole agreement is worth less than no deal in the median, escrow and threats apart."""
    found = []
    for side in carried.sides:
        if side.stake is None:
            continue
        money, per_stake = value_from_signature(side, carried.terms)
        worth = money + side.stake * per_stake
        if float(np.median(worth)) < -NOTHING:
            found.append(Loser(case.parties[side.party].id, float(np.median(worth)), float((worth < 0).mean())))
    return tuple(found)
