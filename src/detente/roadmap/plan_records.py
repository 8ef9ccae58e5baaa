"""What is asked of a plan, and what the plan holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from detente.case import Obligation


class Objective(StrEnum):
    """What a plan is best at: its end, the evenness of giving, or both weighed; early ends break ties."""

    EARLIEST = "earliest"
    BALANCE = "balance"
    WEIGHTED = "weighted"


class Durations(StrEnum):
    """Which end of the stated ranges the steps take."""

    LOW = "low"
    MODE = "mode"
    HIGH = "high"


class Openings(StrEnum):
    """What opens a gate that nothing in the package lifts: an act in time, or only what has a date."""

    ACTS = "acts"
    DATES = "dates"


@dataclass(frozen=True, slots=True)
class Question:
    """How to plan. `days_per_imbalance`: days of delay that one day of full imbalance is worth (weighted only).

    `delays`: obligations that begin so many days later than first planned; what had begun before stays as it was.
    """

    signed_on: date
    objective: Objective = Objective.EARLIEST
    durations: Durations = Durations.MODE
    openings: Openings = Openings.ACTS
    days_per_imbalance: float = 1.0
    delays: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GateOpening:
    """A measure before a step. `opened_by`: obligations, package, act, end, or itself.

    `opens_day` is the first day after signature on which the step may be lawful, as far as the case says; the step
    waits for `steps` besides. `must_open_by_day`: any later moves the end of the whole.
    """

    measure: str
    act: str
    who_can_lift: str
    opened_by: str
    opens_day: int
    steps: tuple[str, ...] = ()
    must_open_by_day: int = 0


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One obligation in the calendar; days after signature, the end day being the first day after it.

    `earliest_day` and `latest_day`: when it could begin in some plan that ends no later and breaks nothing.
    `begun`: it had begun when a delay showed, and stays as it is.
    `window_proven` is False where the search for them was cut off: then the window is at least this wide.
    """

    obligation: Obligation
    starts_day: int
    ends_day: int
    earliest_day: int
    latest_day: int
    window_proven: bool
    after: tuple[str, ...]
    gates: tuple[GateOpening, ...]
    held_by: str
    begun: bool = False

    @property
    def slack_days(self) -> int:
        """How far it may slip, the others adapting, without moving the end of the whole."""
        return self.latest_day - self.starts_day

    @property
    def critical(self) -> bool:
        """Whether a day lost here is proven to be a day lost at the end."""
        return self.window_proven and self.slack_days == 0 and not self.begun


@dataclass(frozen=True, slots=True)
class Stage:
    """One aim, what the plan reaches and what nothing can beat, in days; `proven` when the two meet."""

    aim: str
    value: float
    bound: float
    proven: bool

    @property
    def gap(self) -> float:
        """Share by which the plan may be improved on at most; 0 when proven."""
        return 0.0 if self.proven or self.value == 0 else (self.value - self.bound) / abs(self.value)


@dataclass(frozen=True, slots=True)
class BalancePath:
    """How even the giving is: from each day, share delivered by side `one` minus share by side `other`."""

    id: str
    one: tuple[str, ...]
    other: tuple[str, ...]
    counts: str
    band: float
    days: tuple[int, ...]
    levels: tuple[float, ...]
    imbalance_days: float

    @property
    def widest(self) -> float:
        """Largest distance from even at any date."""
        return max(map(abs, self.levels), default=0.0)


@dataclass(frozen=True, slots=True)
class Move:
    """A step that begins on another day because others were delayed."""

    obligation: str
    planned_day: int
    day: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The calendar of one package: steps by start, aims with their proof, balances, and what was assumed."""

    package: str
    question: Question
    steps: tuple[PlannedStep, ...]
    end_day: int
    stages: tuple[Stage, ...]
    balances: tuple[BalancePath, ...]
    notes: tuple[str, ...]
    moves: tuple[Move, ...] = ()
    planned_end_day: int | None = None

    @property
    def proven(self) -> bool:
        """Whether the first aim cannot be bettered."""
        return self.stages[0].proven

    @property
    def critical_steps(self) -> tuple[str, ...]:
        """Ids of the steps that set the pace, by start."""
        return tuple(s.obligation.id for s in self.steps if s.critical)

    def on(self, day: int) -> date:
        """The date of a day after signature."""
        return self.question.signed_on + timedelta(days=day)
