"""What are reopened flows worth to the parties of a case?"""

from detente.economy.energy_payoffs.pass_through import Passed, pass_through
from detente.economy.energy_payoffs.problems import energy_problems, refuse_misfits
from detente.economy.energy_payoffs.solver import FEWEST_ANCHORS, Change, Delivered, EnergySolver
from detente.economy.energy_payoffs.withdrawn import is_withdrawn, withdraw, withdrawn_pairs

__all__ = [
    "FEWEST_ANCHORS",
    "Change",
    "Delivered",
    "EnergySolver",
    "Passed",
    "energy_problems",
    "is_withdrawn",
    "pass_through",
    "refuse_misfits",
    "withdraw",
    "withdrawn_pairs",
]
