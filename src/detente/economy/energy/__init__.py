"""What do reopened flows do to prices, and to whom?"""

from detente.economy.energy.builtin import BUILTIN_NETWORKS, builtin_network
from detente.economy.energy.dependence import Dependence, dependence
from detente.economy.energy.doubts import DOUBTS, Doubt, doubtful_networks
from detente.economy.energy.each import EachEnergy, solve_each
from detente.economy.energy.equilibrium import solve_energy
from detente.economy.energy.leverage import Cut, Leverage, cost_of_cut
from detente.economy.energy.levers import LEVER_KINDS
from detente.economy.energy.parties import PartySurplus, party_surplus
from detente.economy.energy.records import (
    About,
    Arcs,
    Contracts,
    Demands,
    EnergyShock,
    Lever,
    Network,
    Nodes,
    Periods,
    Stores,
    Supplies,
)
from detente.economy.energy.results import Diagnostics, EnergyEquilibrium, Surplus
from detente.economy.energy.security import Security, stress_supply
from detente.economy.energy.study import EnergyDraws, EnergyQuestion, EnergyStudy, followed_by, study_energy
from detente.economy.energy.tables import network_from_tables

__all__ = [
    "BUILTIN_NETWORKS",
    "DOUBTS",
    "LEVER_KINDS",
    "About",
    "Arcs",
    "Contracts",
    "Cut",
    "Demands",
    "Dependence",
    "Diagnostics",
    "Doubt",
    "EachEnergy",
    "EnergyDraws",
    "EnergyEquilibrium",
    "EnergyQuestion",
    "EnergyShock",
    "EnergyStudy",
    "Lever",
    "Leverage",
    "Network",
    "Nodes",
    "PartySurplus",
    "Periods",
    "Security",
    "Stores",
    "Supplies",
    "Surplus",
    "builtin_network",
    "cost_of_cut",
    "dependence",
    "doubtful_networks",
    "followed_by",
    "network_from_tables",
    "party_surplus",
    "solve_each",
    "solve_energy",
    "stress_supply",
    "study_energy",
]
