"""Which least change of an agreement makes everyone keep it?"""

from detente.durability.design.faults import check_request
from detente.durability.design.find import design_package, package_named
from detente.durability.design.records import (
    AS_WRITTEN,
    AT_ONCE,
    REGIMES,
    Costs,
    Delay,
    Delivery,
    Design,
    DesignRequest,
    Limits,
    Offer,
    Payment,
    Posting,
    Prices,
    Reading,
    Regime,
    Shortfall,
    Snapback,
    Subsidy,
    Verification,
    WorstMargin,
)
from detente.durability.design.repair import find_repair

__all__ = [
    "AS_WRITTEN",
    "AT_ONCE",
    "REGIMES",
    "Costs",
    "Delay",
    "Delivery",
    "Design",
    "DesignRequest",
    "Limits",
    "Offer",
    "Payment",
    "Posting",
    "Prices",
    "Reading",
    "Regime",
    "Shortfall",
    "Snapback",
    "Subsidy",
    "Verification",
    "WorstMargin",
    "check_request",
    "design_package",
    "find_repair",
    "package_named",
]
