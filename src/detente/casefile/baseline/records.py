"""What a baseline folder and an input-output table hold, as plain arrays with labels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class BaselineTables:
    """The accounts of a world of regions and sectors for one year, in money, as a baseline folder writes them.

    Attributes
    ----------
    regions, sectors : tuple of str
        Labels, in the order of all arrays.
    year, unit, source
        Base year, unit of money, and where the figures come from.
    trade : array, shape (sector, buyer, seller), in `unit`
        What the buyer pays the seller at the border, before its tariff; domestic sales included.
    tariff, export_tax : array, shape (sector, buyer, seller)
        One plus the tariff on the value at the border; one plus the tax on the value at the factory gate.
    inputs : array, shape (region, input sector, using sector), in `unit`
        What producers spend on each good as an input, tariffs included.
    final : array, shape (sector, region), in `unit`
        Final spending, tariffs included.
    value_added : array, shape (sector, region), in `unit`
        Value added of each sector.
    theta : array, shape (sector,)
        Trade elasticities; `theta_source` says where each comes from.
    substitution : tuple of three numbers
        Elasticities of substitution between inputs, between inputs and value added, in final demand; 1 is Cobb-Douglas.
    """

    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    year: int | None
    unit: str
    source: str
    trade: Array
    tariff: Array
    export_tax: Array
    inputs: Array
    final: Array
    value_added: Array
    theta: Array
    theta_source: tuple[str, ...]
    substitution: tuple[float, float, float] = (1.0, 1.0, 1.0)

    @property
    def expenditure(self) -> Array:
        """Spending on each sector, tariffs included, shape (sector, region)."""
        return np.asarray((self.trade * self.tariff).sum(axis=2))

    @property
    def output(self) -> Array:
        """What sellers receive after taxes, shape (sector, region)."""
        return np.asarray((self.trade / self.export_tax).sum(axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class SourceTable:
    """An inter-country input-output table as published, with one row for each industry of each region.

    Attributes
    ----------
    row_region, row_sector : tuple of str
        Labels of the rows; the columns of `flows` have the same.
    flows : array, shape (row, row), in `unit`
        What the row sells to the industry of the column as an input.
    final_region : tuple of str
        The region of each column of `final`; a column of no region of the rows is a statistical discrepancy.
    final : array, shape (row, final column), in `unit`
        What the row sells to final demand.
    """

    row_region: tuple[str, ...]
    row_sector: tuple[str, ...]
    flows: Array
    final_region: tuple[str, ...]
    final: Array
    year: int | None
    unit: str
    source: str


@dataclass(frozen=True, slots=True, eq=False)
class RawAccounts:
    """An aggregated table that still has to be balanced; `notes` say what was changed on the way.

    Attributes
    ----------
    trade : array, shape (sector, buyer, seller), in `unit`
        Flows between regions; without what a region sells to itself.
    gross_output, value_added_share : array, shape (sector, region)
        Output in `unit`, and value added per unit of it, in (0, 1].
    input_share : array, shape (region, input sector, using sector)
        Composition of inputs; sums to 1 over inputs, or to 0 where value added is all.
    theta, theta_source
        Trade elasticities, shape (sector,), and where each comes from.
    """

    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    year: int | None
    unit: str
    source: str
    trade: Array
    gross_output: Array
    value_added_share: Array
    input_share: Array
    theta: Array
    theta_source: tuple[str, ...]
    notes: tuple[str, ...]
