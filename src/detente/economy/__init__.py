"""What is it worth to them?"""

from detente.economy.payoffs import value_options

__all__ = ["value_options"]
