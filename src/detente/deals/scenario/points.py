"""Choosing among points of a frontier, each solution by its definition, ties included."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

TIED = 1e-12
"""Values closer than this, as a share of the largest, count as equal: floats carry four digits more."""


def choose_points(
    utilities: NDArray[np.float64], gains: NDArray[np.float64], spread: NDArray[np.float64]
) -> dict[str, int]:
    """Row of each solution among points that leave nobody worse off.

    With gains ``g = u - d`` over no deal and the ideal gain ``b_i = max g_i`` over the points:

    - `nash`: largest ``prod_i g_i`` [Nash1950]_;
    - `kalai_smorodinsky`: largest ``min_i g_i / b_i`` [KalaiSmorodinsky1975]_, among parties that can gain at all;
    - `egalitarian`: largest ``min_i g_i`` [Kalai1977]_;
    - `utilitarian`: largest ``sum_i g_i`` [Harsanyi1955]_;
    - `maximin`: largest ``min_i u_i`` [Rawls1971]_.

    A tie goes to the larger sum of what is compared (shares of the ideal for Kalai-Smorodinsky, else gains), then,
    except in the utilitarian rule, which does not ask who gains, to the larger smallest share, then to the first row.

    Parameters
    ----------
    utilities, gains : array, shape (point, party)
        In the raw units of the parties; gains are not negative.
    spread : array, shape (party,)
        Best minus worst utility of each party, positive; it only scales the product.

    Examples
    --------
    >>> points = np.array([[10.0, 3.0], [7.0, 7.0], [3.0, 9.0]])
    >>> choose_points(points, points - 1.0, np.array([9.0, 8.0]))["nash"]
    1
    """
    ideal = gains.max(axis=0)
    shares = gains[:, ideal > 0] / ideal[ideal > 0]
    fair, total = _smallest(shares), gains.sum(axis=1)
    compared = {
        "nash": ((gains / spread).prod(axis=1), total, fair),
        "kalai_smorodinsky": (fair, shares.sum(axis=1)),
        "egalitarian": (_smallest(gains), total, fair),
        "utilitarian": (total,),
        "maximin": (_smallest(utilities), total, fair),
    }
    return {name: _best(*values) for name, values in compared.items()}


def _smallest(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return values.min(axis=1) if values.shape[1] else np.zeros(len(values))


def _best(*values: NDArray[np.float64]) -> int:
    """First row among the largest of the first values, of those the largest of the second, and so on."""
    rows = np.arange(len(values[0]))
    for value in values:
        left = value[rows]
        rows = rows[left >= left.max() - TIED * np.abs(left).max()]
    return int(rows[0])
