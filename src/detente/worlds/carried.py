"""What networks of gas and crude contributed to the money of options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class SolvedNetwork:
    """A network under one set of levers in the anchors; not a number where it was not found.

    `money`, `unserved`: shape (anchor, region), money and quantity of the network over all periods. `price`,
    `consumption`: shape (anchor, node, period). `converged`: shape (anchor,).
    """

    money: Array
    unserved: Array
    price: Array
    consumption: Array
    converged: NDArray[np.bool_]

    def at(self, rows: NDArray[np.int64]) -> SolvedNetwork:
        """The same in some of the anchors, or in one of them several times."""
        return SolvedNetwork(
            self.money[rows], self.unserved[rows], self.price[rows], self.consumption[rows], self.converged[rows]
        )


@dataclass(frozen=True, slots=True, eq=False)
class Carried:
    """What networks of gas and crude contributed to the model's money.

    Attributes
    ----------
    networks : tuple of str
        Networks and the years or folders they stand for.
    anchors, solves, failed : int
        Worlds in which they were solved, equilibria asked for, and those that were not found.
    direct : mapping of option id to array, shape (world, party)
        Change of surplus of the party's regions, USD bn a year: the part of the money that comes from the networks.
    error : mapping of option id to array, shape (party,)
        Root mean square of the error of interpolating that, leaving out one anchor at a time.
    withdrawn : tuple of str
        Trade shocks that say nothing of flows which a network carries, with the flows.
    unserved : tuple of str
        Demand that no supply can meet in the mean of the anchors, where there is any.
    known : mapping of network and shock ids to array, shape (world, column)
        What was interpolated, so that a later stage need not solve it again.
    status_quo : mapping of network to SolvedNetwork
        What was solved of the status quo, for the same reason.
    """

    networks: tuple[str, ...]
    anchors: int
    solves: int
    failed: int
    direct: Mapping[str, Array]
    error: Mapping[str, Array]
    withdrawn: tuple[str, ...]
    unserved: tuple[str, ...]
    known: Mapping[tuple[str, ...], Array]
    status_quo: Mapping[str, SolvedNetwork]
