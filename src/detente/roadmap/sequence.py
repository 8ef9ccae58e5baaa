"""The steps of a package in time: what can start when, what waits for whom."""

from __future__ import annotations

from detente.case import Case, Obligation, Package
from detente.deals import Deals
from detente.durability import Durability
from detente.legal import Gate, Gates, GateState
from detente.roadmap.critical_path import DAYS_PER_YEAR, Activity, Timing, dependants, time_activities, trace_critical
from detente.roadmap.records import Actor, PackageRoadmap, Roadmap, Step

NOT_STATED = "not stated"


def sequence(case: Case, deals: Deals, durability: Durability, gates: Gates) -> Roadmap:
    """Order the obligations of every package that carries some, by the critical path method.

    An obligation starts at the later of its phase's start and the ends of those it comes after; its length
    is the mode of its duration, zero where unstated. A gate stands before a step unless an option of the
    package itself lifts the measure. Conventions stand in `docs/explanation/roadmap.md`.

    Parameters
    ----------
    case : Case
        Its phases, obligations and the measures that options lift.
    deals : Deals
        Taken to fix the place of this stage on the main path; the sequence itself does not depend on it.
    durability : Durability
        Says which obligations apply to which package.
    gates : Gates
        The measures that stand before each obligation.

    Returns
    -------
    Roadmap
        One sequence per package with obligations; times in days after signature.
    """
    del deals
    packages = []
    for package in case.packages:
        result = durability.of(package.id)
        if result is not None and result.obligations and case.phases:
            chosen = tuple(o for o in case.obligations if o.id in result.obligations)
            packages.append(_sequence_package(case, package, chosen, gates))
    return Roadmap(tuple(packages))


def _sequence_package(
    case: Case, package: Package, obligations: tuple[Obligation, ...], gates: Gates
) -> PackageRoadmap:
    activities = _activities(case, obligations)
    timings = time_activities(activities)
    waits = dependants(activities)
    lifted = _lifted_measures(case, package)
    steps, standing = [], []
    for obligation in obligations:
        own = [g for g in gates.of(obligation.id) if g.subject_kind == "obligation"]
        closed = [g for g in own if g.measure not in lifted and g.state is not GateState.LICENSED]
        opened = [g for g in own if g.measure in lifted]
        after = activities[obligation.id].after
        steps.append(_step(obligation, after, timings[obligation.id], (closed, opened), waits[obligation.id]))
        standing.extend(closed)
    return PackageRoadmap(
        package=package.id,
        steps=tuple(sorted(steps, key=lambda s: (s.starts_day, s.ends_day))),
        critical_path=trace_critical(activities, timings),
        length_days=max(t.ends_day for t in timings.values()),
        lawful_now=sum(s.status == "no gate known" for s in steps),
        actors=_actors(standing),
    )


def _activities(case: Case, obligations: tuple[Obligation, ...]) -> dict[str, Activity]:
    """Reduce obligations to release day, length and predecessors among those of the same package."""
    starts = {phase.id: phase.starts_years * DAYS_PER_YEAR for phase in case.phases}
    present = {o.id for o in obligations}
    return {
        o.id: Activity(
            release_day=starts[o.phase],
            length_days=o.duration_days.mode if o.duration_days else 0.0,
            after=tuple(a for a in o.after if a in present),
        )
        for o in obligations
    }


def _lifted_measures(case: Case, package: Package) -> frozenset[str]:
    """Measures that an option chosen by the package lifts; option ids count within their own element only."""
    return frozenset(
        measure
        for element in case.elements
        for option in element.options
        if package.choices.get(element.id) == option.id
        for measure in option.lifts
    )


def _step(
    obligation: Obligation,
    after: tuple[str, ...],
    timing: Timing,
    gates: tuple[list[Gate], list[Gate]],
    blocks: tuple[str, ...],
) -> Step:
    closed, opened = gates
    return Step(
        obligation=obligation.id,
        title=obligation.title,
        owner=obligation.owner,
        phase=obligation.phase,
        verifier=obligation.verifier,
        starts_day=timing.starts_day,
        ends_day=timing.ends_day,
        duration_known=obligation.duration_days is not None,
        slack_days=timing.slack_days,
        critical=timing.critical,
        after=after,
        status=_status(obligation, closed),
        gates=_measures(closed),
        lifted_by=_measures(opened),
        blocks=blocks,
    )


def _status(obligation: Obligation, closed: list[Gate]) -> str:
    if not obligation.needs:
        return "needs not stated"
    return "waits for a gate" if closed else "no gate known"


def _measures(gates: list[Gate]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(g.measure for g in gates))


def _actors(standing: list[Gate]) -> tuple[Actor, ...]:
    """Group the gates still closed by who can lift them; most steps first, then by name."""
    by_actor: dict[str, list[Gate]] = {}
    for gate in standing:
        by_actor.setdefault(gate.who_can_lift.strip() or NOT_STATED, []).append(gate)
    actors = [
        Actor(who, _measures(gates), tuple(dict.fromkeys(g.subject for g in gates))) for who, gates in by_actor.items()
    ]
    return tuple(sorted(actors, key=lambda a: (-len(a.steps), a.who)))
