"""Where is an energy network written down? Folders of CSV files, and files of levers."""

from detente.casefile.energy.folder import is_network_folder, read_network_folder
from detente.casefile.energy.lever_file import read_lever_file

__all__ = ["is_network_folder", "read_lever_file", "read_network_folder"]
