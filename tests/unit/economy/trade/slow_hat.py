"""A second slow twin: exact hat algebra in nested loops, as the code published with the paper goes about it.

Outer loop: wages, moved by the trade imbalance they imply. Inner loop: prices. Spending: one dense linear system.
Cobb-Douglas, tariffs and trade costs only.
"""

from __future__ import annotations

import numpy as np


def prices_in_changes(baseline, wage, cost_hat):
    sectors, regions = baseline.expenditure.shape
    price = np.ones((sectors, regions))
    while True:
        cost = np.ones((sectors, regions))
        for j in range(sectors):
            for n in range(regions):
                gamma = baseline.value_added_share[j, n]
                inputs = np.prod([price[k, n] ** baseline.input_share[n, k, j] for k in range(sectors)])
                cost[j, n] = wage[n] ** gamma * inputs ** (1 - gamma)
        new = np.ones_like(price)
        for j in range(sectors):
            for n in range(regions):
                theta = baseline.theta[j]
                parts = [
                    baseline.trade_share[j, n, i] * (cost_hat[j, n, i] * cost[j, i]) ** -theta for i in range(regions)
                ]
                new[j, n] = sum(parts) ** (-1 / theta)
        if np.abs(new - price).max() < 1e-15:
            return price, cost
        price = new


def solve_nested(baseline, tariff, iceberg, tolerance=1e-12):
    """Wages (numeraire: world value added) and changes of real income."""
    sectors, regions = baseline.expenditure.shape
    cost_hat = iceberg * tariff / baseline.tariff
    wage = np.ones(regions)
    for _ in range(20_000):
        price, cost = prices_in_changes(baseline, wage, cost_hat)
        share = (
            baseline.trade_share * (cost_hat * cost[:, None, :] / price[:, :, None]) ** -baseline.theta[:, None, None]
        )
        spending = _spending(baseline, wage, share, tariff)
        imports = np.array(
            [sum((share[j, n] / tariff[j, n]).sum() * spending[j, n] for j in range(sectors)) for n in range(regions)]
        )
        exports = np.array(
            [
                sum((share[j, :, n] / tariff[j, :, n] * spending[j]).sum() for j in range(sectors))
                for n in range(regions)
            ]
        )
        excess = (exports - imports - baseline.surplus) / baseline.value_added
        if np.abs(excess).max() < tolerance:
            living = np.prod(price**baseline.final_share, axis=0)
            revenue = np.array(
                [((1 - 1 / tariff[:, n]) * share[:, n] * spending[:, n, None]).sum() for n in range(regions)]
            )
            income = wage * baseline.value_added + revenue - baseline.surplus
            return wage, income / baseline.income / living
        wage = wage * (1 + 0.1 * excess)
        wage = wage * baseline.value_added.sum() / (wage * baseline.value_added).sum()
    raise AssertionError("the slow twin did not settle")


def _spending(baseline, wage, share, tariff):
    sectors, regions = baseline.expenditure.shape
    size = sectors * regions
    matrix, right = np.eye(size), np.zeros(size)
    for k in range(sectors):
        for n in range(regions):
            row = k * regions + n
            alpha = baseline.final_share[k, n]
            right[row] = alpha * (wage[n] * baseline.value_added[n] - baseline.surplus[n])
            for j in range(sectors):
                duty = sum(share[j, n, i] * (1 - 1 / tariff[j, n, i]) for i in range(regions))
                matrix[row, j * regions + n] -= alpha * duty
                used = baseline.input_share[n, k, j] * (1 - baseline.value_added_share[j, n])
                for m in range(regions):
                    matrix[row, j * regions + m] -= used * share[j, m, n] / tariff[j, m, n]
    return np.linalg.solve(matrix, right).reshape(sectors, regions)
