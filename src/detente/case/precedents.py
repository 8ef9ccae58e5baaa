"""What an agreement has in it, in the words by which agreements are compared, and what a case says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Provision(StrEnum):
    """A feature by which agreements are compared; options of a case name those that they provide."""

    TRADE = "trade"
    ENERGY = "energy"
    JOINT_VENTURE = "joint_venture"
    INVESTMENT = "investment"
    TRANSPORT = "transport"
    GUARANTEE = "guarantee"
    THIRD_PARTY = "third_party"
    VERIFICATION = "verification"
    JOINT_BODY = "joint_body"
    SNAPBACK = "snapback"
    PHASED = "phased"


@dataclass(frozen=True, slots=True)
class PrecedentSettings:
    """What the author says of the case where no option or obligation shows it.

    `stated`: ``yes`` or ``no`` by provision. `leave_out`: ids of precedents that are the case itself.
    """

    stated: Mapping[str, str] = field(default_factory=dict)
    leave_out: tuple[str, ...] = ()


NOTHING_STATED = PrecedentSettings()
"""What holds where a case states nothing of itself."""
