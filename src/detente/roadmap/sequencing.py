"""The steps of every package in time: which are lawful, who must act, and a calendar that keeps all rules."""

from __future__ import annotations

from detente.case import Case, Infeasible, NotConverged, Obligation, Package
from detente.deals import Deals
from detente.durability import Durability
from detente.legal import Gate, Gates, GateState
from detente.roadmap.cp_sat import Solver
from detente.roadmap.plan import plan_with
from detente.roadmap.plan_records import Plan, Question
from detente.roadmap.records import Actor, LawfulStep, PackageRoadmap, Roadmap
from detente.workers import ALONE, Workers

NOT_STATED = "not stated"

QUICK_EFFORT, QUICK_QUESTIONS = 5.0, 24
"""On the main path: deterministic units for each search of a package, and questions about its windows at most."""


def sequence(case: Case, deals: Deals, durability: Durability, gates: Gates, workers: Workers = ALONE) -> Roadmap:
    """Plan the obligations of every package that carries some, as `make_plan` does, signed on the day of the case.

    Durations are the modes of their ranges, and whoever can lift a measure does so in time. The searches stop after
    an effort that is the same on every machine. A package whose rules clash has no calendar, and says why.

    Parameters
    ----------
    case : Case
        Its phases, obligations, measures, verifiers and rules of reciprocity and leverage.
    deals : Deals
        Taken to fix the place of this stage on the main path; the plan itself does not depend on it.
    durability : Durability
        Says which obligations apply to which package.
    gates : Gates
        The measures that stand before each obligation.
    workers : Workers
        Recall schedules of an earlier run, if they recall anything.

    Returns
    -------
    Roadmap
        One roadmap per package with obligations; times in days after signature.

    Raises
    ------
    CaseError
        Where steps wait for one another in a circle, or the case contradicts itself.

    Examples
    --------
    >>> from detente.analysis import analyse
    >>> from detente.casefile import example_case
    >>> plan = analyse(example_case(), count=20, seed=0).roadmap.packages[0]
    >>> plan.package, plan.steps[0].title
    ('LEAGUE-DRAFT', 'Valdia withdraws its warships')
    """
    del deals
    carrying = []
    for package in case.packages:
        result = durability.of(package.id)
        if result is not None and result.obligations and case.phases:
            carrying.append((package, tuple(o for o in case.obligations if o.id in result.obligations)))
    if not carrying:
        return Roadmap(())
    with Solver(effort=QUICK_EFFORT, windows_questions=QUICK_QUESTIONS, workers=workers) as solver:
        return Roadmap(tuple(_of_package(case, p, owed, gates, solver) for p, owed in carrying))


def _of_package(
    case: Case, package: Package, obligations: tuple[Obligation, ...], gates: Gates, solver: Solver
) -> PackageRoadmap:
    lifted = _lifted_measures(case, package, obligations)
    steps, standing = [], []
    for obligation in obligations:
        own = [g for g in gates.of(obligation.id) if g.subject_kind == "obligation"]
        closed = [g for g in own if g.measure not in lifted and g.state is not GateState.LICENSED]
        steps.append(_step(obligation, closed, [g for g in own if g.measure in lifted]))
        standing.extend(closed)
    plan, why = _planned(case, package, gates, solver)
    return PackageRoadmap(
        package=package.id,
        steps=tuple(steps),
        lawful_now=sum(s.status == "no gate known" for s in steps),
        actors=_actors(standing),
        plan=plan,
        why_no_plan=why,
    )


def _planned(case: Case, package: Package, gates: Gates, solver: Solver) -> tuple[Plan | None, str]:
    try:
        return plan_with(solver, case, package, gates, Question(signed_on=case.as_of)), ""
    except (Infeasible, NotConverged) as why:
        return None, str(why)


def _lifted_measures(case: Case, package: Package, obligations: tuple[Obligation, ...]) -> frozenset[str]:
    """Measures that a chosen option or an obligation of the package lifts; option ids count within their element."""
    by_options = {
        measure
        for element in case.elements
        for option in element.options
        if package.choices.get(element.id) == option.id
        for measure in option.lifts
    }
    return frozenset(by_options.union(*(o.lifts for o in obligations)))


def _step(obligation: Obligation, closed: list[Gate], opened: list[Gate]) -> LawfulStep:
    return LawfulStep(
        obligation=obligation.id,
        title=obligation.title,
        owner=obligation.owner,
        phase=obligation.phase,
        status=_status(obligation, closed),
        gates=_measures(closed),
        lifted_by=_measures(opened),
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
