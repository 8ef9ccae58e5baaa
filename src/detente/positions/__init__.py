"""Who said what?"""

from detente.positions.records import Contradiction, PackageStance, Position, Positions
from detente.positions.tally import constrains, tally_positions

__all__ = ["Contradiction", "PackageStance", "Position", "Positions", "constrains", "tally_positions"]
