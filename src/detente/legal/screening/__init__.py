"""Does a name stand on a list, perhaps written otherwise?"""

from detente.legal.screening.corroborate import Evidence, Strength
from detente.legal.screening.index import NameIndex, build_index
from detente.legal.screening.search import Hit, Screening, screen_name

__all__ = ["Evidence", "Hit", "NameIndex", "Screening", "Strength", "build_index", "screen_name"]
