"""Earlier agreements between opponents with an economic part, and how many were in force after some years.

The agreements are those of `detente.precedents`: hand-picked, not a sample, known because they failed or because they
lasted. They give a wide prior to hold a forecast against, and enter nothing else. "In force" includes those kept in
part.
"""

from __future__ import annotations

from scipy.special import betaincinv

from detente.durability.prospects.records import BaseRate
from detente.precedents import builtin_precedents

HORIZONS_YEARS = (1, 3, 5)
JEFFREYS = 0.5
WIDTH = (0.05, 0.5, 0.95)


def base_rates(year: int) -> tuple[BaseRate, ...]:
    """Count the precedents that were in force after one, three and five years, as known at the start of a year.

    With k of n in force, the posterior of the rate is Beta(k + 1/2, n - k + 1/2), whose 5, 50 and 95 percent points are
    given. Agreements younger than the horizon in that year are left out, and nothing later than the year is used.

    Examples
    --------
    >>> [(r.years, r.in_force, r.observed) for r in base_rates(2000)]
    [(1, 17, 17), (3, 11, 13), (5, 10, 12)]
    """
    return tuple(rate for years in HORIZONS_YEARS if (rate := _rate(years, year)) is not None)


def _rate(years: int, now: int) -> BaseRate | None:
    observed = [p for p in builtin_precedents() if p.signed + years <= now]
    if not observed:
        return None
    lasted = sum(p.ended is None or p.ended >= p.signed + years for p in observed)
    low, median, high = betaincinv(lasted + JEFFREYS, len(observed) - lasted + JEFFREYS, WIDTH).tolist()
    return BaseRate(years, lasted, len(observed), low, median, high)
