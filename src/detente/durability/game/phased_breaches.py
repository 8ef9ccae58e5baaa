"""Flows of a phased plan while it is kept, and what each way of breaking it brings everyone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.durability.breaches import Way, caught_factor
from detente.durability.game.phased_plan import PhasedPlan
from detente.durability.game.records import BoolArray, FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Breach:
    """One way open to one party in one phase, and its outcome for all parties (party,).

    `unnoticed` is the yearly flow until the breach is seen, `after` what snapback leaves as a present value, the
    breaker's escrow gone. `at_once` is what the moment itself brings: assets seized, own costs not saved. A breach
    is looked for every `lag_years` and seen with chance `p_detect`; with no lag it is seen at once.
    """

    party: int
    phase: int
    way: Way
    unnoticed: FloatArray
    after: FloatArray
    at_once: FloatArray
    p_detect: float
    lag_years: float

    @property
    def seen_at_once(self) -> bool:
        """Whether snapback follows without delay."""
        return self.lag_years == 0 and self.p_detect > 0


def flow_when_kept(plan: PhasedPlan, phase: int) -> FloatArray:
    """Yearly flow to each party in one phase: ``f = (1 - a) (sum y h + transfer) + a z``, shape (party,)."""
    return _while_running(plan, phase, _done(plan, phase), _done(plan, phase))


def ended_when_kept(plan: PhasedPlan, phase: int) -> FloatArray:
    """Present value to each party if the agreement ends in a phase in which all did what was due, shape (party,)."""
    return np.asarray(_left(plan, _done(plan, phase)) / plan.rate - costs_of(plan, phase))


def costs_of(plan: PhasedPlan, phase: int) -> FloatArray:
    """One-off costs that fall due in one phase, shape (party,)."""
    now = plan.phase == phase
    return np.bincount(plan.owner[now], weights=plan.cost_once[now], minlength=len(plan.rate)).astype(np.float64)


def breaches_of(plan: PhasedPlan, party: int, phase: int) -> list[Breach]:
    """List the ways open to one party in one phase, with their outcomes; a party that owes nothing has none."""
    if not plan.obliged[party]:
        return []
    return [_breach(plan, party, phase, way) for way in Way if _is_open(plan, party, phase, way)]


def value_of_breach(plan: PhasedPlan, breach: Breach) -> FloatArray:
    """Present value of a breach to each party, ``A + d (1 - X) / rho + X (z / rho - escrow)``, shape (party,)."""
    if breach.seen_at_once:
        return breach.at_once + breach.after
    size = len(plan.rate)
    caught = caught_factor(np.full(size, breach.p_detect), np.full(size, breach.lag_years), plan.rate)
    return np.asarray(breach.at_once + breach.unnoticed * (1 - caught) / plan.rate + caught * breach.after)


def _is_open(plan: PhasedPlan, party: int, phase: int, way: Way) -> bool:
    if way is Way.WITHHOLD:
        return bool(plan.due(party, phase).any())
    if way is Way.REVERSE:
        return bool(_undoable(plan, party, phase).any())
    if way is Way.SEIZE:
        return not np.isnan(plan.exposure[party, phase])
    return way is Way.EXIT or not np.isnan(plan.hybrid[party, 0])


def _breach(plan: PhasedPlan, party: int, phase: int, way: Way) -> Breach:
    done, kept_up = _done(plan, phase), _done(plan, phase)
    at_once = -costs_of(plan, phase)
    if way is not Way.HYBRID:
        done = done * ~plan.due(party, phase)
        kept_up = done
        at_once[party] = 0.0
    if way is Way.REVERSE:
        kept_up = done * np.where(plan.owner == party, 1 - plan.reversible, 1.0)
    unnoticed = _while_running(plan, phase, kept_up, done)
    if way is Way.HYBRID:
        unnoticed[party] += plan.hybrid[party, 0]
    if way is Way.SEIZE:
        at_once[party] += plan.exposure[party, phase]
    after = _left(plan, done) / plan.rate
    after[party] -= plan.escrow[party, phase]
    if plan.afterwards is not None:
        after[party] += plan.afterwards[party, phase] / plan.rate[party]
    return Breach(party, phase, way, unnoticed, after, at_once, *_watch(plan, party, phase, way))


def _watch(plan: PhasedPlan, party: int, phase: int, way: Way) -> tuple[float, float]:
    """Detection and lag: of the best-watched obligation that is broken; leaving and seizing are seen at once."""
    if way in (Way.EXIT, Way.SEIZE):
        return 1.0, 0.0
    if way is Way.HYBRID:
        return float(plan.hybrid[party, 1]), float(plan.hybrid[party, 2])
    broken = plan.due(party, phase)
    if way is Way.REVERSE:
        broken = broken | _undoable(plan, party, phase)
    which = np.flatnonzero(broken)
    rate = np.full(len(which), plan.rate[party])
    best = which[caught_factor(plan.p_detect[which], plan.lag_years[which], rate).argmax()]
    return float(plan.p_detect[best]), float(plan.lag_years[best])


def _undoable(plan: PhasedPlan, party: int, phase: int) -> BoolArray:
    return np.asarray((plan.owner == party) & (plan.phase < phase) & (plan.reversible > 0))


def _done(plan: PhasedPlan, phase: int) -> FloatArray:
    return np.asarray(plan.phase <= phase, dtype=np.float64)


def _left(plan: PhasedPlan, done: FloatArray) -> FloatArray:
    """Yearly flow after snapback, ``z = sum y (1 - b) h``, shape (party,)."""
    return np.asarray(plan.gain @ (done * (1 - plan.reversible)))


def _while_running(plan: PhasedPlan, phase: int, kept_up: FloatArray, done: FloatArray) -> FloatArray:
    flow = plan.gain @ kept_up + plan.transfer[:, phase]
    return np.asarray((1 - plan.suspended) * flow + plan.suspended * _left(plan, done))
