"""Worlds of regions and sectors made for tests, with any shares, and shocks to go with them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from detente.economy.trade import Baseline, Shock, Substitution, balance, no_shock


def trade_world(seed: int, substitution: Substitution | None = None) -> Baseline:
    """A world of 2 to 6 regions and 1 to 5 sectors in equilibrium, with tariffs, deficits and missing flows.

    Value added and spending follow from the shares by one linear system.
    """
    draw = np.random.default_rng(seed)
    n, j = int(draw.integers(2, 7)), int(draw.integers(1, 6))
    share = draw.dirichlet(np.full(n, 0.4), (j, n)) + 2 * np.eye(n)
    share[(draw.random((j, n, n)) < 0.15) & ~np.eye(n, dtype=bool)] = 0.0
    # Everybody buys from the first region and sells to it, so that no region stands alone.
    share[0, :, 0] += 0.05
    share[0, 0, :] += 0.05
    made = Baseline(
        regions=tuple(f"r{k}" for k in range(n)),
        sectors=tuple(f"s{k}" for k in range(j)),
        year=None,
        unit="million",
        source="made up",
        trade_share=share / share.sum(axis=2, keepdims=True),
        tariff=np.where(np.eye(n, dtype=bool), 1.0, draw.uniform(1.0, 1.4, (j, n, n))),
        export_tax=np.where(np.eye(n, dtype=bool), 1.0, draw.uniform(0.97, 1.05, (j, n, n))),
        value_added_share=draw.uniform(0.2, 1.0, (j, n)),
        input_share=draw.dirichlet(np.ones(j), (n, j)).transpose(0, 2, 1),
        final_share=draw.dirichlet(np.ones(j), n).T,
        value_added=np.ones(n),
        surplus=np.zeros(n),
        expenditure=np.ones((j, n)),
        theta=draw.uniform(1.0, 12.0, j),
        substitution=substitution or Substitution(),
    )
    balanced = in_equilibrium(made)
    surplus = draw.normal(0, 0.01, n) * balanced.value_added
    surplus -= surplus.sum() * balanced.value_added / balanced.value_added.sum()
    out_of_balance = in_equilibrium(replace(made, surplus=surplus / 100))
    # A surplus can be more than a region that trades little can earn at these shares; it then has none.
    return balance(out_of_balance if (out_of_balance.expenditure > 0).all() else balanced)


def in_equilibrium(made: Baseline) -> Baseline:
    """Spending and value added that clear all markets at the given shares; world value added is 100."""
    j, n = made.expenditure.shape
    sold = made.trade_share / made.tariff / made.export_tax
    duty = (made.trade_share * (1 - 1 / made.tariff)).sum(axis=2)
    export_duty = made.trade_share / made.tariff - sold
    goods = np.zeros((j, n, j, n))
    for k in range(j):
        for b in range(n):
            for s in range(j):
                used = made.input_share[b, k, s] * (1 - made.value_added_share[s, b])
                goods[k, b, s] += used * sold[s, :, b] + made.final_share[k, b] * export_duty[s, :, b]
                goods[k, b, s, b] += made.final_share[k, b] * duty[s, b]
                goods[k, b, s] += made.final_share[k, b] * made.value_added_share[s, b] * sold[s, :, b]
    size = j * n
    matrix = np.eye(size) - goods.reshape(size, size)
    right = -(made.final_share * made.surplus).reshape(size)
    labour = (made.value_added_share[:, None, :] * sold).sum(axis=2).reshape(size)
    system = np.vstack([matrix, labour])
    spending = np.linalg.lstsq(system, np.append(right, 1.0), rcond=None)[0].reshape(j, n)
    value_added = (made.value_added_share * (sold * spending[:, :, None]).sum(axis=1)).sum(axis=0)
    return replace(made, expenditure=100 * spending, value_added=100 * value_added, surplus=100 * made.surplus)


def trade_shock(baseline: Baseline, seed: int, transfers: bool = True) -> Shock:
    """Every lever at once, by factors from a half to double on trade and a few percent on production."""
    draw = np.random.default_rng(seed + 1000)
    j, n = baseline.expenditure.shape
    own = np.eye(n, dtype=bool)

    def flows(spread: float) -> np.ndarray:
        return np.where(own, 1.0, np.exp(draw.uniform(-spread, spread, (j, n, n))))

    transfer = draw.normal(0, 0.003, n) if transfers else np.zeros(n)
    return replace(
        no_shock(),
        tariff=flows(0.3),
        iceberg=flows(0.7),
        export_tax=flows(0.1),
        productivity=np.exp(draw.normal(0, 0.05, (j, n))),
        capital=np.exp(draw.normal(0, 0.05, (j, n))),
        transfer=transfer - transfer.mean(),
    )
