"""Simpler models on the same data: without materials, without links between sectors, with one sector.

Each keeps all trade flows, tariffs and deficits of the baseline and changes what is inside regions. What the richer
model adds is the difference between two solutions.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from detente.case import CaseError
from detente.economy.trade.baseline import Array, Baseline
from detente.economy.trade.shock import Shock


def without_materials(baseline: Baseline) -> Baseline:
    """Labour and capital make everything: value added is gross output, and all spending is final.

    Flows, prices and tariffs stay, so no market is out of balance; regions are larger, for output counts in full.

    Examples
    --------
    >>> from detente.economy.trade.builtin import builtin_baseline
    >>> bare = without_materials(builtin_baseline())
    >>> bool((bare.value_added_share == 1).all()), bool(np.allclose(bare.income, bare.expenditure.sum(axis=0)))
    (True, True)
    """
    receipts = (baseline.border_flow / baseline.export_tax).sum(axis=1)
    return replace(
        baseline,
        value_added_share=np.ones_like(baseline.expenditure),
        input_share=np.zeros_like(baseline.input_share),
        final_share=baseline.expenditure / baseline.expenditure.sum(axis=0),
        value_added=receipts.sum(axis=0),
    )


def without_linkages(baseline: Baseline) -> Baseline:
    """Every sector uses its own good as its only input, and final demand is what is left of spending.

    Value-added shares stay, but where a sector would use more of its good than its region buys: there they rise until
    it uses all of it, for flows are what was observed.
    """
    sectors, regions = baseline.expenditure.shape
    receipts = (baseline.border_flow / baseline.export_tax).sum(axis=1)
    bought = baseline.expenditure
    used = np.minimum((1 - baseline.value_added_share) * receipts, bought)
    final = bought - used
    if (final.sum(axis=0) <= 0).any():
        alone = baseline.regions[int(final.sum(axis=0).argmin())]
        raise CaseError(f"Without links between sectors nothing is left for final demand in {alone}.")
    share = np.where(receipts > 0, 1 - used / np.where(receipts > 0, receipts, 1.0), baseline.value_added_share)
    return replace(
        baseline,
        value_added_share=share,
        input_share=np.broadcast_to(np.eye(sectors), (regions, sectors, sectors)),
        final_share=final / final.sum(axis=0),
        value_added=(share * receipts).sum(axis=0),
    )


def in_one_sector(baseline: Baseline, theta: float | None = None) -> Baseline:
    """All sectors added up to one, ``all``; taxes are means weighted by trade.

    `theta` is the elasticity of the whole; the mean over sectors weighted by trade between regions when absent.
    """
    border = baseline.border_flow
    whole = border.sum(axis=0)
    factory = (border / baseline.export_tax).sum(axis=0)
    paid = (border * baseline.tariff).sum(axis=0)
    spending = baseline.expenditure.sum(axis=0)
    receipts = factory.sum(axis=0)
    return replace(
        baseline,
        sectors=("all",),
        trade_share=(paid / spending[:, None])[None],
        tariff=_ratio(paid, whole)[None],
        export_tax=_ratio(whole, factory)[None],
        value_added_share=(baseline.value_added / receipts)[None],
        input_share=np.ones((len(spending), 1, 1)),
        final_share=np.ones((1, len(spending))),
        expenditure=spending[None],
        theta=np.array([_mean_theta(baseline, border) if theta is None else theta]),
    )


def _mean_theta(baseline: Baseline, border: Array) -> float:
    traded = border.sum(axis=(1, 2)) - np.einsum("jnn->j", border)
    weights = traded if traded.sum() > 0 else np.ones_like(traded)
    return float((weights * baseline.theta).sum() / weights.sum())


def _ratio(above: Array, below: Array) -> Array:
    return np.asarray(np.where(below > 0, above / np.where(below > 0, below, 1.0), 1.0))


def shock_in_one_sector(baseline: Baseline, shock: Shock) -> Shock:
    """A shock to the sectors of `baseline` as a shock to all in one: means of factors, weighted by what is paid.

    Raises
    ------
    CaseError
        When some sectors of a flow are banned and others are not: a mean of a ban and no ban says nothing.
    """
    paid = baseline.trade_share * baseline.expenditure[:, :, None]
    made = (baseline.border_flow / baseline.export_tax).sum(axis=1)
    banned = np.broadcast_to(shock.banned, paid.shape) & (paid > 0)
    every = banned.any(axis=0) & ~np.logical_or.reduce((paid > 0) & ~banned, axis=0)
    if (banned.any(axis=0) & ~every).any():
        n, i = np.argwhere(banned.any(axis=0) & ~every)[0]
        raise CaseError(
            f"Some sectors from {baseline.regions[i]} to {baseline.regions[n]} are banned and others are not: "
            "with one sector a ban must be of all."
        )
    return replace(
        shock,
        tariff=_mean_factor(shock.tariff, paid),
        iceberg=_mean_factor(shock.iceberg, paid),
        export_tax=_mean_factor(shock.export_tax, paid),
        quantity=np.where(every, 0.0, 1.0)[None],
        productivity=_mean_factor(shock.productivity, made),
        capital=_mean_factor(shock.capital, made),
    )


def _mean_factor(factor: Array, weight: Array) -> Array:
    whole = np.broadcast_to(np.where(np.isinf(factor), 1.0, factor), weight.shape)
    total = weight.sum(axis=0)
    mean = (whole * weight).sum(axis=0) / np.where(total > 0, total, 1.0)
    return np.asarray(np.where(total > 0, mean, 1.0))[None]
