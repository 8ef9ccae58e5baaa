"""Does peace pay, who means it, who depends on whom, and what next?"""

from detente.durability.prospects.look import look_ahead
from detente.durability.prospects.records import (
    BaseRate,
    Belief,
    CasualtyCount,
    Driver,
    Forecast,
    Link,
    Moment,
    PartyPeace,
    PartyTrust,
    Prospects,
    StepSignal,
    Variant,
    Weakest,
    WorthPart,
)

__all__ = [
    "BaseRate",
    "Belief",
    "CasualtyCount",
    "Driver",
    "Forecast",
    "Link",
    "Moment",
    "PartyPeace",
    "PartyTrust",
    "Prospects",
    "StepSignal",
    "Variant",
    "Weakest",
    "WorthPart",
    "look_ahead",
]
