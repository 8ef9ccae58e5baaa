"""What prices say of the news: effects of events, across series, false alarms, breaks, odds and reactions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Statistic:
    """A test statistic with its p-value, two-sided; None where it has no meaning, for `reason`."""

    name: str
    value: float | None
    p: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EventEffect:
    """What one event did to one series.

    `first_on`, `last_on`: the days whose returns count, None where the series has none. `move`: the abnormal return
    summed over these days, as a share (log), with `low` and `high` of a 95 percent interval. `p`: of the t statistic;
    `p_rank`: of the rank of the move among like moves of the estimation days, which needs no normal returns.
    `estimation_days`: returns from which the usual was learnt. `missing_days`: days of the window without a price.
    `bridged`: returns in the window that span a day without a price. `overlaps`: events whose window meets this one,
    so that the move is of both. `short`: fewer estimation days than usually asked for. `reason`: why there is nothing.
    """

    event: str
    series: str
    first_on: date | None
    last_on: date | None
    move: float | None
    low: float | None
    high: float | None
    t: float | None
    p: float | None
    p_rank: float | None
    estimation_days: int
    missing_days: int
    bridged: int
    overlaps: tuple[str, ...]
    short: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AcrossSeries:
    """One event over all series that it concerns: the mean move and tests that all moves are nil.

    Series that move together every day count less: `mean_correlation` of their usual residuals enters the adjusted
    test, and is None with fewer than two series.
    """

    event: str
    series: tuple[str, ...]
    mean_move: float
    mean_correlation: float | None
    statistics: tuple[Statistic, ...]


@dataclass(frozen=True, slots=True)
class FalseAlarms:
    """How often days without an event look like one at 5 percent, by the same test; with its 95 percent interval."""

    series: str
    test: str
    days: int
    alarms: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Break:
    """Whether the mean of a series' returns changed at some unknown day."""

    series: str
    test: str
    statistic: float
    p: float
    on: date | None
    observations: int


@dataclass(frozen=True, slots=True)
class AssetOdds:
    """The odds of a deal that one price allows: all p at which the price lies within what the model says."""

    series: str
    on: date | None
    price: float | None
    unit: str
    odds: float | None
    low: float | None
    high: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Odds:
    """The odds of a deal from all prices together.

    `misfit` is the least weighted sum of squares, with its p-value: small means that prices disagree on one number.
    `low`, `high`: all odds that the prices do not reject at 95 percent; None where they reject every one.
    """

    assets: tuple[AssetOdds, ...]
    odds: float | None
    low: float | None
    high: float | None
    misfit: float | None
    misfit_p: float | None
    degrees: int


@dataclass(frozen=True, slots=True)
class Reaction:
    """A move held against the one that a certain deal would bring by the model, from the price on the eve.

    `implied_change`: the change in odds that the move stands for, with its interval.
    """

    event: str
    series: str
    observed: float
    implied_by_deal: float
    unit: str
    implied_change: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class SeriesLooked:
    """A price series and what could be done with it."""

    series: str
    unit: str
    first_on: date
    last_on: date
    prices: int
    used: bool
    reason: str
    days: tuple[date, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SignalStudy:
    """What the prices of a case say of its events."""

    method: str
    market: str
    window: tuple[int, int]
    series: tuple[SeriesLooked, ...]
    effects: tuple[EventEffect, ...]
    across: tuple[AcrossSeries, ...]
    false_alarms: tuple[FalseAlarms, ...]
    breaks: tuple[Break, ...]
    odds: Odds | None
    reactions: tuple[Reaction, ...]
