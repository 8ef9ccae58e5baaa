"""What a gate is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Gate:
    """A measure that touches something that someone needs to do.

    `subject_kind` is obligation, venture or council. `opened_by` lists options that lift the measure.
    `opens_on` is the date on which the measure ends by its own terms if not renewed; None when it has none.
    """

    subject_kind: str
    subject: str
    need: str
    measure: str
    act: str
    status: str
    who_can_lift: str
    how: str
    opened_by: tuple[str, ...]
    opens_on: date | None


@dataclass(frozen=True, slots=True)
class Gates:
    """All gates; `free` lists subjects whose stated needs no measure restricts, `unstated` those that state none."""

    gates: tuple[Gate, ...]
    free: tuple[str, ...]
    unstated: tuple[str, ...]

    def of(self, subject: str) -> tuple[Gate, ...]:
        """Gates that stand before one subject."""
        return tuple(g for g in self.gates if g.subject == subject)
