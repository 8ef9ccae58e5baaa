"""What options change in trade: shocks by row, and the world economy they are held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from detente.case.vocabulary import Estimate


@dataclass(frozen=True, slots=True)
class ShockRow:
    """One row of a shock. Rows with one `id` are one shock: they are drawn together, and later rows refine earlier.

    `lever`: what it acts on, such as ``iceberg``; ``trade``, the flow at unchanged prices; or ``relief``, which takes
    back a share of the measure `relieves`.
    `origin`, `destination`: regions or parties, empty for all. `sector`: empty for all.
    `in_force`: part of the status quo; otherwise it comes with the options that name the shock.
    """

    id: str
    lever: str
    factor: Estimate
    origin: tuple[str, ...] = ()
    destination: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    relieves: str = ""
    in_force: bool = False


@dataclass(frozen=True, slots=True)
class EconomySettings:
    """Which world economy options change, with which elasticities, and the GDP that turns percent into money.

    `elasticity_scale` multiplies all trade elasticities; None leaves the set as it is.
    `gdp_usd_bn`: GDP of regions in prices of the case's price year; regions without a figure take the baseline's own.
    """

    baseline: str = "builtin"
    elasticities: str = "caliendo_parro"
    horizon: Literal["long", "short"] = "long"
    deficits: Literal["kept", "closed"] = "kept"
    elasticity_scale: Estimate | None = None
    gdp_usd_bn: Mapping[str, Estimate] = field(default_factory=dict)


BUILTIN_ECONOMY = EconomySettings()
"""What holds where a case states nothing."""
