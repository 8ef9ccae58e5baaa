"""What an equilibrium does to trade and sectors: flows, partners, sectors and regions, before and after."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.economy.trade.baseline import Array, Baseline
from detente.economy.trade.contributions import Contributions, first_order
from detente.economy.trade.equilibrium import Equilibrium
from detente.economy.trade.groups import output_hat


@dataclass(frozen=True, slots=True, eq=False)
class Detail:
    """An equilibrium in parts. Flows are values at the border; the numeraire is world value added.

    Attributes
    ----------
    parts : Contributions
        The first-order welfare measure by sector and partner: tables 3 and 4 of [CaliendoParro2015]_.
    flow_before, flow_after : array, shape (sector, buyer, seller)
        Who buys from whom before the buyer's tariff, domestic sales included.
    volume_hat, price_hat : array, shape (sector, buyer, seller)
        Change of the quantity of a flow, and of its price at the border; 1 where nothing flows before or after.
    output_hat : array, shape (sector, region)
        Change of the quantity produced.
    """

    parts: Contributions
    flow_before: Array
    flow_after: Array
    volume_hat: Array
    price_hat: Array
    output_hat: Array


def detail_of(equilibrium: Equilibrium) -> Detail:
    """Take an equilibrium apart.

    Examples
    --------
    >>> from detente.economy.trade import no_shock, solve
    >>> from detente.economy.trade.builtin import builtin_baseline
    >>> parts = detail_of(solve(builtin_baseline(), no_shock()))
    >>> parts.volume_hat.shape, round(float(parts.volume_hat.max()), 9)
    ((12, 22, 22), 1.0)
    """
    before, after = equilibrium.baseline, equilibrium.after
    old, new = before.border_flow, after.border_flow
    # The iceberg cost is part of the price of what arrives; a banned flow has no price.
    cost = np.where(equilibrium.shock.banned, 1.0, equilibrium.shock.iceberg)
    price = equilibrium.cost_hat[:, None, :] * after.export_tax / before.export_tax * cost
    goes_on = (old > 0) & (new > 0)
    ratio = np.where(goes_on, new, 1.0) / np.where(goes_on, old, 1.0)
    volume = np.where(goes_on, ratio / price, np.where((old > 0) & (new == 0), 0.0, 1.0))
    return Detail(
        parts=first_order(equilibrium),
        flow_before=old,
        flow_after=new,
        volume_hat=volume,
        price_hat=np.where(goes_on, price, 1.0),
        output_hat=output_hat(equilibrium),
    )


def foreign(flow: Array) -> Array:
    """Flows between regions: the same array with nothing on what a region sells to itself."""
    return np.asarray(flow * (1 - np.eye(flow.shape[1])))


def export_shares(flow: Array) -> Array:
    """Sectors' shares in what each region exports, shape (sector, region); not a number for one that exports nothing.

    Table 5 of [CaliendoParro2015]_.

    Examples
    --------
    >>> export_shares(np.array([[[9.0, 1.0], [3.0, 9.0]], [[9.0, 1.0], [1.0, 9.0]]])).round(2).tolist()
    [[0.75, 0.5], [0.25, 0.5]]
    """
    exports = foreign(flow).sum(axis=1)
    whole = exports.sum(axis=0)
    return np.asarray(np.where(whole > 0, exports / np.where(whole > 0, whole, 1.0), np.nan))


def traded_sectors(flow: Array) -> NDArray[np.bool_]:
    """Sectors in which anything is traded between regions, shape (sector,)."""
    traded: NDArray[np.bool_] = np.logical_or.reduce(foreign(flow) > 0, axis=(1, 2))
    return traded


def export_concentration(baseline: Baseline) -> Array:
    """How much the exports of each region lie in few sectors: the normalised Herfindahl index, shape (region,).

    ``(sum_j s_j^2 - 1/J) / (1 - 1/J)`` over the J sectors that are traded at all: 0 when exports are spread evenly, 1
    when they are all in one sector, not a number where nothing is exported.
    """
    flow = baseline.border_flow
    traded = int(traded_sectors(flow).sum())
    if traded < 2:
        return np.where(np.isnan(export_shares(flow)[0]), np.nan, 1.0)
    even = 1 / traded
    return np.asarray(((export_shares(flow) ** 2).sum(axis=0) - even) / (1 - even))


def growth(before: Array, after: Array) -> Array:
    """Change as a share of what was; not a number where nothing was.

    Examples
    --------
    >>> growth(np.array([4.0, 0.0]), np.array([5.0, 0.0])).tolist()
    [0.25, nan]
    """
    held = before > 0
    return np.asarray(np.where(held, after / np.where(held, before, 1.0) - 1, np.nan))


def imports_growth(flow_before: Array, flow_after: Array, partners: NDArray[np.bool_]) -> Array:
    """Growth of each region's imports from the partners, itself left out; shape (region,), in values at the border.

    Table 6 of [CaliendoParro2015]_; `partners` marks regions, shape (region,).
    """
    before, after = (foreign(flow)[:, :, partners].sum(axis=(0, 2)) for flow in (flow_before, flow_after))
    return growth(before, after)
