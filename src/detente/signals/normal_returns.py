"""What a return usually is: the mean, or what the market does, learnt from days before the event."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import CaseError

Array = NDArray[np.float64]
STILL = 1e-20
"""Variance of returns below which a price does not move: what is left is rounding of the computer."""

ROOM = 1e-12
"""Least part of its variance that a day keeps: one on which alone the market moves would keep none."""


@dataclass(frozen=True, slots=True, eq=False)
class NormalReturns:
    """Least-squares fits, one per series, on the same estimation days.

    `coefficients`: (regressor, series), the first regressor is 1. `residuals`: (day, series).
    `inverse`: the inverse of X'X, (regressor, regressor). `degrees`: days less regressors. `leverage`: by how much of
    its own variance each day pulls the fit towards it, (day,).
    """

    coefficients: Array
    residuals: Array
    inverse: Array
    degrees: int
    leverage: Array

    @property
    def days(self) -> int:
        """Estimation days."""
        return len(self.residuals)

    @property
    def variance(self) -> Array:
        """Residual variance of each series, shape (series,): sum of squares over degrees of freedom."""
        return np.asarray((self.residuals**2).sum(axis=0) / self.degrees)

    @property
    def even_residuals(self) -> Array:
        """Residuals brought to one variance, (day, series): those of days that pull the fit are smaller."""
        return np.asarray(self.residuals / np.sqrt(np.maximum(1 - self.leverage, ROOM))[:, None])


def fit_normal_returns(returns: Array, market: Array | None = None) -> NormalReturns:
    """Fit ``r = alpha + beta m + e`` (market model) or ``r = alpha + e`` (constant mean) by least squares.

    The models of [BrownWarner1985]_ and [MacKinlay1997]_.

    Parameters
    ----------
    returns : array, shape (day, series)
        Returns on the estimation days.
    market : array, shape (day,), optional
        Returns of the market on the same days; None takes the constant mean.

    Raises
    ------
    CaseError
        With fewer than three degrees of freedom, or a market that does not move.

    Examples
    --------
    >>> fit = fit_normal_returns(np.array([[0.01], [0.03], [0.02], [0.02]]))
    >>> fit.coefficients.round(3).tolist(), fit.degrees
    ([[0.02]], 3)
    """
    design = design_of(len(returns), market)
    degrees = len(returns) - design.shape[1]
    if degrees < 3:
        raise CaseError(f"{len(returns)} estimation days are too few to learn what is usual. Give more prices.")
    if np.linalg.matrix_rank(design) < design.shape[1]:
        raise CaseError("The market does not move in the estimation days. Name another series, or none.")
    inverse: Array = np.asarray(np.linalg.inv(design.T @ design), dtype=np.float64)
    coefficients: Array = np.asarray(np.linalg.lstsq(design, returns, rcond=None)[0], dtype=np.float64)
    leverage = np.einsum("tk,kl,tl->t", design, inverse, design)
    return NormalReturns(coefficients, returns - design @ coefficients, inverse, degrees, leverage)


def design_of(days: int, market: Array | None) -> Array:
    """Regressors by day, shape (day, 1) or (day, 2)."""
    ones = np.ones(days)
    return ones[:, None] if market is None else np.column_stack([ones, market])


def abnormal_returns(fit: NormalReturns, returns: Array, market: Array | None = None) -> Array:
    """Take what is usual from the returns of event days, shape (day, series)."""
    return np.asarray(returns - design_of(len(returns), market) @ fit.coefficients)


def forecast_factor(fit: NormalReturns, market: Array | None, days: int) -> Array:
    """By how much a forecast error is larger than a residual, shape (day,): ``1 + x'(X'X)^-1 x``.

    Equal to ``1 + 1/T + (m - mean)^2 / sum (m - mean)^2`` in the market model [Patell1976]_.
    """
    design = design_of(days, market)
    return np.asarray(1 + np.einsum("tk,kl,tl->t", design, fit.inverse, design))


def window_factor(fit: NormalReturns, market: Array | None, spans: Array) -> float:
    """By how much the variance of a summed forecast error is larger than that of one residual.

    ``sum(spans) + x'(X'X)^-1 x`` with ``x`` the sum of regressors over the window, a return over several days counting
    as that many: errors of the forecast are common to all days and do not average out.

    Examples
    --------
    >>> fit = fit_normal_returns(np.zeros((10, 1)))
    >>> round(window_factor(fit, None, np.array([1.0, 1.0])), 2)
    2.4
    """
    design = design_of(len(spans), market)
    design[:, 0] = spans
    total = design.sum(axis=0)
    return float(spans.sum() + total @ fit.inverse @ total)
