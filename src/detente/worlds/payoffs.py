"""Money on the shared axes: what each option brings to each party in each world."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.worlds.axes import Axes
from detente.worlds.carried import Carried
from detente.worlds.wholes import NO_WHOLES, Wholes

EVERYONE = slice(None)
"""All parties."""

EVERYTHING = slice(None)
"""All elements."""


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
    wholes : Wholes
        Combinations of options solved as a whole: those of named packages and of outcomes of no deal.
    real_income : mapping of option id to array, shape (world, region)
        Logarithm of real income over that of the status quo, in the regions of priced parties; of what networks carry
        only the indirect effect.
    carried : Carried or None
        What networks of gas and crude contributed; None in a case without energy shocks.
    """

    description: str
    anchors: int
    solves: int
    failed: int
    covers: NDArray[np.bool_]
    error: NDArray[np.float64]
    replaced: tuple[str, ...]
    wholes: Wholes
    real_income: Mapping[str, NDArray[np.float64]]
    carried: Carried | None = None


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

    @property
    def wholes(self) -> Wholes:
        """What combinations of options bring beyond their sum; none without a model."""
        return self.modelled.wholes if self.modelled else NO_WHOLES

    def in_worlds(self, some: slice) -> Payoffs:
        """The same in some worlds: money and what combinations bring; the rest is said of all worlds together."""
        modelled = replace(self.modelled, wholes=self.wholes.in_worlds(some)) if self.modelled else None
        return replace(self, money=self.money[some], modelled=modelled)

    def of_package(self, choice: NDArray[np.int64], parties: slice = EVERYONE) -> NDArray[np.float64]:
        """Money of the options of a complete package, adding up to what it brings as a whole; (world, party, element).

        The one place where a named package gets its money. The residual ``M - sum_e m_e`` is spread over the elements
        in proportion to ``|m_e|``, for each world and party; where all are 0, evenly over those that the model reaches.
        Without a model, or where the package was not solved as a whole, these are the options as they are.
        """
        elements = np.arange(len(choice))
        money = self.money[:, parties][:, :, elements, choice]
        row = self.wholes.row(choice)
        if row < 0:
            return money
        size = np.abs(money) * self.known[parties][:, elements, choice]
        reached = self.wholes.combinations[row] >= 0
        part = np.where(size.sum(axis=2, keepdims=True) > 0, size, reached)
        spread: NDArray[np.float64] = part / part.sum(axis=2, keepdims=True)
        whole: NDArray[np.float64] = money + spread * self.wholes.beyond[row][:, parties, None]
        return whole

    def package_over_no_deal(
        self, choice: NDArray[np.int64], no_deal_money: NDArray[np.float64], party: int
    ) -> NDArray[np.float64]:
        """Money of a complete package over what no deal would bring a party, (world, element); 0 where not known.

        What is not known is left out of a sum on both sides, as in `over_no_deal`.
        """
        money = self.of_package(choice, slice(party, party + 1))[:, 0]
        known = self.known[party, np.arange(len(choice)), choice]
        counted: NDArray[np.float64] = np.where(known, money - no_deal_money[:, party], 0.0)
        return counted

    def over_no_deal(
        self, no_deal_money: NDArray[np.float64], party: int, elements: slice = EVERYTHING
    ) -> NDArray[np.float64]:
        """Money of a party over what no deal would bring it, (world, element, option); 0 where not known.

        One rule for every stage: what is not known is left out of a sum on both sides, and listed beside it.
        """
        against = self.money[:, party, elements] - no_deal_money[:, party, elements, None]
        counted: NDArray[np.float64] = np.where(self.known[party, elements], against, 0.0)
        return counted
