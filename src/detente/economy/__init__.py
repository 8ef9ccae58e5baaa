"""What is it worth to them?"""

from detente.economy.payoffs import value_options
from detente.economy.whole_packages import unsolved_combinations, value_packages

__all__ = ["unsolved_combinations", "value_options", "value_packages"]
