"""Why was no equilibrium found? The likeliest reason, with the place, in words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from detente.economy.trade.baseline import Array, Baseline
from detente.economy.trade.system import State, Sweep, System, sweep

SHOWN = 5


def obstacle(system: System, state: State) -> str:
    """Say why a single draw has no equilibrium, or where its search got stuck.

    Three things are looked for, in this order: regions that still buy from others and may sell nothing to them, or the
    reverse; a region that is left less than nothing to spend; the market with the largest gap.
    """
    found = sweep(system, state)
    return one_way(system) or _in_debt(system.baseline, found) or _largest_gap(system.baseline, found)


def one_way(system: System) -> str:
    """Name regions that can only buy or only sell; nothing where there are none.

    Trade that goes one way only cannot be paid for, unless by a deficit or a transfer.
    """
    baseline = system.baseline
    bought = (system.weight[0] > 0) & (baseline.expenditure > 0)[:, :, None]
    link = np.logical_or.reduce(bought, axis=0)
    _, island = connected_components(link, connection="strong")
    abroad = link & (island[:, None] != island)
    names, sizes = np.unique(island, return_counts=True)
    for name in names[np.argsort(sizes, kind="stable")]:
        inside = island == name
        imports, exports = bool(abroad[inside].any()), bool(abroad[:, inside].any())
        if imports != exports:
            way = "buy from others and sell nothing to them" if imports else "sell to others and buy nothing from them"
            return f"With this shock {_names(baseline, inside)} can {way}: leave a way to pay, or ban both."
    return ""


def _names(baseline: Baseline, chosen: NDArray[np.bool_]) -> str:
    names = [region for region, inside in zip(baseline.regions, chosen, strict=True) if inside]
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _in_debt(baseline: Baseline, found: Sweep) -> str:
    income: Array = np.nan_to_num(found.income[0] / baseline.income, nan=1.0)
    n = int(income.argmin())
    if income[n] > 0:
        return ""
    return (
        f"{baseline.regions[n]} would be left less than nothing to spend: its surplus, what it gives, or the subsidies "
        "it pays exceed its income. Close the deficits, or make transfers and subsidies smaller."
    )


def _largest_gap(baseline: Baseline, found: Sweep) -> str:
    labour, price, spending = (
        np.nan_to_num(np.abs(gap[0]), nan=np.inf) for gap in (found.wage_gap, found.price_gap, found.spending_gap)
    )
    if labour.max() >= max(price.max(), spending.max()):
        where = f"for labour in {baseline.regions[int(labour.argmax())]}"
    else:
        worst = price if price.max() >= spending.max() else spending
        j, n = np.unravel_index(int(worst.argmax()), worst.shape)
        where = f"for {baseline.sectors[int(j)]} in {baseline.regions[int(n)]}"
    return f"The largest gap is on the market {where}. Make the shock smaller, or look at what is left of trade there."
