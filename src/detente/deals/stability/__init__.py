"""In which states of a conflict would everyone stay?"""

from detente.deals.stability.analyse import analyse_coalitions, analyse_conflict
from detente.deals.stability.inverse import stability_condition
from detente.deals.stability.narration import describe_change, describe_state, explain_state
from detente.deals.stability.reach import MoveRule
from detente.deals.stability.records import (
    CoalitionAnalysis,
    CoalitionStability,
    ConflictStability,
    Requirement,
    StabilityCondition,
    Verdict,
    Way,
)
from detente.deals.stability.space import StateSpace, state_space

__all__ = [
    "CoalitionAnalysis",
    "CoalitionStability",
    "ConflictStability",
    "MoveRule",
    "Requirement",
    "StabilityCondition",
    "StateSpace",
    "Verdict",
    "Way",
    "analyse_coalitions",
    "analyse_conflict",
    "describe_change",
    "describe_state",
    "explain_state",
    "stability_condition",
    "state_space",
]
