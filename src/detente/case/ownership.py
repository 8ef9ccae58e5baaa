"""Who is listed, who owns whom, who controls whom: what the rules on ownership are applied to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Listing:
    """A person or entity on a list of sanctions; no regime named means on the list of every regime asked about."""

    entity: str
    regimes: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Stake:
    """What one owner holds of one entity, in percent, exact; a bound that is open is itself left out.

    An unknown stake has the bounds 0 and 100; what others hold narrows it further. No owner means that nobody knows
    who holds it, as with bearer shares: it may be anybody, a listed person too.
    """

    owner: str
    owned: str
    low_percent: Decimal
    high_percent: Decimal
    low_open: bool = False
    high_open: bool = False
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Control:
    """Power over an entity other than by ownership, and how it is exercised."""

    controller: str
    controlled: str
    how: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class JointArrangement:
    """Holders who agreed to use their rights together, in one entity or, when none is named, in all they hold."""

    members: tuple[str, ...]
    owned: str = ""


@dataclass(frozen=True, slots=True)
class Holdings:
    """One structure of ownership: what is stated about it, and where that was read.

    `asked` are the entities in question; `measures` pairs a regime with the measure of the case that blocks under it.
    """

    id: str
    listed: tuple[Listing, ...]
    stakes: tuple[Stake, ...]
    controls: tuple[Control, ...] = ()
    joint_arrangements: tuple[JointArrangement, ...] = ()
    source: str = ""
    note: str = ""
    asked: tuple[str, ...] = ()
    measures: tuple[tuple[str, str], ...] = ()
