"""Margins as linear functions of the decisions, one row for each world, party, phase and way.

With the chance and moment of being caught fixed (X), keeping and breaking are sums over what has been delivered, so
that ``margin = constant + coefficients @ decisions``. `docs/explanation/design.md` derives every coefficient.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.durability.breaches import Way, caught_factor
from detente.durability.design.agreement import Agreement
from detente.durability.design.plan import Places, places_of
from detente.durability.terms import FloatArray


@dataclass(frozen=True, slots=True)
class Strain:
    """More years until snapback for the breaches of one party in one phase, by each look or after being seen."""

    party: int
    phase: int
    lag_years: float = 0.0
    snapback_years: float = 0.0


NO_STRAIN = Strain(-1, -1)


@dataclass(frozen=True, slots=True)
class Group:
    """The margins of one party in one phase by one way, over all worlds."""

    party: int
    phase: int
    way: Way


@dataclass(frozen=True, slots=True, eq=False)
class MarginRows:
    """All margins: `coefficients` (row, decision), `constant` (row,), `world` (row,), `group` (row,) into `groups`."""

    coefficients: FloatArray
    constant: FloatArray
    world: NDArray[np.int64]
    group: NDArray[np.int64]
    groups: tuple[Group, ...]

    def margins(self, vector: FloatArray) -> FloatArray:
        """Margin of every row under some decisions, USD bn."""
        return np.asarray(self.constant + self.coefficients @ vector)


@dataclass(frozen=True, slots=True, eq=False)
class _Stage:
    """One party at the start of one phase: discounts and what is the same for every way of breaking."""

    agreement: Agreement
    allowed: NDArray[np.bool_]
    strain: Strain
    party: int
    phase: int

    @property
    def rate(self) -> FloatArray:
        return self.agreement.terms.rate[:, self.agreement.parties[self.party]]

    @property
    def own(self) -> NDArray[np.bool_]:
        return np.asarray(self.agreement.own[self.party])

    @property
    def since(self) -> FloatArray:
        """Years from the start of this phase to that of every phase, 0 for earlier ones."""
        starts = self.agreement.terms.starts_years
        return np.asarray(np.maximum(starts - starts[self.phase], 0.0))

    def until_snapback(self) -> FloatArray:
        delay = self.agreement.terms.snapback_years
        if (self.party, self.phase) == (self.strain.party, self.strain.phase):
            delay += self.strain.snapback_years
        return np.exp(-self.rate * delay)

    @property
    def more_lag(self) -> float:
        return self.strain.lag_years if (self.party, self.phase) == (self.strain.party, self.strain.phase) else 0.0


def margin_rows(
    agreement: Agreement, allowed: NDArray[np.bool_], *, exact: bool, strain: Strain = NO_STRAIN
) -> MarginRows:
    """Write every margin as a linear function of the decisions.

    Who is caught when depends on which obligations are broken, hence on the schedule. Where `exact`, every open
    phase of `allowed` (n, t) counts as used, and the best-watched obligation decides. Otherwise the margin is written
    for the least and for the best watched of them: a margin is linear in X, so that both rows together bound it
    whatever part of the schedule is used.
    """
    parties, _, phases = agreement.shape
    groups: list[Group] = []
    blocks: list[tuple[FloatArray, FloatArray, int]] = []
    for party in range(parties):
        for phase in range(phases):
            stage = _Stage(agreement, allowed, strain, party, phase)
            keeping = _of_keeping(stage)
            for way in _open_ways(stage):
                groups.append(Group(party, phase, way))
                for caught in _caught(stage, way, exact):
                    blocks.append((*_block(stage, way, caught, keeping), len(groups) - 1))
    count = agreement.worlds
    return MarginRows(
        coefficients=np.concatenate([b[0] for b in blocks]),
        constant=np.concatenate([b[1] for b in blocks]),
        world=np.tile(np.arange(count), len(blocks)),
        group=np.repeat([b[2] for b in blocks], count),
        groups=tuple(groups),
    )


def _open_ways(stage: _Stage) -> Iterator[Way]:
    terms, party = stage.agreement.terms, stage.agreement.parties[stage.party]
    if _watched(stage, Way.WITHHOLD).any():
        yield Way.WITHHOLD
    yield Way.EXIT
    if _undoable(stage).any() and _watched(stage, Way.REVERSE).any():
        yield Way.REVERSE
    if terms.exposed[party, stage.phase]:
        yield Way.SEIZE
    if party in terms.hybrids:
        yield Way.HYBRID


def _undoable(stage: _Stage) -> NDArray[np.bool_]:
    earlier = np.logical_or.reduce(stage.allowed[:, : stage.phase], axis=1)
    return np.asarray(stage.own & earlier & (stage.agreement.terms.reversible > 0).any(axis=0))


def _watched(stage: _Stage, way: Way) -> NDArray[np.bool_]:
    """Obligations by whose breach a way may be noticed; ones without stated detection and lag do not count."""
    broken = stage.own & stage.allowed[:, stage.phase]
    if way is Way.REVERSE:
        broken = broken | _undoable(stage)
    return np.asarray(broken & stage.agreement.terms.watched)


def _caught(stage: _Stage, way: Way, exact: bool) -> list[FloatArray]:
    """Caught factors X (world,) for which the margin is written."""
    terms, delay = stage.agreement.terms, stage.until_snapback()
    if way in (Way.EXIT, Way.SEIZE):
        return [delay]
    if way is Way.HYBRID:
        hybrid = terms.hybrids[stage.agreement.parties[stage.party]]
        return [caught_factor(hybrid.p_detect, hybrid.lag_years + stage.more_lag, stage.rate) * delay]
    chosen = np.flatnonzero(_watched(stage, way))
    factors = stage.agreement.factors[:, chosen]
    if stage.more_lag:
        lag = terms.lag_years[:, chosen] + stage.more_lag
        factors = caught_factor(terms.p_detect[:, chosen], lag, stage.rate[:, None])
    best, least = factors.max(axis=1), factors.min(axis=1)
    return [best * delay] if exact or np.array_equal(best, least) else [best * delay, least * delay]


def _block(stage: _Stage, way: Way, caught: FloatArray, keeping: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Coefficients (world, decision) and constants (world,) of one way of breaking at one caught factor."""
    agreement, places = stage.agreement, places_of(stage.agreement)
    rows = np.zeros((agreement.worlds, places.count))
    deliveries = keeping.copy()
    _take_breaking(deliveries, stage, way, caught)
    rows[:, : places.escrow] = deliveries.reshape(agreement.worlds, -1)
    transfers = _of_transfers(stage, caught)
    _place_securities(rows, places, stage, transfers, caught)
    terms, party = agreement.terms, agreement.parties[stage.party]
    constant = (transfers * terms.transfer[:, party, :]).sum(axis=1) + caught * terms.escrow[:, party, stage.phase]
    constant = constant - caught * terms.afterwards[:, party, stage.phase] / stage.rate
    if way is Way.SEIZE:
        constant = constant - terms.exposure[:, party, stage.phase]
    if way is Way.HYBRID:
        constant = constant - terms.hybrids[party].gain * (1 - caught) / stage.rate
    return rows, constant


