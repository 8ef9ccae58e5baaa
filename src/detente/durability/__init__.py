"""Who would keep it, and until when?"""

from detente.durability.assess import assess_durability
from detente.durability.records import Durability, Failure, Margin, PackageDurability, Repair

__all__ = ["Durability", "Failure", "Margin", "PackageDurability", "Repair", "assess_durability"]
