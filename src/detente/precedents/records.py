"""What a precedent is, and what is found when a case is held against many of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from detente.case import Provision

YES, NO, UNKNOWN = "yes", "no", "unknown"
HELD, HELD_IN_PART, COLLAPSED, EXPIRED, PENDING = "held", "held_in_part", "collapsed", "expired", "pending"
OUTCOMES = (HELD, HELD_IN_PART, COLLAPSED, EXPIRED, PENDING)


@dataclass(frozen=True, slots=True)
class Precedent:
    """An earlier agreement between opponents or rivals with an economic part, in the project's own words.

    `signed`, `ended`: years with a fraction; an imprecise date is the middle of what it may mean. `ended` is the year
    in which it was given up, broken or ran out, None while it is in force in whole or in part. `followed_until` is the
    last year for which the row knows its fate. `has`: yes, no or unknown by provision. `causes`: what it ended or
    suffered from, by the names of the checks. `evidence`: seen, seen_in_part (then `recalled` says what is from
    memory) or recalled.
    """

    id: str
    name: str
    signed: float
    signed_on: str
    ended: float | None
    ended_on: str
    followed_until: float
    parties: tuple[str, ...]
    third_parties: tuple[str, ...]
    provisions: str
    has: Mapping[Provision, str]
    outcome: str
    causes: tuple[str, ...]
    what_happened: str
    recalled: str
    source: str
    url: str
    evidence: str


@dataclass(frozen=True, slots=True)
class CaseFeature:
    """One feature of the case: yes, no or unknown; `shown_by` names the options, obligations or files that show it.

    `origin`: computed, stated (by the author) or unknown. `disputed`: the author states the opposite of what is shown.
    """

    provision: Provision
    value: str
    origin: str
    shown_by: tuple[str, ...]
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like a precedent is to the case, in [0, 1], over the features known of both.

    `known_weight`: the share of all weight that is known of both. `lowest`, `highest`: the range when any one feature
    is left out. `same`, `different`, `unknown`: features by name.
    """

    precedent: str
    name: str
    likeness: float
    lowest: float
    highest: float
    known_weight: float
    same: tuple[Provision, ...]
    different: tuple[Provision, ...]
    unknown: tuple[Provision, ...]
    outcome: str
    years: float
    evidence: str


@dataclass(frozen=True, slots=True)
class SurvivalPoint:
    """The share of agreements still in force after some years, with a 95 percent band."""

    years: float
    in_force: float
    low: float
    high: float
    at_risk: int


@dataclass(frozen=True, slots=True)
class Hazard:
    """How the rate of collapse differs between agreements with and without one provision (Cox model, one at a time).

    `ratio` below 1: collapse is rarer with it. None where the model has no solution; `reason` says why.
    """

    provision: Provision
    ratio: float | None
    low: float | None
    high: float | None
    agreements: int
    collapses: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Survival:
    """How long agreements were in force: the curve, its median where it is reached, and single provisions."""

    points: tuple[SurvivalPoint, ...]
    median_years: float | None
    agreements: int
    collapses: int
    hazards: tuple[Hazard, ...]
    warning: str


@dataclass(frozen=True, slots=True)
class Check:
    """One cause of collapse, held against the case.

    `answer`: answered, partly, absent, or unknown where the case does not say enough. `clauses`: ids of what answers
    it; `open_ends`: ids of what is left open. `precedents`: those that ended of it or suffered from it.
    """

    cause: str
    question: str
    answer: str
    clauses: tuple[str, ...]
    open_ends: tuple[str, ...]
    why: str
    precedents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrecedentStudy:
    """A case beside earlier agreements: its features, the likeness of each, survival, and the checks.

    `package` is the package that was looked at, empty where the case has none. `weights`: by provision, and `parties`.
    `known_on` is the year up to which anything was used.
    """

    package: str
    known_on: float
    precedents: tuple[Precedent, ...]
    left_out: tuple[str, ...]
    features: tuple[CaseFeature, ...]
    parties: int
    weights: Mapping[str, float]
    likenesses: tuple[Likeness, ...]
    survival: Survival | None
    checks: tuple[Check, ...]
