"""From a sample to all worlds: optimise on few, check on all, and exchange the few until all agree."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.durability.design.agreement import agreement_of, terms_under
from detente.durability.design.chance import price_of_worlds
from detente.durability.design.plan import Plan, as_written
from detente.durability.design.records import AS_WRITTEN, AT_ONCE, Offer
from detente.durability.design.search import Candidate, Question, least_change, running_cost, without_needless
from detente.durability.design.task import Task
from detente.durability.design.verify import carry_out, enough_hold
from detente.durability.terms import FloatArray

MOST_WITHOUT_GAIN = 4
"""Attempts in a row without a cheaper design after which the search ends."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The best candidate, the question it answers, what it misses in each world, and what else was on offer."""

    question: Question
    sample: NDArray[np.int64]
    candidate: Candidate | None
    shortfall: FloatArray
    offers: tuple[Offer, ...]

    @property
    def held(self) -> int:
        """How many of all worlds hold."""
        return int((self.shortfall <= 0).sum())

    @property
    def cost(self) -> float:
        """Cost of the candidate, infinite without one."""
        return math.inf if self.candidate is None else self.candidate.cost


def search_design(task: Task) -> Found:
    """Find the cheapest design that holds in as many of all worlds as asked for.

    The search starts from worlds about which it is open whether they are given up, and from worlds as they were drawn.
    Each start is improved by exchanging worlds. Of all attempts that reach the share the cheapest is taken, else the
    one that holds in most worlds.
    """
    drawn = np.arange(min(task.request.sample, task.worlds))
    starts = [(drawn, task.about(drawn))]
    if len(drawn) < task.worlds:
        sample, required = _doubtful(task)
        starts.insert(0, (sample, replace(task.about(sample), required=required)))
    best: Found | None = None
    for sample, question in starts:
        first = _offers(task, question, sample)
        found = first if first.candidate is None else _improved(task, first)
        best = found if best is None or best.candidate is None or _better(task, found, best) else best
    if best is None or best.candidate is None:
        return first
    return _without_needless(task, _with_other_offers(task, best))


def _improved(task: Task, first: Found) -> Found:
    """Exchange worlds from one start on.

    A set of worlds is fixed that is just large enough and nearest to holding, and a sample of it must hold whole:
    failing worlds of the set take the places of those that cost nothing. Once the whole set holds, the dearest worlds
    leave it for the nearest outside, as long as that is cheaper.
    """
    best = last = first
    wanted, idle = _nearest(first.shortfall, task.required), 0
    for _ in range(task.request.attempts):
        if last.held >= task.required:
            wanted = _without_dearest(task, last)
        sample = _exchanged(task, last, wanted)
        following = _solve(task, sample, last)
        if following.candidate is None:
            break
        last = following
        idle = 0 if _better(task, last, best) else idle + 1
        best = last if idle == 0 else best
        if idle > MOST_WITHOUT_GAIN:
            break
    return best


