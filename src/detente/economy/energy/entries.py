"""What enters a group of nodes from outside, by origin: the form in which supply by entry is published."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from detente.economy.energy.records import START_OF_STORAGE, Array, Names
from detente.economy.energy.results import EnergyEquilibrium
from detente.economy.energy.targets import chosen_nodes


def entries_by_origin(equilibrium: EnergyEquilibrium, nodes: Names) -> Mapping[str, float]:
    """Quantity over all periods that crosses into a group of nodes, by origin.

    Gas mixes where it passes: with yearly flows, the share ``s[o, n]`` of an origin in what leaves node ``n`` solves

        ``s[o, n] * through[n] = supply[o, n] + drawn[o, n] + sum_a arriving[a] * s[o, from(a)]``,

    where `through` is all that comes into the node, and `drawn` what storages give on balance over the year. Entries
    are what arrives on links from outside the group, at the mix of the node they start from. What the group made
    itself, or held in storage, and what comes back from outside is not counted; supplies inside the group that stand
    for imports over a border that is not in the network are counted as made inside.

    Raises
    ------
    CaseError
        When a node is not in the network.

    Examples
    --------
    >>> from detente.economy.energy import solve_energy
    >>> from detente.economy.energy.builtin_years import builtin_year
    >>> entries = entries_by_origin(solve_energy(*builtin_year("gas", 2021)), ("DEU",))
    >>> max(entries, key=entries.__getitem__)
    'Russia pipeline'
    """
    network = equilibrium.network
    inside = np.zeros(len(network.nodes.ids), dtype=bool)
    inside[chosen_nodes(network, nodes)] = True
    arcs = network.arcs
    crossing = ~inside[arcs.start] & inside[arcs.end]
    arriving = equilibrium.arriving.sum(axis=1) * crossing
    by_origin = mixes(equilibrium)[:, arcs.start] @ arriving
    own = {network.supplies.origin[s] for s in np.flatnonzero(inside[network.supplies.node]).tolist()}
    return {
        origin: float(quantity)
        for origin, quantity in zip(network.origins, by_origin, strict=True)
        if origin not in own and origin != START_OF_STORAGE
    }


def mixes(equilibrium: EnergyEquilibrium) -> Array:
    """Share of each origin in what leaves each node over all periods, shape (origin, node); zero where nothing passes.

    Examples
    --------
    The transit system of Ukraine holds Russian gas only; `entries_by_origin` states the equation.

    >>> from detente.economy.energy import solve_energy
    >>> from detente.economy.energy.builtin_years import builtin_year
    >>> end = solve_energy(*builtin_year("gas", 2021))
    >>> share = mixes(end)[:, end.network.nodes.ids.index("UKT")]
    >>> {name: round(float(s), 3) for name, s in zip(end.network.origins, share) if s > 1e-6}
    {'Russia pipeline': 1.0}
    """
    network = equilibrium.network
    origins = {origin: k for k, origin in enumerate(network.origins)}
    nodes = len(network.nodes.ids)
    given = np.zeros((len(origins), nodes))
    rows = np.array([origins[origin] for origin in network.supplies.origin], dtype=np.int64)
    np.add.at(given, (rows, network.supplies.node), equilibrium.supply.sum(axis=1))
    drawn = (equilibrium.withdrawal - equilibrium.injection).sum(axis=1).clip(min=0)
    np.add.at(given[origins[START_OF_STORAGE]], network.stores.node, drawn)
    passed = np.zeros((nodes, nodes))
    np.add.at(passed, (network.arcs.start, network.arcs.end), equilibrium.arriving.sum(axis=1))
    through = given.sum(axis=0) + passed.sum(axis=0)
    used = through > 1e-9 * max(through.max(initial=0.0), 1e-300)
    system = np.diag(np.where(used, through, 1.0)) - passed.T * used[:, None]
    return np.asarray(np.linalg.solve(system, (given * used).T).T)
