"""From a named package to its design."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches

import numpy as np

from detente.case import Case, CaseError, Package
from detente.durability.design.agreement import agreement_of, check_precedence, known_sides, terms_under
from detente.durability.design.faults import check_request
from detente.durability.design.missing import what_is_missing
from detente.durability.design.plan import as_written
from detente.durability.design.program import cost_by_kind
from detente.durability.design.proof import MOST_STREAMS, Proof, prove
from detente.durability.design.readings import read_out
from detente.durability.design.records import (
    AS_WRITTEN,
    AT_ONCE,
    Costs,
    Design,
    DesignRequest,
)
from detente.durability.design.sampling import Found, search_design
from detente.durability.design.search import (
    Candidate,
    running_cost,
)
from detente.durability.design.summary import (
    delays_of,
    escrows_of,
    losers_under,
    payments_of,
    subsidies_of,
    worst_margins,
)
from detente.durability.design.task import Task
from detente.durability.design.verify import carry_out
from detente.durability.flows import draw_side
from detente.durability.terms import applicable_obligations, draw_terms
from detente.durability.verdict import weigh, why_unknown
from detente.preferences import Preferences
from detente.workers import ALONE, Workers, once
from detente.worlds import Payoffs, Worlds

HUMANITARIAN = "humanitarian"


def design_package(
    case: Case,
    package: str,
    drawn: tuple[Preferences, Payoffs, Worlds],
    request: DesignRequest = DesignRequest(),
    workers: Workers = ALONE,
) -> Design:
    """Find the least change of a package that brings every known margin to its floor.

    Minimises subsidy, transfers, escrow, verification and delay at the prices of the request, subject to
    ``margin[w, i, t, way] >= floor`` in at least a share of worlds. At most `request.sample` worlds are optimised on;
    the result is checked on all. Equations: `docs/explanation/design.md`.

    Parameters
    ----------
    case : Case
        Its obligations, phases, escrows, exposures and transfers are the text to be changed.
    package : str
        Id of a package that carries obligations.
    drawn : preferences, payoffs, worlds
        Drawn for the same worlds.
    request : DesignRequest
        Floor, share, what is on offer, prices and limits.
    workers : Workers
        Recall the answer of an earlier run to the same terms and gains, if they recall anything.

    Returns
    -------
    Design
        Status 'holds' (nothing to change), 'designed', 'infeasible' with what is missing, or 'unknown' with the
        reason where no obliged party's margin is known.

    Raises
    ------
    CaseError
        Unknown package, one without obligations, obligations that wait for each other in a circle, or a request
        outside its ranges.
    NotConverged
        The solver stopped without an answer.
    """
    check_request(request)
    _check_payers(case, request)
    _check_on_time(case, request)
    bound = dict.fromkeys([*request.on_time, *humanitarian_obligations(case)])
    # What was said reaches a design through the gains of each side alone.
    silent = replace(case, claims=())
    task = _task(silent, package_named(case, package), drawn, replace(request, on_time=tuple(bound)))
    return once(workers, _least_design, task)


def _least_design(task: Task) -> Design:
    if not task.sides:
        return _empty(task, "unknown")
    unchanged = _unchanged(task)
    if unchanged is not None:
        return unchanged
    found = search_design(task)
    if found.candidate is None:
        return replace(_empty(task, "infeasible"), offers=found.offers, missing=what_is_missing(task, found.question))
    return _designed(task, found, found.candidate)


def no_design(
    case: Case, package: str, drawn: tuple[Preferences, Payoffs, Worlds], request: DesignRequest, reason: str
) -> Design:
    """The record of a package for which nothing was found, with the reason and the margins as written."""
    task = _task(case, package_named(case, package), drawn, request)
    return replace(_empty(task, "unknown"), reason=reason)


def humanitarian_obligations(case: Case) -> tuple[str, ...]:
    """Obligations of elements of the domain humanitarian: people are not held back to secure a treaty."""
    elements = {e.id for e in case.elements if e.domain == HUMANITARIAN}
    return tuple(o.id for o in case.obligations if o.element in elements)


def _check_payers(case: Case, request: DesignRequest) -> None:
    names = [p.id for p in case.parties]
    stray = [p for p in request.limits.payers or () if p not in names]
    if stray:
        near = get_close_matches(stray[0], names, 1, 0.5)
        hint = f"Did you mean {near[0]}? " if near else ""
        raise CaseError(f"payers: {case.slug} has no party {stray[0]}.\n{hint}Parties: {', '.join(names)}.")


def _check_on_time(case: Case, request: DesignRequest) -> None:
    names = [o.id for o in case.obligations]
    stray = [o for o in request.on_time if o not in names]
    if stray:
        near = get_close_matches(stray[0], names, 1, 0.5)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise CaseError(f"on_time: {case.slug} has no obligation {stray[0]}.{hint}")


def package_named(case: Case, name: str) -> Package:
    """Look up a package; CaseError names the nearest where there is none of that name."""
    found = next((p for p in case.packages if p.id == name), None)
    if found is not None:
        return found
    names = [p.id for p in case.packages]
    near = get_close_matches(name, names, 1, 0.5)
    hint = f"Did you mean {near[0]}? " if near else ""
    listed = ", ".join(names) or "none"
    raise CaseError(f"{case.slug}: there is no package {name}.\n{hint}Packages of this case: {listed}.")


def _task(case: Case, package: Package, drawn: tuple[Preferences, Payoffs, Worlds], request: DesignRequest) -> Task:
    preferences, payoffs, worlds = drawn
    if not case.phases or not applicable_obligations(case, package):
        raise CaseError(
            f"{case.slug}: package {package.id} carries no obligation, so that there is nothing to keep or break.\n"
            "Write who does what by when in obligations.csv, and the phases in case.yaml."
        )
    terms = draw_terms(case, package, preferences.axes, worlds)
    check_precedence(terms)
    owners = sorted(set(terms.owner.tolist()))
    sides = tuple(draw_side(case, package, terms, preferences, payoffs, party) for party in owners)
    reasons = why_unknown(case, sides, terms, weigh(sides, terms))
    floor = case.margin_floor_usd_bn if request.floor_usd_bn is None else request.floor_usd_bn
    known = known_sides(sides, terms)
    return Task(case, package, terms, known, request, floor, tuple(reasons), " ".join(reasons.values()))


def _unchanged(task: Task) -> Design | None:
    """The text itself, where it holds in as many of all worlds as asked for."""
    agreement = agreement_of(task.terms, task.sides)
    plan = as_written(agreement)
    candidate = Candidate(AS_WRITTEN, AT_ONCE, task.terms, agreement, plan, 0.0, None)
    shortfall = task.shortfall(candidate)
    if int((shortfall <= 0).sum()) < task.required:
        return None
    sample = np.arange(min(task.request.sample, task.worlds))
    question = task.about(sample)
    return _designed(task, Found(question, sample, candidate, shortfall, ()), candidate)


def _designed(task: Task, found: Found, candidate: Candidate) -> Design:
    case, agreement, plan, request = task.case, candidate.agreement, candidate.plan, task.request
    terms = terms_under(task.terms, candidate.regime, candidate.snapback)
    streams = MOST_STREAMS if request.readings else 0
    proof: Proof = prove((task.terms, terms), task.sides, plan, task.floor, streams)
    subsidy, transfer, escrow, delay = cost_by_kind(agreement, request.prices, plan)
    running = running_cost(request, candidate.regime, candidate.snapback)
    changed = candidate.chosen is not None or candidate.regime != AS_WRITTEN or candidate.snapback != AT_ONCE
    return replace(
        _empty(task, "designed" if changed else "holds"),
        regime=candidate.regime,
        snapback=candidate.snapback,
        delays=delays_of(case, agreement, plan),
        escrows=escrows_of(case, agreement, plan),
        payments=payments_of(case, agreement, plan),
        subsidies=subsidies_of(case, plan),
        costs=Costs(subsidy, transfer, escrow, running, delay),
        before=worst_margins(case, proof.before, task.floor),
        after=worst_margins(case, proof.after, task.floor),
        verification=proof.verification,
        readings=read_out(case, candidate.chosen, request.readings) if candidate.chosen else (),
        offers=found.offers,
        sample=found.question.worlds,
        sample_kept=int(candidate.chosen.counts.sum()) if candidate.chosen else found.question.worlds,
        losers=losers_under(case, carry_out(terms, task.sides, plan)),
    )


def _empty(task: Task, status: str) -> Design:
    before = worst_margins(task.case, weigh(task.sides, task.terms), task.floor)
    return Design(
        package=task.package.id,
        status=status,
        reason=task.reason,
        floor_usd_bn=task.floor,
        share=task.request.share,
        regime=AS_WRITTEN,
        snapback=AT_ONCE,
        prices=task.request.prices,
        delays=(),
        escrows=(),
        payments=(),
        subsidies=(),
        costs=Costs(),
        before=before,
        after=(),
        verification=None,
        readings=(),
        offers=(),
        missing=(),
        unknown_parties=task.unknown,
        sample=0,
        sample_kept=0,
    )
