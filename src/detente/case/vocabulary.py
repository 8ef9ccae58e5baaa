"""The words a case is written in: origins, stances, roles, states, and the number that never stands alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Origin(StrEnum):
    """Where a number comes from."""

    CITED = "cited"
    ESTIMATED = "estimated"
    ASSUMED = "assumed"


class Stance(StrEnum):
    """What a claim says about its target; `UNKNOWN` is a value of its own."""

    PROPOSES = "proposes"
    ACCEPTS = "accepts"
    ACCEPTS_IN_PART = "accepts_in_part"
    CONDITIONAL = "conditional"
    OPEN = "open"
    REJECTS = "rejects"
    DEMANDS = "demands"
    CONCERNED = "concerned"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """What a party is to the agreement."""

    SIGNATORY = "signatory"
    GUARANTOR = "guarantor"
    ALLY = "ally"
    AFFECTED = "affected"
    OBSERVER = "observer"


class State(StrEnum):
    """How far an element has come; talking is not agreeing."""

    UNKNOWN = "unknown"
    DISCUSSED = "discussed"
    PROPOSED = "proposed"
    AGREED_AD_REFERENDUM = "agreed_ad_referendum"
    AGREED = "agreed"
    CLOSED = "closed"


class Worth(StrEnum):
    """Which part of the economy an element's money belongs to, for sums by kind."""

    TRADE = "trade"
    ENERGY = "energy"
    VENTURES = "ventures"
    MILITARY = "military"
    RECONSTRUCTION = "reconstruction"
    SANCTIONS = "sanctions"
    ASSETS = "assets"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number that never stands alone: value or range, unit, origin and the reason to believe it.

    `low` and `high` are None when only the mode is given (then it is constant over worlds).
    `source` is filled when the origin is cited or estimated, `why` when it is assumed.
    """

    id: str
    mode: float
    unit: str
    origin: Origin
    low: float | None = None
    high: float | None = None
    source: str = ""
    why: str = ""
