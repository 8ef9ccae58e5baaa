"""Solving the reduced program with an interior-point method, and the record of an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import clarabel
import numpy as np
from scipy import sparse

from detente.case import NotConverged
from detente.economy.energy.records import Array
from detente.economy.energy.reduction import Reduced

USABLE = ("Solved", "AlmostSolved", "InsufficientProgress")


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """Values, multipliers of equations and of conditions ``<=``, iterations, and the solver's name."""

    x: Array
    equal: Array
    at_most: Array
    iterations: int
    solver: str


Solver = Callable[[Reduced], Answer]


def clarabel_solver(reduced: Reduced) -> Answer:
    """Solve by the interior-point method of [Goulart2024]_, on one thread.

    What the solver says of itself is not believed: `solve_energy` measures every condition on the answer.

    Raises
    ------
    NotConverged
        When the solver gives up without an answer.
    """
    return _solve(reduced, _settings(), USABLE)


def quick_solver(reduced: Reduced) -> Answer:
    """Solve by the same method without refining its systems of equations.

    Takes about two thirds of the time of `clarabel_solver`, to the same gap. Systems near the optimum are badly
    conditioned, so that it may fail where that one does not.

    Raises
    ------
    NotConverged
        When it stops before the gap is closed.
    """
    settings = _settings()
    settings.iterative_refinement_enable = False
    return _solve(reduced, settings, ("Solved",))


def _solve(reduced: Reduced, settings: clarabel.DefaultSettings, usable: Sequence[str]) -> Answer:
    capped = np.flatnonzero(np.isfinite(reduced.upper))
    identity = sparse.identity(len(reduced.free), format="csr")
    rows = sparse.vstack([reduced.equal, reduced.at_most, -identity, identity[capped]], format="csc")
    right = np.concatenate([reduced.equal_to, reduced.limit, -reduced.lower, reduced.upper[capped]])
    equal = len(reduced.equal_to)
    cones = [clarabel.ZeroConeT(equal), clarabel.NonnegativeConeT(len(right) - equal)]
    upper_half = sparse.triu(reduced.quadratic, format="csc")
    found = clarabel.DefaultSolver(upper_half, reduced.cost, rows, right, cones, settings).solve()
    if str(found.status) not in usable:
        raise NotConverged(
            f"The energy equilibrium was not found: Clarabel stopped after {found.iterations} iterations with "
            f"{found.status}, residuals {found.r_prim:.1e} and {found.r_dual:.1e}."
        )
    multipliers = np.array(found.z)
    at_most = multipliers[equal : equal + len(reduced.limit)]
    return Answer(np.array(found.x), multipliers[:equal], at_most, int(found.iterations), "Clarabel")


def _settings() -> clarabel.DefaultSettings:
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.max_threads = 1
    # Where a flow is nearly worthwhile a condition holds only to the square root of the gap: hence so small a gap.
    settings.tol_gap_abs = settings.tol_gap_rel = 1e-14
    settings.tol_feas = 1e-11
    settings.max_iter = 100
    return settings
