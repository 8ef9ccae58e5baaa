"""From one equilibrium to another: what a clause changes in a world that already holds the measures in force."""

from __future__ import annotations

import numpy as np

from detente.economy.trade import Equilibrium, Shock

STEPS = (4, 8)
"""Numbers of steps in which a change is decomposed twice; what is left of their error is extrapolated away."""


def step_between(before: Shock, after: Shock) -> Shock:
    """The shock that leads from the world after one shock to the world after another; both start from one baseline.

    Factors are ratios and transfers differences. A ban is gone from the ratio, as its flow is already 0.

    Raises
    ------
    ValueError
        When a ban stands on one side only: it has no ratio.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from detente.economy.trade import no_shock
    >>> dear, dearer = (replace(no_shock(), iceberg=np.full((1, 1, 1), cost)) for cost in (2.0, 3.0))
    >>> float(step_between(dear, dearer).iceberg[0, 0, 0])
    1.5
    """
    shape = np.broadcast_shapes(before.iceberg.shape, after.iceberg.shape, before.banned.shape, after.banned.shape)
    banned = np.broadcast_to(before.banned, shape)
    if not np.array_equal(banned, np.broadcast_to(after.banned, shape)):
        raise ValueError("A ban that stands on one side only cannot be taken in steps.")
    with np.errstate(invalid="ignore"):
        tariff, iceberg, export_tax = (
            np.where(banned, 1.0, getattr(after, name) / getattr(before, name))
            for name in ("tariff", "iceberg", "export_tax")
        )
    return Shock(
        tariff=tariff,
        iceberg=iceberg,
        export_tax=export_tax,
        quantity=np.ones((1, 1, 1)),
        productivity=after.productivity / before.productivity,
        capital=after.capital / before.capital,
        transfer=after.transfer - before.transfer,
        deficits=after.deficits,
    )


def from_one_to_another(before: Equilibrium, after: Equilibrium, step: Shock) -> Equilibrium:
    """The second equilibrium as a change of the first; both were solved from one baseline.

    Exact also where a ban is lifted, which no shock to the first world can express: flows come back at the shares
    they had in the baseline.
    """
    return Equilibrium(
        baseline=before.after,
        shock=step,
        wage_hat=after.wage_hat / before.wage_hat,
        living_cost_hat=after.living_cost_hat / before.living_cost_hat,
        price_hat=after.price_hat / before.price_hat,
        cost_hat=after.cost_hat / before.cost_hat,
        after=after.after,
        iterations=after.iterations,
        residual=max(before.residual, after.residual),
    )
