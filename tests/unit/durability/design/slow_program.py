"""A slow twin of the linear program: every row found by trying the margin code, solved whole by another routine."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.optimize import linprog

from detente.durability.design import Limits, Prices
from detente.durability.design.plan import Plan, as_written
from detente.durability.design.verify import weigh_plan
from unit.durability.design.questions import Drawn


def least_cost_of_payments_and_escrow(drawn: Drawn, prices: Prices, limits: Limits, floor: float) -> float | None:
    """Least cost with the schedule of the text; None where nothing is feasible.

    Margins are affine in escrow and payments, so one change of each by one unit tells every coefficient.
    """
    text = as_written(drawn.agreement)
    parties, _, phases = drawn.agreement.shape
    base = margins(drawn, text)
    columns, costs, most, budget = [], [], [], []
    rate = -np.log(prices.discount)
    starts = [*drawn.terms.starts_years, np.inf]
    for party in range(parties):
        for phase in range(phases):
            unit = np.zeros((parties, phases))
            unit[party, phase] = 1.0
            held = np.exp(-rate * starts[phase]) / rate
            during = (np.exp(-rate * starts[phase]) - np.exp(-rate * starts[phase + 1])) / rate
            for kind, cost in (("posted", prices.escrow_per_year * held), ("paid", prices.transfer * during)):
                columns.append(margins(drawn, replace(text, **{kind: unit})) - base)
                costs.append(cost)
                most.append(limits.escrow_usd_bn if kind == "posted" else limits.transfer_usd_bn_per_year)
                budget.append((phase, 1.0 if kind == "paid" else 0.0))
            columns.append(margins(drawn, replace(text, received=unit)) - base)
            costs.append(0.0)
            most.append(limits.transfer_usd_bn_per_year)
            budget.append((phase, -1.0))
    for phase in range(phases):
        columns.append(np.zeros_like(base))
        costs.append(prices.subsidy * (np.exp(-rate * starts[phase]) - np.exp(-rate * starts[phase + 1])) / rate)
        most.append(limits.subsidy_usd_bn_per_year)
        budget.append((phase, 1.0))
    balance = np.zeros((phases, len(costs)))
    for column, (phase, sign) in enumerate(budget):
        balance[phase, column] = sign
    found = linprog(
        costs,
        A_ub=-np.column_stack(columns),
        b_ub=base - floor,
        A_eq=balance,
        b_eq=np.zeros(phases),
        bounds=[(0, None if np.isinf(m) else m) for m in most],
    )
    return float(found.fun) if found.status == 0 else None


def margins(drawn: Drawn, plan: Plan) -> np.ndarray:
    return np.concatenate([w.margin for w in weigh_plan(drawn.terms, drawn.sides, plan).margins])