def _of_keeping(stage: _Stage) -> FloatArray:
    """``Vkeep`` by what is delivered in each phase (w, n, u): ``h (1 - a b) e^(-rho s)/rho``, less own later costs."""
    agreement, terms = stage.agreement, stage.agreement.terms
    discount = np.exp(-stage.rate[:, None] * stage.since[None, :])
    flow = agreement.flow[:, stage.party, :] * (1 - terms.suspended[:, None] * terms.reversible)
    value = flow[:, :, None] * (discount / stage.rate[:, None])[:, None, :]
    later = np.arange(len(terms.phases)) > stage.phase
    value -= (terms.cost_once * stage.own)[:, :, None] * (discount * later)[:, None, :]
    return np.asarray(value)


def _take_breaking(value: FloatArray, stage: _Stage, way: Way, caught: FloatArray) -> None:
    """Subtract ``A + d (1-X)/rho + X z/rho`` by what is delivered up to this phase; own due parts are not done."""
    agreement, terms = stage.agreement, stage.agreement.terms
    now, own = stage.phase, stage.own
    alarm, undone = terms.suspended[:, None], 1 - terms.reversible
    kept_up = np.where(own, undone, 1.0) if way is Way.REVERSE else np.ones_like(undone)
    share = (1 - caught)[:, None] * ((1 - alarm) * kept_up + alarm * undone) + caught[:, None] * undone
    broken = agreement.flow[:, stage.party, :] * share / stage.rate[:, None]
    value[:, :, :now] -= broken[:, :, None]
    if way is Way.HYBRID:
        value[:, :, now] -= broken
        return
    value[:, :, now] -= np.where(own, terms.cost_once, broken)


def _of_transfers(stage: _Stage, caught: FloatArray) -> FloatArray:
    """Worth of one USD bn a year received in each phase (w, u): ``(1-a)`` times keeping less breaking."""
    terms = stage.agreement.terms
    discount = np.exp(-stage.rate[:, None] * stage.since[None, :])
    ends = np.concatenate([discount[:, 1:], np.zeros((len(discount), 1))], axis=1)
    worth = (discount - ends) / stage.rate[:, None]
    worth[:, : stage.phase] = 0.0
    worth[:, stage.phase] -= (1 - caught) / stage.rate
    return np.asarray((1 - terms.suspended[:, None]) * worth)


def _place_securities(
    rows: FloatArray, places: Places, stage: _Stage, transfers: FloatArray, caught: FloatArray
) -> None:
    first = stage.party * places.phases
    here = slice(first, first + places.phases)
    rows[:, places.paid : places.received][:, here] = -transfers
    rows[:, places.received : places.subsidy][:, here] = transfers
    rows[:, places.escrow + first : places.escrow + first + stage.phase + 1] = caught[:, None]
