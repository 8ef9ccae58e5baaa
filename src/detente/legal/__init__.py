"""May it be done, from when?"""

from detente.legal.gates import find_gates
from detente.legal.records import Gate, Gates

__all__ = ["Gate", "Gates", "find_gates"]
