"""Which packages could all sign?"""

from detente.deals.acceptability import CaseAcceptability, PartyRanks
from detente.deals.advice import Advice, Conflict
from detente.deals.allies import Allies, BlockingSet, Outsider
from detente.deals.as_wholes import judge_as_wholes
from detente.deals.asking import Asked, QuestionKind
from detente.deals.bridging import NamedBridge
from detente.deals.coverage import RaisedElement, Uncovered
from detente.deals.divisible import Division
from detente.deals.find import accept_packages, find_deals
from detente.deals.leverage import Leverage
from detente.deals.logrolling import Trade
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
from detente.deals.rounds import Rounds
from detente.deals.scenario import solve_scenario
from detente.deals.scenario_record import ScenarioPackage, ScenarioResult
from detente.deals.signing import Signing, sign_package
from detente.deals.spread import quantiles

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
