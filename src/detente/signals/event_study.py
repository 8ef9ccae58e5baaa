"""What events did to prices: one event and series at a time, then one event over all its series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, stdtr, stdtrit

from detente.case import CaseError, Event, SignalSettings
from detente.signals.normal_returns import (
    STILL,
    NormalReturns,
    abnormal_returns,
    fit_normal_returns,
    window_factor,
)
from detente.signals.panel import Panel
from detente.signals.records import AcrossSeries, EventEffect, Statistic
from detente.signals.significance import (
    adjusted_bmp_t,
    bmp_t,
    corrado_rank_z,
    cross_sectional_t,
    generalised_sign_z,
    mean_correlation,
    patell_z,
    portfolio_t,
)

FEWEST_DAYS = 20
"""Estimation days below which nothing is said."""

USUAL_DAYS = 100
"""Estimation days below which the study is called short: [MacKinlay1997]_ takes 120 or more."""

CONFIDENCE = 0.95
FEWEST_WINDOWS = 19
"""Windows that a rank test needs: the smallest p-value is one in one more."""


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """A panel with its events in it: `starts` is the row of each event's day 0, None where no price comes after it."""

    panel: Panel
    market: int | None
    settings: SignalSettings
    events: tuple[Event, ...]
    starts: Mapping[str, int | None]

    def window(self, event: str) -> range:
        """Rows that count as the effect of an event; empty where it has none."""
        start = self.starts[event]
        if start is None:
            return range(0)
        first, last = start + self.settings.from_day, start + self.settings.to_day
        return range(max(first, 1), min(last, len(self.panel.days) - 1) + 1)

    def overlapping(self, event: str) -> tuple[str, ...]:
        """Other events whose windows meet that of an event."""
        mine = set(self.window(event))
        return tuple(e.id for e in self.events if e.id != event and mine & set(self.window(e.id)))

    def estimation(self, event: str, column: int) -> NDArray[np.intp]:
        """Rows before an event's window from which the usual is learnt: the last ones outside every window.

        Returns that bridge a day without a price are left out: they have another variance.
        """
        taken = {row for e in self.events for row in self.window(e.id)}
        columns = [column] if self.market is None else [column, self.market]
        single = (self.panel.spans[:, columns] == 1).all(axis=1)
        begin = self.window(event).start
        rows = [row for row in range(1, begin) if row not in taken and single[row]]
        return np.array(rows[-self.settings.estimation_days :], dtype=np.intp)


def pose_study(panel: Panel, events: Sequence[Event], settings: SignalSettings) -> Study:
    """Place events on the calendar of a panel; day 0 is the first day with prices on or after the event."""
    market = panel.column(settings.market) if settings.market in panel.series else None
    starts = {e.id: next((k for k, day in enumerate(panel.days) if day >= e.on), None) for e in events}
    return Study(panel, market, settings, tuple(events), starts)


def effect_on(study: Study, event: Event, series: str) -> EventEffect:
    """Measure what an event did to a series, with a t test and a rank test of single series.

    The abnormal return is summed over the window; its variance takes in that the usual is itself estimated, so that
    the t statistic has T - k degrees of freedom. The rank test compares the move with all like windows of the
    estimation days.
    """
    panel, column, window = study.panel, study.panel.column(series), study.window(event.id)
    rows = np.array([r for r in window if np.isfinite(panel.returns[r, _used(study, column)]).all()], dtype=np.intp)
    estimation = study.estimation(event.id, column)
    counts = (len(estimation), len(window) - len(rows))
    if not len(rows):
        return _nothing(study, event, series, counts, "no return falls into its window")
    if len(estimation) < FEWEST_DAYS:
        what = f"{len(estimation)} estimation days, {FEWEST_DAYS} are needed"
        return _nothing(study, event, series, counts, what)
    returns = panel.returns[:, [column]]
    market = None if study.market is None else panel.returns[:, study.market]
    try:
        fit = fit_normal_returns(returns[estimation], None if market is None else market[estimation])
    except CaseError as error:
        return _nothing(study, event, series, counts, str(error))
    if not fit.variance[0] > STILL:
        return _nothing(study, event, series, counts, "the price does not move on the estimation days")
    spans = panel.spans[rows, column]
    event_market = None if market is None else market[rows]
    moves = _abnormal(fit, returns[rows, 0], event_market, spans)
    return _measured(study, event, series, (rows, estimation, counts[1]), (fit, moves, event_market, spans))


def _used(study: Study, column: int) -> list[int]:
    return [column] if study.market is None else [column, study.market]


