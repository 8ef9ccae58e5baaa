"""What cannot move is taken out of the program before it is solved."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from detente.economy.energy.program import Program
from detente.economy.energy.records import Array, Index, Mask


@dataclass(frozen=True, slots=True, eq=False)
class Reduced:
    """A program of what can move: `free` columns, `equal_rows` and `limit_rows` of the whole; `fixed` is the rest."""

    free: Index
    fixed: Array
    equal_rows: Index
    limit_rows: Index
    quadratic: sparse.csc_matrix
    cost: Array
    equal: sparse.csc_matrix
    equal_to: Array
    at_most: sparse.csc_matrix
    limit: Array
    lower: Array
    upper: Array


def reduce(program: Program) -> Reduced:
    """Take out variables whose bounds meet, those that a balance forces to zero, and conditions left without any.

    A node that nothing can reach forces all that leaves it to zero. Left in, such flows would have no interior, which
    an interior-point method needs, and the node a price that could be anything.
    """
    movable = program.upper > program.lower
    fixed = np.where(movable, 0.0, program.lower)
    equal_to = program.equal_to - program.layout.equal @ fixed
    movable = _unforced(program.layout.equal, equal_to, movable, program.lower)
    free = np.flatnonzero(movable)
    equal, at_most = program.layout.equal[:, free], program.layout.at_most[:, free]
    equal_rows, limit_rows = _used(equal), _used(at_most)
    limit = program.limit - program.layout.at_most @ fixed
    limit_rows = limit_rows[np.isfinite(limit[limit_rows])]
    return Reduced(
        free=free,
        fixed=fixed,
        equal_rows=equal_rows,
        limit_rows=limit_rows,
        quadratic=program.quadratic[:, free][free],
        cost=program.cost[free],
        equal=equal[equal_rows],
        equal_to=equal_to[equal_rows],
        at_most=at_most[limit_rows],
        limit=limit[limit_rows],
        lower=program.lower[free],
        upper=program.upper[free],
    )


def _unforced(equal: sparse.csc_matrix, equal_to: Array, movable: Mask, lower: Array) -> Mask:
    """Which variables can leave zero: a sum of terms of one sign that must be zero has only zeros."""
    gains = sparse.csr_matrix((equal.data > 0, equal.indices, equal.indptr), shape=equal.shape[::-1]).astype(float)
    loses = sparse.csr_matrix((equal.data < 0, equal.indices, equal.indptr), shape=equal.shape[::-1]).astype(float)
    settled = (equal_to != 0) | (abs(equal) @ (movable & (lower != 0)) > 0)
    while True:
        into, out = movable @ gains > 0, movable @ loses > 0
        forced = ~settled & (into != out)
        still = movable & ~((gains @ forced + loses @ forced) > 0)
        if np.array_equal(still, movable):
            return movable
        movable = still


def _used(matrix: sparse.csc_matrix) -> Index:
    return np.flatnonzero(np.bincount(matrix.indices, minlength=matrix.shape[0]))
