"""Keeping against breaking: the margin of one party in every phase and by every way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from detente.durability.flows import Side
from detente.durability.terms import FloatArray, Terms


class Way(StrEnum):
    """How a party may break its word."""

    WITHHOLD = "withhold"
    EXIT = "exit"
    REVERSE = "reverse"
    SEIZE = "seize"
    HYBRID = "hybrid"


@dataclass(frozen=True, slots=True, eq=False)
class WayMargin:
    """Keeping minus one way of breaking, as money and politics (2, world), with the caught factor (world,).

    `margin` (world,) is None where the party's stake is unknown.
    """

    party: int
    phase: int
    way: Way
    pair: FloatArray
    caught: FloatArray
    margin: FloatArray | None


@dataclass(frozen=True, slots=True)
class UnknownWay:
    """A way open to a party whose margin is unknown, because an obligation states no detection or no lag."""

    party: int
    phase: int
    way: Way
    obligations: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Breach:
    """One way of breaking: yearly flow until caught, flow after snapback (2, world), one-off and caught factor."""

    unnoticed: FloatArray
    snapped_back: FloatArray
    one_off: FloatArray
    caught: FloatArray


def caught_factor(p_detect: FloatArray, lag_years: FloatArray, rate: FloatArray) -> FloatArray:
    """Discount the moment of being caught: 1 at once, 0 never.

    Every `lag_years` the breach is seen with probability q, and snapback begins at that moment:
    ``X = sum_j q (1-q)^(j-1) e^(-rho L j) = q e^(-rho L) / (1 - (1-q) e^(-rho L))``.

    Examples
    --------
    >>> one = np.ones(1)
    >>> float(caught_factor(one, 0 * one, one)[0]), float(caught_factor(0 * one, one, one)[0])
    (1.0, 0.0)
    """
    discount = np.exp(-rate * lag_years)
    never = p_detect <= 0
    return np.where(never, 0.0, p_detect * discount / np.where(never, 1.0, 1 - (1 - p_detect) * discount))


def weigh_breaches(side: Side, terms: Terms) -> Iterator[WayMargin | UnknownWay]:
    """Compare keeping with every way of breaking open to one party, phase by phase.

    Equations and conventions: `docs/explanation/durability.md`. A way that is not open gives nothing.
    """
    flows = [_flow_when_kept(side, terms, phase) for phase in range(len(terms.phases))]
    for phase in range(len(terms.phases)):
        keeping = _value_of_keeping(side, terms, flows, phase)
        for way in Way:
            if not _is_open(side, terms, phase, way):
                continue
            unwatched = _unwatched(side, terms, phase, way)
            if unwatched:
                yield UnknownWay(side.party, phase, way, unwatched)
            else:
                yield _margin(side, terms, phase, way, keeping)


def value_from_signature(side: Side, terms: Terms) -> tuple[FloatArray, FloatArray]:
    """Present value at signature of keeping to the end, over no deal: money and what one unit of stake adds, (world,).

    ``Vkeep_0`` less the own one-off costs of the first phase, so that a party below zero keeps what it would not have
    signed for this alone.
    """
    flows = [_flow_when_kept(side, terms, phase) for phase in range(len(terms.phases))]
    money, per_stake = _value_of_keeping(side, terms, flows, 0)
    return money - terms.cost_once[:, _due(side, terms, 0)].sum(axis=1), per_stake


def weigh_step(side: Side, terms: Terms, obligation: int) -> WayMargin:
    """Compare keeping with withholding one own obligation alone, in its phase, all else done as agreed.

    Needs its detection and lag to be stated (`Terms.watched`).
    """
    phase = int(terms.phase[obligation])
    flows = [_flow_when_kept(side, terms, each) for each in range(len(terms.phases))]
    only = np.arange(len(terms.obligations)) == obligation
    return _margin(replace(side, own=only), terms, phase, Way.WITHHOLD, _value_of_keeping(side, terms, flows, phase))


def _margin(side: Side, terms: Terms, phase: int, way: Way, keeping: FloatArray) -> WayMargin:
    """``Vkeep - Vbreak`` with ``Vbreak = A + d (1-X)/rho + X ((z + o)/rho - escrow)``, o being what follows."""
    breach = _breach(side, terms, phase, way)
    rate, caught = terms.rate[:, side.party], breach.caught
    pair = keeping - (breach.unnoticed * (1 - caught) + breach.snapped_back * caught) / rate
    pair[0] -= breach.one_off - caught * terms.escrow[:, side.party, phase]
    margin = None if side.stake is None else pair[0] + side.stake * pair[1]
    return WayMargin(side.party, phase, way, pair, caught, margin)


def _breach(side: Side, terms: Terms, phase: int, way: Way) -> _Breach:
    if way is Way.HYBRID:
        return _hybrid_breach(side, terms, phase)
    due = _due(side, terms, phase)
    done = _done(terms, phase) * ~due
    snapped_back = _after_snapback(side, terms, done)
    kept_up = done
    if way is Way.REVERSE:
        kept_up = done * np.where(side.own, 1 - terms.reversible, 1.0)
    one_off = terms.cost_once[:, due].sum(axis=1)
    if way is Way.SEIZE:
        one_off = one_off + terms.exposure[:, side.party, phase]
    return _Breach(
        unnoticed=_while_running(side, terms, phase, kept_up, snapped_back),
        snapped_back=_afterwards(side, terms, phase, snapped_back),
        one_off=one_off,
        caught=_caught(side, terms, phase, way),
    )


def _hybrid_breach(side: Side, terms: Terms, phase: int) -> _Breach:
    hybrid = terms.hybrids[side.party]
    done = _done(terms, phase)
    snapped_back = _after_snapback(side, terms, done)
    unnoticed = _while_running(side, terms, phase, done, snapped_back)
    unnoticed[0] += hybrid.gain
    rate = terms.rate[:, side.party]
    caught = caught_factor(hybrid.p_detect, hybrid.lag_years, rate) * np.exp(-rate * terms.snapback_years)
    return _Breach(unnoticed, _afterwards(side, terms, phase, snapped_back), np.zeros_like(caught), caught)


def _caught(side: Side, terms: Terms, phase: int, way: Way) -> FloatArray:
    """Caught factor of the best-watched obligation that the way breaks; leaving and seizing are seen at once."""
    rate = terms.rate[:, side.party]
    until_snapback = np.exp(-rate * terms.snapback_years)
    if way in (Way.EXIT, Way.SEIZE):
        return until_snapback
    broken = np.flatnonzero(_broken(side, terms, phase, way))
    factors = caught_factor(terms.p_detect[:, broken], terms.lag_years[:, broken], rate[:, None])
    return np.asarray(factors.max(axis=1) * until_snapback)


def _broken(side: Side, terms: Terms, phase: int, way: Way) -> NDArray[np.bool_]:
    """Obligations that a watched way breaks: own ones due now, and under reversal own earlier ones."""
    due = _due(side, terms, phase)
    return due | _undoable(side, terms, phase) if way is Way.REVERSE else due


def _is_open(side: Side, terms: Terms, phase: int, way: Way) -> bool:
    if way is Way.WITHHOLD:
        return bool(_due(side, terms, phase).any())
    if way is Way.REVERSE:
        return bool(_undoable(side, terms, phase).any())
    if way is Way.SEIZE:
        return bool(terms.exposed[side.party, phase])
    return way is Way.EXIT or side.party in terms.hybrids


def _unwatched(side: Side, terms: Terms, phase: int, way: Way) -> tuple[str, ...]:
    if way not in (Way.WITHHOLD, Way.REVERSE):
        return ()
    broken = _broken(side, terms, phase, way) & ~terms.watched
    return tuple(o.id for o, unknown in zip(terms.obligations, broken, strict=True) if unknown)


def _due(side: Side, terms: Terms, phase: int) -> NDArray[np.bool_]:
    return np.asarray(side.own & (terms.phase == phase))


def _undoable(side: Side, terms: Terms, phase: int) -> NDArray[np.bool_]:
    """Own earlier obligations of which some part can be taken back."""
    return np.asarray(side.own & (terms.phase < phase) & (terms.reversible > 0).any(axis=0))


def _value_of_keeping(side: Side, terms: Terms, flows: list[FloatArray], phase: int) -> FloatArray:
    """Present value at the start of `phase` of its flow and all later ones, less own later one-off costs."""
    rate = terms.rate[:, side.party]
    since = terms.starts_years - terms.starts_years[phase]
    value = np.zeros_like(flows[phase])
    for later in range(phase, len(flows)):
        ends = np.exp(-rate * since[later + 1]) if later + 1 < len(flows) else 0.0
        value += flows[later] * (np.exp(-rate * since[later]) - ends) / rate
    for owed in np.flatnonzero(side.own & (terms.phase > phase)):
        value[0] -= terms.cost_once[:, owed] * np.exp(-rate * since[terms.phase[owed]])
    return value


def _flow_when_kept(side: Side, terms: Terms, phase: int) -> FloatArray:
    done = _done(terms, phase)
    return _while_running(side, terms, phase, done, _after_snapback(side, terms, done))


def _while_running(side: Side, terms: Terms, phase: int, done: FloatArray, snapped_back: FloatArray) -> FloatArray:
    """Yearly flow while nobody has snapped back, less false alarms: ``(1 - a) (sum y h + transfer) + a z``."""
    flow = _sum_over_obligations(side, done)
    flow[0] += terms.transfer[:, side.party, phase]
    return (1 - terms.suspended) * flow + terms.suspended * snapped_back


def _after_snapback(side: Side, terms: Terms, done: FloatArray) -> FloatArray:
    """Yearly flow once reversible parts are undone and transfers have stopped: ``z = sum y (1 - b) h``."""
    return _sum_over_obligations(side, done * (1 - terms.reversible))


def _afterwards(side: Side, terms: Terms, phase: int, snapped_back: FloatArray) -> FloatArray:
    """Yearly flow once the agreement is over for the party: what snapback leaves, its outside option, guarantors."""
    flow = snapped_back.copy()
    flow[0] += terms.afterwards[:, side.party, phase]
    return flow


def _done(terms: Terms, phase: int) -> FloatArray:
    """Mark what everyone has done in `phase`, shape (world, obligation), as a fresh array."""
    return np.broadcast_to((terms.phase <= phase).astype(np.float64), terms.reversible.shape).copy()


def _sum_over_obligations(side: Side, done: FloatArray) -> FloatArray:
    return np.asarray(np.einsum("kwn,wn->kw", side.gains, done))
