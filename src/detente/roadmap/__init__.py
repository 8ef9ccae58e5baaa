"""In what order, behind which gates?"""

from detente.roadmap.records import Actor, PackageRoadmap, Roadmap, Step
from detente.roadmap.sequence import sequence

__all__ = ["Actor", "PackageRoadmap", "Roadmap", "Step", "sequence"]
