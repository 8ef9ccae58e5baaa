"""Rows for places in both horizons, as several exhibits of chapter 3 show them."""

from __future__ import annotations

from collections.abc import Sequence

from detente.case import Case
from detente.deals import Quantiles
from detente.plots import interval, intervals, signed_with_decimals
from detente.report.blocks import UNKNOWN, Cell, Table, number
from detente.report.economy import EconomySection, PlaceEffect, place_name


def run(horizon: str) -> str:
    """A horizon in words.

    Examples
    --------
    >>> run("short")
    'short run'
    """
    return f"{horizon} run"


def of_verdict(section: EconomySection, effects: Sequence[PlaceEffect]) -> list[PlaceEffect]:
    """Those in the horizon of the verdict, largest change of real income first."""
    found = [p for p in effects if p.horizon == section.verdict_horizon]
    return sorted(found, key=lambda p: -size(p))


def size(effect: PlaceEffect) -> float:
    """How much a place is moved, in percent of its real income."""
    if effect.real_income_percent is not None:
        return abs(effect.real_income_percent.median)
    return abs(effect.central_percent or 0.0)


def median(spread: Quantiles | None) -> str:
    """The median as it is written in front of its range, so that text and table agree.

    Examples
    --------
    >>> median(Quantiles(-114.0, -100.0, -85.1, -70.0, -54.0, "USD bn"))
    '−90'
    """
    return interval(spread).partition(" (")[0] if spread else "unknown"


def place_table(caption: str, effects: Sequence[PlaceEffect], section: EconomySection, case: Case) -> Table:
    """Percent and money of each place, with the horizons beside each other; largest change first."""
    places = [p.place for p in of_verdict(section, effects)]
    columns, head = [], ["Place"]
    for horizon in section.horizons:
        found = {p.place: p for p in effects if p.horizon == horizon}
        kept = [found[place] for place in places]
        columns += [_percent(kept), _cells([p.real_income_usd_bn_per_year for p in kept])]
        head += [f"{run(horizon).capitalize()}, percent", f"{run(horizon).capitalize()}, bn USD a year"]
    names = [Cell(place_name(place, case)) for place in places]
    return Table(caption, tuple(head), tuple(zip(names, *columns, strict=True)))


def _percent(effects: Sequence[PlaceEffect]) -> list[Cell]:
    """Ranges over worlds, or the central world alone where there are none."""
    if any(p.real_income_percent for p in effects):
        return _cells([p.real_income_percent for p in effects])
    return [
        UNKNOWN if p.central_percent is None else number(signed_with_decimals(p.central_percent, 2)) for p in effects
    ]


def _cells(spreads: Sequence[Quantiles | None]) -> list[Cell]:
    words = intervals(spreads)
    return [UNKNOWN if s is None else number(w) for s, w in zip(spreads, words, strict=True)]
