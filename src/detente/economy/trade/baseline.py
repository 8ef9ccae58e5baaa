"""The world economy of one year, as shares: what a counterfactual is measured against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Substitution:
    """Elasticities of substitution inside a region; 1 is Cobb-Douglas, below 1 the goods are complements.

    `inputs` between intermediate goods of a sector, `factors` between value added and intermediate goods,
    `final` between goods of final demand. All 1: the long run and [CaliendoParro2015]_. Below 1: the short
    run, in which firms cannot replace what they no longer get ([BaqaeeFarhi2019]_).
    """

    inputs: float = 1.0
    factors: float = 1.0
    final: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """Shares, tariffs and elasticities of a world of regions ``n`` (buyer), ``i`` (seller) and sectors ``j``, ``k``.

    Attributes
    ----------
    regions, sectors : tuple of str
        Labels, in the order of all arrays.
    year, unit, source
        Base year, unit of money (``million USD``), and where the figures come from.
    trade_share : array, shape (sector, buyer, seller)
        Share of the buyer's spending on the sector that goes to the seller; sums to 1 over sellers.
    tariff : array, shape (sector, buyer, seller)
        One plus the import tariff, at least 1 in most data; paid on the value at the border.
    export_tax : array, shape (sector, buyer, seller)
        One plus the seller's export tax (below 1: a subsidy), paid on the value at the factory gate.
    value_added_share : array, shape (sector, region), in (0, 1]
        Value added per unit of gross output.
    input_share : array, shape (region, input sector, using sector)
        Composition of intermediate inputs; sums to 1 over inputs, or to 0 where value added is all.
    final_share : array, shape (sector, region)
        Composition of final demand; sums to 1 over sectors.
    value_added, surplus : array, shape (region,), in `unit`
        Value added, and exports minus imports at the border (negative: a deficit); surpluses sum to 0.
    expenditure : array, shape (sector, region), in `unit`
        Spending on each sector, tariffs included.
    theta : array, shape (sector,), above 0
        Trade elasticities.
    substitution : Substitution
        Elasticities inside a region.
    """

    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    year: int | None
    unit: str
    source: str
    trade_share: Array
    tariff: Array
    export_tax: Array
    value_added_share: Array
    input_share: Array
    final_share: Array
    value_added: Array
    surplus: Array
    expenditure: Array
    theta: Array
    substitution: Substitution = Substitution()

    def __post_init__(self) -> None:
        for name in ARRAYS:
            array = np.array(getattr(self, name), dtype=np.float64)
            array.setflags(write=False)
            object.__setattr__(self, name, array)

    @property
    def border_flow(self) -> Array:
        """What each buyer pays each seller at the border, before its tariff; shape (sector, buyer, seller)."""
        return np.asarray(self.trade_share * self.expenditure[:, :, None] / self.tariff)

    @property
    def income(self) -> Array:
        """Final spending of each region: value added, tariff and export-tax revenue, less the surplus."""
        border = self.border_flow
        tariffs = ((self.tariff - 1) * border).sum(axis=(0, 2))
        export_taxes = ((1 - 1 / self.export_tax) * border).sum(axis=(0, 1))
        return np.asarray(self.value_added + tariffs + export_taxes - self.surplus)


ARRAYS = (
    "trade_share",
    "tariff",
    "export_tax",
    "value_added_share",
    "input_share",
    "final_share",
    "value_added",
    "surplus",
    "expenditure",
    "theta",
)
