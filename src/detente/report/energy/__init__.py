"""What does a shock to an energy network do, on one page?"""

from detente.report.energy.figures import buyers_change, mean_price, money_words, party_changes
from detente.report.energy.labels import EnergyNames, energy_names
from detente.report.energy.page import render_energy
from detente.report.energy.words import answer_of

__all__ = [
    "EnergyNames",
    "answer_of",
    "buyers_change",
    "energy_names",
    "mean_price",
    "money_words",
    "party_changes",
    "render_energy",
]
