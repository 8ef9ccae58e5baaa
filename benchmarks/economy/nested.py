"""The nested method of published code, in NumPy: the yardstick where that code itself cannot run.

As in the R code of KITE and the MATLAB code of Caliendo and Parro: in each round prices and trade shares are updated,
spending is iterated to its tolerance inside, and wages move by a fixed part of the trade imbalance, not accelerated.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.economy.trade import Baseline

Array = NDArray[np.float64]


def solve_nested(
    baseline: Baseline, cost_hat: Array, tariff: Array, tolerance: float, part: float
) -> tuple[Array, int]:
    """Changes of wages, and rounds; stops when wages move by less than `tolerance` in sum."""
    b = baseline
    wage, price, spending = np.ones(len(b.regions)), np.ones_like(b.expenditure), b.expenditure
    power = -b.theta[:, None, None]
    weight = b.trade_share * cost_hat**power
    for rounds in range(1, 100_000):
        inputs = np.einsum("nkj,kn->jn", b.input_share, np.log(price))
        cost = np.exp(b.value_added_share * np.log(wage) + (1 - b.value_added_share) * inputs)
        priced = weight * (cost[:, None, :] ** power)
        total = priced.sum(axis=2)
        price = total ** (-1 / b.theta[:, None])
        at_border = priced / total[:, :, None] / tariff
        spending = _spending(b, wage, at_border, spending, tolerance)
        flow = at_border * spending[:, :, None]
        excess = (flow.sum(axis=(0, 1)) - flow.sum(axis=(0, 2)) - b.surplus) / b.value_added
        wage = wage + part * excess
        if part * np.abs(excess).sum() < tolerance:
            return wage, rounds
    raise RuntimeError("the nested method did not settle")


def _spending(b: Baseline, wage: Array, at_border: Array, start: Array, tolerance: float) -> Array:
    spending, untaxed = start, at_border.sum(axis=2)
    while True:
        sold = np.einsum("jni,jn->ji", at_border, spending)
        income = wage * b.value_added + ((1 - untaxed) * spending).sum(axis=0) - b.surplus
        new = np.einsum("nkj,jn->kn", b.input_share, (1 - b.value_added_share) * sold) + b.final_share * income
        if np.abs(new - spending).max() < tolerance * b.value_added.max():
            return np.asarray(new)
        spending = new
