"""What states collect: taxes and duties on supply where they are stated, levies, and what price caps cost them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.economy.energy.records import Array, Mask, Names, Network
from detente.economy.energy.results import EnergyEquilibrium

RECEIPTS = "receipts"


@dataclass(frozen=True, slots=True, eq=False)
class GovernmentTake:
    """Money that states collect, over all periods.

    Attributes
    ----------
    states : tuple of str
        Codes of those who are stated to take, of owners of supplies, and of regions with levies.
    taxes : array, shape (state, 3)
        Taxes, duties and state shares on supply at the low, most likely and high share; NaN where any supply of the
        owner has no share stated: unknown is not zero.
    stated : array, shape (state, 3)
        The same of those supplies alone that have one.
    levies : array, shape (state,)
        Revenue of levies.
    cap_effect : array, shape (state,)
        What price caps take from `stated`, at the most likely shares; zero or negative. It is within `stated` already.
    """

    states: Names
    taxes: Array
    stated: Array
    levies: Array
    cap_effect: Array

    @property
    def total(self) -> Array:
        """Taxes and levies, shape (state, 3); NaN where taxes are unknown."""
        return np.asarray(self.taxes + self.levies[:, None])


def government_take(equilibrium: EnergyEquilibrium) -> GovernmentTake:
    """Split what producers earn between them and states, as `Takes` of the network states it.

    A share of receipts is counted on what a supply is paid where it stands, after transport, levies and caps; a share
    of surplus on that less its cost, and never below zero. Taxes change no price and no quantity here: costs of supply
    are taken to hold whatever of them moves the margin.

    Examples
    --------
    >>> from detente.economy.energy.builtin import builtin_network
    >>> from detente.economy.energy.equilibrium import solve_energy
    >>> found = government_take(solve_energy(builtin_network("crude")))
    >>> low, mode, high = found.taxes[found.states.index("RUS")]
    >>> bool(0 < low < mode < high), bool(np.isnan(found.taxes[found.states.index("GLF")]).all())
    (True, True)
    """
    network, takes = equilibrium.network, equilibrium.network.takes
    states = tuple(dict.fromkeys([*takes.state, *network.owners, *network.regions]))
    at = {name: k for k, name in enumerate(states)}
    base, lost = _bases(equilibrium)
    rows = np.array([at[state] for state in takes.state], dtype=np.int64)
    stated, cap_effect, levies = np.zeros((len(states), 3)), np.zeros(len(states)), np.zeros(len(states))
    np.add.at(stated, rows, takes.share * base[:, None])
    np.add.at(cap_effect, rows, -takes.share[:, 1] * lost)
    np.add.at(levies, [at[region] for region in network.regions], equilibrium.surplus.levies)
    known = _known(network, states)
    return GovernmentTake(
        states=states,
        taxes=np.where(known[:, None], stated, np.nan),
        stated=stated,
        levies=levies,
        cap_effect=cap_effect,
    )


def _bases(equilibrium: EnergyEquilibrium) -> tuple[Array, Array]:
    """What each take is a share of, and how much of that price caps took away."""
    supplies, takes, surplus = equilibrium.network.supplies, equilibrium.network.takes, equilibrium.surplus
    quantity = equilibrium.supply
    cost = (supplies.cost * quantity + supplies.slope / 2 * quantity**2).sum(axis=1)
    on_receipts = np.array([base == RECEIPTS for base in takes.base], dtype=bool)
    earned = np.where(on_receipts, (surplus.producers + cost)[takes.supply], surplus.producers[takes.supply])
    without = np.maximum(earned + surplus.cap_losses[takes.supply], 0.0)
    base = np.maximum(earned, 0.0)
    return base, without - base


def _known(network: Network, states: Names) -> Mask:
    """Whether all supplies of an owner have a share stated."""
    stated = set(network.takes.supply.tolist())
    unstated = {owner for s, owner in enumerate(network.supplies.owner) if s not in stated}
    return np.array([state not in unstated for state in states], dtype=bool)
