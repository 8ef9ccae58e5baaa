"""Shocks made backwards: the world after is drawn first, and the shock that leads there follows from it.

So the equilibrium is known without any search, and there is one. Long run and own costs unchanged: what a region pays
for its own goods then gives its prices, prices and wages give costs, and shares and costs give trade costs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from detente.economy.trade import Baseline, Shock, no_shock
from property.trade_worlds import in_equilibrium


@dataclass(frozen=True)
class Known:
    """A shock to a baseline, and what it does."""

    shock: Shock
    real_income_hat: np.ndarray
    wage_hat: np.ndarray
    trade_share: np.ndarray


def backward(baseline: Baseline, seed: int, spread: float, bans: float = 0.0) -> Known | None:
    """Change all shares as costs by factors up to ``exp(spread)`` would; None where somebody would be left in debt."""
    draw = np.random.default_rng(seed + 5000)
    j, n = baseline.expenditure.shape
    own = np.eye(n, dtype=bool)
    closed = bool(draw.random() < 0.5)
    banned = (draw.random((j, n, n)) < bans) & ~own
    moved = np.where(own, 0.0, draw.uniform(-spread, spread, (j, n, n)))
    share = np.where(banned, 0.0, baseline.trade_share * np.exp(-baseline.theta[:, None, None] * moved))
    share /= share.sum(axis=2, keepdims=True)
    tariff = np.where(own, 1.0, draw.uniform(1.0, 1.0 + spread, (j, n, n)))
    surplus = np.zeros(n) if closed else baseline.surplus / 100
    after = in_equilibrium(replace(baseline, trade_share=share, tariff=tariff, surplus=surplus))
    if not ((after.expenditure > 0).all() and (after.income > 0).all() and (after.value_added > 0).all()):
        return None
    wage = after.value_added / baseline.value_added
    price, cost = _prices(baseline, np.log(wage), np.log(_own(share) / _own(baseline.trade_share)))
    flows = (share > 0) & (baseline.trade_share > 0)
    ratio = np.where(flows, share, 1.0) / np.where(flows, baseline.trade_share, 1.0)
    kappa = ratio ** (-1 / baseline.theta[:, None, None]) * np.exp(price[:, :, None] - cost[:, None, :])
    shock = replace(
        no_shock("closed" if closed else "kept"),
        tariff=tariff / baseline.tariff,
        iceberg=np.where(own | ~flows, 1.0, kappa * baseline.tariff / tariff),
        quantity=np.where(banned, 0.0, 1.0),
    )
    real = after.income / baseline.income / np.exp((baseline.final_share * price).sum(axis=0))
    return Known(shock, real, wage, share)


def hangs_together(share: np.ndarray) -> bool:
    """Whether everybody buys from everybody else, directly or through others."""
    link = (share > 0).any(axis=0).astype(int)
    return bool((np.linalg.matrix_power(link, len(link)) > 0).all())


def _own(share: np.ndarray) -> np.ndarray:
    return np.einsum("jnn->jn", share)


def _prices(baseline: Baseline, wage: np.ndarray, own: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Logarithms of prices and costs from ``P = c (pi'/pi)^(1/theta)`` at home, region by region."""
    j, n = own.shape
    lift = own / baseline.theta[:, None]
    price = np.empty((j, n))
    for b in range(n):
        gamma = baseline.value_added_share[:, b]
        matrix = np.eye(j) - (1 - gamma)[:, None] * baseline.input_share[b].T
        price[:, b] = np.linalg.solve(matrix, gamma * wage[b] + lift[:, b])
    return price, price - lift
