"""News with its day, what a price would be with and without a deal, and how prices are looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from detente.case.vocabulary import Estimate


@dataclass(frozen=True, slots=True)
class Event:
    """Something that became known on a day; `series` names the prices it concerns, none means all."""

    id: str
    on: date
    title: str
    series: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class DealPrice:
    """What a price would be if the deal came, and if it did not, in the unit of the series."""

    series: str
    with_deal: Estimate
    without_deal: Estimate
    unit: str


@dataclass(frozen=True, slots=True)
class SignalSettings:
    """How the prices of a case are looked at.

    `market`: the series that stands for everything else that moves prices; empty takes the mean instead.
    `estimation_days`: returns before an event from which the usual is learnt, at most.
    `from_day`, `to_day`: the days around an event that count as its effect, 0 is the first with a price.
    """

    market: str = ""
    estimation_days: int = 120
    from_day: int = 0
    to_day: int = 1


USUAL_SIGNALS = SignalSettings()
"""What holds where a case states nothing: no market, 120 days, the day itself and the next."""
