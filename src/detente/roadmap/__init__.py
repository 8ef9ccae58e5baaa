"""In what order, behind which gates?"""

from detente.roadmap.plan import make_plan
from detente.roadmap.plan_records import (
    BalancePath,
    Durations,
    GateOpening,
    Move,
    Objective,
    Openings,
    Plan,
    PlannedStep,
    Question,
    Stage,
)
from detente.roadmap.records import Actor, LawfulStep, PackageRoadmap, Roadmap
from detente.roadmap.sequencing import sequence

__all__ = [
    "Actor",
    "BalancePath",
    "Durations",
    "GateOpening",
    "LawfulStep",
    "Move",
    "Objective",
    "Openings",
    "PackageRoadmap",
    "Plan",
    "PlannedStep",
    "Question",
    "Roadmap",
    "Stage",
    "make_plan",
    "sequence",
]
