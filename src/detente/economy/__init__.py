"""What is it worth to them?"""

from detente.economy.payoffs import value_options
from detente.economy.whole_packages import with_interactions

__all__ = ["value_options", "with_interactions"]
