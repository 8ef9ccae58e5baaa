"""What options change in trade: shocks by row, and the world economy they are held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from detente.case.vocabulary import Estimate

if TYPE_CHECKING:
    # The help of the command line must not wait for NumPy.
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Fit:
    """How a measure was fitted to the flow that was seen, in the central world and the long run.

    `powers`: what the logarithm of the stated factor is multiplied by to get the cost, by sector of the world economy.
    `modelled`: what the status quo then shows of the flow, as a ratio to the world before the measures; not a number
    where nothing was traded. `missed`: sectors that are more than a hundredth off.
    """

    powers: tuple[float, ...]
    modelled: float
    missed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShockRow:
    """One row of a shock. Rows with one `id` are one shock: they are drawn together, and later rows refine earlier.

    `lever`: what it acts on, such as ``iceberg``; ``trade``, the flow; or ``relief``, which takes back a share of the
    measure `relieves`.
    `origin`, `destination`: regions or parties, empty for all. `sector`: empty for all.
    `in_force`: part of the status quo; otherwise it comes with the options that name the shock.
    `as_seen`, of a row in force on ``trade``: the factor is the flow as it was seen after all measures; otherwise it is
    what the row does alone at unchanged prices, as on all rows that options bring. `fit` is found, never read.
    """

    id: str
    lever: str
    factor: Estimate
    origin: tuple[str, ...] = ()
    destination: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    relieves: str = ""
    in_force: bool = False
    as_seen: bool = True
    fit: Fit | None = None

    @property
    def states_what_was_seen(self) -> bool:
        """Whether the status quo is to show the flow that the row states."""
        return self.lever == "trade" and self.in_force and self.as_seen


@dataclass(frozen=True, slots=True, eq=False)
class OwnBaseline:
    """A world economy that a case brings in a folder of its own, its accounts as shares.

    `arrays` has the short names of the NPZ form (``pi tau epsilon va_share io alpha VA S X theta``); `substitution`
    the elasticities between inputs, between inputs and value added, and in final demand.
    """

    place: str
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    year: int | None
    unit: str
    source: str
    arrays: Mapping[str, NDArray[np.float64]]
    substitution: tuple[float, float, float] = (1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class EconomySettings:
    """Which world economy options change, with which elasticities, and the GDP that turns percent into money.

    `baseline`: ``builtin``, or the folder of the case in which `own` was found. `elasticities`: a set of the built-in
    baseline, or ``baseline`` for those that the folder states.
    `elasticity_scale` multiplies all trade elasticities; None leaves the set as it is.
    `gdp_usd_bn`: GDP of regions in prices of the case's price year; regions without a figure take that of the
    built-in baseline; a folder has none.
    """

    baseline: str = "builtin"
    elasticities: str = "caliendo_parro"
    horizon: Literal["long", "short"] = "long"
    deficits: Literal["kept", "closed"] = "kept"
    elasticity_scale: Estimate | None = None
    gdp_usd_bn: Mapping[str, Estimate] = field(default_factory=dict)
    own: OwnBaseline | None = None


BUILTIN_ECONOMY = EconomySettings()
"""What holds where a case states nothing."""
