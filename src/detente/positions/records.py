"""What the tally of claims holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from detente.case import Stance


@dataclass(frozen=True, slots=True)
class Position:
    """Where one party stands on one element, from its latest claim there, with everything said before.

    `certainty` is 'firm', 'hedged' or 'unknown'. `voices_differ` when claims in force pull apart.
    `history` lists claim ids, oldest first; undated ones come first.
    """

    party: str
    element: str
    stance: Stance
    options: tuple[str, ...]
    certainty: str
    red_line: bool
    condition: str
    said_on: date | None
    reliability: float
    claim: str
    history: tuple[str, ...]
    voices_differ: bool


@dataclass(frozen=True, slots=True)
class PackageStance:
    """What one party said of a whole package (or of the initiative at large when `package` is empty)."""

    party: str
    package: str
    stance: Stance
    certainty: str
    condition: str
    said_on: date | None
    reliability: float
    claim: str
    set_valued: bool


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two claims of one party that cannot both be in force; the later one counts, or the more reliable."""

    party: str
    element: str
    claims: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Positions:
    """Party by element; a missing pair is unknown."""

    cells: tuple[Position, ...]
    packages: tuple[PackageStance, ...]
    contradictions: tuple[Contradiction, ...]
    superseded: tuple[str, ...]
    constrains_nothing: tuple[str, ...]
    in_order: tuple[str, ...]

    def cell(self, party: str, element: str) -> Position | None:
        """The position of one party on one element, None when it said nothing."""
        return next((c for c in self.cells if c.party == party and c.element == element), None)
