"""What stands before a venture: measures that are not open, and conditions that are not met."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from detente.portal.ventures.gates import Look
from detente.portal.ventures.models import Condition, Venture


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that is not open, in which state, and why as far as it is known."""

    what: str
    state: str
    why: str = ""

    def __str__(self) -> str:
        return f"{self.what} ({self.state})"

    def as_row(self) -> dict[str, str]:
        """The obstacle as a table keeps it."""
        return {"what": self.what, "state": self.state, "why": self.why}


def obstacles_of(venture: Venture, look: Look) -> list[Obstacle]:
    """What is not open: unknown is not open either."""
    found = [Obstacle(f"{gate.measure}: {gate.need}", gate.state.value, gate.why) for gate in look.shut]
    if not look.is_open and not found:
        found.append(Obstacle(_("what the law says"), look.standing.value, look.why))
    unmet = [one for one in venture.judged.all() if one.state != Condition.State.OPEN]
    return found + [Obstacle(one.title, one.state, one.why) for one in unmet]
