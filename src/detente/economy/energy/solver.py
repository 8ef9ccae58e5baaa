"""Solving the reduced program with an interior-point method, and the record of an answer."""

from __future__ import annotations

from collections.abc import Callable
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
    size = len(reduced.free)
    capped = np.flatnonzero(np.isfinite(reduced.upper))
    identity = sparse.identity(size, format="csr")
    rows = sparse.vstack([reduced.equal, reduced.at_most, -identity, identity[capped]], format="csc")
    right = np.concatenate([reduced.equal_to, reduced.limit, -reduced.lower, reduced.upper[capped]])
    equal, rest = len(reduced.equal_to), len(right) - len(reduced.equal_to)
    cones = [clarabel.ZeroConeT(equal), clarabel.NonnegativeConeT(rest)]
    upper_half = sparse.triu(reduced.quadratic, format="csc")
    found = clarabel.DefaultSolver(upper_half, reduced.cost, rows, right, cones, _settings()).solve()
    if str(found.status) not in USABLE:
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
