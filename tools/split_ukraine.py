"""Estimate the accounts of Ukraine inside the rest of the world, so that both together are the old rest.

Trade with each partner and sector is split by proportional fitting (RAS): what Ukraine sells to a partner and what the
rest sells to it add up to what the source says of both; partners and products of Ukraine meet the published figures
of 2011. Inside Ukraine, production follows the technology of the rest of the world, scaled to the published
value added and gross output.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

LARGEST_PART = 0.8
"""Ukraine is at most this part of the trade of the rest of the world with a group of partners; the excess is moved."""

SMALLEST_HOME_MARKET = 0.25
"""A sector sells at home at least this much per unit sold abroad, where the technology of the rest says less."""

MILLION_PER_BILLION = 1e3
FITTED = 1e-12
LARGEST_ODDS = 1e9
"""Odds that grow beyond this belong to a fit that cannot be met: a cell would be taken whole."""
SWEEPS = 20_000


@dataclass(frozen=True)
class World:
    """Accounts of the source in million USD: `flow` by (sector, buyer, seller), `use` by (region, input, sector)."""

    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    flow: Array
    use: Array


@dataclass(frozen=True)
class Figure:
    """One published figure on Ukraine: a total, or the part of a group of partners or sectors."""

    flow: str
    kind: str
    by: str
    group: tuple[str, ...]
    value: float
    unit: str


def split(world: World, figures: Sequence[Figure], rest: str, name: str) -> World:
    """The world with one region more: `rest` becomes `rest` and `name`."""
    at = world.regions.index(rest)
    sold = fitted(world, figures, "export", at)
    bought = fitted(world, figures, "import", at)
    exports, imports = sold.sum(axis=1), bought.sum(axis=1)
    output, use = production(world, figures, at, exports - imports, exports)
    flow = _with_region(world.flow, at, sold, bought, output - exports)
    both = np.concatenate([world.use, use[None]])
    both[at] -= use
    return World((*world.regions, name), world.sectors, flow, both)


def fitted(world: World, figures: Sequence[Figure], flow: str, at: int) -> Array:
    """Ukraine's exports or imports by (sector, partner), in million USD; the rest of the world is a partner too.

    What the rest of the world trades with itself is not in the source; its trade with all others stands for it.
    """
    whole = world.flow[:, :, at] if flow == "export" else world.flow[:, at, :]
    whole = whole.copy()
    abroad = np.arange(whole.shape[1]) != at
    mirror = world.flow[:, at, :] if flow == "export" else world.flow[:, :, at]
    whole[:, at] = mirror[:, abroad].sum(axis=1)
    part = np.zeros_like(whole)
    for kind in ("goods", "services"):
        chosen = [f for f in figures if (f.flow, f.kind) == (flow, kind)]
        total = next(f.value for f in chosen if f.by == "total") * MILLION_PER_BILLION
        rows = _groups(chosen, "product", world.sectors, total)
        columns = _groups(chosen, "partner", world.regions, total)
        inside = rows[0].any(axis=0)
        fit = Fit(whole[inside], rows[0][:, inside], rows[1], columns[0], columns[1], at)
        part[inside] = _ras(fit, _nearness(chosen, world.regions))
    return part


def _groups(figures: Sequence[Figure], by: str, labels: tuple[str, ...], total: float) -> tuple[Array, Array]:
    """Membership (group, label) and the money of each group; parts are scaled to the total."""
    chosen = [f for f in figures if f.by == by]
    member = np.array([[label in f.group for label in labels] for f in chosen], dtype=np.float64)
    value = np.array([f.value for f in chosen])
    return member, value / value.sum() * total


def _nearness(figures: Sequence[Figure], labels: tuple[str, ...]) -> Array:
    """How much likelier than the rest of its group a partner is, before the fit."""
    near = np.ones(len(labels))
    for figure in (f for f in figures if f.by == "nearness"):
        near[[labels.index(label) for label in figure.group]] = figure.value
    return near


@dataclass(frozen=True)
class Fit:
    """A table of the old rest by (sector, partner), and what groups of sectors and partners should be Ukraine's."""

    whole: Array
    product: Array
    by_product: Array
    partner: Array
    by_partner: Array
    at: int


def _ras(fit: Fit, nearness: Array) -> Array:
    """The part of the whole that is Ukraine's: groups of rows and of columns meet their totals, no cell is exceeded."""
    whole, by_partner = fit.whole, _within_reach(fit)
    odds = nearness * np.full_like(whole, by_partner.sum() / whole.sum())
    for _ in range(SWEEPS):
        part = whole * odds / (1 + odds)
        odds *= _raised(fit.partner, whole, part, by_partner) @ fit.partner
        part = whole * odds / (1 + odds)
        raised = _raised(fit.product, whole.T, part.T, fit.by_product)
        odds *= (raised @ fit.product)[:, None]
        part = whole * odds / (1 + odds)
        if max(_gap(fit.partner, part, by_partner), _gap(fit.product, part.T, fit.by_product)) < FITTED:
            return np.asarray(part)
        if odds.max() > LARGEST_ODDS:
            break
    raise ValueError("The figures on partners and on products contradict what the source gives the rest of the world.")


