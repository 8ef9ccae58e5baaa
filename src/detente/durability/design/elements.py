"""The paid elements of a plan: what could be taken out of it, one thing at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from detente.durability.design.agreement import Agreement
from detente.durability.design.plan import NOTHING, Plan
from detente.durability.terms import FloatArray


@dataclass(frozen=True, slots=True)
class PaidElement:
    """An escrow of a party, the payments of a phase, or the delay of an obligation; `index` says which."""

    kind: Literal["escrow", "payments", "delay"]
    index: int


def paid_elements(agreement: Agreement, plan: Plan) -> tuple[PaidElement, ...]:
    """List what a plan pays for, delays first."""
    on_time = plan.delivered[np.arange(len(plan.delivered)), agreement.earliest]
    late = np.flatnonzero(on_time < 1 - NOTHING)
    posting = np.flatnonzero(plan.posted.sum(axis=1) > NOTHING)
    paying = np.flatnonzero((plan.paid + plan.received).sum(axis=0) > NOTHING)
    return (
        *(PaidElement("delay", int(n)) for n in late),
        *(PaidElement("payments", int(t)) for t in paying),
        *(PaidElement("escrow", int(i)) for i in posting),
    )


def take_out(agreement: Agreement, plan: Plan, element: PaidElement) -> Plan | None:
    """Return the plan without one element; None where what waits for another would come before it."""
    if element.kind == "escrow":
        return replace(plan, posted=_zeroed_row(plan.posted, element.index))
    if element.kind == "payments":
        t = element.index
        return replace(
            plan,
            paid=_zeroed_row(plan.paid.T, t).T,
            received=_zeroed_row(plan.received.T, t).T,
            subsidy=_zeroed_row(plan.subsidy[:, None], t)[:, 0],
        )
    delivered = _zeroed_row(plan.delivered, element.index)
    delivered[element.index, agreement.earliest[element.index]] = 1.0
    by_phase = np.cumsum(delivered, axis=1)
    in_order = all(bool((by_phase[n] <= by_phase[m] + NOTHING).all()) for n, m in agreement.after)
    return replace(plan, delivered=delivered) if in_order else None


def _zeroed_row(values: FloatArray, row: int) -> FloatArray:
    changed = values.copy()
    changed[row] = 0.0
    return changed
