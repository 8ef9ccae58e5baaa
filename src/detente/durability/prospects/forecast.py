"""Deal, stall or collapse over the coming months, counted in worlds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detente.case import Phase
from detente.durability.breaches import WayMargin
from detente.durability.prospects.precedents import base_rates
from detente.durability.prospects.records import Forecast, Moment
from detente.durability.verdict import worlds_that_hold

MONTHS = (1, 3, 6, 12, 24, 36)
MONTHS_PER_YEAR = 12


def forecast(
    signs: NDArray[np.bool_],
    margins: Sequence[WayMargin] | None,
    phases: Sequence[Phase],
    floor: float,
    year: int,
) -> Forecast:
    """Count worlds in which nothing is signed, and month by month those signed that hold or are broken.

    An agreement counts as broken from the first phase on in which some margin lies below the floor: the moment at which
    breaking pays, not a prediction that it happens. `margins` is None where some margin is unknown. Months count
    from signature; when that would be, nothing here says.

    Parameters
    ----------
    signs : array of bool, shape (world,)
        Worlds in which all whom the package requires would sign.
    margins : sequence of WayMargin, or None
        Every margin of every obliged party.
    phases : sequence of Phase
        With their starts in years.
    floor : float
        Smallest margin that counts as holding, USD bn.
    year : int
        Year of the case, up to which earlier agreements are counted.
    """
    moments = tuple(_moment(months, signs, margins, phases, floor) for months in MONTHS)
    deals = float(signs.mean())
    return Forecast(deals, 1 - deals, moments, base_rates(year))


def _moment(
    months: int, signs: NDArray[np.bool_], margins: Sequence[WayMargin] | None, phases: Sequence[Phase], floor: float
) -> Moment:
    begun = [t for t, phase in enumerate(phases) if phase.starts_years * MONTHS_PER_YEAR <= months]
    name = phases[begun[-1]].id if begun else ""
    if margins is None or not begun:
        return Moment(months, name, None, None, None)
    holds = worlds_that_hold((m for m in margins if m.phase in begun), floor, len(signs))
    return Moment(months, name, float(holds.mean()), float((signs & holds).mean()), float((signs & ~holds).mean()))
