"""Does a name stand on a list, perhaps written otherwise?"""

from detente.legal.screening.corroborate import Evidence, Strength
from detente.legal.screening.index import NameIndex, build_index
from detente.legal.screening.rescoring import RESCORERS, Rescorer, new_rescorer
from detente.legal.screening.retrieval import RETRIEVALS
from detente.legal.screening.search import Hit, Screening, screen_name

__all__ = [
    "RESCORERS",
    "RETRIEVALS",
    "Evidence",
    "Hit",
    "NameIndex",
    "Rescorer",
    "Screening",
    "Strength",
    "build_index",
    "new_rescorer",
    "screen_name",
]
