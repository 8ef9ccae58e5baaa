"""What the prices of a case say of its events: the one function that the rest of the project calls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from detente.case import Case, Price
from detente.signals.breaks import cusum_test, sup_f_test
from detente.signals.event_study import FEWEST_DAYS, Study, across_series, effect_on, pose_study
from detente.signals.odds import odds_implied, reactions_to
from detente.signals.panel import looked_at, panel_of
from detente.signals.placebo import placebo_test
from detente.signals.records import AcrossSeries, Break, EventEffect, FalseAlarms, SeriesLooked, SignalStudy


def study_signals(case: Case, prices: Sequence[Price] | None = None) -> SignalStudy | None:
    """Study the events of a case in its prices; None in a case without prices.

    Nothing later than the day of the case is used.

    Parameters
    ----------
    case : Case
        Its events, settings and prices with and without a deal.
    prices : sequence of Price, optional
        In place of those of the case.
    """
    observed = [p for p in (case.prices if prices is None else prices) if p.on <= case.as_of]
    if not observed:
        return None
    series = looked_at(observed)
    used = [one for one in series if one.used]
    last = {one.series: (one.last_on, one.values[-1]) for one in series}
    odds = odds_implied(last, case.deal_prices) if case.deal_prices else None
    settings = case.signals
    method = f"market model on {settings.market}" if settings.market in {u.series for u in used} else "constant mean"
    window = (settings.from_day, settings.to_day)
    if not used:
        return SignalStudy(method, settings.market, window, series, (), (), (), (), odds, ())
    study = pose_study(panel_of(used), case.events, settings)
    effects = tuple(_effects(study))
    eve = {(e.event, e.series): price for e in effects if (price := _eve(study, e)) is not None}
    return SignalStudy(
        method=method,
        market=settings.market,
        window=window,
        series=series,
        effects=effects,
        across=tuple(_across(study, effects)),
        false_alarms=tuple(_false_alarms(study)),
        breaks=tuple(_breaks(study, used)),
        odds=odds,
        reactions=reactions_to(effects, eve, case.deal_prices),
    )


def _studied(study: Study) -> list[str]:
    """Series whose moves are asked for: all but the market."""
    return [name for k, name in enumerate(study.panel.series) if k != study.market]


def _effects(study: Study) -> Iterator[EventEffect]:
    for event in study.events:
        for series in _studied(study):
            if not event.series or series in event.series:
                yield effect_on(study, event, series)


def _across(study: Study, effects: Sequence[EventEffect]) -> Iterator[AcrossSeries]:
    for event in study.events:
        measured = [e.series for e in effects if e.event == event.id and e.move is not None]
        if len(measured) > 1 and (found := across_series(study, event, measured)) is not None:
            yield found


def _eve(study: Study, effect: EventEffect) -> float | None:
    """The last price of a series before the window of an event."""
    column, first = study.panel.column(effect.series), study.window(effect.event).start
    known = study.panel.prices[:first, column]
    known = known[np.isfinite(known)]
    return float(known[-1]) if len(known) else None


def _false_alarms(study: Study) -> Iterator[FalseAlarms]:
    """Days outside every event window, each against the days before it; gaps are closed up."""
    taken = [row for event in study.events for row in study.window(event.id)]
    quiet = np.setdiff1d(np.arange(1, len(study.panel.days)), taken)
    market = None if study.market is None else study.panel.returns[:, study.market]
    for series in _studied(study):
        returns = study.panel.returns[:, study.panel.column(series)]
        known = np.isfinite(returns[quiet]) if market is None else np.isfinite(returns[quiet] + market[quiet])
        rows = quiet[known]
        days = min(study.settings.estimation_days, max(len(rows) // 2, FEWEST_DAYS))
        yield from placebo_test(returns[rows], None if market is None else market[rows], days, series)


def _breaks(study: Study, used: Sequence[SeriesLooked]) -> Iterator[Break]:
    for one in used:
        returns = np.diff(np.log(one.values))
        days: Sequence[date] = one.days[1:]
        yield sup_f_test(returns, days, one.series)
        yield cusum_test(returns, days, one.series)
