"""In what order, behind which gates?"""

from detente.roadmap.calendar import calendar_csv
from detente.roadmap.records import Actor, PackageRoadmap, Roadmap, Step
from detente.roadmap.sequence import sequence

__all__ = ["Actor", "PackageRoadmap", "Roadmap", "Step", "calendar_csv", "sequence"]
