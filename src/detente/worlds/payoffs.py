"""Money on the shared axes: what each option brings to each party in each world."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.worlds.axes import Axes


@dataclass(frozen=True, slots=True, eq=False)
class Payoffs:
    """Yearly real-income change against the status quo, USD bn in prices of the case's price year.

    `money`: shape (world, party, element, option); 0 where not `known`.
    `known`: shape (party, element, option); False means unknown, not zero.
    `stated`: shape (party,); False where nothing at all is stated of a party's money.
    `method`: which model or table the numbers come from.
    """

    axes: Axes
    money: NDArray[np.float64]
    known: NDArray[np.bool_]
    stated: NDArray[np.bool_]
    method: str

    def over_no_deal(self, no_deal_money: NDArray[np.float64], party: int) -> NDArray[np.float64]:
        """Money of a party over what no deal would bring it, (world, element, option); 0 where not known.

        One rule for every stage: what is not known is left out of a sum on both sides, and listed beside it.
        """
        against = self.money[:, party] - no_deal_money[:, party, :, None]
        counted: NDArray[np.float64] = np.where(self.known[party], against, 0.0)
        return counted
