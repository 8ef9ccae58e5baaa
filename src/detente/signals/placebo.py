"""How often a test cries wolf: the same test on days on which nothing is known to have happened."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, stdtrit

from detente.signals.normal_returns import ROOM, STILL
from detente.signals.records import FalseAlarms

LEVEL = 0.05
FEWEST = 20
"""Placebo days below which a share says nothing."""


def placebo_test(
    returns: NDArray[np.float64],
    market: NDArray[np.float64] | None,
    estimation_days: int,
    series: str = "",
    events: NDArray[np.intp] | None = None,
) -> tuple[FalseAlarms, FalseAlarms]:
    """Test every given day as if it were an event, by t and by rank, and count alarms at 5 percent.

    Each day is tested against the `estimation_days` before it, all at once. Days before which nothing moves are left
    out: every move would be an alarm.

    Parameters
    ----------
    returns : array, shape (day,)
        Returns without gaps.
    market : array, shape (day,), optional
        Returns of the market; None takes the constant mean.
    estimation_days : int
        Days before each tested one from which the usual is learnt.
    series : str
        What the counts are of.
    events : array of rows, optional
        Days to test; all that have enough days before them if absent.

    Returns
    -------
    two FalseAlarms
        By the t statistic with T - k degrees, and by the rank among the estimation residuals.

    Examples
    --------
    >>> draws = np.random.Generator(np.random.Philox(7)).standard_normal(2120)
    >>> [round(found.share, 3) for found in placebo_test(draws, None, 120)]
    [0.051, 0.045]
    """
    rows = np.arange(estimation_days, len(returns)) if events is None else np.asarray(events)
    rows = rows[rows >= estimation_days]
    for moving in (returns, market):
        rows = (
            rows
            if moving is None or not len(rows)
            else rows[_before(moving, estimation_days, rows).var(axis=1) > STILL]
        )
    if not len(rows):
        return _alarms(series, "t", 0, 0), _alarms(series, "rank", 0, 0)
    by_t, by_rank = _alarms_at(returns, market, estimation_days, rows)
    return _alarms(series, "t", len(rows), int(by_t.sum())), _alarms(series, "rank", len(rows), int(by_rank.sum()))


def _before(values: NDArray[np.float64], days: int, rows: NDArray[np.intp]) -> NDArray[np.float64]:
    """The days before each row, shape (row, day)."""
    return np.lib.stride_tricks.sliding_window_view(values, days)[rows - days]


def _alarms_at(
    returns: NDArray[np.float64], market: NDArray[np.float64] | None, days: int, rows: NDArray[np.intp]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    before = _before(returns, days, rows)
    mean = before.mean(axis=1)
    centred, move = before - mean[:, None], returns[rows] - mean
    factor, degrees, leverage = np.full(len(rows), 1 + 1 / days), days - 1, np.full(centred.shape, 1 / days)
    if market is not None:
        around = _before(market, days, rows)
        away = around - around.mean(axis=1)[:, None]
        spread = (away**2).sum(axis=1)
        slope, here = (away * centred).sum(axis=1) / spread, market[rows] - around.mean(axis=1)
        centred, move = centred - slope[:, None] * away, move - slope * here
        factor, degrees, leverage = factor + here**2 / spread, days - 2, leverage + away**2 / spread[:, None]
    variance = (centred**2).sum(axis=1) / degrees
    statistic = np.abs(move) / np.sqrt(variance * factor)
    even, here_even = np.abs(centred) / np.sqrt(np.maximum(1 - leverage, ROOM)), np.abs(move) / np.sqrt(factor)
    p_rank = (1 + (even >= here_even[:, None]).sum(axis=1)) / (1 + days)
    return statistic > stdtrit(degrees, 1 - LEVEL / 2), p_rank <= LEVEL


def _alarms(series: str, test: str, days: int, alarms: int) -> FalseAlarms:
    """With the exact interval of [ClopperPearson1934]_."""
    if days < FEWEST:
        return FalseAlarms(series, test, days, alarms, None, None, None)
    low = float(betaincinv(alarms, days - alarms + 1, 0.025)) if alarms else 0.0
    high = float(betaincinv(alarms + 1, days - alarms, 0.975)) if alarms < days else 1.0
    return FalseAlarms(series, test, days, alarms, alarms / days, low, high)
