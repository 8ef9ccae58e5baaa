"""Which files may come in, and how do they go out?"""

from detente.portal.files.keeping import Kept, keep

__all__ = ["Kept", "keep"]
