"""The equations of a counterfactual equilibrium, for a batch of draws: residuals of one sweep.

Exact hat algebra of [CaliendoParro2015]_, section 3.3: only shares and elasticities are needed. Axes: draw,
sector, buyer, seller. Wages, prices and costs are changes, in logarithms; spending is relative to the baseline.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from detente.case import CaseError
from detente.economy.trade.baseline import Array, Baseline
from detente.economy.trade.shock import Shock
from detente.economy.trade.technology import Bundle, final_spending, input_spending, unit_costs


@dataclass(frozen=True, slots=True)
class System:
    """A batch of counterfactuals on one baseline.

    `weight` is ``pi kappa^-theta``, `border` the same over ``1 + tariff`` and `factory` over both taxes; shape
    (draw, sector, buyer, seller). `productivity` and `capital` are logarithms, shape (draw, sector, region);
    `gift` is what a region receives net of its surplus as a share of world value added, shape (draw, region). `offset`,
    shape (draw, sector, buyer), is a logarithm taken out of a buyer's weights where they would not fit a number.
    """

    baseline: Baseline
    theta: Array
    weight: Array
    border: Array
    factory: Array
    productivity: Array
    capital: Array
    gift: Array
    offset: Array

    def take(self, rows: NDArray[np.bool_]) -> System:
        """Keep some of the draws."""
        kept = {f.name: getattr(self, f.name)[rows] for f in fields(self) if f.name != "baseline"}
        if self.border is self.weight:
            kept["border"] = kept["weight"]
        if self.factory is self.border:
            kept["factory"] = kept["border"]
        return replace(self, **kept)


@dataclass(frozen=True, slots=True)
class State:
    """Wages (draw, region) and prices (draw, sector, region) in logarithms, spending relative to the baseline."""

    wage: Array
    price: Array
    spending: Array


@dataclass(frozen=True, slots=True)
class Trade:
    """Who buys from whom at the costs of a sweep; shape (draw, sector, region), money in the baseline's unit.

    `access`, shape (draw, sector, buyer), is the sum of a buyer's weights times ``c^-theta`` of their sellers, as a
    logarithm. `paid` is what a buyer pays with its tariff and `imports` without, domestic purchases included;
    `exports` is what a seller gets at the border and `receipts` after its export tax.
    """

    access: Array
    paid: Array
    imports: Array
    exports: Array
    receipts: Array


@dataclass(frozen=True, slots=True)
class Sweep:
    """What one look at all markets gives: how far off they are, and the quantities computed on the way.

    Gaps are logarithms for wages and prices and relative to the baseline for spending; all are zero in
    equilibrium. `residual` is the largest of them, per draw.
    """

    wage_gap: Array
    price_gap: Array
    spending_gap: Array
    residual: Array
    demand: Array
    cost: Array
    income: Array
    trade: Trade
    bundle: Bundle


def pose(baseline: Baseline, shock: Shock, theta: Array, size: Array) -> System:
    """Set up one shock for many draws of elasticities (draw, sector) and sizes of the shock (draw,)."""
    weight, offset = _weights(baseline, shock, theta, size)
    weight = _with_suppliers(baseline, weight)
    border = _over(weight, baseline.tariff, shock.tariff, size)
    shape = (len(theta), *baseline.expenditure.shape)
    surplus = baseline.surplus / baseline.value_added.sum() if shock.deficits == "kept" else 0.0
    return System(
        baseline=baseline,
        theta=theta[:, :, None],
        weight=weight,
        border=border,
        factory=_over(border, baseline.export_tax, shock.export_tax, size),
        productivity=np.broadcast_to(np.log(shock.productivity) * size[:, None, None], shape),
        capital=np.broadcast_to(np.log(shock.capital) * size[:, None, None], shape),
        gift=np.broadcast_to(shock.transfer * size[:, None] - surplus, (len(theta), shape[2])),
        offset=offset,
    )


def _weights(baseline: Baseline, shock: Shock, theta: Array, size: Array) -> tuple[Array, Array]:
    """Shares times ``kappa^-theta``, shape (draw, sector, buyer, seller), and the logarithm taken out of them.

    Only cells that change cost any time.
    """
    factor = np.where(shock.banned, 1.0, shock.tariff * shock.iceberg * shock.export_tax)
    weight = np.repeat(baseline.trade_share[None], len(theta), axis=0)
    offset = np.zeros((len(theta), *baseline.expenditure.shape))
    log_cost = np.broadcast_to(np.log(factor), baseline.trade_share.shape)
    j, n, i = np.nonzero((log_cost != 0) & (baseline.trade_share > 0))
    if len(j):
        power = -(theta * size[:, None])[:, j] * log_cost[j, n, i]
        if np.abs(power).max() > LARGEST_POWER:
            weight, offset = _large_weights(weight, -(theta * size[:, None])[:, :, None, None] * log_cost, shock)
        else:
            weight[:, j, n, i] *= np.exp(power)
    return np.where(shock.banned, 0.0, weight) if shock.banned.any() else weight, offset


def _large_weights(share: Array, power: Array, shock: Shock) -> tuple[Array, Array]:
    """``share exp(power)`` where that is too large or too small for a number: relative to the largest of a buyer."""
    kept = (share > 0) & ~shock.banned
    log = np.where(kept, np.log(np.where(kept, share, 1.0)) + power, -np.inf)
    offset = log.max(axis=3)
    offset = np.where(np.isfinite(offset), offset, 0.0)
    return np.exp(log - offset[..., None]), offset


LARGEST_POWER = 300.0
"""Powers of e beyond this are kept as logarithms; numbers end at 700."""


def _over(weight: Array, tax: Array, factor: Array, size: Array) -> Array:
    """Weights before a tax is paid; where nobody pays any, the weights themselves, to be recognised as such."""
    finite = np.where(np.isinf(factor), 1.0, factor)
    grown = finite[None] ** size[:, None, None, None] if bool((finite != 1).any()) else np.ones((1, 1, 1, 1))
    after = tax * grown
    return weight if bool((after == 1).all()) else np.asarray(weight / after)


def _with_suppliers(baseline: Baseline, weight: Array) -> Array:
    """Refuse a world in which a region can no longer buy at all what it needs."""
    empty = np.logical_and.reduce(weight == 0, axis=3)
    if not empty.any():
        return weight
    needed = empty & (baseline.expenditure > 0)
    if needed.any():
        _, j, n = np.argwhere(needed)[0]
        raise CaseError(
            f"All suppliers of {baseline.sectors[j]} to {baseline.regions[n]} are banned, and it cannot do without: "
            "leave it one supplier, if only itself."
        )
    own = np.eye(len(baseline.regions), dtype=bool)
    return np.asarray(np.where(empty[:, :, :, None] & own, 1.0, weight))


def unchanged(system: System) -> State:
    """The baseline itself, as the place to start from."""
    wage = np.zeros_like(system.gift)
    price = np.zeros_like(system.productivity)
    spending = system.baseline.expenditure / spending_scale(system.baseline)
    return State(wage, price, np.broadcast_to(spending, price.shape))


def spending_scale(baseline: Baseline) -> Array:
    """Baseline spending, and at least a millionth of value added, so that relative spending has a meaning."""
    return np.asarray(np.maximum(baseline.expenditure, 1e-6 * baseline.value_added))


def sweep(system: System, state: State) -> Sweep:
    """Go once round: costs, trade, incomes, spending, labour (equations 10 to 15 of [CaliendoParro2015]_)."""
    baseline = system.baseline
    cost, bundle = unit_costs(baseline, state.wage[:, None, :] - system.capital, state.price)
    cost = cost - system.productivity
    scale = spending_scale(baseline)
    trade = _trade(system, cost, state.spending * scale)
    factor_income = np.exp(state.wage) * baseline.value_added
    revenue = (trade.paid - trade.imports + trade.exports - trade.receipts).sum(axis=1)
    income = factor_income + revenue + system.gift * factor_income.sum(axis=1, keepdims=True)
    inputs = input_spending(baseline, bundle, state.price, trade.receipts)
    wanted = (inputs + final_spending(baseline, state.price, income)) / scale
    demand = (bundle.value_added_share * trade.receipts).sum(axis=1)
    wage_gap = np.log(np.maximum(demand / factor_income, LEAST_DEMAND))
    price_gap = -(trade.access + system.offset) / system.theta - state.price
    spending_gap = wanted - state.spending
    goods_gap = np.maximum(np.abs(price_gap), np.abs(spending_gap) / np.maximum(1.0, wanted))
    residual = np.maximum(np.abs(wage_gap).max(axis=1), goods_gap.max(axis=(1, 2)))
    return Sweep(wage_gap, price_gap, spending_gap, residual, demand, cost, income, trade, bundle)


LEAST_DEMAND = 1e-3
"""Demand for labour, against supply, below which a step is no longer made larger."""


def _trade(system: System, cost: Array, spending: Array) -> Trade:
    """Spread spending over sellers. Taxes that nobody pays are not computed: their weights are the same object."""
    power = -system.theta * cost
    if np.abs(power).max() > LARGEST_POWER:
        return _trade_in_logarithms(system, power, spending)
    appeal = np.exp(power)
    access = _bought(system.weight, appeal)
    reach = spending / access
    imports = spending if system.border is system.weight else _bought(system.border, appeal) * reach
    receipts = _sold(system.factory, reach) * appeal
    exports = receipts if system.factory is system.border else _sold(system.border, reach) * appeal
    return Trade(np.log(access), spending, imports, exports, receipts)


def _trade_in_logarithms(system: System, power: Array, spending: Array) -> Trade:
    """The same, slower, for costs whose powers do not fit a number."""
    share, access = _shares(system, power)
    paid = share * spending[..., None]
    taken = np.where(system.weight > 0, system.weight, 1.0)
    border, factory = (paid * weights / taken for weights in (system.border, system.factory))
    return Trade(access, spending, border.sum(axis=3), border.sum(axis=2), factory.sum(axis=2))


def _shares(system: System, power: Array) -> tuple[Array, Array]:
    bought = system.weight > 0
    log = np.where(bought, np.log(np.where(bought, system.weight, 1.0)) + power[:, :, None, :], -np.inf)
    largest = log.max(axis=3, keepdims=True)
    relative = np.exp(log - largest)
    total = relative.sum(axis=3, keepdims=True)
    return relative / total, (np.log(total) + largest)[..., 0]


def trade_shares(system: System, found: Sweep) -> Array:
    """Share of each seller in what a buyer spends at the costs of a sweep, shape (draw, sector, buyer, seller)."""
    return _shares(system, -system.theta * found.cost)[0]


def _bought(weight: Array, appeal: Array) -> Array:
    return np.asarray(np.matmul(weight, appeal[..., None])[..., 0])


def _sold(weight: Array, reach: Array) -> Array:
    return np.asarray(np.matmul(reach[:, :, None, :], weight)[:, :, 0, :])
