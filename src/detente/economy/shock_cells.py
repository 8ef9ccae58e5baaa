"""The shocks of a case on the cells of a baseline, drawn in every world."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, CaseError, Estimate, ShockRow
from detente.economy.trade import Baseline, LeverTable, Shock, no_shock, shock_from_levers
from detente.worlds import Worlds

Array = NDArray[np.float64]
Deficits = Literal["kept", "closed"]

RELIEF, BAN, TRADE = "relief", "quantity", "trade"
SELLER_LEVERS = ("productivity", "capital")
MARKED = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class DrawnRow:
    """A row with its draws, shape (world,), and the cells it speaks of: (sector, buyer, seller), (sector, seller).

    Draws are logarithms of factors, shares for a relief, and 1 for a ban.
    """

    row: ShockRow
    draws: Array
    flows: Array
    sellers: Array


def draw_rows(case: Case, worlds: Worlds, baseline: Baseline) -> tuple[DrawnRow, ...]:
    """Every row of economy/shocks.csv with its draws and its cells.

    Rows of one shock refine each other cell by cell, the later before the earlier, as in a file of shocks.
    """
    regions_of = {p.id: tuple(p.regions) for p in case.parties if p.regions}
    return tuple(
        DrawnRow(row, _draws(row, worlds), *_cells(row, _siblings(case, row), baseline, regions_of))
        for row in case.shocks
    )


def _siblings(case: Case, row: ShockRow) -> tuple[ShockRow, ...]:
    """Rows among which a row stands in order: those of its shock that act alike."""
    return tuple(r for r in case.shocks if (r.id, r.lever, r.relieves) == (row.id, row.lever, row.relieves))


def _draws(row: ShockRow, worlds: Worlds) -> Array:
    if row.lever == BAN:
        return np.ones(worlds.count)
    drawn = worlds.estimate(row.factor)
    return drawn if row.lever == RELIEF else np.log(drawn)


def _cells(
    row: ShockRow, siblings: Iterable[ShockRow], baseline: Baseline, regions_of: Mapping[str, tuple[str, ...]]
) -> tuple[Array, Array]:
    """Ones on the cells that a row decides: flows, and sellers; zeros where it has no say."""
    shape = baseline.expenditure.shape
    flows, sellers = np.zeros((*shape, shape[1])), np.zeros(shape)
    written = [(r is row, r, names) for r in siblings for names in _named(r, baseline, regions_of)]
    if row.lever not in SELLER_LEVERS:
        flows = _decided(written, "iceberg", baseline)
    if row.lever in (*SELLER_LEVERS, RELIEF) and not any(r.destination for r in siblings):
        sellers = _decided(written, "productivity", baseline)
    return flows, sellers


def _decided(written: list[tuple[bool, ShockRow, tuple[str, str, str]]], lever: str, baseline: Baseline) -> Array:
    """Let the table of levers say whose factor counts where: one row is marked, the others are 1."""
    origin, destination, sector = zip(*(names for _, _, names in written), strict=True)
    factor = [MARKED if mine else 1.0 for mine, _, _ in written]
    read = shock_from_levers(baseline, LeverTable([lever] * len(factor), origin, destination, sector, factor))
    shape = baseline.expenditure.shape
    full = (*shape, shape[1]) if lever == "iceberg" else shape
    return np.broadcast_to(np.asarray(getattr(read, lever) == MARKED, dtype=np.float64), full)


def _named(
    row: ShockRow, baseline: Baseline, regions_of: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, str, str]]:
    """Origin, destination and sector of every cell or wildcard a row names; groups leave out home sales."""
    origin = _regions(row, row.origin, baseline, regions_of)
    destination = _regions(row, row.destination, baseline, regions_of)
    for name in row.sector:
        if name not in baseline.sectors:
            known = ", ".join(baseline.sectors)
            raise CaseError(
                f'economy/shocks.csv, shock {row.id}: sector "{name}" is unknown.\nThe sectors are {known}.'
            )
    at_home = len(origin) == len(destination) == 1
    for o, d, s in product(origin, destination, row.sector or ("*",)):
        if o != d or o == "*" or at_home:
            yield o, d, s


def _regions(
    row: ShockRow, names: tuple[str, ...], baseline: Baseline, regions_of: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    found: list[str] = []
    for name in names:
        members = (name,) if name in baseline.regions else regions_of.get(name, ())
        if not members or not set(members) <= set(baseline.regions):
            known = ", ".join(baseline.regions)
            what = f'economy/shocks.csv, shock {row.id}: "{name}" is neither a region nor a party with regions.'
            raise CaseError(f"{what}\nThe regions are {known}.")
        found += members
    return tuple(dict.fromkeys(found)) or ("*",)


def combine(rows: Iterable[DrawnRow], named: Collection[str], theta: Array, deficits: Deficits = "kept") -> list[Shock]:
    """One shock per world: the measures in force, less what the shocks `named` take back, and what else they bring.

    With ``x_s`` the logarithm of measure ``s`` on a cell and ``a_k`` the shares that reliefs take back, the logarithm
    of the factor is ``sum_s x_s prod_k (1 - a_k) + sum_b y_b``, where ``y_b`` are the factors brought. A ban
    stands until it is taken back in full. A change ``x`` of trade at unchanged prices is that of the iceberg cost by
    ``-x / theta``: the cost equivalent that the literature reads off what trade did. `theta` has the shape
    (world, sector).
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
            strength = -strength / theta[:, cells // entry.flows[0].size]
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
        if (entry.row.in_force or entry.row.id in named) and entry.row.lever != BAN and is_uncertain(entry.row.factor):
            found.setdefault(entry.row.id, []).append(_placed(entry))
    return np.array([np.mean(draws, axis=0) for draws in found.values()]).T


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