def _abnormal(
    fit: NormalReturns, returns: NDArray[np.float64], market: NDArray[np.float64] | None, spans: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Returns less what is usual; over several days the usual counts as often."""
    expected = spans * fit.coefficients[0, 0]
    if market is not None:
        expected = expected + fit.coefficients[1, 0] * market
    return np.asarray(returns - expected)


Rows = tuple[NDArray[np.intp], NDArray[np.intp], int]
Fitted = tuple[NormalReturns, NDArray[np.float64], NDArray[np.float64] | None, NDArray[np.float64]]


def _measured(study: Study, event: Event, series: str, where: Rows, fitted: Fitted) -> EventEffect:
    rows, estimation, missing = where
    fit, moves, market, spans = fitted
    move = float(moves.sum())
    factor = window_factor(fit, market, spans)
    error = float(np.sqrt(fit.variance[0] * factor))
    half = float(stdtrit(fit.degrees, (1 + CONFIDENCE) / 2)) * error
    statistic = move / error
    return EventEffect(
        event=event.id,
        series=series,
        first_on=study.panel.days[rows[0]],
        last_on=study.panel.days[rows[-1]],
        move=move,
        low=move - half,
        high=move + half,
        t=statistic,
        p=float(2 * stdtr(fit.degrees, -abs(statistic))),
        p_rank=rank_p(fit.even_residuals[:, 0], move / np.sqrt(factor / len(moves)), len(moves)),
        estimation_days=len(estimation),
        missing_days=missing,
        bridged=int((spans > 1).sum()),
        overlaps=study.overlapping(event.id),
        short=len(estimation) < USUAL_DAYS,
    )


def _nothing(study: Study, event: Event, series: str, counts: tuple[int, int], reason: str) -> EventEffect:
    overlaps = study.overlapping(event.id)
    return EventEffect(
        event.id,
        series,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        counts[0],
        counts[1],
        0,
        overlaps,
        True,
        reason,
    )


def rank_p(residuals: NDArray[np.float64], move: float, length: int = 1) -> float | None:
    """Rank a move among the moves of as many days in the estimation days: needs no normal returns.

    The p-value is the share of moves at least as large, the event's own among them. Windows of several days do not
    overlap, so that there are few; with fewer than 19 no p-value could be 5 percent, and nothing is said.

    Parameters
    ----------
    residuals : array, shape (day,)
        Residuals of the estimation days, brought to one variance.
    move : float
        The summed abnormal return, brought to the variance of a sum of `length` residuals.
    length : int
        Days that the move is summed over.

    Examples
    --------
    >>> rank_p(np.arange(-10.0, 10.0), 30.0) == 1 / 21
    True
    """
    count = len(residuals) // length
    if count < FEWEST_WINDOWS:
        return None
    usual = np.abs(residuals[-count * length :].reshape(count, length).sum(axis=1))
    return float((1 + (usual >= abs(move)).sum()) / (1 + count))


def across_series(study: Study, event: Event, series: Sequence[str]) -> AcrossSeries | None:
    """Test one event over several series, by the sum over its window; None where fewer than two can be tested.

    All series are learnt on the days on which all have single-day returns, so that they can be held side by side.
    """
    columns = np.array([study.panel.column(name) for name in series], dtype=np.intp)
    window = np.array(study.window(event.id), dtype=np.intp)
    rows = _common(study, event, columns)
    used = columns if study.market is None else np.append(columns, study.market)
    complete = len(window) and (study.panel.spans[np.ix_(window, used)] == 1).all()
    if len(columns) < 2 or len(rows) < FEWEST_DAYS or not complete:
        return None
    market = None if study.market is None else study.panel.returns[:, study.market]
    try:
        fit = fit_normal_returns(study.panel.returns[np.ix_(rows, columns)], None if market is None else market[rows])
    except CaseError:
        return None  # single series say why
    if not (fit.variance > STILL).all():
        return None
    event_market = None if market is None else market[window]
    daily = abnormal_returns(fit, study.panel.returns[np.ix_(window, columns)], event_market)
    summed = daily.sum(axis=0, keepdims=True)
    spread = np.sqrt(fit.variance * window_factor(fit, event_market, np.ones(len(window))))
    shared = mean_correlation(fit.residuals)
    statistics = _statistics(fit, daily, summed, summed / spread, shared)
    return AcrossSeries(event.id, tuple(series), float(summed.mean()), shared, statistics)


def _common(study: Study, event: Event, columns: NDArray[np.intp]) -> NDArray[np.intp]:
    common: set[int] | None = None
    for column in columns.tolist():
        rows = set(study.estimation(event.id, column).tolist())
        common = rows if common is None else common & rows
    return np.array(sorted(common or ()), dtype=np.intp)


def _statistics(
    fit: NormalReturns,
    daily: NDArray[np.float64],
    summed: NDArray[np.float64],
    standardised: NDArray[np.float64],
    shared: float,
) -> tuple[Statistic, ...]:
    count, days = summed.shape[1], np.sqrt(len(daily))
    over_days = {
        "corrado rank": corrado_rank_z(fit.residuals, daily).sum() / days,
        "portfolio t": portfolio_t(fit.residuals, daily).sum() / days,
    }
    by_normal = {"patell": patell_z(standardised, fit.degrees)[0], "corrado rank": over_days["corrado rank"]}
    if len(daily) == 1:
        by_normal["generalised sign"] = generalised_sign_z(fit.residuals, daily)[0]
    by_t = {
        "cross-sectional t": (cross_sectional_t(summed)[0], count - 1),
        "bmp": (bmp_t(standardised)[0], count - 1),
        "adjusted bmp": (adjusted_bmp_t(standardised, shared)[0], count - 1),
        "portfolio t": (over_days["portfolio t"], fit.days - 1),
    }
    found = [_statistic(name, v, ndtr(-abs(v))) for name, v in by_normal.items()]
    found += [_statistic(name, v, stdtr(n, -abs(v))) for name, (v, n) in by_t.items()]
    return tuple(sorted(found, key=lambda one: one.name))


def _statistic(name: str, value: float, half_p: float) -> Statistic:
    """A statistic with its p-value on both sides; unknown where series do not differ at all."""
    if not np.isfinite(value):
        return Statistic(name, None, None, "the series do not differ")
    return Statistic(name, float(value), float(2 * half_p))
