"""Earlier agreements between opponents with an economic part, and how many were in force after some years.

A hand-picked list, not a sample: agreements that became known, many because they failed or because they lasted. It
gives a wide prior to hold a forecast against, and enters nothing else. "In force" includes those kept in part.
"""

from __future__ import annotations

from dataclasses import dataclass

from scipy.stats import beta

from detente.durability.prospects.records import BaseRate

HORIZONS_YEARS = (1, 3, 5)
JEFFREYS = 0.5
WIDTH = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True)
class Precedent:
    """An earlier agreement: when it was signed and, if so, when it was given up or broken; in years with a fraction."""

    name: str
    signed: float
    ended: float | None
    source: str


PRECEDENTS = (
    Precedent("Indus Waters Treaty", 1960.7, 2025.3, "Business Standard, 25 April 2025: put in abeyance"),
    Precedent(
        "Trade agreement of the United States and the Soviet Union", 1972.8, 1975.0, "Foreign Affairs, April 1977"
    ),
    Precedent("Protocol on Economic Relations, Paris", 1994.3, None, "Israel Policy Forum, 2022: applied in part"),
    Precedent("Agreed Framework of the United States and North Korea", 1994.8, 2002.8, "Wikipedia, Agreed Framework"),
    Precedent("Peace treaty of Israel and Jordan", 1994.8, None, "PA-X, agreement 594"),
    Precedent("General Framework Agreement, Dayton", 1995.95, None, "Office of the High Representative; PA-X, 389"),
    Precedent("Belfast Agreement", 1998.3, None, "PA-X, agreement 556: suspended several times"),
    Precedent("Brasilia Presidential Act of Peru and Ecuador", 1998.8, None, "Plan Binacional; PA-X, agreement 212"),
    Precedent("Mount Kumgang tourism", 1998.9, 2008.5, "Christian Science Monitor, 16 May 2011"),
    Precedent("Kaesong Industrial Complex", 2003.5, 2016.1, "Wikipedia, Kaesong Industrial Region; signed in 2003"),
    Precedent("Minsk II", 2015.1, 2022.1, "PA-X, agreement 1364: never carried out in full"),
    Precedent("Joint Comprehensive Plan of Action", 2015.5, 2018.4, "Wikipedia: the United States left in May 2018"),
    Precedent("Panmunjom Declaration", 2018.3, 2020.5, "PA-X, agreement 2104: stalled"),
    Precedent("Washington agreements of Serbia and Kosovo", 2020.7, 2023.7, "Balkan Herald, 2023: not carried out"),
    Precedent("Abraham Accords", 2020.7, None, "Israel Policy Forum, 2022"),
    Precedent("Black Sea Grain Initiative", 2022.55, 2023.55, "Press of July 2023: left by Russia"),
    Precedent("Maritime boundary of Israel and Lebanon", 2022.8, None, "Globes and Jerusalem Post, 2022"),
)


def base_rates(year: int) -> tuple[BaseRate, ...]:
    """Count the precedents that were in force after one, three and five years, as known at the start of a year.

    With k of n in force, the posterior of the rate is Beta(k + 1/2, n - k + 1/2), whose 5, 50 and 95 percent points are
    given. Agreements younger than the horizon in that year are left out, and nothing later than the year is used.

    Examples
    --------
    >>> [(r.years, r.in_force, r.observed) for r in base_rates(2000)]
    [(1, 9, 9), (3, 5, 6), (5, 4, 5)]
    """
    return tuple(rate for years in HORIZONS_YEARS if (rate := _rate(years, year)) is not None)


def _rate(years: int, now: int) -> BaseRate | None:
    observed = [p for p in PRECEDENTS if p.signed + years <= now]
    if not observed:
        return None
    lasted = sum(p.ended is None or p.ended >= p.signed + years for p in observed)
    low, median, high = beta.ppf(WIDTH, lasted + JEFFREYS, len(observed) - lasted + JEFFREYS).tolist()
    return BaseRate(years, lasted, len(observed), low, median, high)
