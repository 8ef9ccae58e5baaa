"""An explicit payoff stream: what a party gets, year after year, if it keeps and if it breaks.

Nothing here is shared with the margins of the stage of durability or with the linear program: payments are listed with
the dates at which they begin and end, and look after look at the breach is gone through.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.durability.breaches import Way
from detente.durability.flows import Side
from detente.durability.terms import FloatArray, Terms

FOR_EVER = math.inf
UNSEEN = 1e-15
"""Looks at a breach end once the worth of all later ones, per unit of flow, is below this."""

MOST_LOOKS = 200_000


@dataclass(frozen=True, slots=True)
class Payment:
    """A steady flow in USD bn a year between two dates, in years from now."""

    flow: float
    begins: float
    ends: float


def present_value(payments: Iterator[Payment], rate: float) -> float:
    """Discount flows continuously: the integral of ``flow e^(-rate s)`` from begin to end.

    Examples
    --------
    >>> round(present_value(iter([Payment(2.0, 0.0, math.inf)]), 0.1), 9)
    20.0
    """
    return math.fsum(
        p.flow * (math.exp(-rate * p.begins) - (0.0 if math.isinf(p.ends) else math.exp(-rate * p.ends))) / rate
        for p in payments
    )


def stream_margin(side: Side, terms: Terms, phase: int, way: Way, world: int) -> float:
    """Keeping minus breaking of one party in one world, payment by payment, USD bn.

    A plan enters through `carry_out`, which cuts obligations into the parts that it delivers.
    """
    one = _world(side, terms, world)
    rate = float(terms.rate[world, side.party])
    keeping = present_value(one.kept(phase), rate) - one.later_costs(phase, rate)
    return keeping - _breaking(one, phase, way, rate)


@dataclass(frozen=True, slots=True, eq=False)
class _World:
    """One party in one world: `worth` (n,) a year of each obligation, `left` (n,) the part that snapback leaves."""

    side: Side
    terms: Terms
    world: int
    worth: FloatArray
    left: FloatArray

    @property
    def alarm(self) -> float:
        """Share of time under a false alarm."""
        return float(self.terms.suspended[self.world])

    def received(self, phase: int) -> float:
        """Yearly payments to the party."""
        return float(self.terms.transfer[self.world, self.side.party, phase])

    def kept(self, now: int) -> Iterator[Payment]:
        """Every payment to the party from phase `now` on, if all keep; under an alarm what snapback would leave."""
        starts = self.terms.starts_years - self.terms.starts_years[now]
        for phase in range(now, len(starts)):
            begins = float(starts[phase])
            ends = float(starts[phase + 1]) if phase + 1 < len(starts) else FOR_EVER
            done = self.terms.phase <= phase
            usual = float(self.worth[done].sum()) + self.received(phase)
            yield Payment((1 - self.alarm) * usual, begins, ends)
            yield Payment(self.alarm * float((self.left * self.worth)[done].sum()), begins, ends)

    def later_costs(self, now: int, rate: float) -> float:
        """One-off costs still to come, each at the start of its phase."""
        starts = self.terms.starts_years
        owed = [n for n in np.flatnonzero(self.side.own) if self.terms.phase[n] > now]
        costs = self.terms.cost_once[self.world]
        return math.fsum(
            float(costs[n]) * math.exp(-rate * float(starts[self.terms.phase[n]] - starts[now])) for n in owed
        )

    def done(self, now: int, way: Way) -> NDArray[np.bool_]:
        """Obligations that stand done when the breach begins."""
        due_done = np.ones_like(self.side.own) if way is Way.HYBRID else ~self.side.own
        return np.asarray((self.terms.phase < now) | ((self.terms.phase == now) & due_done))

    def while_unseen(self, now: int, way: Way) -> float:
        """Yearly flow from breach to snapback."""
        taken_back = self.side.own & (way is Way.REVERSE)
        kept_up = np.where(taken_back, self.left, 1.0)
        parts = (1 - self.alarm) * kept_up + self.alarm * self.left
        total = float((self.worth * parts)[self.done(now, way)].sum()) + (1 - self.alarm) * self.received(now)
        if way is Way.HYBRID:
            total += float(self.terms.hybrids[self.side.party].gain[self.world])
        return total

    def after_snapback(self, now: int, way: Way) -> float:
        """Yearly flow once the agreement is over: what cannot be taken back, the outside option, guarantors."""
        left = float((self.worth * self.left)[self.done(now, way)].sum())
        return left + float(self.terms.afterwards[self.world, self.side.party, now])

    def at_once(self, now: int, way: Way) -> float:
        """One-off gains: own costs of the phase saved, and what is seized."""
        if way is Way.HYBRID:
            return 0.0
        due = self.side.own & (self.terms.phase == now)
        saved = float(self.terms.cost_once[self.world, due].sum())
        return saved + (float(self.terms.exposure[self.world, self.side.party, now]) if way is Way.SEIZE else 0.0)


def _world(side: Side, terms: Terms, world: int) -> _World:
    stake = 0.0 if side.stake is None else float(side.stake[world])
    money, politics = side.gains[:, world]
    return _World(side, terms, world, money + stake * politics, 1.0 - terms.reversible[world])


def _breaking(one: _World, now: int, way: Way, rate: float) -> float:
    """Sum over the looks at which the breach may first be seen, each with its chance and its stream."""
    at_once = one.at_once(now, way)
    if way in (Way.EXIT, Way.SEIZE):
        return at_once + float(_stream_until(one, now, way, np.array([one.terms.snapback_years]))[0])
    looks = [_looks(q, lag, rate) for q, lag in _watches(one, now, way)]
    # Whoever breaks several at once is caught by the one that brings the moment nearest.
    chances, dates = max(looks, key=lambda look: float((look[0] * np.exp(-rate * look[1])).sum()))
    streams = _stream_until(one, now, way, dates + one.terms.snapback_years)
    never = _stream_until(one, now, way, np.array([FOR_EVER]))
    return at_once + float((chances * streams).sum() + (1 - chances.sum()) * never[0])


def _stream_until(one: _World, now: int, way: Way, snapback: FloatArray) -> FloatArray:
    """Present value of a breach that is snapped back at some dates: one flow before, another after, the escrow lost."""
    rate = float(one.terms.rate[one.world, one.side.party])
    before, after = one.while_unseen(now, way), one.after_snapback(now, way)
    lost = float(one.terms.escrow[one.world, one.side.party, now])
    then = np.exp(-rate * snapback)
    return np.asarray(before * (1 - then) / rate + after * then / rate - lost * then)


def _looks(p_detect: float, lag: float, rate: float) -> tuple[FloatArray, FloatArray]:
    """Chance that each look is the first to see the breach, and its date."""
    if p_detect <= 0:
        return np.zeros(1), np.zeros(1)
    fades = math.inf if p_detect >= 1 else -math.log1p(-p_detect) + rate * lag
    count = 1 if math.isinf(fades) else min(MOST_LOOKS, math.ceil(-math.log(UNSEEN) / fades))
    look = np.arange(1, count + 1)
    return np.asarray(p_detect * (1 - p_detect) ** (look - 1)), np.asarray(lag * look)


def _watches(one: _World, now: int, way: Way) -> Iterator[tuple[float, float]]:
    """Detection and lag of every obligation that is broken; of the hybrid breach its own."""
    if way is Way.HYBRID:
        hybrid = one.terms.hybrids[one.side.party]
        yield float(hybrid.p_detect[one.world]), float(hybrid.lag_years[one.world])
        return
    for n in np.flatnonzero(one.side.own):
        due = one.terms.phase[n] == now
        undone = one.terms.phase[n] < now and (one.terms.reversible[:, n] > 0).any()
        if due or (way is Way.REVERSE and undone):
            yield float(one.terms.p_detect[one.world, n]), float(one.terms.lag_years[one.world, n])
