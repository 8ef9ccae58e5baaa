"""Where a change of real income comes from: terms of trade, volume of trade, trade costs, technology, transfers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np

from detente.economy.trade.baseline import Array, Baseline
from detente.economy.trade.counterfactual import solve
from detente.economy.trade.equilibrium import Equilibrium
from detente.economy.trade.shock import Shock, partial


@dataclass(frozen=True, slots=True, eq=False)
class Contributions:
    """Parts of a change of real income, as shares of base income; the first axes add up to the whole.

    Attributes
    ----------
    terms_of_trade, volume_of_trade, trade_cost : array, shape (sector, region, partner)
        Better export and import prices; trade that taxes had kept too small; what is lost on the way.
    productivity : array, shape (sector, region)
        More output, or more services of labour and capital, from the same inputs.
    transfers : array, shape (region,)
        What is received, or a deficit that is closed.
    """

    terms_of_trade: Array
    volume_of_trade: Array
    trade_cost: Array
    productivity: Array
    transfers: Array

    @property
    def total(self) -> Array:
        """The sum of all parts, shape (region,)."""
        flows = self.terms_of_trade + self.volume_of_trade + self.trade_cost
        return np.asarray(flows.sum(axis=(0, 2)) + self.productivity.sum(axis=0) + self.transfers)


def first_order(equilibrium: Equilibrium) -> Contributions:
    """The welfare measure of the paper: equation 16 of [CaliendoParro2015]_ at base weights, with level changes.

    ``sum_i,j (E dc_n - M dc_i) / I`` are the terms of trade and ``sum_i,j (tau - 1) M (dM - dc_i) / I`` the volume
    of trade. It is a linear approximation around the base tariffs: for Mexico in NAFTA it gives +1.31 percent where the
    exact change of real income is +0.007. It is there to be compared with the paper, and is no payoff.
    """
    return _contributions(equilibrium.baseline, equilibrium.baseline, equilibrium, lambda ratio: ratio - 1)


def chained(baseline: Baseline, shock: Shock, steps: int) -> Contributions:
    """The exact change of real income in parts: the first-order formula summed along the way to the shock.

    The shock is applied in `steps` equal parts of its logarithm. Each step is weighed with the mean of the weights at
    its ends, so that the total approaches ``log(real_income_hat)`` with the square of the number of steps. The
    parts depend on the way that is taken, the total does not.
    """
    part = partial(shock, 1 / steps)
    ends: list[Contributions] = []
    for _ in range(steps):
        step = solve(baseline, part)
        ends += [_contributions(world, baseline, step, np.log) for world in (baseline, step.after)]
        baseline = step.after
    sums = (np.asarray(sum(getattr(end, f.name) for end in ends) / 2) for f in fields(Contributions))
    return Contributions(*sums)


def _contributions(
    weights: Baseline, before: Baseline, step: Equilibrium, change: Callable[[Array], Array]
) -> Contributions:
    """Parts of a step from `before` to ``step.after``, at the weights of one of the two worlds."""
    border, income = weights.border_flow, weights.income[:, None]
    old, new = before.border_flow, step.after.border_flow
    shock = step.shock
    price = step.cost_hat[:, None, :] * step.after.export_tax / before.export_tax
    cost = np.where(shock.banned, 1.0, shock.iceberg)
    flow = change(np.where(old > 0, new, 1.0) / np.where(old > 0, old, 1.0))
    import_volume = flow - change(price * cost)
    export_volume = (flow - change(price)).transpose(0, 2, 1)
    sold, tax = border.transpose(0, 2, 1), weights.export_tax.transpose(0, 2, 1)
    output = (border / weights.export_tax).sum(axis=1)
    made = output * change(np.broadcast_to(shock.productivity, output.shape))
    made = made + output * weights.value_added_share * change(np.broadcast_to(shock.capital, output.shape))
    lost = border * change(price * cost) - border * change(price)
    return Contributions(
        terms_of_trade=(sold * change(price).transpose(0, 2, 1) - border * change(price)) / income,
        volume_of_trade=((weights.tariff - 1) * border * import_volume + (1 - 1 / tax) * sold * export_volume) / income,
        trade_cost=-lost / income,
        productivity=made / income[:, 0],
        transfers=(before.surplus - step.after.surplus) / income[:, 0],
    )
