"""Prices as returns on a calendar of their own: days without a price are bridged and counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from detente.case import Price
from detente.signals.records import SeriesLooked

FEWEST_PRICES = 23
"""Prices below which a series is not studied: 20 returns to learn from, and one event."""

LONGEST_PAUSE, SATURDAY = 7, 5
"""Days from one price to the next beyond which prices are missing, and not only a holiday between them."""

DAILY = 4.0
"""Mean days between prices above which a series is not daily."""


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Log returns by day and series; NaN where a series has no price that day.

    `spans`: over how many days of the calendar a return goes, 1 unless prices are missing before it. `prices`: NaN
    where there is none. Row 0 has no return.
    """

    days: tuple[date, ...]
    series: tuple[str, ...]
    prices: NDArray[np.float64]
    returns: NDArray[np.float64]
    spans: NDArray[np.float64]

    def column(self, series: str) -> int:
        """Column of a series."""
        return self.series.index(series)


def looked_at(prices: Sequence[Price]) -> tuple[SeriesLooked, ...]:
    """Sort observations into series, and say of each whether it can be studied, in the order of the case."""
    by_series: dict[str, dict[date, Price]] = {}
    for price in prices:
        by_series.setdefault(price.series, {})[price.on] = price
    return tuple(_looked(name, found) for name, found in by_series.items())


def _looked(name: str, found: dict[date, Price]) -> SeriesLooked:
    days = sorted(found)
    values = tuple(found[day].value for day in days)
    units = {price.unit for price in found.values()}
    reason = _why_not(days, values, units)
    return SeriesLooked(name, sorted(units)[0], days[0], days[-1], len(days), not reason, reason, tuple(days), values)


def _why_not(days: Sequence[date], values: Sequence[float], units: set[str]) -> str:
    if len(units) > 1:
        return f"its unit changes: {', '.join(sorted(units))}"
    if len(days) < FEWEST_PRICES:
        return f"{len(days)} prices are too few, {FEWEST_PRICES} are needed"
    if min(values) <= 0:
        return "a price is not above zero, so that it has no log return"
    if len(set(values)) == 1:
        return "the price never moves"
    if (days[-1] - days[0]).days / (len(days) - 1) > DAILY:
        return "prices are too far apart to be daily"
    return ""


def panel_of(series: Sequence[SeriesLooked]) -> Panel:
    """Put series on one calendar: the days on which at least half of them have a price.

    A return goes from the last price of the series to this one, over `spans` days of the calendar. Days on which most
    series have none, such as holidays of one exchange, would make gaps of all others, and are left out.

    A hole of more than a week without prices is filled with its weekdays, so that a return across it does not pass for
    that of one day.

    Examples
    --------
    >>> days = tuple(date(2031, 3, d) for d in (3, 4, 5))
    >>> one = SeriesLooked("A", "EUR", days[0], days[2], 3, True, "", days, (1.0, 2.0, 4.0))
    >>> two = SeriesLooked("B", "EUR", days[0], days[2], 2, True, "", (days[0], days[2]), (5.0, 5.0))
    >>> panel_of([one, two]).spans.tolist()
    [[nan, nan], [1.0, nan], [1.0, 2.0]]
    """
    counts: dict[date, int] = {}
    for one in series:
        for day in one.days:
            counts[day] = counts.get(day, 0) + 1
    days = _without_holes(sorted(day for day, count in counts.items() if 2 * count >= len(series)))
    place = {day: k for k, day in enumerate(days)}
    prices = np.full((len(days), len(series)), np.nan)
    for s, one in enumerate(series):
        for day, value in zip(one.days, one.values, strict=True):
            if day in place:
                prices[place[day], s] = value
    returns, spans = _returns(prices)
    return Panel(days, tuple(one.series for one in series), prices, returns, spans)


def _without_holes(days: Sequence[date]) -> tuple[date, ...]:
    """The days, and between two that are more than a week apart the weekdays.

    Examples
    --------
    >>> [day.day for day in _without_holes([date(2031, 3, 3), date(2031, 3, 7), date(2031, 3, 17)])]
    [3, 7, 10, 11, 12, 13, 14, 17]
    """
    found = list(days[:1])
    for before, day in pairwise(days):
        if (day - before).days > LONGEST_PAUSE:
            between = (before + timedelta(days=k) for k in range(1, (day - before).days))
            found += [one for one in between if one.weekday() < SATURDAY]
        found.append(day)
    return tuple(found)


def _returns(prices: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    returns, spans = np.full(prices.shape, np.nan), np.full(prices.shape, np.nan)
    for s in range(prices.shape[1]):
        known = np.flatnonzero(np.isfinite(prices[:, s]))
        returns[known[1:], s] = np.diff(np.log(prices[known, s]))
        spans[known[1:], s] = np.diff(known)
    return returns, spans
