"""What would each of them take?"""

from detente.preferences.draw import draw_preferences
from detente.preferences.records import Dropped, Linkage, Preferences

__all__ = ["Dropped", "Linkage", "Preferences", "draw_preferences"]
