"""Which packages could all sign?"""

from detente.deals.as_wholes import judge_as_wholes
from detente.deals.coalitions.allies import Allies, BlockingSet, Outsider
from detente.deals.coalitions.leverage import Leverage
from detente.deals.find import accept_packages, find_deals
from detente.deals.mediation.advice import Advice, Conflict
from detente.deals.mediation.asking import Asked, QuestionKind
from detente.deals.mediation.bridging import NamedBridge
from detente.deals.mediation.coverage import RaisedElement, Uncovered
from detente.deals.mediation.divisible import Division
from detente.deals.mediation.logrolling import Trade
from detente.deals.mediation.rounds import Rounds
from detente.deals.records import (
    AsWholes,
    Blocked,
    Change,
    FairestDeals,
    FoundPackage,
    Frontier,
    Interaction,
    NearPackage,
    PackageResult,
    PartyAcceptance,
    Quantiles,
    Regret,
    Solution,
)
from detente.deals.result import Deals
from detente.deals.scenario.record import ScenarioPackage, ScenarioResult
from detente.deals.scenario.solving import solve_scenario
from detente.deals.worth.acceptability import CaseAcceptability, PartyRanks
from detente.deals.worth.signing import Signing, sign_package
from detente.deals.worth.spread import quantiles

__all__ = [
    "Advice",
    "Allies",
    "AsWholes",
    "Asked",
    "Blocked",
    "BlockingSet",
    "CaseAcceptability",
    "Change",
    "Conflict",
    "Deals",
    "Division",
    "FairestDeals",
    "FoundPackage",
    "Frontier",
    "Interaction",
    "Leverage",
    "NamedBridge",
    "NearPackage",
    "Outsider",
    "PackageResult",
    "PartyAcceptance",
    "PartyRanks",
    "Quantiles",
    "QuestionKind",
    "RaisedElement",
    "Regret",
    "Rounds",
    "ScenarioPackage",
    "ScenarioResult",
    "Signing",
    "Solution",
    "Trade",
    "Uncovered",
    "accept_packages",
    "find_deals",
    "judge_as_wholes",
    "quantiles",
    "sign_package",
    "solve_scenario",
]
