"""What is it worth to them?"""

from detente.economy.payoffs import planned_equilibria, value_options
from detente.economy.whole_packages import (
    combined_options,
    planned_further_solves,
    unsolved_combinations,
    value_combinations,
)
from detente.economy.world_economy import with_costs

__all__ = [
    "combined_options",
    "planned_equilibria",
    "planned_further_solves",
    "unsolved_combinations",
    "value_combinations",
    "value_options",
    "with_costs",
]
