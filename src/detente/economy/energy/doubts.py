"""What is uncertain in every energy network: demand, how it answers to prices, and what supply costs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from detente.case import Estimate, Origin
from detente.economy.energy.records import Array, Names, Network
from detente.worlds import Worlds


@dataclass(frozen=True, slots=True)
class Doubt:
    """A factor on some numbers of a network, triangular between `low` and `high` with its mode at 1."""

    name: str
    low: float
    high: float
    why: str


DEMAND = Doubt("demand", 0.95, 1.05, "weather and output; drawn for each region")
ELASTICITY = Doubt("elasticity", 0.5, 2.0, "estimates in the literature differ by more; one draw for all demand")
COST = Doubt("supply cost", 0.7, 1.3, "costs of supply are mostly assumed; drawn for each owner")
DOUBTS = (DEMAND, ELASTICITY, COST)


def doubtful_networks(network: Network, worlds: Worlds) -> tuple[Network, ...]:
    """The network as it may be in each world: `DOUBTS` drawn, all else as it is.

    The ranges are assumed. Who sells as a Cournot owner, what capacities are, and which sources a region has are no
    part of them: levers change those.

    Examples
    --------
    >>> from detente.economy.energy.builtin import builtin_network
    >>> from detente.worlds import draw_worlds
    >>> network = builtin_network("crude")
    >>> one, other = doubtful_networks(network, draw_worlds(2, seed=0))
    >>> bool(0.95 < (one.demands.quantity[0, 0] / network.demands.quantity[0, 0]) < 1.05)
    True
    """
    supplies, demands = network.supplies, network.demands
    region = tuple(network.nodes.region[k] for k in demands.node.tolist())
    quantity = _factors(worlds, DEMAND, region)
    elasticity = _factors(worlds, ELASTICITY, ("",) * len(region))
    cost = _factors(worlds, COST, supplies.owner)
    return tuple(
        replace(
            network,
            demands=replace(
                demands,
                quantity=demands.quantity * quantity[w, :, None],
                elasticity=demands.elasticity * elasticity[w, :, None],
            ),
            supplies=replace(supplies, cost=supplies.cost * cost[w, :, None]),
        )
        for w in range(worlds.count)
    )


def _factors(worlds: Worlds, doubt: Doubt, labels: Names) -> Array:
    """A factor for each thing, shape (world, thing); things with one label share their draw."""
    drawn = {label: worlds.estimate(_estimate(doubt, label)) for label in dict.fromkeys(labels)}
    if not labels:
        return np.ones((worlds.count, 0))
    return np.stack([drawn[label] for label in labels], axis=1)


def _estimate(doubt: Doubt, label: str) -> Estimate:
    name = f"energy {doubt.name} {label}".strip()
    return Estimate(name, 1.0, "factor", Origin.ASSUMED, low=doubt.low, high=doubt.high, why=doubt.why)
