"""Everything about one case, computed once."""

from __future__ import annotations

from dataclasses import dataclass

from detente.analysis.economy import EconomyLook
from detente.case import Case
from detente.deals import Deals
from detente.durability import Durability
from detente.durability.prospects import Prospects
from detente.legal import Gates
from detente.positions import Positions
from detente.preferences import Preferences
from detente.roadmap import Roadmap
from detente.worlds import Payoffs, Worlds


@dataclass(frozen=True, slots=True)
class Influence:
    """How much one estimate or claim moves the verdict on the headline package.

    For an estimate: verdict in the upper third of its draws minus in the lower third. For a claim with
    reliability below 1: verdict in worlds where it counts minus in worlds where it does not.
    Only differences beyond chance are listed, 0 stands for one within it; `worlds_compared` is the smaller side.
    `on_signing` moves the share of worlds in which all required would sign, `on_holding` the share that hold
    (None when that share is unknown).
    """

    id: str
    label: str
    kind: str
    origin: str
    source: str
    low: float | None
    mode: float
    high: float | None
    unit: str
    on_signing: float
    on_holding: float | None
    worlds_compared: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """The signing shares of every package, recomputed under one change of the method."""

    name: str
    what: str
    joint_as_is: dict[str, float]
    joint_surely: dict[str, float]
    joint_possibly: dict[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """The results of every stage on one case, under one seed.

    `effects` is None in a case that brings no shock to a world economy; `prospects` are those of the headline package,
    None in a case that names no package.
    """

    case: Case
    worlds: Worlds
    positions: Positions
    payoffs: Payoffs
    preferences: Preferences
    deals: Deals
    gates: Gates
    durability: Durability
    roadmap: Roadmap
    influences: tuple[Influence, ...]
    alternatives: tuple[Alternative, ...]
    effects: EconomyLook | None = None
    prospects: Prospects | None = None
