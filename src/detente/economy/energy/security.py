"""Would there be enough? A cold month and the loss of the largest source, alone and together."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from detente.case import CaseError
from detente.economy.energy.dependence import dependence, group_nodes
from detente.economy.energy.equilibrium import BASELINE, solve_energy
from detente.economy.energy.records import Array, EnergyShock, Lever, Mask, Names, Network
from detente.economy.energy.results import EnergyEquilibrium

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
    unserved, consumed : array, shape (situation,), in quantity
        Over all periods, in the group.
    unserved_in : array, shape (situation, region), in quantity
        Who is short: the same by region.
    price, highest_price : array, shape (situation,), in price units
        Mean paid by consumers of the group, and the highest at any of its nodes in any period.
    """

    situations: Names
    cold: Names
    largest_source: str
    regions: Names
    unserved: Array
    unserved_in: Array
    consumed: Array
    price: Array
    highest_price: Array

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
    nodes = [name for name, one in zip(network.nodes.ids, inside, strict=True) if one]
    colder = tuple(lever for month in months for lever in _colder(before, nodes, month, cold_factor))
    lost = (Lever("supply_capacity", f"origin:{source}", 0.0),)
    added: dict[str, tuple[Lever, ...]] = {"cold": colder, "source lost": lost, "both": colder + lost}
    solved = [before, *(solve_energy(network, replace(shock, levers=shock.levers + more)) for more in added.values())]
    return Security(
        situations=("as it is", *added),
        cold=months,
        largest_source=source,
        regions=regions,
        unserved=np.array([one.unserved[rows].sum() for one in solved]),
        unserved_in=np.array([_unserved_in(one, regions) for one in solved]),
        consumed=np.array([one.consumption[rows].sum() for one in solved]),
        price=np.array([_mean_price(one, rows) for one in solved]),
        highest_price=np.array([np.nanmax(one.price[inside]) for one in solved]),
    )


def _colder(before: EnergyEquilibrium, nodes: list[str], month: str, factor: float) -> tuple[Lever, ...]:
    """Demand in one period times a factor, on top of what the shock makes of it."""
    asked: dict[str, float] = {}
    for lever in before.shock.levers:
        if lever.kind == "demand" and (not lever.periods or month in lever.periods):
            asked |= {node: lever.value for node in nodes if lever.target in _names(before, node)}
    return tuple(Lever("demand", node, factor * asked.get(node, 1.0), periods=(month,)) for node in nodes)


def _names(before: EnergyEquilibrium, node: str) -> Names:
    region = before.network.nodes.region[before.network.nodes.ids.index(node)]
    return node, f"region:{region}", "*"


def _unserved_in(equilibrium: EnergyEquilibrium, regions: Names) -> list[float]:
    region = np.array(equilibrium.network.nodes.region)[equilibrium.network.demands.node]
    return [float(equilibrium.unserved[region == name].sum()) for name in regions]


def _mean_price(equilibrium: EnergyEquilibrium, rows: Mask) -> float:
    quantity = equilibrium.consumption[rows]
    paid = np.nan_to_num(equilibrium.price)[equilibrium.network.demands.node[rows]] * quantity
    return float(paid.sum() / quantity.sum()) if quantity.sum() > 0 else float("nan")
