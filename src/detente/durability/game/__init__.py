"""What could any strategy sustain?"""

from detente.durability.game.elimination import solve_game
from detente.durability.game.from_terms import plan_in_world
from detente.durability.game.monitoring import MonitoredGame, MonitoredSolution, monitored_game, solve_monitored_game
from detente.durability.game.negotiation import Negotiated, negotiate_repeatedly
from detente.durability.game.paths import Path, check_path, reached
from detente.durability.game.phased_breaches import Breach
from detente.durability.game.phased_game import PhasedGame, phased_game
from detente.durability.game.phased_plan import PhasedPlan, with_standing_phase
from detente.durability.game.plan_check import PlanCheck, check_plan
from detente.durability.game.records import GameSolution, StochasticGame, stochastic_game, with_renegotiation

__all__ = [
    "Breach",
    "GameSolution",
    "MonitoredGame",
    "MonitoredSolution",
    "Negotiated",
    "Path",
    "PhasedGame",
    "PhasedPlan",
    "PlanCheck",
    "StochasticGame",
    "check_path",
    "check_plan",
    "monitored_game",
    "negotiate_repeatedly",
    "phased_game",
    "plan_in_world",
    "reached",
    "solve_game",
    "solve_monitored_game",
    "stochastic_game",
    "with_renegotiation",
    "with_standing_phase",
]
