"""From a published input-output table to raw accounts of the regions and sectors one wants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from detente.case import CaseError
from detente.casefile.baseline.maps import (
    ASSUMED,
    ASSUMED_THETA,
    STATED,
    AggregationMap,
    identity_map,
    refuse_mismatch,
)
from detente.casefile.baseline.records import Array, RawAccounts, SourceTable

LEAST_VALUE_ADDED = 1e-3
"""Value added below this share of output is raised to it: costs need a part that is paid at home."""


@dataclass(frozen=True, slots=True)
class Maps:
    """How regions and sectors are put together; None leaves them as they are."""

    regions: AggregationMap | None = None
    sectors: AggregationMap | None = None


def aggregate(source: SourceTable, maps: Maps) -> RawAccounts:
    """Add up the rows and columns of a table by the maps, and read off trade, output, value added and inputs.

    Inputs from abroad are counted by seller and by user, not by both: users of a region are taken to buy each good
    from the same sellers, as the trade model does. Value added is output less inputs, taxes on inputs included.
    Negative entries, which are goods sold out of stocks, are set to zero: the goods count as made in the year. Each
    change is noted.

    Raises
    ------
    CaseError
        When a label is not mapped, a map names what the table does not have, or a number is not finite.
    """
    regions, sectors = _checked(source, maps)
    flows, final, notes = _added_up(source, regions, sectors)
    notes += _without_negatives(flows, "inputs") + _without_negatives(final, "final demand")
    trade = flows.sum(axis=3).transpose(1, 2, 0) + final.transpose(1, 2, 0)
    inputs = flows.sum(axis=0).transpose(1, 0, 2)
    output = trade.sum(axis=1)
    share, composition, more = _technology(output, inputs, (regions.names, sectors.names))
    theta, theta_source, about = _elasticities(sectors)
    own = np.arange(len(regions.names))
    trade[:, own, own] = 0.0
    return RawAccounts(
        regions=regions.names,
        sectors=sectors.names,
        year=source.year,
        unit=source.unit,
        source=source.source,
        trade=trade,
        gross_output=output,
        value_added_share=share,
        input_share=composition,
        theta=theta,
        theta_source=theta_source,
        notes=(*notes, *more, *about),
    )


def _checked(source: SourceTable, maps: Maps) -> tuple[AggregationMap, AggregationMap]:
    """The maps of regions and sectors, after a look at whether they and the numbers fit."""
    regions = maps.regions or identity_map(source.row_region)
    sectors = maps.sectors or identity_map(source.row_sector)
    refuse_mismatch(regions, source.row_region, "region", source.source)
    refuse_mismatch(sectors, source.row_sector, "sector", source.source)
    if not (np.isfinite(source.flows).all() and np.isfinite(source.final).all()):
        raise CaseError(f"{source.source}: there are entries that are not finite numbers.\nFill them in the source.")
    return regions, sectors


def _added_up(source: SourceTable, regions: AggregationMap, sectors: AggregationMap) -> tuple[Array, Array, list[str]]:
    """Flows (seller, input sector, buyer, using sector) and final demand (seller, sector, buyer)."""
    size = (len(regions.names), len(sectors.names))
    known = set(source.row_region)
    row_codes = [
        regions.code(region) * size[1] + sectors.code(sector)
        for region, sector in zip(source.row_region, source.row_sector, strict=True)
    ]
    kept = np.array([region in known for region in source.final_region], dtype=bool)
    column_codes = [regions.code(region) for region in source.final_region if region in known]
    rows = _indicator(row_codes, size[0] * size[1])
    columns = _indicator(column_codes, size[0])
    flows = np.asarray(rows @ (rows @ source.flows.T).T).reshape(*size, *size)
    final = np.asarray(rows @ (columns @ source.final[:, kept].T).T).reshape(*size, size[0])
    lost = float(source.final[:, ~kept].sum())
    notes = [f"Statistical discrepancies are left out: {lost:.6g} in all."] if not kept.all() else []
    return np.array(flows), np.array(final), notes


def _indicator(codes: Sequence[int], size: int) -> sparse.csr_array:
    ones, columns = np.ones(len(codes)), np.arange(len(codes))
    return sparse.csr_array((ones, (np.array(codes, dtype=np.int64), columns)), shape=(size, len(codes)))


def _without_negatives(table: Array, what: str) -> list[str]:
    """Set negative entries to zero in place, and say how many there were."""
    negative = table < 0
    if not negative.any():
        return []
    share = -table[negative].sum() / np.abs(table).sum()
    count = int(negative.sum())
    table[negative] = 0.0
    return [f"Negative entries of {what} set to zero: {count}, together {share:.2g} of all {what}."]


def _technology(
    output: Array, inputs: Array, names: tuple[Sequence[str], Sequence[str]]
) -> tuple[Array, Array, list[str]]:
    """Shares of value added and composition of inputs; where nothing is made, those of the world."""
    bought = inputs.sum(axis=1)
    world = inputs.sum(axis=0)
    used = inputs.sum(axis=1, keepdims=True)
    some = world / np.where(world.sum(axis=0) > 0, world.sum(axis=0), 1.0)
    composition = np.where(used > 0, inputs / np.where(used > 0, used, 1.0), some)
    made = output > 0
    total = output.sum(axis=1, keepdims=True)
    mean = 1 - bought.sum(axis=0)[:, None] / np.where(total > 0, total, 1.0)
    share = np.where(made, 1 - bought.T / np.where(made, output, 1.0), mean)
    low = share < LEAST_VALUE_ADDED
    notes = [
        f"{names[0][n]}, {names[1][j]}: value added is {share[j, n]:.3g} of output, raised to {LEAST_VALUE_ADDED}."
        for j, n in np.argwhere(low).tolist()
    ]
    share = np.where(low, LEAST_VALUE_ADDED, share)
    # Where no inputs are known anywhere, value added is all; the rest is rounding of full shares.
    share = np.where((composition.sum(axis=1).T == 0) | (share > 1), 1.0, share)
    return share, composition, notes


def _elasticities(sectors: AggregationMap) -> tuple[Array, tuple[str, ...], list[str]]:
    theta = np.array([sectors.theta.get(name, ASSUMED_THETA) for name in sectors.names])
    said = tuple(STATED if name in sectors.theta else ASSUMED for name in sectors.names)
    count = said.count(ASSUMED)
    note = f"Trade elasticity of {ASSUMED_THETA:g} assumed for {count} of {len(said)} sectors; the map may state theta."
    return theta, said, [note] if count else []
