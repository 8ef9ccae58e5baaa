"""What would each of them take?"""

from detente.preferences.draw import draw_preferences
from detente.preferences.records import Dropped, Linkage, Preferences
from detente.preferences.weights import concentrated_weights

__all__ = ["Dropped", "Linkage", "Preferences", "concentrated_weights", "draw_preferences"]
