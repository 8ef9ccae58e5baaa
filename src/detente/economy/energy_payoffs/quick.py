"""Many equilibria of one network, quickly first and with more care where that does not do."""

from __future__ import annotations

from collections.abc import Iterable

import clarabel
import numpy as np
from scipy import sparse

from detente.case import NotConverged
from detente.economy.energy.equilibrium import solve_posed
from detente.economy.energy.layout import Layout, lay_out, structure_key
from detente.economy.energy.levers import pose
from detente.economy.energy.records import EnergyShock, Network
from detente.economy.energy.reduction import Reduced
from detente.economy.energy.results import EnergyEquilibrium
from detente.economy.energy.solver import Answer, clarabel_solver

SOLVED = "Solved"
GAP = 1e-14
FEASIBILITY = 1e-11
MOST_ITERATIONS = 100


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


def quick_solver(reduced: Reduced) -> Answer:
    """Solve by the interior-point method of [Goulart2024]_ without refining its systems of equations.

    Takes about two thirds of the time of `clarabel_solver`, to the same gap. Systems near the optimum are badly
    conditioned, so that it may fail where that one does not.

    Raises
    ------
    NotConverged
        When it stops before the gap is closed.
    """
    capped = np.flatnonzero(np.isfinite(reduced.upper))
    identity = sparse.identity(len(reduced.free), format="csr")
    rows = sparse.vstack([reduced.equal, reduced.at_most, -identity, identity[capped]], format="csc")
    right = np.concatenate([reduced.equal_to, reduced.limit, -reduced.lower, reduced.upper[capped]])
    equal, limits = len(reduced.equal_to), len(reduced.limit)
    cones = [clarabel.ZeroConeT(equal), clarabel.NonnegativeConeT(len(right) - equal)]
    upper_half = sparse.triu(reduced.quadratic, format="csc")
    found = clarabel.DefaultSolver(upper_half, reduced.cost, rows, right, cones, _settings()).solve()
    if str(found.status) != SOLVED:
        raise NotConverged(f"The quick solver stopped after {found.iterations} iterations with {found.status}.")
    multipliers = np.array(found.z)
    x, at_most = np.array(found.x), multipliers[equal : equal + limits]
    return Answer(x, multipliers[:equal], at_most, int(found.iterations), "Clarabel")


def _settings() -> clarabel.DefaultSettings:
    settings = clarabel.DefaultSettings()
    settings.verbose = settings.iterative_refinement_enable = False
    settings.max_threads = 1
    settings.tol_gap_abs = settings.tol_gap_rel = GAP
    settings.tol_feas = FEASIBILITY
    settings.max_iter = MOST_ITERATIONS
    return settings
