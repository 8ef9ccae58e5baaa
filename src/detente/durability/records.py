"""What the test of durability returns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.deals import Quantiles


@dataclass(frozen=True, slots=True, eq=False)
class Margin:
    """Value of keeping minus value of one way of breaking, for one party in one phase.

    `money_alone` (m0) and `per_stake` (m1) have shape (world,): margin = m0 + stake * m1, in USD bn (present value).
    `break_even_stake` is the median over worlds of -m0/m1 where m1 > 0, USD bn a year.
    `margin` is None when the case states no stake for the party: then politics and money stay apart.
    `unpriced_elements` lists elements whose money is unknown to the party: then money is counted as far as known.
    """

    party: str
    phase: str
    way: str
    money_alone: NDArray[np.float64]
    per_stake: NDArray[np.float64]
    margin: NDArray[np.float64] | None
    quantiles: Quantiles | None
    money_quantiles: Quantiles
    break_even_stake: float | None
    holds_share: float | None
    unpriced_elements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """The first to gain from breaking: earliest phase, then lowest median margin."""

    party: str
    phase: str
    way: str
    margin: Quantiles
    money_alone: float
    break_even_stake: float | None
    fails_share: float


@dataclass(frozen=True, slots=True)
class Repair:
    """One change of terms and the share of worlds that hold with it, recomputed from scratch."""

    kind: str
    text: str
    amount: float | None
    unit: str
    holds_share: float
    worst: str


@dataclass(frozen=True, slots=True, eq=False)
class PackageDurability:
    """Would one package hold? `holds` has shape (world,), None when some obliged party's margin is unknown."""

    package: str
    status: str
    reason: str
    obligations: tuple[str, ...]
    elements_without_obligation: tuple[str, ...]
    margins: tuple[Margin, ...]
    holds: NDArray[np.bool_] | None
    holds_share: float | None
    holds_by_phase: dict[str, float]
    unknown_parties: tuple[str, ...]
    first_failure: Failure | None
    repairs: tuple[Repair, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Durability:
    """All packages that carry obligations. `status` of each is 'assessed' or 'unknown' with the reason in words."""

    packages: tuple[PackageDurability, ...]

    def of(self, package: str) -> PackageDurability | None:
        """The result for one package, None when it was not assessed."""
        return next((p for p in self.packages if p.package == package), None)