def _raised(group: Array, whole: Array, part: Array, wanted: Array) -> Array:
    """By how much the odds of a group must rise if its part of the whole is to be what is wanted."""
    size, now = group @ whole.sum(axis=0), group @ part.sum(axis=0)
    return np.asarray(wanted / (size - wanted) * (size - now) / now)


def _gap(group: Array, part: Array, wanted: Array) -> float:
    return float(np.abs(group @ part.sum(axis=0) / wanted - 1).max())


def _within_reach(fit: Fit) -> Array:
    """Move what the source leaves no room for to the trade with the rest of the world."""
    kept = np.minimum(fit.by_partner, LARGEST_PART * (fit.partner @ fit.whole.sum(axis=0)))
    kept[fit.partner[:, fit.at] > 0] += fit.by_partner.sum() - kept.sum()
    room = np.append(fit.partner @ fit.whole.sum(axis=0) - kept, fit.product @ fit.whole.sum(axis=1) - fit.by_product)
    if room.min() <= 0:
        raise ValueError("The figures on Ukraine are larger than what the source gives the rest of the world.")
    return np.asarray(kept)


def production(
    world: World, figures: Sequence[Figure], at: int, net_exports: Array, exports: Array
) -> tuple[Array, Array]:
    """Gross output by sector and inputs (input, sector) of Ukraine, in million USD.

    Final demand has the composition of the rest of the world, and value added less net exports as its total. With
    the input coefficients of the rest, scaled to the published ratio of output to value added, output follows. It is
    raised where exports leave no home market. Inputs are then fitted (RAS) to what is left of each product.
    """
    value_added, gross_output = (
        next(f.value for f in figures if (f.flow, f.by) == ("economy", by)) * MILLION_PER_BILLION
        for by in ("gdp", "output")
    )
    made, bought = world.flow[:, :, at].sum(axis=1), world.flow[:, at, :].sum(axis=1)
    coefficients = world.use[at] / made
    final = (bought - world.use[at].sum(axis=1)).clip(min=0)
    final *= (value_added - net_exports.sum()) / final.sum()
    low, high = 0.5, 1.5
    while high - low > FITTED:
        scale = (low + high) / 2
        output = np.linalg.solve(np.eye(len(made)) - scale * coefficients, final + net_exports)
        low, high = (scale, high) if output.sum() < gross_output else (low, scale)
    output = np.maximum(output, (1 + SMALLEST_HOME_MARKET) * exports)
    output *= gross_output / output.sum()
    output = np.maximum(output, (1 + SMALLEST_HOME_MARKET / 2) * exports)
    inputs = _input_shares(coefficients.sum(axis=0), output, value_added) * output
    seed = np.column_stack([coefficients * output, final])
    table = _two_margins(seed, output - net_exports, np.append(inputs, final.sum()))
    return output, table[:, :-1]


def _input_shares(shares: Array, output: Array, value_added: float) -> Array:
    """Inputs per unit of output, with the odds of the rest of the world shifted until value added is as published."""
    odds = shares / (1 - shares)
    low, high = 1e-3, 1e3
    while high / low - 1 > FITTED:
        shift = np.sqrt(low * high)
        left = float((output / (1 + shift * odds)).sum())
        low, high = (shift, high) if left > value_added else (low, shift)
    return np.asarray(shift * odds / (1 + shift * odds))


def _two_margins(seed: Array, rows: Array, columns: Array) -> Array:
    """RAS on a table whose margins add up to the same."""
    table = seed.copy()
    for _ in range(SWEEPS):
        table *= (rows / table.sum(axis=1))[:, None]
        factor = columns / table.sum(axis=0)
        table *= factor
        if np.abs(factor - 1).max() < FITTED:
            return table
    raise ValueError("The inputs of Ukraine do not fit its output and trade.")


def _with_region(flow: Array, at: int, sold: Array, bought: Array, at_home: Array) -> Array:
    """All flows with Ukraine as the last region; with the rest of the world it makes up the old rest, cell by cell."""
    sectors, regions, _ = flow.shape
    wide = np.zeros((sectors, regions + 1, regions + 1))
    wide[:, :regions, :regions] = flow
    wide[:, :regions, regions] = sold
    wide[:, regions, :regions] = bought
    wide[:, regions, regions] = at_home
    wide[:, :regions, at] -= sold
    wide[:, at, :regions] -= bought
    wide[:, at, at] -= at_home
    return wide
