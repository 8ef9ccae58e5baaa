"""Who does the work? This process, several on this machine, or a cluster; the answer is the same to the last byte."""

from detente.workers.beside import Beside, steps_at_once
from detente.workers.cluster import cluster_workers, open_workers
from detente.workers.processes import ALONE, Processes, available_cores
from detente.workers.protocol import Workers
from detente.workers.steps import once, recalled_or

__all__ = [
    "ALONE",
    "Beside",
    "Processes",
    "Workers",
    "available_cores",
    "cluster_workers",
    "once",
    "open_workers",
    "recalled_or",
    "steps_at_once",
]
