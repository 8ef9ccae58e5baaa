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
    `method`: which model or table the numbers come from.
    """

    axes: Axes
    money: NDArray[np.float64]
    known: NDArray[np.bool_]
    method: str
