"""What could be true?"""

from detente.worlds.axes import Axes, axes_of
from detente.worlds.draws import Worlds, draw_worlds
from detente.worlds.payoffs import Modelled, Payoffs

__all__ = ["Axes", "Modelled", "Payoffs", "Worlds", "axes_of", "draw_worlds"]
