"""What solving a scenario returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from detente.case import ScenarioElement


@dataclass(frozen=True, slots=True)
class ScenarioPackage:
    """One option for each element, and what that is worth to each party in the order of the parties."""

    package: Mapping[str, str]
    utilities: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """Frontier and solutions of a scenario, in raw utilities.

    `frontier_size` counts the distinct undominated points that leave nobody below `disagreement`; None when there are
    too many to hold. `frontier` holds them by falling utility of the first party, thinned out evenly when they are too
    many to hand on. A solution is None when nobody can be served without leaving someone worse off, or when its search
    stopped before it was sure; `notes` says which.

    `epsilon`: every frontier point has a point kept that is worse for party i by at most ``epsilon[i]``; all zero, and
    `exact` true, when the frontier is complete.
    """

    name: str
    parties: tuple[str, ...]
    elements: tuple[ScenarioElement, ...]
    disagreement: tuple[float, ...]
    packages_total: int
    frontier_size: int | None
    frontier: tuple[ScenarioPackage, ...]
    nash: ScenarioPackage | None
    kalai_smorodinsky: ScenarioPackage | None
    egalitarian: ScenarioPackage | None
    utilitarian: ScenarioPackage | None
    maximin: ScenarioPackage | None
    epsilon: tuple[float, ...]
    exact: bool
    method: str
    notes: tuple[str, ...]
