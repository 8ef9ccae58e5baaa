"""Who would keep it, and until when?"""

from detente.durability.assess import assess_durability, assess_package
from detente.durability.records import Durability, Failure, Margin, PackageDurability, Repair
from detente.durability.terms import applicable_obligations

__all__ = [
    "Durability",
    "Failure",
    "Margin",
    "PackageDurability",
    "Repair",
    "applicable_obligations",
    "assess_durability",
    "assess_package",
]
