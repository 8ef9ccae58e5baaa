"""All that is found about the deals of one case."""

from __future__ import annotations

from dataclasses import dataclass

from detente.deals.mediation.advice import Advice
from detente.deals.mediation.asking import Asked
from detente.deals.records import AsWholes, Blocked, FairestDeals, Frontier, PackageResult, Regret, Solution
from detente.worlds import Axes


@dataclass(frozen=True, slots=True, eq=False)
class Deals:
    """Which packages could all sign? Everything found, with how it was found.

    `unfollowed` names conditional claims that tie too many elements together to enumerate: "surely" and "possibly" are
    bounds there, and the fairest packages have a looser certificate. Whatever is read as it is stays exact.
    `unproven` names solutions whose search stopped before it was sure; they are left out. `questions` and `advice` are
    empty where the case names no package that changes something. `as_wholes` says how far sums of options stand for
    packages; None where no model combines them.
    """

    axes: Axes
    packages: tuple[PackageResult, ...]
    headline: str
    blocked: tuple[Blocked, ...]
    questions: tuple[Asked, ...]
    frontiers: tuple[Frontier, ...]
    solutions: tuple[Solution, ...]
    fairest: FairestDeals | None
    candidates: tuple[Solution, ...]
    unfollowed: tuple[str, ...] = ()
    unproven: tuple[str, ...] = ()
    regrets: tuple[Regret, ...] = ()
    advice: Advice | None = None
    as_wholes: AsWholes | None = None
