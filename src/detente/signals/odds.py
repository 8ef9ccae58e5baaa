"""The odds of a deal that prices stand for, when a model says what they would be with and without one."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import chdtrc, chdtri

from detente.case import CaseError, DealPrice, Estimate
from detente.signals.records import AssetOdds, EventEffect, Odds, Reaction

GRID = np.linspace(0.0, 1.0, 1001)
STEP = 0.001
CONFIDENCE = 0.95
OUTSIDE = "the price lies outside what the model says with and without a deal"
"""Such a price allows no odds of its own, and counts in the misfit of all."""


def odds_implied(prices: Mapping[str, tuple[date, float]], deal_prices: Sequence[DealPrice]) -> Odds:
    """Find the odds of a deal at which prices are a mean of their values with and without it.

    ``x[k] = p a[k] + (1 - p) b[k]``: by asset the interval of p over the corners of the ranges of a and b; from all
    together the p with the least ``J(p) = sum_k (x[k] - p a[k] - (1-p) b[k])^2 / v[k](p)``, with ``v`` the variance of
    the triangular draws of a and b at that p. The interval holds every p with J at most the 95 percent point of
    chi-square with K degrees [AndersonRubin1949]_; the least J has K - 1 and tells whether prices agree
    [Hansen1982]_. A risk premium moves all odds: they are odds in the market's weights.

    Parameters
    ----------
    prices : mapping of series to day and price
        The price on which the odds are read; series that are not in it say nothing.
    deal_prices : sequence of DealPrice
        What prices would be with and without a deal, each as a range.

    Examples
    --------
    >>> from detente.case import Origin
    >>> def near(value):
    ...     return Estimate("", value, "USD", Origin.ASSUMED, value - 1, value + 1)
    >>> found = odds_implied({"oil": (date(2031, 3, 3), 65.0)}, [DealPrice("oil", near(50), near(70), "USD")])
    >>> round(found.odds, 2), round(found.assets[0].low, 2), round(found.assets[0].high, 2)
    (0.25, 0.2, 0.3)
    """
    assets = tuple(_asset(deal, prices.get(deal.series)) for deal in deal_prices)
    both = zip(deal_prices, assets, strict=True)
    telling = [(prices[deal.series][1], deal) for deal, asset in both if asset.reason in ("", OUTSIDE)]
    if not telling:
        return Odds(assets, None, None, None, None, None, 0)
    misfit = _misfit(telling, GRID)
    kept = GRID[misfit <= chdtri(len(telling), 1 - CONFIDENCE)]
    best, least = _least(telling, float(GRID[misfit.argmin()]))
    degrees = len(telling) - 1
    return Odds(
        assets=assets,
        odds=best,
        low=float(kept[0]) if len(kept) else None,
        high=float(kept[-1]) if len(kept) else None,
        misfit=least,
        misfit_p=float(chdtrc(degrees, least)) if degrees else None,
        degrees=degrees,
    )


def _asset(deal: DealPrice, seen: tuple[date, float] | None) -> AssetOdds:
    if seen is None:
        return AssetOdds(deal.series, None, None, deal.unit, None, None, None, "no price is known")
    on, price = seen
    with_deal, without_deal = _ends(deal.with_deal), _ends(deal.without_deal)
    if max(with_deal[0], without_deal[0]) <= min(with_deal[1], without_deal[1]):
        what = "the ranges with and without a deal overlap, so that every odds would fit"
        return AssetOdds(deal.series, on, price, deal.unit, None, None, None, what)
    corners = [(price - b) / (a - b) for a, b in product(with_deal, without_deal)]
    mode = (price - deal.without_deal.mode) / (deal.with_deal.mode - deal.without_deal.mode)
    low, high = max(min(corners), 0.0), min(max(corners), 1.0)
    if low > high:
        return AssetOdds(deal.series, on, price, deal.unit, None, None, None, OUTSIDE)
    return AssetOdds(deal.series, on, price, deal.unit, min(max(mode, 0.0), 1.0), low, high)


def _ends(estimate: Estimate) -> tuple[float, float]:
    if estimate.low is None or estimate.high is None or not estimate.low < estimate.high:
        raise CaseError("A price with or without a deal has no range. Write low/mode/high: no model is exact.")
    return estimate.low, estimate.high


def _least(telling: Sequence[tuple[float, DealPrice]], near: float) -> tuple[float, float]:
    """The odds of least misfit around the best point of the grid, and that misfit."""

    def misfit(odds: float) -> float:
        return float(_misfit(telling, np.array([odds]))[0])

    ends = (max(near - STEP, 0.0), min(near + STEP, 1.0))
    found = float(minimize_scalar(misfit, bounds=ends, method="bounded", options={"xatol": 1e-12}).x)
    return min(((odds, misfit(odds)) for odds in (found, near)), key=lambda pair: pair[1])


def _misfit(telling: Sequence[tuple[float, DealPrice]], odds: NDArray[np.float64]) -> NDArray[np.float64]:
    total = np.zeros(len(odds))
    for price, deal in telling:
        (a, va), (b, vb) = _moments(deal.with_deal), _moments(deal.without_deal)
        gap = price - odds * a - (1 - odds) * b
        total += gap**2 / (odds**2 * va + (1 - odds) ** 2 * vb)
    return total


def _moments(estimate: Estimate) -> tuple[float, float]:
    """Mean and variance of a triangular draw."""
    low, high = _ends(estimate)
    mode = estimate.mode
    variance = (low**2 + mode**2 + high**2 - low * mode - low * high - mode * high) / 18
    return (low + mode + high) / 3, variance


def reactions_to(
    effects: Sequence[EventEffect], eve: Mapping[tuple[str, str], float], deal_prices: Sequence[DealPrice]
) -> tuple[Reaction, ...]:
    """Hold each move against the one that a certain deal would bring, and read the change in odds that it stands for.

    Parameters
    ----------
    effects : sequence of EventEffect
        What events did.
    eve : mapping of event and series to price
        The last price before the window.
    deal_prices : sequence of DealPrice
        What prices would be with and without a deal.
    """
    by_series = {deal.series: deal for deal in deal_prices}
    found = []
    for effect in effects:
        deal, before = by_series.get(effect.series), eve.get((effect.event, effect.series))
        if deal is None or before is None or effect.move is None or effect.low is None or effect.high is None:
            continue
        gap = deal.with_deal.mode - deal.without_deal.mode
        if gap == 0:
            continue
        observed, *ends = (before * math.expm1(move) for move in (effect.move, effect.low, effect.high))
        low, high = sorted(end / gap for end in ends)
        found.append(Reaction(effect.event, effect.series, observed, gap, deal.unit, observed / gap, low, high))
    return tuple(found)
