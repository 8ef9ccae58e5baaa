"""How much of what a party burns comes from whom?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from detente.case import CaseError
from detente.economy.energy.records import START_OF_STORAGE, Array, Mask, Names
from detente.economy.energy.results import EnergyEquilibrium


@dataclass(frozen=True, slots=True, eq=False)
class Dependence:
    """Where the consumption of groups of regions comes from, over all periods.

    Attributes
    ----------
    groups, origins
        Names of the groups given, and of the origins of supply.
    delivered : array, shape (group, origin), in quantity
        Consumption by origin; what storages held at the start is left out, for nobody knows where it came from.
    domestic : array of bool, shape (group, origin)
        Origins all of whose supplies stand in the group.
    """

    groups: Names
    origins: Names
    delivered: Array
    domestic: Array

    @property
    def share(self) -> Array:
        """Share of each origin in consumption, shape (group, origin); NaN where nothing is consumed."""
        return _shares(self.delivered)

    @property
    def import_share(self) -> Array:
        """Share of consumption that is imported, shape (group,)."""
        return np.asarray(np.where(self.domestic, 0.0, self.share).sum(axis=1))

    @property
    def concentration(self) -> Array:
        """Sum of squared shares of origins in imports, shape (group,): 1 is a single source; NaN without imports.

        The index of [Herfindahl1950]_ and [Hirschman1945]_.
        """
        return np.asarray((_shares(np.where(self.domestic, 0.0, self.delivered)) ** 2).sum(axis=1))


def dependence(equilibrium: EnergyEquilibrium, groups: Mapping[str, Names]) -> Dependence:
    """Consumption by origin of groups of regions, such as the parties of a case.

    Raises
    ------
    CaseError
        When a group names a region that the network does not have.

    Examples
    --------
    >>> from detente.economy.energy.builtin import builtin_network
    >>> from detente.economy.energy.equilibrium import solve_energy
    >>> found = dependence(solve_energy(builtin_network("gas")), {"Germany": ("DEU",)})
    >>> found.origins[int(found.share[0].argmax())], 0.9 < float(found.import_share[0]) < 1
    ('Russia pipeline', True)
    """
    network = equilibrium.network
    by_node = equilibrium.delivered.sum(axis=2)[:-1]
    origins = tuple(origin for origin in network.origins if origin != START_OF_STORAGE)
    inside = np.array([group_nodes(equilibrium, group) for group in groups.values()]).reshape(len(groups), -1)
    home = inside[:, network.supplies.node]
    domestic = [
        [bool(home[g][[label == origin for label in network.supplies.origin]].all()) for origin in origins]
        for g in range(len(groups))
    ]
    return Dependence(
        groups=tuple(groups),
        origins=origins,
        delivered=inside.astype(np.float64) @ by_node.T,
        domestic=np.array(domestic, dtype=bool).reshape(len(groups), len(origins)),
    )


def group_nodes(equilibrium: EnergyEquilibrium, regions: Names) -> Mask:
    """Which nodes stand in one of the regions, as a mask of shape (node,)."""
    known = equilibrium.network.regions
    unknown = [region for region in regions if region not in known]
    if unknown:
        raise CaseError(f'There is no region "{unknown[0]}" in the network. Use one of: {", ".join(known)}.')
    return np.isin(equilibrium.network.nodes.region, regions)


def _shares(amounts: Array) -> Array:
    total = amounts.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(amounts, total, out=np.full_like(amounts, np.nan), where=total > 0))
