"""The agreement as arrays that a linear program can be made of, under one way of verifying and one snapback."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter

import numpy as np
from numpy.typing import NDArray

from detente.case import CaseError
from detente.durability.breaches import caught_factor
from detente.durability.design.records import Regime, Snapback
from detente.durability.flows import Side
from detente.durability.terms import DAYS_PER_YEAR, FloatArray, HybridTerms, Terms

DRAWN: tuple[str, ...] = (
    *("reversible", "p_detect", "lag_years", "cost_once", "rate"),
    *("escrow", "exposure", "transfer", "suspended", "afterwards"),
)
"""Fields of terms that are drawn, one row for each world."""


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """What a design starts from; axes world w, party i (those with known margins), phase t, obligation n.

    `flow` (w, i, n) is the yearly worth of each obligation, politics and money together, `own` (i, n) whose it is,
    `after` pairs (n, m) where n waits for m, `factors` (w, n) the caught factor of each obligation for its owner.
    """

    parties: tuple[int, ...]
    terms: Terms
    flow: FloatArray
    own: NDArray[np.bool_]
    after: tuple[tuple[int, int], ...]
    factors: FloatArray

    @property
    def earliest(self) -> NDArray[np.int64]:
        """Phase of the text of each obligation."""
        return self.terms.phase

    @property
    def worlds(self) -> int:
        """How many worlds it holds."""
        return int(self.flow.shape[0])

    @property
    def shape(self) -> tuple[int, int, int]:
        """Parties, obligations, phases."""
        return len(self.parties), int(self.flow.shape[2]), len(self.terms.phases)

    def take(self, worlds: NDArray[np.int64]) -> Agreement:
        """Keep some worlds only."""
        return replace(
            self, terms=take_worlds(self.terms, worlds), flow=self.flow[worlds], factors=self.factors[worlds]
        )


def known_sides(sides: Sequence[Side], terms: Terms) -> tuple[Side, ...]:
    """Sides whose margin is known: stake, money and patience are stated."""
    return tuple(s for s in sides if s.stake is not None and s.money_stated and terms.rate_known[s.party])


def agreement_of(terms: Terms, sides: Sequence[Side]) -> Agreement:
    """Join politics and money of each known side: ``flow = gains[0] + stake gains[1]``."""
    flows = [_flow(side) for side in sides]
    return Agreement(
        parties=tuple(side.party for side in sides),
        terms=terms,
        flow=np.stack(flows, axis=1),
        own=np.stack([side.own for side in sides]),
        after=_precedence(terms),
        factors=caught_factor(terms.p_detect, terms.lag_years, terms.rate[:, terms.owner]),
    )


def terms_under(terms: Terms, regime: Regime, snapback: Snapback) -> Terms:
    """Raise detection to that of the regime, cut lags to its lag, and delay snapback."""
    given = regime.p_detect is not None and regime.lag_days is not None
    return replace(
        terms,
        p_detect=_at_least(terms.p_detect, regime.p_detect),
        lag_years=_at_most(terms.lag_years, regime.lag_days, None if given else terms.watched),
        watched=terms.watched | given,
        hybrids={i: _watched_hybrid(h, regime) for i, h in terms.hybrids.items()},
        snapback_years=snapback.delay_days / DAYS_PER_YEAR,
    )


def take_worlds(terms: Terms, worlds: NDArray[np.int64]) -> Terms:
    """Keep some worlds of every drawn quantity."""
    kept = {name: getattr(terms, name)[worlds] for name in DRAWN}
    hybrids = {
        i: HybridTerms(h.gain[worlds], h.p_detect[worlds], h.lag_years[worlds]) for i, h in terms.hybrids.items()
    }
    return replace(terms, hybrids=hybrids, **kept)


def check_precedence(terms: Terms) -> None:
    """Raise CaseError when obligations wait for each other in a circle."""
    ids = {o.id for o in terms.obligations}
    waits = {o.id: [a for a in o.after if a in ids] for o in terms.obligations}
    try:
        TopologicalSorter(waits).prepare()
    except CycleError as error:
        circle = " -> ".join(error.args[1])
        raise CaseError(
            f"obligations.csv: these wait for each other in a circle: {circle}.\n"
            "No order delivers them. Remove one of the entries in the column after."
        ) from error


def _flow(side: Side) -> FloatArray:
    if side.stake is None:
        raise ValueError("A design needs the stake of every party it weighs.")
    return np.asarray(side.gains[0] + side.stake[:, None] * side.gains[1])


def _precedence(terms: Terms) -> tuple[tuple[int, int], ...]:
    """Pairs (n, m) where n waits for m; one that the text itself dates before m is left to the text."""
    place = {o.id: n for n, o in enumerate(terms.obligations)}
    pairs = ((n, place[a]) for n, o in enumerate(terms.obligations) for a in o.after if a in place)
    return tuple((n, m) for n, m in pairs if terms.phase[n] >= terms.phase[m])


def _watched_hybrid(hybrid: HybridTerms, regime: Regime) -> HybridTerms:
    return HybridTerms(
        gain=hybrid.gain,
        p_detect=_at_least(hybrid.p_detect, regime.hybrid_p_detect),
        lag_years=_at_most(hybrid.lag_years, regime.hybrid_lag_days, None),
    )


def _at_least(chances: FloatArray, chance: float | None) -> FloatArray:
    return chances if chance is None else np.maximum(chances, chance)


def _at_most(years: FloatArray, days: float | None, watched: NDArray[np.bool_] | None) -> FloatArray:
    """Cut lags; an unstated lag stays unstated (its column holds zeros that nothing reads)."""
    if days is None:
        return years
    cut = np.minimum(years, days / DAYS_PER_YEAR)
    return cut if watched is None else np.where(watched, cut, years)
