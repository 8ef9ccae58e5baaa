"""What does each clause do, to whom, in which sector?"""

from detente.economy.effects.find import effects_of
from detente.economy.effects.problem import Problem, plan_of, pose_effects
from detente.economy.effects.records import (
    BASELINE_INCOME,
    OPTION,
    PACKAGE,
    STATUS_QUO,
    Central,
    Decomposition,
    Effects,
    Item,
    MeasureOnTrade,
    OverWorlds,
    Plan,
)
from detente.economy.effects.summary import Between, Spread, members_of, spread, trade_between

__all__ = [
    "BASELINE_INCOME",
    "OPTION",
    "PACKAGE",
    "STATUS_QUO",
    "Between",
    "Central",
    "Decomposition",
    "Effects",
    "Item",
    "MeasureOnTrade",
    "OverWorlds",
    "Plan",
    "Problem",
    "Spread",
    "effects_of",
    "members_of",
    "plan_of",
    "pose_effects",
    "spread",
    "trade_between",
]
