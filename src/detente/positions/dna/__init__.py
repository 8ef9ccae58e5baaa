"""How do claims travel to and from Discourse Network Analyzer?"""

from detente.positions.dna.read import read_dna
from detente.positions.dna.write import DnaWriter

__all__ = ["DnaWriter", "read_dna"]
