"""Bargaining solutions by their textbook definitions, on a frontier; by optimisation they come from `optimum`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.deals.search.optimum import (
    Optimum,
    best_for_party,
    max_min_optimum,
    maximin_optimum,
    nash_optimum,
    utilitarian_optimum,
)

__all__ = [
    "Optimum",
    "best_for_party",
    "egalitarian_solution",
    "kalai_smorodinsky_solution",
    "max_min_optimum",
    "maximin_optimum",
    "maximin_solution",
    "nash_optimum",
    "nash_solution",
    "utilitarian_optimum",
    "utilitarian_solution",
]


def nash_solution(utility: NDArray[np.float64], disagreement: NDArray[np.float64]) -> int | None:
    """Pick the package with the largest product of gains over no deal.

    Maximises ``prod_i (u[k, i] - d[i])`` over packages ``k`` with ``u[k] >= d``: the solution of [Nash1950]_ on a
    finite set. Ties go to the first row; None when every package leaves someone worse off.

    Examples
    --------
    >>> utility = np.array([[0.9, 0.2], [0.6, 0.6], [0.3, 0.8]])
    >>> nash_solution(utility, disagreement=np.array([0.1, 0.1]))
    1
    """
    gain = utility - disagreement
    acceptable = (gain >= 0).all(axis=1)
    if not acceptable.any():
        return None
    product = np.where(acceptable, gain.prod(axis=1), -np.inf)
    return int(product.argmax())


def egalitarian_solution(utility: NDArray[np.float64], disagreement: NDArray[np.float64]) -> int | None:
    """Pick the package whose smallest gain over no deal is largest [Kalai1977]_.

    Maximises ``min_i (u[k, i] - d[i])`` over packages with ``u[k] >= d``; ties go to the larger sum of gains.

    Examples
    --------
    >>> egalitarian_solution(np.array([[0.9, 0.2], [0.6, 0.5]]), np.array([0.1, 0.1]))
    1
    """
    gain = utility - disagreement
    acceptable = (gain >= 0).all(axis=1)
    if not acceptable.any():
        return None
    smallest = np.where(acceptable, gain.min(axis=1), -np.inf)
    best = np.flatnonzero(smallest >= smallest.max() - 1e-12)
    return int(best[gain[best].sum(axis=1).argmax()])


def kalai_smorodinsky_solution(utility: NDArray[np.float64], disagreement: NDArray[np.float64]) -> int | None:
    """Pick the package whose smallest gain, as a share of what each party could gain at best, is largest.

    Maximises ``min_i (u[k, i] - d[i]) / (ideal[i] - d[i])`` with ``ideal[i] = max_k u[k, i]`` over packages that
    leave nobody worse off: the discrete max-min form of [KalaiSmorodinsky1975]_. A party that cannot gain does not
    count. Ties go to the larger sum of shares.

    Examples
    --------
    >>> kalai_smorodinsky_solution(np.array([[1.0, 0.1], [0.5, 0.6], [0.2, 1.0]]), np.array([0.0, 0.0]))
    1
    """
    acceptable = np.flatnonzero(np.logical_and.reduce(utility >= disagreement, axis=1))
    if not len(acceptable):
        return None
    gain = utility[acceptable] - disagreement
    counted = gain.max(axis=0) > 0
    if not counted.any():
        return int(acceptable[0])
    share = gain[:, counted] / gain[:, counted].max(axis=0)
    best = egalitarian_solution(share, np.zeros(share.shape[1]))
    return None if best is None else int(acceptable[best])


def utilitarian_solution(utility: NDArray[np.float64], disagreement: NDArray[np.float64]) -> int | None:
    """Pick the package with the largest sum of gains over no deal [Harsanyi1955]_.

    Maximises ``sum_i (u[k, i] - d[i])`` over packages with ``u[k] >= d``, on the scales given: a party whose scale is
    longer counts for more. Ties go to the first row.

    Examples
    --------
    >>> utilitarian_solution(np.array([[9.0, 0.1], [5.0, 0.6], [1.0, 1.0]]), np.array([0.0, 0.0]))
    0
    """
    acceptable = np.logical_and.reduce(utility >= disagreement, axis=1)
    if not acceptable.any():
        return None
    return int(np.where(acceptable, (utility - disagreement).sum(axis=1), -np.inf).argmax())


def maximin_solution(utility: NDArray[np.float64], disagreement: NDArray[np.float64]) -> int | None:
    """Pick the package whose worst-off party has the largest utility [Rawls1971]_.

    Maximises ``min_i u[k, i]`` over packages with ``u[k] >= d``: no deal limits the choice but does not enter what is
    compared. Ties go to the larger sum of utilities.

    Examples
    --------
    >>> maximin_solution(np.array([[0.5, 0.9], [0.6, 0.7]]), np.array([0.0, 0.6]))
    1
    """
    acceptable = np.logical_and.reduce(utility >= disagreement, axis=1)
    if not acceptable.any():
        return None
    smallest = np.where(acceptable, utility.min(axis=1), -np.inf)
    best = np.flatnonzero(smallest >= smallest.max() - 1e-12)
    return int(best[utility[best].sum(axis=1).argmax()])
