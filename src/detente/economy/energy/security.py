"""Would there be enough? A cold month and the loss of the largest source, alone and together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.case import CaseError
from detente.economy.energy.dependence import dependence, group_nodes
from detente.economy.energy.equilibrium import BASELINE, solve_energy
from detente.economy.energy.records import Array, EnergyShock, Lever, Mask, Names, Network
from detente.economy.energy.results import EnergyEquilibrium
from detente.economy.energy.targets import chosen_rows
from detente.economy.energy.tiers import followed_by

COLD = 1.2


@dataclass(frozen=True, slots=True, eq=False)
class Security:
    """What a group of regions faces in four situations: as it is, cold, without its largest source, and both.

    Attributes
    ----------
    situations : tuple of str
    cold : tuple of str
        Periods that are colder still: those named, or the one with the highest demand of the group.
    largest_source : str
        The foreign origin that delivers most.
    regions : tuple of str
        The group.
    wanted, consumed, unmet, unserved : array, shape (situation,), in quantity
        Over all periods, in the group. `wanted` is what would be consumed at the prices of the first situation, the
        undisturbed year; `unmet` is ``wanted - consumed``, what consumers go without; `unserved` is the part of it that
        they would have at the unserved price and cannot get.
    unmet_in, unserved_in : array, shape (situation, region), in quantity
        Who goes without, and who is short: the same by region.
    price, highest_price : array, shape (situation,), in price units
        Mean paid by consumers of the group, and the highest at any of its nodes in any period.
    """

    situations: Names
    cold: Names
    largest_source: str
    regions: Names
    wanted: Array
    consumed: Array
    unmet_in: Array
    unserved: Array
    unserved_in: Array
    price: Array
    highest_price: Array

    @property
    def unmet(self) -> Array:
        """What consumers of the group go without against the undisturbed year, shape (situation,)."""
        return np.asarray(self.wanted - self.consumed)

    @property
    def coldest(self) -> str:
        """The periods that are colder, in words."""
        return ", ".join(self.cold)


def stress_supply(
    network: Network,
    regions: Names,
    shock: EnergyShock = BASELINE,
    cold_factor: float = COLD,
    cold_periods: Names = (),
) -> Security:
    """Solve four situations: the shock as it is, a cold spell, the largest source lost, both.

    A cold spell multiplies demand in the periods named, or in the one of highest demand if none is, by a factor.
    Everybody knows beforehand what comes, so that storage is used as well as it can be: a lower bound.

    Raises
    ------
    CaseError
        When a region or a period is unknown, nothing is consumed there, or nothing is imported that could be lost.

    Examples
    --------
    >>> from detente.economy.energy.builtin import builtin_network
    >>> found = stress_supply(builtin_network("gas"), ("DEU",))
    >>> found.situations, found.largest_source
    (('as it is', 'cold', 'source lost', 'both'), 'Russia pipeline')
    """
    before = solve_energy(network, shock)
    inside = group_nodes(before, regions)
    rows = inside[network.demands.node]
    if not before.consumption[rows].sum() > 0:
        raise CaseError(f"Nothing is consumed in {', '.join(regions)}: there is no supply to secure.")
    found = dependence(before, {"group": regions})
    foreign = np.where(found.domestic[0], 0.0, found.delivered[0])
    if not foreign.max() > 0:
        raise CaseError(f"Nothing is imported into {', '.join(regions)}: there is no source to lose.")
    source = found.origins[int(foreign.argmax())]
    months = cold_periods or (network.periods.ids[int(before.network.demands.quantity[rows].sum(axis=0).argmax())],)
    colder = _colder(before, inside, months, cold_factor)
    lost = (Lever("supply_capacity", f"origin:{source}", 0.0),)
    added: dict[str, tuple[Lever, ...]] = {"cold": colder, "source lost": lost, "both": colder + lost}
    solved = [before, *(solve_energy(network, followed_by(shock, EnergyShock(more))) for more in added.values())]
    wanted = [_wanted_in(before, one, regions) for one in solved]
    consumed = [_in_regions(one.network, one.consumption, regions) for one in solved]
    return Security(
        situations=("as it is", *added),
        cold=months,
        largest_source=source,
        regions=regions,
        wanted=np.array([one.sum() for one in wanted]),
        consumed=np.array([one.sum() for one in consumed]),
        unmet_in=np.array([one - other for one, other in zip(wanted, consumed, strict=True)]),
        unserved=np.array([one.unserved[rows].sum() for one in solved]),
        unserved_in=np.array([_in_regions(one.network, one.unserved, regions) for one in solved]),
        price=np.array([_mean_price(one, rows) for one in solved]),
        highest_price=np.array([np.nanmax(one.price[inside]) for one in solved]),
    )


def _colder(before: EnergyEquilibrium, inside: Mask, months: Names, factor: float) -> tuple[Lever, ...]:
    """Demand in some periods times a factor, on top of what the shock makes of it; where nothing is wanted, none."""
    network = before.network
    levers = []
    for month, t in ((month, chosen_rows("period", month, network.periods.ids)[0]) for month in months):
        wanted = network.demands.quantity[:, t] > 0
        nodes = np.unique(network.demands.node[wanted & inside[network.demands.node]])
        levers += [Lever("demand", network.nodes.ids[k], factor, periods=(month,)) for k in nodes.tolist()]
    return tuple(levers)


def _wanted_in(before: EnergyEquilibrium, found: EnergyEquilibrium, regions: Names) -> Array:
    """Consumption by region at the prices of the undisturbed year: demand that is scaled takes as much more."""
    asked, said = found.network.demands.quantity, before.network.demands.quantity
    factor = np.divide(asked, said, out=np.ones_like(said), where=said > 0)
    return _in_regions(before.network, before.consumption * factor, regions)


def _in_regions(network: Network, by_demand: Array, regions: Names) -> Array:
    """A table by demand and period summed over each region, shape (region,)."""
    region = np.array(network.nodes.region)[network.demands.node]
    return np.array([by_demand[region == name].sum() for name in regions])


def _mean_price(equilibrium: EnergyEquilibrium, rows: Mask) -> float:
    quantity = equilibrium.consumption[rows]
    paid = np.nan_to_num(equilibrium.price)[equilibrium.network.demands.node[rows]] * quantity
    return float(paid.sum() / quantity.sum()) if quantity.sum() > 0 else float("nan")
