"""What the main path says of every package in time."""

from __future__ import annotations

from dataclasses import dataclass

from detente.roadmap.plan_records import Plan


@dataclass(frozen=True, slots=True)
class LawfulStep:
    """Whether one obligation may be carried out as the law stands.

    `status` is 'no gate known', 'waits for a gate' or 'needs not stated'; `gates` names the measures that nothing in
    the package lifts and no licence opens, `lifted_by` those that its options or obligations lift.
    """

    obligation: str
    title: str
    owner: str
    phase: str
    status: str
    gates: tuple[str, ...]
    lifted_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who must act on which measures before how many steps can be lawful."""

    who: str
    measures: tuple[str, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PackageRoadmap:
    """The steps of one package: which are lawful, who must act, and the calendar.

    `plan` is None where no calendar keeps all rules or none was found; `why_no_plan` says which, and what would help.
    """

    package: str
    steps: tuple[LawfulStep, ...]
    lawful_now: int
    actors: tuple[Actor, ...]
    plan: Plan | None
    why_no_plan: str = ""


@dataclass(frozen=True, slots=True)
class Roadmap:
    """Roadmaps of all packages that carry obligations."""

    packages: tuple[PackageRoadmap, ...]

    def of(self, package: str) -> PackageRoadmap | None:
        """The roadmap of one package, None when it carries no obligation."""
        return next((p for p in self.packages if p.package == package), None)
