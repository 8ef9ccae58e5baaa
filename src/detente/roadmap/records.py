"""What the sequence holds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One obligation in time: days after signature, its slack, and what it waits for.

    `status` is 'no gate known', 'waits for a gate' or 'needs not stated'; `gates` names the measures not lifted.
    `lifted_by` names measures that options of the package itself lift.
    """

    obligation: str
    title: str
    owner: str
    phase: str
    verifier: str
    starts_day: float
    ends_day: float
    duration_known: bool
    slack_days: float
    critical: bool
    after: tuple[str, ...]
    status: str
    gates: tuple[str, ...]
    lifted_by: tuple[str, ...]
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who must act on which measures before how many steps can be lawful."""

    who: str
    measures: tuple[str, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PackageRoadmap:
    """The sequence of one package."""

    package: str
    steps: tuple[Step, ...]
    critical_path: tuple[str, ...]
    length_days: float
    lawful_now: int
    actors: tuple[Actor, ...]


@dataclass(frozen=True, slots=True)
class Roadmap:
    """Sequences of all packages that carry obligations."""

    packages: tuple[PackageRoadmap, ...]

    def of(self, package: str) -> PackageRoadmap | None:
        """The sequence of one package, None when it carries no obligation."""
        return next((p for p in self.packages if p.package == package), None)
