"""Many equilibria of one network, quickly first and with more care where that does not do."""

from __future__ import annotations

from collections.abc import Iterable

from detente.case import NotConverged
from detente.economy.energy.equilibrium import solve_posed
from detente.economy.energy.layout import Layout, lay_out, structure_key
from detente.economy.energy.levers import pose
from detente.economy.energy.records import EnergyShock, Network
from detente.economy.energy.results import EnergyEquilibrium
from detente.economy.energy.solver import clarabel_solver, quick_solver


def solve_worlds(network: Network, shocks: Iterable[EnergyShock]) -> list[EnergyEquilibrium | None]:
    """The equilibrium under each shock, alone and from the same start; None where it was not found.

    Every answer passes the same conditions as in `solve_energy`. One that `quick_solver` misses is tried again by the
    usual solver.

    Examples
    --------
    >>> from detente.economy.energy.builtin import builtin_network
    >>> len([one for one in solve_worlds(builtin_network("crude"), [EnergyShock()]) if one is not None])
    1
    """
    layouts: dict[tuple[object, ...], Layout] = {}
    return [_solve(network, shock, layouts) for shock in shocks]


def _solve(network: Network, shock: EnergyShock, layouts: dict[tuple[object, ...], Layout]) -> EnergyEquilibrium | None:
    posed = pose(network, shock)
    key = structure_key(posed)
    if key not in layouts:
        layouts[key] = lay_out(posed)
    for solver in (quick_solver, clarabel_solver):
        try:
            return solve_posed(posed, layouts[key], shock, solver)
        except NotConverged:
            continue
    return None