def _doubtful(task: Task) -> tuple[NDArray[np.int64], int]:
    """Worlds about which it is open whether they are given up, and how many of them must hold.

    By what they miss as written, they stand around the last one that must hold: those before them miss less and are
    left to the check, those after them are given up at first.
    """
    agreement = agreement_of(task.terms, task.sides)
    text = Candidate(AS_WRITTEN, AT_ONCE, task.terms, agreement, as_written(agreement), 0.0, None)
    size = min(task.request.sample, task.worlds)
    begin = min(max(task.required - size // 2, 0), task.worlds - size)
    order = np.argsort(task.shortfall(text), kind="stable")
    return np.sort(order[begin : begin + size]), task.required - begin


def _without_needless(task: Task, found: Found) -> Found:
    """Take out what is not needed in the sample nor, then, over all worlds."""
    candidate = found.candidate
    if candidate is None or candidate.chosen is None:
        return found

    def as_many_hold(plan: Plan) -> bool:
        terms = terms_under(task.terms, candidate.regime, candidate.snapback)
        return enough_hold(carry_out(terms, task.sides, plan), task.floor, min(found.held, task.required))

    simpler = without_needless(found.question, candidate, as_many_hold)
    return found if simpler is candidate else replace(found, candidate=simpler, shortfall=task.shortfall(simpler))


def _better(task: Task, one: Found, other: Found) -> bool:
    """Whether one reaches the share at less cost, or comes nearer to it."""
    enough, before = one.held >= task.required, other.held >= task.required
    if enough and before:
        return one.cost < other.cost * (1 - 1e-6)
    return enough or (not before and one.held > other.held)


def _offers(task: Task, question: Question, sample: NDArray[np.int64]) -> Found:
    """Try every regime with every snapback on one question."""
    offers: list[Offer] = []
    best: Candidate | None = None
    for regime in task.request.regimes:
        for snapback in task.request.snapbacks:
            if best is not None and running_cost(task.request, regime, snapback) >= best.cost:
                offers.append(Offer(regime.id, snapback.id, None, "running it alone costs more than the best in all"))
                continue
            candidate = least_change(question, regime, snapback)
            why = "" if candidate is not None else "nothing feasible was found"
            offers.append(Offer(regime.id, snapback.id, None if candidate is None else candidate.cost, why))
            if candidate is not None and (best is None or candidate.cost < best.cost):
                best = candidate
    return Found(question, sample, best, _missed(task, best), tuple(offers))


def _with_other_offers(task: Task, best: Found) -> Found:
    """Ask every regime the final question; another that answers it at less cost, and holds as well, is taken."""
    if len(task.request.regimes) * len(task.request.snapbacks) == 1:
        return best
    others = _offers(task, best.question, best.sample)
    return others if _better(task, others, best) else replace(best, offers=others.offers)


def _solve(task: Task, sample: NDArray[np.int64], before: Found) -> Found:
    question = task.about_every(sample)
    if before.candidate is None:
        raise ValueError("Only a candidate can be corrected.")
    candidate = least_change(question, before.candidate.regime, before.candidate.snapback)
    return Found(question, sample, candidate, _missed(task, candidate), before.offers)


def _missed(task: Task, candidate: Candidate | None) -> FloatArray:
    return np.full(task.worlds, np.inf) if candidate is None else task.shortfall(candidate)


def _nearest(shortfall: FloatArray, count: int) -> NDArray[np.bool_]:
    """Mark the worlds that miss least, as many as asked for."""
    wanted = np.zeros(len(shortfall), dtype=bool)
    wanted[np.argsort(shortfall, kind="stable")[:count]] = True
    return wanted


def _prices(task: Task, found: Found) -> FloatArray:
    """What each of all worlds costs at the margin; 0 for those not in the sample."""
    prices = np.zeros(task.worlds)
    if found.candidate is not None and found.candidate.chosen is not None:
        prices[found.sample] = price_of_worlds(found.candidate.chosen)
    return prices


def _without_dearest(task: Task, found: Found) -> NDArray[np.bool_]:
    """Let the dearest world, or half of the spare ones, leave; the nearest others stay or come."""
    spare = found.held - task.required
    prices = _prices(task, found)
    leaving = np.argsort(-prices, kind="stable")[: max(1, spare // 2)]
    rank = found.shortfall.copy()
    rank[leaving[prices[leaving] > 0]] = np.inf
    return _nearest(rank, task.required)


def _exchanged(task: Task, found: Found, wanted: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Choose a sample of the wanted worlds: those that cost something, those that miss most, then any."""
    prices = _prices(task, found)
    rank = np.where(prices > 0, np.inf, found.shortfall)
    order = np.argsort(-np.where(wanted, rank, -1.0), kind="stable")
    size = min(task.request.sample, int(wanted.sum()))
    return np.sort(order[:size])
