"""Money on the shared axes: what each option brings to each party in each world."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.worlds.axes import Axes


@dataclass(frozen=True, slots=True, eq=False)
class Modelled:
    """What a model of the economy contributed, and how far it can be trusted between the worlds it was solved in.

    Attributes
    ----------
    description : str
        The world economy, its elasticities, horizon and deficits, and the measures in force.
    anchors, solves, failed : int
        Worlds in which the model was solved, equilibria asked for, and those that did not converge.
    covers : array of bool, shape (party, element, option)
        Where the money is the model's, alone or with a hand-entered row added.
    error : array, shape (party, element, option)
        Root mean square of the error of interpolation, leaving out one anchor at a time, USD bn a year.
    replaced : tuple of str
        Ids of hand-entered estimates whose place the model takes.
    interactions : mapping of package id to array, shape (world, party)
        What a named package brings, solved as a whole, beyond the sum of its options; USD bn a year.
    interaction_error : mapping of package id to array, shape (party,)
        Root mean square of the error of interpolating that.
    """

    description: str
    anchors: int
    solves: int
    failed: int
    covers: NDArray[np.bool_]
    error: NDArray[np.float64]
    replaced: tuple[str, ...]
    interactions: Mapping[str, NDArray[np.float64]]
    interaction_error: Mapping[str, NDArray[np.float64]]


@dataclass(frozen=True, slots=True, eq=False)
class Payoffs:
    """Yearly real-income change against the status quo, USD bn in prices of the case's price year.

    `money`: shape (world, party, element, option); 0 where not `known`.
    `known`: shape (party, element, option); False means unknown, not zero.
    `stated`: shape (party,); False where nothing at all is stated of a party's money.
    `method`: which model or table the numbers come from.
    `modelled`: what a model contributed; None where all rows are entered by hand.
    """

    axes: Axes
    money: NDArray[np.float64]
    known: NDArray[np.bool_]
    stated: NDArray[np.bool_]
    method: str
    modelled: Modelled | None = None

    def over_no_deal(self, no_deal_money: NDArray[np.float64], party: int) -> NDArray[np.float64]:
        """Money of a party over what no deal would bring it, (world, element, option); 0 where not known.

        One rule for every stage: what is not known is left out of a sum on both sides, and listed beside it.
        """
        against = self.money[:, party] - no_deal_money[:, party, :, None]
        counted: NDArray[np.float64] = np.where(self.known[party], against, 0.0)
        return counted
