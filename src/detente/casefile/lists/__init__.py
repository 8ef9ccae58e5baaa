"""Which entries does a list of sanctions hold, and of what day is it?"""

from detente.casefile.lists.names import read_screened_names
from detente.casefile.lists.read import FORMATS, read_list

__all__ = ["FORMATS", "read_list", "read_screened_names"]
