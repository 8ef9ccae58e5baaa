"""What dearer or cheaper energy costs the buyers of its sector in the trade model, and what of it is first order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

LARGEST_RATIO = 20.0
"""Prices of energy are passed on as if they rose or fell by at most this factor."""


@dataclass(frozen=True, slots=True, eq=False)
class Passed:
    """The cost shock of a change of energy prices, shape (world, region), on all purchases of one sector.

    `cost`: logarithm of the iceberg cost on every seller of the sector, home sales among them. `first_order`: what that
    does to the logarithm of real income at first order, to be left out, for the surplus of the network holds it.
    """

    sector: int
    cost: Array
    first_order: Array


def cost_of_delivery(bill: Array, new_bill: Array) -> Array:
    """Value of what is consumed in the status quo times the logarithm of its change of price.

    `bill` and `new_bill` are what the quantities of the status quo cost before and after, so that their ratio is the
    price index of Laspeyres. At first order the product is ``q dp``, the loss of consumers.

    Examples
    --------
    >>> round(float(cost_of_delivery(np.array([300.0]), np.array([303.0]))[0]), 3)
    2.985
    """
    ratio = np.divide(new_bill, bill, out=np.ones_like(bill), where=bill > 0)
    return np.asarray(np.maximum(bill, 0.0) * np.log(np.clip(ratio, 1 / LARGEST_RATIO, LARGEST_RATIO)))


def pass_through(sector: int, value: Array, cost: Array, spent: Array, income: Array) -> Passed:
    """Turn changes of energy prices into a cost shock on purchases of the sector from which users buy the commodity.

    With ``v`` the value of the commodity, ``v dlog p`` its change of cost, ``lambda I`` what the region spends on the
    sector, the price of the sector's purchases changes by ``dlog kappa = v dlog p / max(lambda I, v)``: the share of
    the commodity in the sector times its price. At first order real income changes by ``-lambda dlog kappa``
    ([Hulten1978]_).

    Parameters
    ----------
    sector : int
        Place of the sector from which users buy.
    value, cost : array, shape (world, region), USD bn a year
        As from `cost_of_delivery`.
    spent : array, shape (world, region)
        Spending on the sector over income, in the status quo of the trade model.
    income : array, shape (world, region), USD bn a year
        GDP of the price year; not a number where there is none, and nothing is passed on there.
    """
    spending = np.maximum(spent * np.nan_to_num(income), value)
    known = np.isfinite(income) & (spending > 0)
    kappa = np.divide(cost, spending, out=np.zeros_like(cost), where=known)
    return Passed(sector, kappa, -spent * kappa)
