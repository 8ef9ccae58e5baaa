"""The rule of each programme: how much, whose stakes add up, and whether control counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from detente.case import CaseError

EU_FROM_HALF = date(2024, 7, 3)
"""Day of the Council's best practices that count 50 percent itself; before it the Union asked for more than 50."""


@dataclass(frozen=True, slots=True)
class Regime:
    """When ownership blocks an entity.

    `half_counts`: 50 percent itself is enough, else more than 50 is needed.
    `aggregates`: stakes of different blocked owners add up, else each listed person is looked at alone.
    `looks_at_control`: control other than by ownership is a test of its own, which a person has to apply.
    """

    id: str
    name: str
    half_counts: bool
    aggregates: bool
    looks_at_control: bool
    rule: str


REGIMES = {
    "us": Regime(
        "us",
        "United States",
        half_counts=True,
        aggregates=True,
        looks_at_control=False,
        rule="50 percent or more, in the aggregate, directly or through owners that are themselves blocked; "
        "ownership alone (31 CFR 587.406; OFAC FAQ 398 to 402)",
    ),
    "eu": Regime(
        "eu",
        "European Union",
        half_counts=True,
        aggregates=True,
        looks_at_control=True,
        rule="50 percent or more, in the aggregate; control is a separate test that can be rebutted "
        "(Council best practices of 3 July 2024)",
    ),
    "uk": Regime(
        "uk",
        "United Kingdom",
        half_counts=False,
        aggregates=False,
        looks_at_control=True,
        rule="more than 50 percent by one listed person, with what is held under a joint arrangement; control is "
        "a separate test (Russia (Sanctions) (EU Exit) Regulations 2019, regulation 7 and Schedule 1; OFSI guidance 4)",
    ),
}


def regime_on(regime: str, on: date | None) -> Regime:
    """Look up the rule of a regime as it stood on a day; the latest when no day is named.

    Raises
    ------
    CaseError
        When there is no such regime.

    Examples
    --------
    >>> regime_on("eu", date(2024, 7, 2)).half_counts, regime_on("eu", date(2024, 7, 3)).half_counts
    (False, True)
    """
    if regime not in REGIMES:
        raise CaseError(f'There is no regime "{regime}".\nUse {", ".join(REGIMES)}.')
    found = REGIMES[regime]
    if regime == "eu" and on is not None and on < EU_FROM_HALF:
        earlier = "more than 50 percent, in the aggregate; control is a separate test (practice before 3 July 2024)"
        return replace(found, half_counts=False, rule=earlier)
    return found
