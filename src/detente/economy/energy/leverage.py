"""Who would a cut hurt more? Cost to both sides when an owner no longer sells to a party, by how long it lasts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from detente.case import CaseError
from detente.economy.energy.dependence import group_nodes
from detente.economy.energy.each import solve_each
from detente.economy.energy.equilibrium import BASELINE, solve_energy
from detente.economy.energy.parties import PartySurplus, party_surplus
from detente.economy.energy.records import Array, EnergyShock, Lever, Names, Network
from detente.workers import ALONE, Workers


@dataclass(frozen=True, slots=True, eq=False)
class Leverage:
    """Costs of a cut, by how many periods it lasts; money over all periods, above zero where a side loses.

    Attributes
    ----------
    supplier : str
    buyers : tuple of str
        Regions that are no longer sold to.
    lasting : array of int, shape (cut,)
        Periods.
    cost_to_supplier, cost_to_buyers, cost_to_others : array, shape (cut,), in money
        Others gain where these are below zero: competitors sell dearer, third parties buy cheaper.
    unserved : array, shape (cut,), in quantity
        Unserved demand of the buyers, on top of what is unserved without a cut.
    """

    supplier: str
    buyers: Names
    lasting: Array
    cost_to_supplier: Array
    cost_to_buyers: Array
    cost_to_others: Array
    unserved: Array

    @property
    def asymmetry(self) -> Array:
        """Cost to buyers less cost to the supplier, as a share of both: 1 only buyers lose, -1 only the supplier."""
        both = np.abs(self.cost_to_buyers) + np.abs(self.cost_to_supplier)
        gap = self.cost_to_buyers - self.cost_to_supplier
        return np.asarray(np.divide(gap, both, out=np.full_like(both, np.nan), where=both > 0))


@dataclass(frozen=True, slots=True)
class Cut:
    """A supplier no longer sells into regions, from a period on (the first unless named), for so many periods."""

    supplier: str
    buyers: Names
    lasting: Sequence[int]
    start: str = ""


def cost_of_cut(network: Network, cut: Cut, shock: EnergyShock = BASELINE, workers: Workers = ALONE) -> Leverage:
    """What a cut costs its two sides, for each length: surplus without the cut less surplus with it.

    A side is all surplus of its codes in `party_surplus`. Everybody knows the length of the cut when it begins and,
    if it begins later, prepares: a lower bound of what a surprise costs.

    Raises
    ------
    CaseError
        When the supplier, a region or the period is unknown, or a cut outlasts the periods.
    NotConverged
        When any of the equilibria is not found.

    Examples
    --------
    >>> from detente.economy.energy.builtin import builtin_network
    >>> found = cost_of_cut(builtin_network("gas"), Cut("RUS", ("DEU",), lasting=(1, 12)))
    >>> bool(found.cost_to_supplier[1] > found.cost_to_supplier[0] > 0)
    True
    """
    before = solve_energy(network, shock)
    inside = group_nodes(before, cut.buyers)
    added = [_levers(network, cut, count) for count in cut.lasting]
    worlds = [(network, replace(shock, levers=shock.levers + levers)) for levers in added]
    solved = solve_each(worlds, workers).found()
    rows = inside[network.demands.node]
    base, after = party_surplus(before), [party_surplus(one) for one in solved]
    others = _others(base, cut)
    return Leverage(
        supplier=cut.supplier,
        buyers=cut.buyers,
        lasting=np.array(cut.lasting, dtype=np.int64),
        cost_to_supplier=np.array([base.of([cut.supplier]) - one.of([cut.supplier]) for one in after]),
        cost_to_buyers=np.array([base.of(cut.buyers) - one.of(cut.buyers) for one in after]),
        cost_to_others=np.array([base.of(others) - one.of(others) for one in after]),
        unserved=np.array([(one.unserved - before.unserved)[rows].sum() for one in solved]),
    )


def _others(base: PartySurplus, cut: Cut) -> Names:
    return tuple(name for name in base.parties if name not in {cut.supplier, *cut.buyers})


def _levers(network: Network, cut: Cut, count: int) -> tuple[Lever, ...]:
    periods = network.periods.ids
    if cut.supplier not in network.owners:
        raise CaseError(f'No supply is owned by "{cut.supplier}". Use one of: {", ".join(network.owners)}.')
    if cut.supplier in cut.buyers:
        raise CaseError(f"{cut.supplier} cannot cut off itself: it is among the buyers.")
    if cut.start and cut.start not in periods:
        raise CaseError(f'There is no period "{cut.start}". Use one of: {", ".join(periods)}.')
    first = periods.index(cut.start) if cut.start else 0
    if not 1 <= count <= len(periods) - first:
        raise CaseError(
            f"A cut of {count} periods does not fit: from {periods[first]} on there are {len(periods) - first}."
        )
    into = tuple(f"region:{region}" for region in cut.buyers)
    return (Lever("embargo", f"owner:{cut.supplier}", into=into, periods=periods[first : first + count]),)
