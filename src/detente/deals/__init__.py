"""Which packages could all sign?"""

from detente.deals.find import accept_packages, find_deals
from detente.deals.records import (
    Blocked,
    Change,
    Deals,
    FairestDeals,
    Frontier,
    NearPackage,
    PackageResult,
    PartyAcceptance,
    Quantiles,
    Question,
    Solution,
)
from detente.deals.spread import quantiles

__all__ = [
    "Blocked",
    "Change",
    "Deals",
    "FairestDeals",
    "Frontier",
    "NearPackage",
    "PackageResult",
    "PartyAcceptance",
    "Quantiles",
    "Question",
    "Solution",
    "accept_packages",
    "find_deals",
    "quantiles",
]
