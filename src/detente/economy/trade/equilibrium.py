"""The world after a shock, beside the world before it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from detente.economy.trade.baseline import Array, Baseline
from detente.economy.trade.shock import Shock
from detente.economy.trade.system import State, Sweep, System, spending_scale, sweep, trade_shares
from detente.economy.trade.technology import final_spending, input_composition, living_cost


@dataclass(frozen=True, slots=True, eq=False)
class Equilibrium:
    """A counterfactual equilibrium. A name in ``_hat`` is a ratio: after the shock over before.

    The numeraire is world value added: ``sum_n value_added[n]`` is the same before and after. Only
    ratios of prices mean something; real income does not depend on the numeraire.

    Attributes
    ----------
    baseline, shock
        What was solved.
    wage_hat, living_cost_hat : array, shape (region,)
        Price of value added (labour and capital together), and of the final demand of a region.
    price_hat, cost_hat : array, shape (sector, region)
        Price to buyers, and cost of a unit at the factory gate.
    after : Baseline
        The new shares, tariffs, spending and value added; it can be shocked again.
    iterations : int
        Sweeps that were needed.
    residual : float
        Largest relative gap left on any market: labour, goods prices, spending.
    """

    baseline: Baseline
    shock: Shock
    wage_hat: Array
    living_cost_hat: Array
    price_hat: Array
    cost_hat: Array
    after: Baseline
    iterations: int
    residual: float

    @property
    def income_hat(self) -> Array:
        """Change of nominal income: value added, tax revenue and transfers, as spent on final demand."""
        return np.asarray(self.after.income / self.baseline.income)

    @property
    def real_income_hat(self) -> Array:
        """Exact change of real income ``I'/I / P'/P``: the payoff of a region.

        Income `I` is what the region spends on final demand: value added, tariff and export-tax revenue, and
        the deficit or transfer it receives. Utility is homothetic, so this ratio less one is the equivalent
        variation as a share of income.
        """
        return np.asarray(self.income_hat / self.living_cost_hat)

    @property
    def real_wage_hat(self) -> Array:
        """Change of what the wage buys, ``w'/w / P'/P``."""
        return np.asarray(self.wage_hat / self.living_cost_hat)

    @property
    def equivalent_variation(self) -> Array:
        """What the shock is worth to each region a year, in the baseline's unit and prices."""
        return np.asarray((self.real_income_hat - 1) * self.baseline.income)

    def worth(self, gdp: Array) -> Array:
        """What the shock is worth to each region a year: percent times the GDP of the price year, in its unit.

        A baseline of an earlier year gives the percentage only; `gdp` carries the money, shape (region,).
        """
        return np.asarray((self.real_income_hat - 1) * gdp)


def settle(system: System, shock: Shock, state: State, iterations: int, residual: float) -> Equilibrium:
    """Turn the solution of a single draw into a record, with world value added as numeraire."""
    old = system.baseline
    found = sweep(system, state)
    level = float(np.log((np.exp(state.wage) * old.value_added).sum() / old.value_added.sum()))
    price = state.price[0] + found.price_gap[0] - level
    return Equilibrium(
        baseline=old,
        shock=shock,
        wage_hat=np.exp(state.wage[0] - level),
        living_cost_hat=np.exp(living_cost(old, price[None])[0]),
        price_hat=np.exp(price),
        cost_hat=np.exp(found.cost[0] - level),
        after=_world_after(system, shock, state, found, level),
        iterations=iterations,
        residual=residual,
    )


def _world_after(system: System, shock: Shock, state: State, found: Sweep, level: float) -> Baseline:
    """The baseline of the world after the shock; `level` is the logarithm of its numeraire."""
    old = system.baseline
    spending = state.spending[0] * spending_scale(old) * np.exp(-level)
    return replace(
        old,
        trade_share=trade_shares(system, found)[0],
        tariff=_taxed(old.tariff, shock.tariff),
        export_tax=_taxed(old.export_tax, shock.export_tax),
        value_added_share=found.bundle.value_added_share[0],
        input_share=input_composition(old, found.bundle, state.price)[0],
        final_share=final_spending(old, state.price, np.ones_like(found.income))[0],
        value_added=np.exp(state.wage[0] - level) * old.value_added,
        surplus=-system.gift[0] * old.value_added.sum(),
        # What nobody bought before nobody buys now; its spending is zero to rounding, and said to be zero.
        expenditure=np.where(old.expenditure > 0, spending, 0.0),
    )


def _taxed(before: Array, factor: Array) -> Array:
    """New taxes; a flow that a tax bans keeps its old rate, on nothing."""
    return np.asarray(before * np.where(np.isinf(factor), 1.0, factor))
