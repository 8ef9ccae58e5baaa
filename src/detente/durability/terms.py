"""What a package asks of each party and what stands behind it, as arrays over worlds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, Escrow, Estimate, Exposure, Guarantee, Obligation, Package, Party
from detente.worlds import Axes, Worlds

DAYS_PER_YEAR = 365.25

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class HybridTerms:
    """The deniable breach open to one party: gain in USD bn a year, detection and lag in years, shape (world,)."""

    gain: FloatArray
    p_detect: FloatArray
    lag_years: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """The terms of one package; axes world w, party i, phase t, obligation n.

    `owner`, `phase`, `share`, `element` (n,); `reversible`, `p_detect`, `lag_years`, `cost_once` (w, n);
    `watched` (n,) is False where detection or lag is not stated. `rate` (w, i) per year, meaningful
    where `rate_known` (i,). `escrow`, `exposure`, `transfer` (w, i, t) are what has built up by phase t;
    `exposed` (i, t) says whether the case states any exposure. `suspended` (w,) is the share of
    time that false alarms take. `snapback_years` passes between a breach being seen and snapback.
    `afterwards` (w, i, t) is the yearly money beyond what snapback leaves once the agreement is over for a party that
    broke it: its outside option less what guarantors would inflict.
    """

    phases: tuple[str, ...]
    starts_years: FloatArray
    obligations: tuple[Obligation, ...]
    owner: NDArray[np.int64]
    phase: NDArray[np.int64]
    element: NDArray[np.int64]
    share: FloatArray
    reversible: FloatArray
    p_detect: FloatArray
    lag_years: FloatArray
    watched: NDArray[np.bool_]
    cost_once: FloatArray
    rate: FloatArray
    rate_known: NDArray[np.bool_]
    escrow: FloatArray
    exposure: FloatArray
    exposed: NDArray[np.bool_]
    transfer: FloatArray
    suspended: FloatArray
    hybrids: Mapping[int, HybridTerms]
    afterwards: FloatArray
    snapback_years: float = 0.0


def applicable_obligations(case: Case, package: Package) -> tuple[Obligation, ...]:
    """List the obligations that a package brings into force.

    An obligation applies when the package names its element with one of the obligation's options;
    one that lists no option applies to every option but the status quo.
    """
    return tuple(o for o in case.obligations if _applies(case, package, o))


def draw_terms(case: Case, package: Package, axes: Axes, worlds: Worlds) -> Terms:
    """Draw every estimate behind the obligations of one package, by its own name in every world."""
    obligations = applicable_obligations(case, package)
    phases = tuple(p.id for p in case.phases)
    rates = [_rate(party, worlds) for party in case.parties]
    return Terms(
        phases=phases,
        starts_years=np.array([p.starts_years for p in case.phases], dtype=np.float64),
        obligations=obligations,
        owner=np.array([axes.party(o.owner) for o in obligations], dtype=np.int64),
        phase=np.array([phases.index(o.phase) for o in obligations], dtype=np.int64),
        element=np.array([axes.element(o.element) for o in obligations], dtype=np.int64),
        share=np.array([o.share for o in obligations], dtype=np.float64),
        reversible=_columns(worlds, (o.reversible for o in obligations)),
        p_detect=_columns(worlds, (o.p_detect for o in obligations)),
        lag_years=_columns(worlds, (o.lag_days for o in obligations)) / DAYS_PER_YEAR,
        watched=np.array([o.p_detect is not None and o.lag_days is not None for o in obligations]),
        cost_once=_columns(worlds, (o.cost_once_usd_bn for o in obligations)),
        rate=np.column_stack([np.zeros(worlds.count) if rate is None else rate for rate in rates]),
        rate_known=np.array([rate is not None for rate in rates]),
        escrow=_built_up(case.escrows, phases, axes, worlds),
        exposure=_built_up(case.exposures, phases, axes, worlds),
        exposed=_stated(case.exposures, phases, axes),
        transfer=_transfers(case, phases, axes, worlds),
        suspended=_suspended(case, worlds),
        hybrids=_hybrids(case, worlds),
        afterwards=_afterwards(case, package, phases, axes, worlds),
    )


def _applies(case: Case, package: Package, obligation: Obligation) -> bool:
    chosen = package.choices.get(obligation.element)
    if chosen is None:
        return False
    if obligation.options:
        return chosen in obligation.options
    return chosen != case.element(obligation.element).status_quo


def _rate(party: Party, worlds: Worlds) -> FloatArray | None:
    """Return ``rho = -ln(patience) + turnover``, shape (world,); None where no finite value can be formed."""
    if party.patience is None:
        return None
    patience = worlds.estimate(party.patience)
    if (patience <= 0).any():
        return None
    turnover = worlds.estimate(party.turnover_per_year) if party.turnover_per_year else np.zeros(worlds.count)
    rate = -np.log(patience) + turnover
    return rate if (rate > 0).all() else None


def _columns(worlds: Worlds, estimates: Iterable[Estimate | None]) -> FloatArray:
    """Draw one column per estimate; a column of zeros stands for an unstated one and is masked by the caller."""
    drawn = [np.zeros(worlds.count) if e is None else worlds.estimate(e) for e in estimates]
    return np.column_stack(drawn) if drawn else np.zeros((worlds.count, 0))


def _built_up(rows: tuple[Escrow | Exposure, ...], phases: tuple[str, ...], axes: Axes, worlds: Worlds) -> FloatArray:
    amounts = np.zeros((worlds.count, len(axes.parties), len(phases)))
    for row in rows:
        amounts[:, axes.party(row.party), phases.index(row.from_phase) :] += worlds.estimate(row.amount_usd_bn)[:, None]
    return amounts


def _stated(rows: tuple[Exposure, ...], phases: tuple[str, ...], axes: Axes) -> NDArray[np.bool_]:
    stated = np.zeros((len(axes.parties), len(phases)), dtype=bool)
    for row in rows:
        stated[axes.party(row.party), phases.index(row.from_phase) :] = True
    return stated


def _transfers(case: Case, phases: tuple[str, ...], axes: Axes, worlds: Worlds) -> FloatArray:
    flows = np.zeros((worlds.count, len(axes.parties), len(phases)))
    for row in case.transfers:
        amount = worlds.estimate(row.amount_usd_bn_per_year)[:, None]
        begins = phases.index(row.from_phase)
        flows[:, axes.party(row.payer), begins:] -= amount
        flows[:, axes.party(row.payee), begins:] += amount
    return flows


def _afterwards(case: Case, package: Package, phases: tuple[str, ...], axes: Axes, worlds: Worlds) -> FloatArray:
    """Outside option less the expected response of guarantors: ``o - sum_g p_g loss_g``, from each one's phase on."""
    flows = np.zeros((worlds.count, len(axes.parties), len(phases)))
    for index, party in enumerate(case.parties):
        if party.outside_usd_bn_per_year is not None:
            flows[:, index] += worlds.estimate(party.outside_usd_bn_per_year)[:, None]
    for row in case.guarantees:
        if _stands(package, row):
            loss = worlds.estimate(row.loss_usd_bn_per_year) * worlds.estimate(row.p_honoured)
            flows[:, axes.party(row.against), phases.index(row.from_phase) :] -= loss[:, None]
    return flows


def _stands(package: Package, guarantee: Guarantee) -> bool:
    return not guarantee.options or not set(guarantee.options).isdisjoint(package.choices.values())


def _suspended(case: Case, worlds: Worlds) -> FloatArray:
    """Share of time under a false alarm: alarms a year times their length, at most all of it."""
    if case.false_alarms_per_year is None or case.false_alarm_days is None:
        return np.zeros(worlds.count)
    years = worlds.estimate(case.false_alarm_days) / DAYS_PER_YEAR
    return np.minimum(worlds.estimate(case.false_alarms_per_year) * years, 1.0)


def _hybrids(case: Case, worlds: Worlds) -> dict[int, HybridTerms]:
    return {
        index: HybridTerms(
            gain=worlds.estimate(party.hybrid.gain_usd_bn_per_year),
            p_detect=worlds.estimate(party.hybrid.p_detect),
            lag_years=worlds.estimate(party.hybrid.lag_days) / DAYS_PER_YEAR,
        )
        for index, party in enumerate(case.parties)
        if party.hybrid is not None
    }
