"""Who would carry a sanction, and would it hold together?"""

from detente.economy.coalitions.contributions import Contributions, Step, contributions, joining_order
from detente.economy.coalitions.effects import CoalitionEffects, effects_of_coalitions
from detente.economy.coalitions.from_case import Wanted, measures_on_trade, parties_with_regions, sanctions_of_case
from detente.economy.coalitions.model_transfers import in_model
from detente.economy.coalitions.sanctions import (
    Actor,
    Sanctions,
    actor,
    applying,
    largest_partner,
    sanctions_between,
    shock_of,
    with_joiner,
)
from detente.economy.coalitions.schemes import (
    BOOKS,
    CAP,
    EQUAL,
    MODEL,
    RULES,
    WHOLE,
    Transfers,
    by_bookkeeping,
)
from detente.economy.coalitions.stability import Joining, effects_of_joining, gain_from_leaving, worth_with
from detente.economy.coalitions.subsets import MOST_ENUMERATED, planned_solves

__all__ = [
    "BOOKS",
    "CAP",
    "EQUAL",
    "MODEL",
    "MOST_ENUMERATED",
    "RULES",
    "WHOLE",
    "Actor",
    "CoalitionEffects",
    "Contributions",
    "Joining",
    "Sanctions",
    "Step",
    "Transfers",
    "Wanted",
    "actor",
    "applying",
    "by_bookkeeping",
    "contributions",
    "effects_of_coalitions",
    "effects_of_joining",
    "gain_from_leaving",
    "in_model",
    "joining_order",
    "largest_partner",
    "measures_on_trade",
    "parties_with_regions",
    "planned_solves",
    "sanctions_between",
    "sanctions_of_case",
    "shock_of",
    "with_joiner",
    "worth_with",
]
