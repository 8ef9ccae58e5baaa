"""The shocks of a case on the cells of a baseline, drawn in every world."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, CaseError, Estimate, ShockRow
from detente.economy.trade import Baseline, Shock, no_shock
from detente.economy.trade.builtin import theta_factor
from detente.worlds import Worlds

Array = NDArray[np.float64]
Cells = NDArray[np.bool_]
Deficits = Literal["kept", "closed"]

RELIEF, BAN, TRADE = "relief", "quantity", "trade"
SELLER_LEVERS = ("productivity", "capital")


@dataclass(frozen=True, slots=True, eq=False)
class DrawnRow:
    """A row with its draws, shape (world,), and the cells it speaks of: (sector, buyer, seller), (sector, seller).

    Draws are logarithms of factors, shares for a relief, and 1 for a ban. Cells are 1, or 0 where the row has no say.
    `size`, shape (sector,), multiplies the logarithms of a row on trade.
    """

    row: ShockRow
    draws: Array
    flows: Array
    sellers: Array
    size: Array


def draw_rows(case: Case, worlds: Worlds, baseline: Baseline) -> tuple[DrawnRow, ...]:
    """Every row of economy/shocks.csv with its draws and its cells, in the horizon of the case.

    Rows of one shock refine each other cell by cell, the later before the earlier, as in a file of shocks. The cost
    behind a row on ``trade`` is read with elasticities of the long run, whatever the horizon: a measure costs the same
    in the short run, when less trade answers to it.
    """
    regions_of = {p.id: tuple(p.regions) for p in case.parties if p.regions}
    return tuple(
        DrawnRow(row, _draws(row, worlds), *_cells(case, row, baseline, regions_of), _size(case, row, baseline))
        for row in case.shocks
    )


def _draws(row: ShockRow, worlds: Worlds) -> Array:
    if row.lever == BAN:
        return np.ones(worlds.count)
    drawn = worlds.estimate(row.factor)
    return drawn if row.lever == RELIEF else np.log(drawn)


def _size(case: Case, row: ShockRow, baseline: Baseline) -> Array:
    powers = np.ones(len(baseline.sectors)) if row.fit is None else np.array(row.fit.powers)
    return theta_factor(case.economy.horizon) * powers


def _cells(
    case: Case, row: ShockRow, baseline: Baseline, regions_of: Mapping[str, tuple[str, ...]]
) -> tuple[Array, Array]:
    """Ones on the flows and on the sellers that a row decides: those it names and no later row of its kind does."""
    alike = [r for r in case.shocks if (r.id, r.lever, r.relieves) == (row.id, row.lever, row.relieves)]
    place = next(k for k, r in enumerate(alike) if r is row)
    mine, *later = (_named(r, baseline, regions_of) for r in alike[place:])
    flows, sellers = (
        cells & ~np.logical_or.reduce([other[k] for other in later], axis=0) if later else cells
        for k, cells in enumerate(mine)
    )
    return flows.astype(np.float64), sellers.astype(np.float64)


def _named(row: ShockRow, baseline: Baseline, regions_of: Mapping[str, tuple[str, ...]]) -> tuple[Cells, Cells]:
    """The flows (sector, buyer, seller) and the sellers (sector, seller) that a row names.

    What regions sell at home is left out, unless a row names one region on both sides. A relief with an empty side
    means all of its measure there, so that it holds home sales too: where the measure has none, it changes nothing.
    """
    sellers = _regions(row, row.origin, baseline, regions_of)
    buyers = _regions(row, row.destination, baseline, regions_of)
    sectors = _sectors(row, baseline)
    flows = sectors[:, None, None] & buyers[:, None] & sellers
    empty_side = not (row.origin and row.destination)
    one_region = sellers.sum() == 1 and np.array_equal(sellers, buyers)
    if not one_region and not (row.lever == RELIEF and empty_side):
        flows &= ~np.eye(len(sellers), dtype=bool)
    made = sectors[:, None] & sellers
    acts_on_flows, acts_on_sellers = row.lever not in SELLER_LEVERS, row.lever in (*SELLER_LEVERS, RELIEF)
    return flows & acts_on_flows, made & (acts_on_sellers and not row.destination)


def _sectors(row: ShockRow, baseline: Baseline) -> Cells:
    for name in row.sector:
        if name not in baseline.sectors:
            known = ", ".join(baseline.sectors)
            raise CaseError(
                f'economy/shocks.csv, shock {row.id}: sector "{name}" is unknown.\nThe sectors are {known}.'
            )
    return np.isin(baseline.sectors, row.sector or baseline.sectors)


def _regions(
    row: ShockRow, names: tuple[str, ...], baseline: Baseline, regions_of: Mapping[str, tuple[str, ...]]
) -> Cells:
    """True for the regions named, or for all where none is."""
    found: list[str] = []
    for name in names:
        members = (name,) if name in baseline.regions else regions_of.get(name, ())
        if not members or not set(members) <= set(baseline.regions):
            known = ", ".join(baseline.regions)
            what = f'economy/shocks.csv, shock {row.id}: "{name}" is neither a region nor a party with regions.'
            raise CaseError(f"{what}\nThe regions are {known}.")
        found += members
    return np.isin(baseline.regions, found or baseline.regions)


def combine(rows: Iterable[DrawnRow], named: Collection[str], theta: Array, deficits: Deficits = "kept") -> list[Shock]:
    """One shock per world: the measures in force, less what the shocks `named` take back, and what else they bring.

    With ``x_s`` the logarithm of measure ``s`` on a cell and ``a_k`` the shares that reliefs take back, the logarithm
    of the factor is ``sum_s x_s prod_k (1 - a_k) + sum_b y_b``, where ``y_b`` are the factors brought. A ban
    stands until it is taken back in full. A change ``x`` of trade at unchanged prices is that of the iceberg cost by
    ``-x / theta``, with `theta` of the horizon, shape (world, sector).
    """
    drawn = list(rows)
    reliefs = [r for r in drawn if r.row.lever == RELIEF and r.row.id in named]
    total: dict[str, Array] = {}
    for entry in (r for r in drawn if r.row.lever != RELIEF and (r.row.in_force or r.row.id in named)):
        on_sellers = entry.row.lever in SELLER_LEVERS
        cells = _places(entry, on_sellers)
        strength = np.repeat(entry.draws[:, None], len(cells), axis=1)
        for relief in (r for r in reliefs if r.row.relieves == entry.row.id):
            strength *= 1 - relief.draws[:, None] * (relief.sellers if on_sellers else relief.flows).flat[cells]
        if entry.row.lever == TRADE:
            # The sector is the first axis of the cells, so that it is found by the size of the others.
            sector = cells // entry.flows[0].size
            strength = -strength * entry.size[sector] / theta[:, sector]
        lever = "iceberg" if entry.row.lever == TRADE else entry.row.lever
        shape = (entry.sellers if on_sellers else entry.flows).shape
        total.setdefault(lever, np.zeros((len(theta), *shape))).reshape(len(theta), -1)[:, cells] += strength
    start = no_shock(deficits)
    return [_shock({name: logs[w] for name, logs in total.items()}, start) for w in range(len(theta))]


def _places(entry: DrawnRow, on_sellers: bool) -> NDArray[np.int64]:
    """Cells that a row speaks of, as places in the flat table."""
    return np.flatnonzero(entry.sellers if on_sellers else entry.flows)


def _shock(logs: Mapping[str, Array], start: Shock) -> Shock:
    factors: dict[str, Any] = {name: np.exp(x) for name, x in logs.items() if name != BAN}
    if BAN in logs:
        factors[BAN] = np.where(logs[BAN] > 0, 0.0, 1.0)
    return replace(start, **factors)


def coordinates(rows: Iterable[DrawnRow], named: Collection[str]) -> Array:
    """What differs between worlds, for the measures in force and the shocks `named`; shape (world, coordinate).

    Rows of one shock are drawn together, so each uncertain shock is one coordinate: the mean over its rows of the
    draw less the mode, over the range.
    """
    found: dict[str, list[Array]] = {}
    for entry in rows:
        if matters(entry.row, named):
            found.setdefault(entry.row.id, []).append(_placed(entry))
    return np.array([np.mean(draws, axis=0) for draws in found.values()]).T


def matters(row: ShockRow, named: Collection[str]) -> bool:
    """Whether worlds differ by a row, for the measures in force and the shocks `named`."""
    return (row.in_force or row.id in named) and row.lever != BAN and is_uncertain(row.factor)


def is_uncertain(estimate: Estimate) -> bool:
    """Whether worlds differ in it."""
    return estimate.low is not None and estimate.low != estimate.high


def _placed(entry: DrawnRow) -> Array:
    factor = entry.row.factor
    points = np.array([factor.mode if x is None else x for x in (factor.low, factor.mode, factor.high)])
    low, mode, high = points if entry.row.lever == RELIEF else np.log(points)
    return np.asarray((entry.draws - mode) / (high - low))


def within(rows: Iterable[DrawnRow], worlds: slice) -> tuple[DrawnRow, ...]:
    """The same rows in some of the worlds only."""
    return tuple(replace(entry, draws=entry.draws[worlds]) for entry in rows)
