"""What happened before, and what did markets make of it?"""

from detente.report.knowledge.precedents import checks_exhibit, lasting_exhibit, likeness_exhibit, precedent_exhibits
from detente.report.knowledge.signals import prices_exhibit, signal_exhibits

__all__ = [
    "checks_exhibit",
    "lasting_exhibit",
    "likeness_exhibit",
    "precedent_exhibits",
    "prices_exhibit",
    "signal_exhibits",
]
