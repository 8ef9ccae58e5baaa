"""Who said what?"""

from detente.positions.records import Contradiction, PackageStance, Position, Positions
from detente.positions.tally import tally_positions

__all__ = ["Contradiction", "PackageStance", "Position", "Positions", "tally_positions"]
