"""The spread of a number over worlds, the same five quantiles everywhere."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.deals.records import Quantiles


def quantiles(draws: NDArray[np.float64], unit: str) -> Quantiles:
    """Five quantiles over worlds: 5, 25, 50, 75 and 95 percent.

    Examples
    --------
    >>> quantiles(np.arange(101.0), "USD bn").median
    50.0
    """
    low, lower, median, upper, high = np.quantile(draws, [0.05, 0.25, 0.5, 0.75, 0.95]).tolist()
    return Quantiles(low, lower, median, upper, high, unit)
