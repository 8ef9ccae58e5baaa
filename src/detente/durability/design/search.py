"""The least change: every regime on offer, the schedule it needs, and nothing that is not needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.durability.design.agreement import Agreement, agreement_of, take_worlds, terms_under
from detente.durability.design.chance import Chosen, required_worlds, solve_for_share
from detente.durability.design.elements import paid_elements, take_out
from detente.durability.design.plan import NOTHING, Plan, as_written, open_phases, places_of, plan_of
from detente.durability.design.program import MarginProgram, unit_costs
from detente.durability.design.records import DesignRequest, Regime, Snapback
from detente.durability.design.rows import margin_rows
from detente.durability.design.verify import carry_out, enough_hold, take_sides
from detente.durability.flows import Side
from detente.durability.terms import Terms

MOST_REFINEMENTS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """Terms and sides over some worlds, the floor and the share of worlds that must reach it."""

    terms: Terms
    sides: tuple[Side, ...]
    request: DesignRequest
    floor: float
    required: int

    @property
    def worlds(self) -> int:
        """How many worlds it holds."""
        return int(self.terms.suspended.shape[0])


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A plan under one regime and snapback, with its cost and the program that found it; `chosen` None as written."""

    regime: Regime
    snapback: Snapback
    terms: Terms
    agreement: Agreement
    plan: Plan
    cost: float
    chosen: Chosen | None


def sample_question(
    terms: Terms, sides: Sequence[Side], request: DesignRequest, floor: float, worlds: NDArray[np.int64]
) -> Question:
    """Ask about some worlds only."""
    return Question(
        take_worlds(terms, worlds),
        take_sides(sides, worlds),
        request,
        floor,
        required_worlds(request.share, len(worlds)),
    )


def holds_under(question: Question, terms: Terms, plan: Plan) -> bool:
    """Whether as many worlds as required hold under a plan, by the margins of the stage of durability."""
    return enough_hold(carry_out(terms, question.sides, plan), question.floor, question.required)


def running_cost(request: DesignRequest, regime: Regime, snapback: Snapback) -> float:
    """Present value of the yearly cost of verification and of keeping snapback ready."""
    yearly = regime.cost_usd_bn_per_year + snapback.cost_usd_bn_per_year
    return float(yearly / -np.log(request.prices.discount))


def least_change(question: Question, regime: Regime, snapback: Snapback) -> Candidate | None:
    """Find the cheapest plan under one regime; None where nothing is feasible.

    Who is caught when depends on which obligations share a phase. So the program is solved with the schedule of
    the text, where that is fixed; and with every phase open, bounding it from below, then again within the
    phases that were used, where it is fixed too. The cheapest plan that passes the margins of the stage is kept.
    """
    terms = terms_under(question.terms, regime, snapback)
    agreement = agreement_of(terms, question.sides)
    start = as_written(agreement)
    fixed = running_cost(question.request, regime, snapback)
    if holds_under(question, terms, start):
        return Candidate(regime, snapback, terms, agreement, start, fixed, None)
    found = [
        Candidate(regime, snapback, terms, agreement, plan, fixed + _cost(question, agreement, plan), chosen)
        for plan, chosen in _attempts(question, agreement, start)
        if holds_under(question, terms, plan)
    ]
    return min(found, key=lambda c: c.cost, default=None)


def _cost(question: Question, agreement: Agreement, plan: Plan) -> float:
    return float(unit_costs(agreement, question.request.prices) @ plan.vector())


def _attempts(question: Question, agreement: Agreement, start: Plan) -> list[tuple[Plan, Chosen]]:
    """Plans by the program: for the schedule of the text, and for schedules refined from all phases open."""
    found = _refined(question, agreement, start.delivered > 0, True)
    whole = question.request.steps == "whole"
    spread = _refined(
        question, agreement, open_phases(agreement, question.request.on_time), False, 1 if whole else MOST_REFINEMENTS
    )
    if not whole:
        return found + spread
    for schedule in _whole_steps([plan for plan, _ in spread]):
        found += _refined(question, agreement, schedule, True)
    return found


def _refined(
    question: Question,
    agreement: Agreement,
    allowed: NDArray[np.bool_],
    exact: bool,
    rounds: int = MOST_REFINEMENTS,
) -> list[tuple[Plan, Chosen]]:
    """Solve, then solve again within the phases that were used, until these no longer change."""
    found: list[tuple[Plan, Chosen]] = []
    for _ in range(rounds):
        chosen = _solved(question, agreement, allowed, exact)
        if chosen is None:
            break
        plan = plan_of(chosen.solution.vector, places_of(agreement))
        found.append((plan, chosen))
        used = plan.delivered > NOTHING
        if exact and np.array_equal(used, allowed):
            break
        allowed, exact = used, True
    return found


def _whole_steps(plans: Sequence[Plan]) -> Iterator[NDArray[np.bool_]]:
    """Schedules without parts near those with parts: each promise in the phase of its largest part, or of its last."""
    seen: set[bytes] = set()
    for plan in plans:
        phases = np.arange(plan.delivered.shape[1])
        last = np.where(plan.delivered > NOTHING, phases, -1).max(axis=1)
        for phase in (plan.delivered.argmax(axis=1), last):
            schedule = phases[None, :] == phase[:, None]
            if schedule.tobytes() not in seen:
                seen.add(schedule.tobytes())
                yield schedule


def program_of(question: Question, agreement: Agreement, allowed: NDArray[np.bool_], *, exact: bool) -> MarginProgram:
    """Set up the linear program over the phases that are open."""
    rows, request = margin_rows(agreement, allowed, exact=exact), question.request
    return MarginProgram(agreement, allowed, rows, request.prices, request.limits, question.floor, exact)


def _solved(question: Question, agreement: Agreement, allowed: NDArray[np.bool_], exact: bool) -> Chosen | None:
    return solve_for_share(program_of(question, agreement, allowed, exact=exact), question.required)


def without_needless(question: Question, candidate: Candidate, still_holds: Callable[[Plan], bool]) -> Candidate:
    """Take out every paid element without which as many worlds hold, of the question and of whatever else is asked."""
    agreement, plan = candidate.agreement, candidate.plan
    for element in paid_elements(agreement, plan):
        without = take_out(agreement, plan, element)
        if without is not None and holds_under(question, candidate.terms, without) and still_holds(without):
            plan = without
    if plan is candidate.plan:
        return candidate
    fixed = running_cost(question.request, candidate.regime, candidate.snapback)
    return replace(candidate, plan=plan, cost=fixed + _cost(question, agreement, plan))
