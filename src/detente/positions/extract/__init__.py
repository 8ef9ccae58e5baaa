"""Which words of a text say where a party stands?"""

from detente.positions.extract.claims import Extractor, make_extractor
from detente.positions.extract.elements import ElementIndex, index_elements, map_claim
from detente.positions.extract.records import ProposedClaim

__all__ = ["ElementIndex", "Extractor", "ProposedClaim", "index_elements", "make_extractor", "map_claim"]
