"""Slow and obvious twins of the engines behind precedents and signals: loops over single numbers, no arrays."""

from __future__ import annotations

import math

from scipy.optimize import minimize_scalar


def slow_curve(years, ended):
    """Product-limit estimate by time, with bands from Greenwood's sum, by loops."""
    share, total, found = 1.0, 0.0, []
    for at in sorted({y for y, e in zip(years, ended, strict=True) if e}):
        risk = sum(1 for y in years if y >= at)
        ends = sum(1 for y, e in zip(years, ended, strict=True) if e and y == at)
        share *= 1 - ends / risk
        total += ends / (risk * (risk - ends)) if risk > ends else math.inf
        if 0 < share < 1:
            half = 1.959963984540054 * math.sqrt(total) / abs(math.log(share))
            band = (share ** math.exp(half), share ** math.exp(-half))
        else:
            band = (None, None)
        found.append((at, share, *band))
    return found


def slow_hazard(years, ended, has):
    """Log ratio of rates by maximising the partial likelihood with ties by Efron, term by term."""

    def minus_likelihood(beta):
        total = 0.0
        for at in {y for y, e in zip(years, ended, strict=True) if e}:
            risk = [math.exp(beta * h) for y, h in zip(years, has, strict=True) if y >= at]
            tied = [beta * h for y, e, h in zip(years, ended, has, strict=True) if e and y == at]
            for k in range(len(tied)):
                total += math.log(sum(risk) - k / len(tied) * sum(math.exp(b) for b in tied))
            total -= sum(tied)
        return total

    return minimize_scalar(minus_likelihood, bounds=(-20, 20), method="bounded", options={"xatol": 1e-10}).x


def slow_likeness(own, theirs, weights):
    """Weighted share of agreement over what is known of both; None where nothing is."""
    top = bottom = 0.0
    for a, b, w in zip(own, theirs, weights, strict=True):
        if a is not None and b is not None:
            top += w * (1 - abs(a - b))
            bottom += w
    return top / bottom if bottom else None


def slow_market_model(returns, market):
    """Slope, intercept and residuals of one series by the textbook sums."""
    n, mx, my = len(returns), sum(market) / len(market), sum(returns) / len(returns)
    sxx = sum((x - mx) ** 2 for x in market)
    slope = sum((x - mx) * (y - my) for x, y in zip(market, returns, strict=True)) / sxx
    level = my - slope * mx
    residuals = [y - level - slope * x for x, y in zip(market, returns, strict=True)]
    return level, slope, residuals, sum(e * e for e in residuals) / (n - 2), mx, sxx


def slow_ranks(values):
    """Ranks with ties shared, by counting."""
    return [sum(v < w for v in values) + (sum(v == w for v in values) + 1) / 2 for w in values]


def slow_corrado(residuals, abnormal):
    """Corrado's statistic by event day, series by series."""
    columns = list(zip(*residuals, strict=True)), list(zip(*abnormal, strict=True))
    ranks = [slow_ranks([*a, *b]) for a, b in zip(*columns, strict=True)]
    length = len(ranks[0])
    days = [sum(r[t] - (length + 1) / 2 for r in ranks) / len(ranks) for t in range(length)]
    spread = math.sqrt(sum(d * d for d in days) / length)
    return [d / spread for d in days[-len(abnormal) :]]


def slow_alarms(returns, market, days, critical):
    """Which days alarm by t and by rank, each day fitted anew."""
    by_t, by_rank = [], []
    for day in range(days, len(returns)):
        before, around = returns[day - days : day], market[day - days : day]
        level, slope, residuals, variance, mx, sxx = slow_market_model(before, around)
        move = returns[day] - level - slope * market[day]
        factor = 1 + 1 / days + (market[day] - mx) ** 2 / sxx
        by_t.append(abs(move) / math.sqrt(variance * factor) > critical)
        even = [abs(e) / math.sqrt(1 - 1 / days - (x - mx) ** 2 / sxx) for e, x in zip(residuals, around, strict=True)]
        larger = sum(e >= abs(move) / math.sqrt(factor) for e in even)
        by_rank.append((1 + larger) / (1 + days) <= 0.05)
    return by_t, by_rank


def slow_sup_f(returns):
    """Largest F of a split into two means, and where it lies, by trying every split."""
    n, best = len(returns), (-1.0, 0)
    for size in range(math.ceil(0.15 * n), math.floor(0.85 * n) + 1):
        one, two = returns[:size], returns[size:]
        whole = sum((r - sum(returns) / n) ** 2 for r in returns)
        split = sum((r - sum(part) / len(part)) ** 2 for part in (one, two) for r in part)
        best = max(best, ((whole - split) / (split / (n - 2)), -size))
    return best[0], -best[1]
