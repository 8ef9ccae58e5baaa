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
    """An escrow of a party or its part of one phase, the payments of a phase or of one payer, or a delay.

    `index` is the obligation that is late, the party that posts or pays, or the phase of all payments; `phase` that of
    a part.
    """

    kind: Literal["escrow", "posting", "payments", "payer", "delay"]
    index: int
    phase: int = 0


def paid_elements(agreement: Agreement, plan: Plan) -> tuple[PaidElement, ...]:
    """List what a plan pays for, delays first, the whole of an escrow before its parts."""
    on_time = plan.delivered[np.arange(len(plan.delivered)), agreement.earliest]
    late = np.flatnonzero(on_time < 1 - NOTHING)
    posted = np.argwhere(plan.posted > NOTHING)
    paying = np.flatnonzero((plan.paid + plan.received).sum(axis=0) > NOTHING)
    payers = np.argwhere(plan.paid > NOTHING)
    return (
        *(PaidElement("delay", int(n)) for n in late),
        *(PaidElement("payments", int(t)) for t in paying),
        *(PaidElement("payer", int(i), int(t)) for i, t in payers),
        *(PaidElement("escrow", int(i)) for i in dict.fromkeys(posted[:, 0])),
        *(PaidElement("posting", int(i), int(t)) for i, t in posted),
    )


def take_out(agreement: Agreement, plan: Plan, element: PaidElement) -> Plan | None:
    """Return the plan without one element; None where what waits for another would come before it."""
    if element.kind == "escrow":
        return replace(plan, posted=_zeroed_row(plan.posted, element.index))
    if element.kind == "posting":
        return replace(plan, posted=_zeroed(plan.posted, element.index, element.phase))
    if element.kind == "payments":
        return _without_payments(plan, element.index)
    if element.kind == "payer":
        return _without_payer(plan, element.index, element.phase)
    return _without_delay(agreement, plan, element.index)


def _without_payments(plan: Plan, phase: int) -> Plan:
    return replace(
        plan,
        paid=_zeroed_row(plan.paid.T, phase).T,
        received=_zeroed_row(plan.received.T, phase).T,
        subsidy=_zeroed_row(plan.subsidy[:, None], phase)[:, 0],
    )


def _without_payer(plan: Plan, payer: int, phase: int) -> Plan:
    """One party pays nothing in a phase, and those who receive get so much less, each in proportion."""
    received = plan.received.copy()
    received[:, phase] *= 1 - plan.paid[payer, phase] / received[:, phase].sum()
    return replace(plan, paid=_zeroed(plan.paid, payer, phase), received=received)


def _without_delay(agreement: Agreement, plan: Plan, obligation: int) -> Plan | None:
    delivered = _zeroed_row(plan.delivered, obligation)
    delivered[obligation, agreement.earliest[obligation]] = 1.0
    by_phase = np.cumsum(delivered, axis=1)
    in_order = all(bool((by_phase[n] <= by_phase[m] + NOTHING).all()) for n, m in agreement.after)
    return replace(plan, delivered=delivered) if in_order else None


def _zeroed_row(values: FloatArray, row: int) -> FloatArray:
    changed = values.copy()
    changed[row] = 0.0
    return changed


def _zeroed(values: FloatArray, row: int, column: int) -> FloatArray:
    changed = values.copy()
    changed[row, column] = 0.0
    return changed
