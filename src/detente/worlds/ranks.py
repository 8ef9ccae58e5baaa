"""Ranks with ties, for statistics that care about order alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def mid_ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ranks from 1 on, shape (value,); equal values share the mean of their ranks [Kendall1945]_. All NaN if any is.

    Examples
    --------
    >>> mid_ranks(np.array([0.3, 0.1, 0.3, 0.2])).tolist()
    [3.5, 1.0, 3.5, 2.0]
    """
    if np.isnan(values).any():
        return np.full(len(values), np.nan)
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    shared: NDArray[np.float64] = np.cumsum(count) - (count - 1) / 2
    return shared[place]
