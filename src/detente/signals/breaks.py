"""Whether returns changed their mean on some unknown day."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray
from scipy.special import kolmogorov

from detente.case import CaseError
from detente.signals.records import Break

TRIMMED = 0.15
"""Share of days at either end that cannot be the break [Andrews1993]_."""


def sup_f_test(returns: NDArray[np.float64], days: Sequence[date], series: str = "") -> Break:
    """Test a constant mean against one change on an unknown day: the largest F over the days between.

    The day on which the new mean begins is where F is largest. The p-value is that of [MillerSiegmund1982]_ for the
    largest squared Brownian bridge over its variance, a little too large below statistics of 6.

    Parameters
    ----------
    returns : array, shape (day,)
        Returns without gaps.
    days : sequence of dates
        The day of each return.
    series : str
        What the returns are of.

    Examples
    --------
    >>> jump = np.r_[np.tile([0.0, 0.02], 20), np.tile([0.1, 0.12], 20)]
    >>> found = sup_f_test(jump, [date.fromordinal(738000 + k) for k in range(80)])
    >>> found.on == date.fromordinal(738040), found.p < 1e-6
    (True, True)
    """
    count = len(returns)
    _refuse_flat(returns, series)
    first, last = math.ceil(TRIMMED * count), math.floor((1 - TRIMMED) * count)
    sizes = np.arange(first, last + 1)
    sums = np.cumsum(returns)
    before, after = sums[sizes - 1] / sizes, (sums[-1] - sums[sizes - 1]) / (count - sizes)
    explained = sizes * (count - sizes) / count * (before - after) ** 2
    total = ((returns - returns.mean()) ** 2).sum()
    f = explained / ((total - explained) / (count - 2))
    k = int(f.argmax())
    return Break(series, "sup-F", float(f[k]), sup_f_p(float(f[k])), days[sizes[k]], count)


def sup_f_p(statistic: float, trimmed: float = TRIMMED) -> float:
    """Chance that the largest F is at least this large when nothing changes.

    ``phi(b) ((b - 1/b) log((1 - e)^2 / e^2) + 4 / b)`` with ``b**2`` the statistic and ``e`` the share trimmed.

    Examples
    --------
    >>> round(sup_f_p(8.85), 3), round(sup_f_p(12.35), 3)
    (0.05, 0.01)
    """
    if statistic <= 1:
        return 1.0
    b = math.sqrt(statistic)
    width = 2 * math.log((1 - trimmed) / trimmed)
    return min(1.0, NormalDist().pdf(b) * ((b - 1 / b) * width + 4 / b))


def cusum_test(returns: NDArray[np.float64], days: Sequence[date], series: str = "") -> Break:
    """Test a constant mean by the running sum of deviations from it, which is a Brownian bridge when nothing changes.

    The test of [PlobergerKramer1992]_ on least-squares residuals: ``max |sum of deviations| / (s sqrt(T))``.

    Examples
    --------
    >>> flat = np.tile([0.01, -0.01], 40)
    >>> cusum_test(flat, [date.fromordinal(738000 + k) for k in range(80)]).p > 0.99
    True
    """
    _refuse_flat(returns, series)
    deviation = returns - returns.mean()
    path = np.abs(np.cumsum(deviation)) / (deviation.std(ddof=1) * math.sqrt(len(returns)))
    k = int(path.argmax())
    statistic = float(path[k])
    after = days[k + 1] if k + 1 < len(days) else None
    return Break(series, "CUSUM", statistic, float(kolmogorov(statistic)), after, len(returns))


def _refuse_flat(returns: NDArray[np.float64], series: str) -> None:
    if len(returns) < 10 or not np.ptp(returns) > 0:
        raise CaseError(f"{series or 'The series'}: {len(returns)} returns, or none that moves, cannot show a break.")
