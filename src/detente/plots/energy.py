"""Energy: prices and storage by month, and who wins or loses money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.deals import Quantiles
from detente.plots.by_month import PeriodSeries, draw_by_month
from detente.plots.ink import Frame
from detente.plots.price_steps import draw_price_steps
from detente.plots.spread_rows import SpreadGroup, SpreadRow, draw_spread_rows


def draw_prices(series: Sequence[PeriodSeries], periods: Sequence[str], unit: str, frame: Frame) -> str:
    """Draw prices before and after: lines by month, or one row for each place where the year is one period."""
    if len(periods) > 1:
        return draw_by_month(series, periods, unit, frame)
    return draw_price_steps(series, unit, frame)


def draw_storage(series: Sequence[PeriodSeries], periods: Sequence[str], unit: str, frame: Frame) -> str:
    """Draw how full storages are at the end of each period, and the room there is."""
    return draw_by_month(series, periods, unit, frame)


@dataclass(frozen=True, slots=True)
class SurplusRow:
    """What one party wins or loses in a year."""

    label: str
    change: Quantiles


def draw_surplus(rows: Sequence[SurplusRow], unit: str, frame: Frame) -> str:
    """Draw winners above losers, each by size, on one axis."""
    winners = [row for row in rows if row.change.median > 0]
    losers = [row for row in rows if row.change.median <= 0]
    winners.sort(key=lambda row: -row.change.median)
    losers.sort(key=lambda row: row.change.median)
    groups = [
        SpreadGroup(head, tuple(SpreadRow(row.label, row.change) for row in some))
        for head, some in (("Gain", winners), ("Lose", losers))
        if some
    ]
    return draw_spread_rows(groups, unit, frame, height=32)
