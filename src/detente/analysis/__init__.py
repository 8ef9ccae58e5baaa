"""All of the above, once."""

from detente.analysis.economy import Beside, EconomyLook
from detente.analysis.influence import every_estimate
from detente.analysis.pipeline import analyse
from detente.analysis.records import Alternative, Analysis, Influence

__all__ = ["Alternative", "Analysis", "Beside", "EconomyLook", "Influence", "analyse", "every_estimate"]
