"""What would each of them take?"""

from detente.preferences.draw import draw_preferences, draw_uncut_weights
from detente.preferences.records import Dropped, Linkage, PartOdds, Preferences, SamplerDiagnostics
from detente.preferences.stances import stance_table

__all__ = [
    "Dropped",
    "Linkage",
    "PartOdds",
    "Preferences",
    "SamplerDiagnostics",
    "draw_preferences",
    "draw_uncut_weights",
    "stance_table",
]
