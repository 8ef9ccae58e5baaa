"""Many worlds, each with a network and a shock of its own, on layouts that worlds of one structure share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.case import NotConverged
from detente.economy.energy.equilibrium import solve_posed
from detente.economy.energy.layout import Layout, lay_out, structure_key
from detente.economy.energy.levers import pose
from detente.economy.energy.records import EnergyShock, Mask, Network
from detente.economy.energy.results import EnergyEquilibrium
from detente.economy.energy.solver import clarabel_solver
from detente.workers import ALONE, Workers

World = tuple[Network, EnergyShock]
CHUNK = 8
SECONDS_PER_WORLD = 0.05
"""About what a world takes with 29 nodes and 12 months: what to share the work by, and nothing else."""


@dataclass(frozen=True, slots=True, eq=False)
class EachEnergy:
    """The equilibrium of every world, in the order they were given; None where it was not found.

    `converged` has shape (world,); `reasons` says why a world is missing, and is empty where it is not.
    """

    equilibria: tuple[EnergyEquilibrium | None, ...]
    converged: Mask
    reasons: tuple[str, ...]

    def found(self) -> tuple[EnergyEquilibrium, ...]:
        """All equilibria; raises `NotConverged` with the first reason when one is missing."""
        missing = [reason for reason in self.reasons if reason]
        if missing:
            raise NotConverged(f"{len(missing)} of {len(self.reasons)} energy equilibria are missing. {missing[0]}")
        return tuple(one for one in self.equilibria if one is not None)


def solve_each(worlds: Sequence[World], workers: Workers = ALONE) -> EachEnergy:
    """Solve the network and shock of every world; worlds that do not converge are left out and counted, never filled.

    Each world is solved on its own, from the same start, so that neither the number of `workers` nor the order of the
    worlds changes a digit.

    Raises
    ------
    CaseError
        When a shock does not fit its network.

    Examples
    --------
    >>> from detente.economy.energy.builtin import builtin_network
    >>> crude = builtin_network("crude")
    >>> solve_each([(crude, EnergyShock()), (crude, EnergyShock())]).converged.tolist()
    [True, True]
    """
    tasks = [range(first, min(first + CHUNK, len(worlds))) for first in range(0, len(worlds), CHUNK)]
    parts = workers.spread(_solve_chunk, tuple(worlds), tasks, SECONDS_PER_WORLD * len(worlds))
    found = [one for part in parts for one in part]
    equilibria = tuple(one for one, _ in found)
    return EachEnergy(
        equilibria=equilibria,
        converged=np.array([one is not None for one in equilibria], dtype=bool),
        reasons=tuple(why for _, why in found),
    )


def _solve_chunk(worlds: tuple[World, ...], rows: Sequence[int]) -> list[tuple[EnergyEquilibrium | None, str]]:
    """Some of the worlds; those with the same connections, layers and bookings share their matrices."""
    layouts: dict[tuple[object, ...], Layout] = {}
    found: list[tuple[EnergyEquilibrium | None, str]] = []
    for row in rows:
        network, shock = worlds[row]
        posed = pose(network, shock)
        key = structure_key(posed)
        if key not in layouts:
            layouts[key] = lay_out(posed)
        try:
            found.append((solve_posed(posed, layouts[key], shock, clarabel_solver), ""))
        except NotConverged as reason:
            found.append((None, str(reason)))
    return found
