"""What could be true?"""

from detente.worlds.axes import Axes, axes_of
from detente.worlds.carried import Carried, SolvedNetwork
from detente.worlds.draws import Worlds, draw_worlds
from detente.worlds.payoffs import Modelled, Payoffs
from detente.worlds.ranks import mid_ranks
from detente.worlds.wholes import NO_WHOLES, Wholes

__all__ = [
    "NO_WHOLES",
    "Axes",
    "Carried",
    "Modelled",
    "Payoffs",
    "SolvedNetwork",
    "Wholes",
    "Worlds",
    "axes_of",
    "draw_worlds",
    "mid_ranks",
]
