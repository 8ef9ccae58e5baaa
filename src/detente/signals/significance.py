"""Tests that an event left returns as they usually are, over several series on the same days.

Each takes arrays and gives one statistic per event day. With abnormal returns ``a`` of N series, their standardised
form ``z = a / sqrt(variance * forecast factor)``, and T estimation days of which `degrees` are free:
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.worlds import mid_ranks

Array = NDArray[np.float64]


def cross_sectional_t(abnormal: Array) -> Array:
    """``mean(a) / (sd(a) / sqrt(N))``: series count alike and may have grown more volatile; t with N - 1 degrees.

    `abnormal` has shape (day, series).

    Examples
    --------
    >>> cross_sectional_t(np.array([[0.01, 0.02, 0.03]])).round(4).tolist()
    [3.4641]
    """
    return _mean_over_error(abnormal)


def patell_z(standardised: Array, degrees: int) -> Array:
    """``sum(z) / sqrt(N degrees / (degrees - 2))``: precise series count more; N(0, 1) [Patell1976]_.

    Examples
    --------
    >>> patell_z(np.array([[1.0, 1.0, 1.0, 1.0]]), 102).round(4).tolist()
    [1.9803]
    """
    count = standardised.shape[1]
    return np.asarray(standardised.sum(axis=1) / np.sqrt(count * degrees / (degrees - 2)))


def bmp_t(standardised: Array) -> Array:
    """``mean(z) / (sd(z) / sqrt(N))``: as Patell's, and holds when the event makes prices more volatile.

    The test of [Boehmer1991]_; t with N - 1 degrees.
    """
    return _mean_over_error(standardised)


def adjusted_bmp_t(standardised: Array, mean_correlation: float) -> Array:
    """Shrink the test of [Boehmer1991]_ by ``sqrt((1 - r) / (1 + (N - 1) r))`` for series that move together.

    `mean_correlation` is that of the estimation residuals; the test of [KolariPynnonen2010]_.

    Examples
    --------
    >>> z = np.array([[1.0, 2.0, 3.0]])
    >>> bool(adjusted_bmp_t(z, 0.5)[0] < bmp_t(z)[0])
    True
    """
    count = standardised.shape[1]
    shrink = (1 - mean_correlation) / (1 + (count - 1) * mean_correlation)
    return np.asarray(bmp_t(standardised) * np.sqrt(max(shrink, 0.0)))


def corrado_rank_z(residuals: Array, abnormal: Array) -> Array:
    """Rank each series over estimation and event days, and compare the mean rank of a day with its usual spread.

    ``(mean_i K[i,t] - (L + 1)/2) / s`` with ``s**2`` the mean over all L days of the squared numerator: needs no normal
    returns; N(0, 1) [Corrado1989]_.

    `residuals` has shape (estimation day, series), `abnormal` (event day, series).
    """
    return _day_over_usual(np.apply_along_axis(mid_ranks, 0, np.vstack([residuals, abnormal])), len(abnormal))


def corrado_sign_z(residuals: Array, abnormal: Array) -> Array:
    """Compare each day's mean sign about the median with its usual spread; N(0, 1) [CorradoZivney1992]_."""
    both = np.vstack([residuals, abnormal])
    return _day_over_usual(np.sign(both - np.median(both, axis=0)), len(abnormal))


def generalised_sign_z(residuals: Array, abnormal: Array) -> Array:
    """Compare how many series rise with the share of days on which they usually do; N(0, 1) [Cowan1992]_."""
    count, usual = abnormal.shape[1], (residuals > 0).mean()
    rising = (abnormal > 0).sum(axis=1)
    return np.asarray((rising - count * usual) / np.sqrt(count * usual * (1 - usual)))


def portfolio_t(residuals: Array, abnormal: Array) -> Array:
    """``mean(a) / sd`` of the mean residual over estimation days: holds when series move together [BrownWarner1985]_.

    The t distribution has T - 1 degrees.
    """
    return np.asarray(abnormal.mean(axis=1) / residuals.mean(axis=1).std(ddof=1))


def mean_correlation(residuals: Array) -> float:
    """Mean correlation of the residuals of all pairs of series; at least two are needed."""
    count = residuals.shape[1]
    return float((np.corrcoef(residuals, rowvar=False).sum() - count) / (count * (count - 1)))


def _mean_over_error(values: Array) -> Array:
    error = values.std(axis=1, ddof=1) / np.sqrt(values.shape[1])
    return np.asarray(np.divide(values.mean(axis=1), error, out=np.full(len(values), np.nan), where=error > 0))


def _day_over_usual(scores: Array, event_days: int) -> Array:
    deviation = scores.mean(axis=1) - scores.mean()
    return np.asarray(deviation[-event_days:] / np.sqrt((deviation**2).mean()))
